"""Which way a question is tried first, by its words alone."""

from __future__ import annotations

import pytest

from engine.answers import Route
from engine.reasoning.routing import route
from engine.tools.sql.linking import link
from tests.engine.tools.sql.profiles import FIXTURES, INSPECTIONS, RECORDS

PROFILES = (INSPECTIONS, FIXTURES, RECORDS)


def first(question: str) -> Route:
    return route(question, link(question, PROFILES)).route


@pytest.mark.parametrize(
    "question",
    [
        "Thanks, that was helpful.",
        "Tell me a joke about machinists.",
        "お疲れさまでした、また明日。",
        "Hi!",
    ],
)
def test_talk_needs_no_document(question: str) -> None:
    assert first(question) is Route.NO_DOCUMENT


@pytest.mark.parametrize(
    "question",
    [
        "How long does a 450 mm cut take at 150 mm/min?",
        "What is the area of the cover plate?",
        "What is 85 N·m in lbf·ft?",
        "緑と青を合わせて何個ですか。",
    ],
)
def test_what_has_to_be_worked_out_is_calculated(question: str) -> None:
    assert first(question) is Route.COMPUTATION


@pytest.mark.parametrize(
    "question",
    [
        "How many inspections failed?",
        "What was the highest torque on SH-204?",
        "Which parts did Mori inspect, and which failed?",
        "外径の測定値の平均はいくつですか。",
    ],
)
def test_what_the_logs_know_is_asked_of_them(question: str) -> None:
    assert first(question) is Route.LOG_QUERY


@pytest.mark.parametrize(
    "question",
    [
        "Which of our two presses has the larger stroke?",
        "What is the difference in torque between gear A and gear B?",
        "旋盤とフライス盤の給油周期を比べてください。",
    ],
)
def test_a_comparison_is_divided(question: str) -> None:
    assert first(question) is Route.SEVERAL


@pytest.mark.parametrize(
    "question",
    [
        "What torque does the spindle lock nut of the L-7 need?",
        "Which grease does the spindle take?",
        "主軸のグリースは何ですか。",
        "Does the pump run when the door is open?",
        "The manual gives 75 x 75 mm (2.95 x 2.95 in). What size does the drawing give?",
    ],
)
def test_everything_else_is_looked_up(question: str) -> None:
    assert first(question) is Route.LOOKUP


def test_what_something_means_is_no_average() -> None:
    question = "What does alarm AL-23 mean and what is to be done?"
    assert Route.COMPUTATION not in route(question, ()).ways
