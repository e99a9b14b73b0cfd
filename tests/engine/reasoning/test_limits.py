"""The limits of a size, calculated from the line that gives its deviations."""

from __future__ import annotations

import pytest

from engine.answers import NumberStatus, Route
from engine.domain import Passage
from engine.ports import Reader
from engine.reasoning.asked_limit import Limit
from engine.reasoning.choice import Finding
from engine.reasoning.grounding import ground
from engine.reasoning.limits import limits_of
from engine.reasoning.solved import Solved

SHEET = (
    "Dimensions (mm)\n⌀3,99 0/-0,02 (diameter)\n33,40\n12 ±0,1\n8 -0.01/-0.03\n5 +0.2/+0.1\n"
    "4 ±0.1\n4 ±0.2\nOther text\nRound bar of 3.99 mm"
)
ASKED = "What is the smallest diameter the shaft may have?"


def read(answer: str, text: str = SHEET) -> Solved:
    passage = Passage(1, "sha256:s", "shaft.pdf", text, (), (), None, 1.0)
    grounding = ground(answer, "diameter", [(1, passage)])
    reader = Reader(answer, refusal=0.0, mean_log_probability=0.0, is_banked=False)
    return Solved(
        text=grounding.text,
        citations=grounding.citations,
        numbers=grounding.numbers,
        findings=(Finding(1, 1, passage, reader, grounding),),
    )


@pytest.mark.parametrize(
    ("answer", "limit", "text"),
    [
        ("⌀3,99", Limit.SMALLEST, "3.97 mm (3.99 mm - 0.02 mm) [1]"),
        ("⌀3,99", Limit.LARGEST, "3.99 mm (3.99 mm + 0 mm) [1]"),
        ("⌀3,99", Limit.WIDTH, "0.02 mm (0 mm + 0.02 mm) [1]"),
        ("12", Limit.SMALLEST, "11.9 mm (12 mm - 0.1 mm) [1]"),
        ("12", Limit.WIDTH, "0.2 mm (0.1 mm + 0.1 mm) [1]"),
        ("8", Limit.LARGEST, "7.99 mm (8 mm - 0.01 mm) [1]"),
        ("8", Limit.WIDTH, "0.02 mm (0.03 mm - 0.01 mm) [1]"),
        ("5", Limit.SMALLEST, "5.1 mm (5 mm + 0.1 mm) [1]"),
        ("5", Limit.WIDTH, "0.1 mm (0.2 mm - 0.1 mm) [1]"),
    ],
)
def test_a_limit_is_shown_with_its_calculation(answer: str, limit: Limit, text: str) -> None:
    solved = limits_of("What is the size?", [limit], read(answer))
    assert solved.text == text
    assert solved.route is Route.COMPUTATION
    assert solved.calls[0].tool == "calculator"
    assert len(solved.numbers) == 3
    assert NumberStatus.UNVERIFIED not in {number.status for number in solved.numbers}


def test_both_limits_are_told_apart_in_the_language_of_the_question() -> None:
    both = (Limit.SMALLEST, Limit.LARGEST)
    solved = limits_of("軸径の許容限界寸法は？", both, read("⌀3,99"))
    assert solved.text == "最小 3.97 mm (3.99 mm - 0.02 mm)；最大 3.99 mm (3.99 mm + 0 mm) [1]"


def test_the_unit_is_the_headings_where_the_answer_is_a_sentence() -> None:
    solved = limits_of(ASKED, [Limit.SMALLEST], read("The shaft has a diameter of 3,99"))
    assert solved.text == "3.97 mm (3.99 mm - 0.02 mm) [1]"


def test_no_unit_is_made_up() -> None:
    text = SHEET.replace(" (mm)", "")
    solved = limits_of(ASKED, [Limit.SMALLEST], read("⌀3,99", text))
    assert solved.text == "3.97 (3.99 - 0.02) [1]"


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        (ASKED, "33,40"),
        (ASKED, "12"),
        ("What is the smallest size?", "33,40"),
        ("What is the smallest size?", "4"),
        ("What is the smallest size?", ""),
    ],
)
def test_a_size_without_deviations_of_its_own_has_no_limits(question: str, answer: str) -> None:
    solved = limits_of(question, [Limit.SMALLEST], read(answer))
    assert not solved.is_answered
    assert solved.citations == ()
