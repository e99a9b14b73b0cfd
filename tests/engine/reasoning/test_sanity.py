"""Units that cannot answer what was asked."""

from __future__ import annotations

import pytest

from engine.reasoning.sanity import has_fitting_unit


@pytest.mark.parametrize(
    ("answer", "question"),
    [
        ("20 mm", "What tightening torque is specified?"),
        ("5 kg", "締付トルクはいくつですか。"),
        ("24 V", "What is the length of the shaft?"),
        ("275 N", "What torque for the lock nut?"),
        ("120 mm", "最大可搬質量は何kgですか。"),
    ],
)
def test_a_unit_of_another_kind_does_not_fit(answer: str, question: str) -> None:
    assert not has_fitting_unit(answer, question, "")


@pytest.mark.parametrize(
    ("answer", "question"),
    [
        ("85 N·m", "What tightening torque is specified?"),
        ("85 N-m (63 lb-ft)", "What torque?"),
        ("2000mA", "What maximum continuous current can it deliver?"),
        ("85", "What torque?"),
        ("crosswise, 20 mm apart, 79 N·m", "What torque?"),
        ("20 mm", "Which bolt goes there?"),
        ("M5", "What torque?"),
        ("型番: DSB211SDN_26MHz", "温度は何度で、型番はいくつですか。"),
        ("26 MHz", "温度補償型水晶発振器の型番は?"),
        ("25.000 mm", "What diameter has the shaft, and at what temperature?"),
    ],
)
def test_everything_else_fits(answer: str, question: str) -> None:
    assert has_fitting_unit(answer, question, "Tighten it to 85 N·m (63 lb-ft).")


def test_a_bare_figure_needs_a_passage_that_knows_the_unit() -> None:
    question = "What torque for the M5 screws?"
    assert not has_fitting_unit("3,75", question, "Tolerance 3,75 all over, in mm")
    assert has_fitting_unit("3,75", question, "M5 | 3,75 | torque in N·m")
