"""What the journal says of waiting times, tokens and how often people ask."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from engine.answers import Answer, Route, Timings, TokenCounts
from engine.qualify.cost_inputs import CostInputs, read_costs, write_example
from engine.qualify.usage import Usage, observed, usage, with_observed_use
from engine.records import answer_record
from engine.store.journal import EntryKind, Journal

START = datetime(2026, 5, 4, 6, 0, tzinfo=UTC)
DAY = timedelta(days=1)


class Shift:
    """A journal with a clock that a test sets."""

    def __init__(self, folder: Path) -> None:
        self.now = START
        self.journal = Journal(folder, now=lambda: self.now)

    def answer(self, seconds: float, *, is_abstained: bool = False, model: str = "a model") -> None:
        """Record a question and its answer."""
        answer = Answer(
            question="Torque?",
            text="12 Nm",
            is_abstained=is_abstained,
            language="en",
            route=Route.LOOKUP,
            citations=(),
            numbers=(),
            tool_calls=(),
            timings=Timings(0.1, 0.5, seconds),
            tokens=TokenCounts(prompt=int(seconds) * 100, reused=0, generated=int(seconds)),
            model=model,
            journal_id=1,
        )
        question = self.journal.begin({"question": answer.question})
        self.journal.record(question, EntryKind.ANSWER, answer_record(answer))

    def usage(self) -> Usage:
        """What the journal says now."""
        found = usage(self.journal.entries(), until=self.now)
        assert found is not None
        return found


@pytest.fixture
def shift(workspace: Path) -> Iterator[Shift]:
    shift = Shift(workspace)
    yield shift
    shift.journal.close()


@pytest.fixture
def inputs(tmp_path: Path) -> CostInputs:
    write_example(tmp_path / "costs.toml", "en")
    return read_costs(tmp_path / "costs.toml")


def test_eleven_answers_on_eleven_days(shift: Shift) -> None:
    # 1, 2, ... 11 seconds: the middle one is 6; nine tenths of the way from 1 to 11 is 10.
    for seconds in range(1, 12):
        shift.now = START + (seconds - 1) * DAY
        shift.answer(seconds, is_abstained=seconds == 3)

    found = shift.usage()

    assert (found.n_answers, found.median_s, found.mean_s) == (11, 6.0, 6.0)
    assert found.p90_s == pytest.approx(10.0)
    assert (found.prompt_tokens, found.generated_tokens) == (600.0, 6.0)
    assert found.abstained_share == pytest.approx(1 / 11)
    # 10 answers in 10 days after the first: one a day, 365.25 / 12 = 30.4375 a month.
    assert found.questions_per_month == pytest.approx(30.4375)


def test_one_long_wait_shows_in_the_mean_only(shift: Shift) -> None:
    for seconds in (1, 1, 1, 1, 96):
        shift.answer(seconds)

    assert (shift.usage().median_s, shift.usage().mean_s) == (1.0, 20.0)


def test_less_than_a_week_says_nothing_of_a_month(shift: Shift) -> None:
    shift.answer(1)
    shift.now = START + 7 * DAY - timedelta(seconds=1)
    shift.answer(1)
    assert shift.usage().questions_per_month is None

    shift.now = START + 7 * DAY
    assert shift.usage().questions_per_month == pytest.approx(365.25 / 12 / 7)


def test_what_has_no_answer_does_not_count(shift: Shift) -> None:
    question = shift.journal.begin({"question": "Torque?"})
    shift.journal.record(question, EntryKind.CANCELLED, {})
    note = shift.journal.begin({"question": "Note: valve changed"})
    shift.journal.record(note, EntryKind.NOTE, {"text": "valve changed"})

    assert usage(shift.journal.entries(), until=shift.now) is None


def test_what_was_observed_takes_the_place_of_an_example_only(
    shift: Shift, inputs: CostInputs
) -> None:
    shift.answer(1)
    shift.now = START + 10 * DAY
    for _ in range(20):
        shift.answer(1)
    observed = shift.usage()

    replaced = with_observed_use(inputs, observed)
    assert replaced.shop.questions_per_month == pytest.approx(2 * 30.4375)
    assert inputs.examples - replaced.examples == {"shop.questions_per_month"}

    typed_in = inputs.with_value("shop.questions_per_month", 50)
    assert with_observed_use(typed_in, observed) is typed_in
    assert with_observed_use(inputs, replace(observed, questions_per_month=None)) is inputs
    assert with_observed_use(inputs, replace(observed, questions_per_month=0.4)) is inputs


def test_answers_of_different_models_are_told_apart(shift: Shift) -> None:
    assert observed(shift.journal.entries(), until=shift.now) is None
    for seconds, model in ((2, "small"), (4, "small"), (9, "large")):
        shift.answer(seconds, model=model)

    found = observed(shift.journal.entries(), until=shift.now)

    assert found is not None
    assert (found.everything.n_answers, found.everything.mean_s) == (3, 5.0)
    means = {model: one.mean_s for model, one in found.by_model.items()}
    assert means == {"small": 3.0, "large": 9.0}
