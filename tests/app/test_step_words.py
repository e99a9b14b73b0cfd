"""The words for steps: what is being done, what came of it, how long it took."""

from __future__ import annotations

import pytest

from app.step_words import doing_words, outcome_words, seconds_words, step_name
from engine.answers import Step, StepKind
from tests.app.scripted import query


def step(kind: StepKind, subject: str = "Which grease?", **facts: object) -> Step:
    return Step(1, 0, kind, subject, **facts)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (StepKind.SEARCH, "Searching the documents"),
        (StepKind.READING, "Reading the evidence"),
        (StepKind.QUERY, "Asking the log"),
        (StepKind.CALCULATION, "Calculating"),
        (StepKind.DIVISION, "Dividing the question"),
        (StepKind.PART, "Part: Which grease?"),
    ],
)
def test_what_is_being_done_has_words(kind: StepKind, words: str) -> None:
    assert doing_words((step(kind),), None) == words


def test_the_part_that_a_step_belongs_to_is_named_behind_it() -> None:
    steps = (step(StepKind.PART), step(StepKind.READING))

    assert doing_words(steps, 0.404) == "Reading the evidence 40 % · Part: Which grease?"


def test_of_nested_parts_the_inner_one_is_named() -> None:
    steps = (step(StepKind.PART, "Outer?"), step(StepKind.PART, "Inner?"), step(StepKind.SEARCH))

    assert doing_words(steps, None) == "Searching the documents · Part: Inner?"


def test_a_question_with_braces_and_lines_is_shown_as_it_is() -> None:
    assert doing_words((step(StepKind.PART, "{0}\n?"),), None) == "Part: {0} ?"


def test_every_kind_has_a_name_of_its_own() -> None:
    assert len({step_name(kind) for kind in StepKind}) == len(StepKind)


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"outcome": "85 N·m"}, "85 N·m"),
        ({}, "nothing found"),
        ({"call": query("SELECT 1", (), error="it gives nothing")}, "dropped"),
        ({"call": query("SELECT 1", ())}, "nothing found"),
    ],
)
def test_what_came_of_a_step_has_words(facts: dict[str, object], words: str) -> None:
    assert outcome_words(step(StepKind.QUERY, seconds=1.0, **facts)) == words


@pytest.mark.parametrize(
    ("seconds", "words"), [(None, ""), (0.02, "< 0.1 s"), (0.1, "0.1 s"), (12.34, "12.3 s")]
)
def test_how_long_a_step_took(seconds: float | None, words: str) -> None:
    assert seconds_words(step(StepKind.SEARCH, seconds=seconds)) == words
