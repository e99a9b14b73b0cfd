"""The unit that an answer is asked for in is taken out of the question, and given by conversion."""

from __future__ import annotations

import pytest

from engine.answers import Citation, NumberStatus
from engine.reasoning.asked_unit import asked_unit, without_unit
from engine.reasoning.combining import in_unit
from engine.reasoning.solved import Solved

CITED = Citation(2, "sha256:a", "a.pdf", 3, (), "Bolt torque 85 N·m")


@pytest.mark.parametrize(
    ("question", "unit", "rest"),
    [
        ("How long is the rail in inches?", "in", "How long is the rail?"),
        ("What torque, in lbf·ft, does it need?", "lbf·ft", "What torque does it need?"),
        ("Convert the oil pressure to kPa.", "kPa", "What is the oil pressure?"),
        (
            "軸のトルクを lbf·ft に換算するといくつですか。",
            "lbf·ft",
            "軸のトルクはいくつですか。",
        ),
        ("What is the highest force of P-2, in l?", "l", "What is the highest force of P-2?"),
        ("What is the current of the drive in A?", "A", "What is the current of the drive?"),
        ("How long is the rail in m?", "m", "How long is the rail?"),
        ("荷重の最大値を l で答えてください。", "l", "荷重の最大値はいくつですか。"),
        ("How large is it in square metres?", "m²", "How large is it?"),
    ],
)
def test_a_unit_in_a_known_form_is_taken_out(question: str, unit: str, rest: str) -> None:
    assert asked_unit(question) == unit
    assert " ".join(without_unit(question).split()) == rest


@pytest.mark.parametrize(
    "question",
    [
        "How long is the rail?",
        "How long is the 205 mm rail in the drawing?",
        "Which rail is in stock?",
        "What is shown in figure 3?",
        "What does error E5 mean in mode C?",
        "Which HAL pin belongs to the entry [JOINT_N]HOME_OFFSET?",
        "Which holes are in a circle?",
        "In which hour of the day were the most failures?",
    ],
)
def test_other_questions_stay_as_they_are(question: str) -> None:
    assert asked_unit(question) == ""
    assert without_unit(question) == question


def test_a_value_in_another_unit_is_converted_and_both_are_shown() -> None:
    whole = in_unit(Solved("85 N·m [2]", "85 N·m", citations=(CITED,)), "lbf·ft", "en")
    assert whole.text == "62.693 lbf·ft (85 N·m) [2]"
    assert [number.status for number in whole.numbers] == [NumberStatus.COMPUTED]
    assert whole.calls[0].tool == "calculator"


def test_a_value_in_that_unit_already_stays() -> None:
    solved = Solved("85 N·m [2]", "85 N·m", citations=(CITED,))
    assert in_unit(solved, "N·m", "en") is solved


def test_a_value_of_another_kind_is_no_answer() -> None:
    solved = Solved("85 N·m [2]", "85 N·m", citations=(CITED,))
    whole = in_unit(solved, "kPa", "en")
    assert whole.text == ""
    assert "85 N·m" in whole.reason


def test_a_conversion_that_does_not_end_has_no_zeros_behind() -> None:
    solved = Solved("518.67 °R [2]", "", citations=(CITED,))
    assert in_unit(solved, "K", "en").text == "288.15 K (518.67 °R) [2]"


def test_a_result_with_its_formula_is_converted() -> None:
    solved = Solved("0.5 GHz (1.2 GHz - 700 MHz) [2]", "0.5 GHz", citations=(CITED,))
    assert in_unit(solved, "MHz", "en").text.startswith("500 MHz")


def test_several_values_stay_as_they_are() -> None:
    solved = Solved("85 N·m, then 90° [2]", citations=(CITED,))
    assert in_unit(solved, "lbf·ft", "en") is solved


def test_a_figure_without_a_unit_is_no_answer_but_is_told() -> None:
    whole = in_unit(Solved("254.0 [2]", "254.0", citations=(CITED,)), "in", "en")
    assert whole.text == ""
    assert "254.0" in whole.reason
