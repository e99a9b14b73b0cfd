"""Passed and failed, in the words of questions and logs."""

from __future__ import annotations

import pytest

from engine.tools.sql.verdicts import Verdict, verdict_of, verdicts_in

PASS, FAIL = Verdict.PASS, Verdict.FAIL


@pytest.mark.parametrize(
    ("value", "verdict"),
    [
        *((text, FAIL) for text in ("FAIL", "NG", "n.g.", "不合格", "不良", "Rejected", "NOK")),
        *((text, PASS) for text in ("PASS", "ok", "合格", "Accepted")),
        *((text, None) for text in ("Failover pump", "M8", "passivated", "改良", "")),
    ],
)
def test_the_verdict_that_a_value_is(value: str, verdict: Verdict | None) -> None:
    assert verdict_of(value) is verdict


@pytest.mark.parametrize(
    ("question", "verdicts"),
    [
        ("Which part has the most failures?", {FAIL}),
        ("What share passed?", {PASS}),
        ("Did it pass or fail?", {PASS, FAIL}),
        ("How many were not OK?", {FAIL}),
        ("不合格は何件ですか", {FAIL}),
        ("合格率は", {PASS}),
        ("What is the torque?", set()),
    ],
)
def test_the_verdicts_that_a_question_speaks_of(question: str, verdicts: set[Verdict]) -> None:
    assert set(verdicts_in(question)) == verdicts
