"""From a run to the figures of the cost model, worked out with pencil and paper."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from engine.qualify.cases import Ability, Case, CaseResult, Condition, Expected, Mark
from engine.qualify.cost_inputs import CostInputs, read_costs, write_example
from engine.qualify.costing import ChosenBy, chosen, costing
from engine.qualify.costs import CostKind, Measured
from engine.qualify.runs import RunAbout, RunRecord
from engine.qualify.summary import Summary, TicketSummary, summarise
from engine.qualify.tickets import SpeedRecord, Ticket, TicketFacts
from engine.qualify.usage import Observed, Usage
from tests.engine.qualify.sample_run import DAMAGED, GOOD, SMALL, sample_about

TICKET = Ticket("made-up-1.5b", embedder="made-up-embedder")
NAME = "made-up-1.5b@ab12ab12ab12"
TITLES = {TICKET.id: "a ticket"}
SPEED = SpeedRecord(
    prefill=((1024, 40.0), (256, 50.0)),
    decode=(),
    load_s=1.0,
    first_answer_s=1.0,
    answer_s=5.0,
    resident_mb=1000.0,
    kv_bytes_per_token=1,
    n_cells=1,
    watts=30.0,
    wh_per_answer=30 * 5 / 3600,
    embedded_per_s=4.0,
)
USAGE = Usage(
    n_answers=20,
    median_s=9.0,
    p90_s=20.0,
    mean_s=12.0,
    prompt_tokens=1.0,
    generated_tokens=1.0,
    abstained_share=0.0,
    questions_per_month=250.0,
)


def case(name: str, condition: Condition, *, is_judged: bool = True) -> Case:
    return Case(
        id=name,
        ability=Ability.NEEDLE,
        condition=condition,
        world="w",
        kind="text",
        language="en",
        question="?",
        expected=Expected(("1",)),
        is_judged=is_judged,
    )


CASES = (
    *(case(name, Condition.PROGRAM) for name in "abcd"),
    case("beside", Condition.PROMPT, is_judged=False),
)
RESULTS = {
    "a": CaseResult("a", Mark.RIGHT, "", 3.0, prompt_tokens=900, generated=10),
    "b": CaseResult("b", Mark.RIGHT, "", 6.0, prompt_tokens=1200, generated=20),
    "c": CaseResult("c", Mark.WRONG, "", 9.0, prompt_tokens=1500, generated=30),
    "d": CaseResult("d", Mark.FAILED, "", 100.0),
    "beside": CaseResult("beside", Mark.WRONG, "", 50.0, prompt_tokens=9, generated=9),
}


def about_of(ticket: Ticket = TICKET) -> RunAbout:
    facts = {ticket.id: TicketFacts("T", "ab12" * 16, 1, "MIT")}
    about = replace(sample_about(), tickets=(ticket,), facts=facts, watts=25.0)
    return replace(about, n_chunks=7200, n_tokens=360_000)


def summary_of(ticket: Ticket = TICKET, *, speed: SpeedRecord | None = SPEED) -> Summary:
    speeds = {ticket.id: speed} if speed else {}
    return summarise(about_of(ticket), CASES, RunRecord({ticket.id: RESULTS}, speeds, {}))


@pytest.fixture
def inputs(tmp_path: Path) -> CostInputs:
    write_example(tmp_path / "costs.toml", "en")
    return read_costs(tmp_path / "costs.toml")


def test_a_run_gives_the_figures_worked_out_by_hand(inputs: CostInputs) -> None:
    # (3 + 6 + 9) / 3 = 6 s: what could not be asked took no time, and a prompt alone is no answer.
    # 30 W · 6 s = 0.05 Wh. 7200 passages / 4 a second = 1800 s. 360 000 tokens / 50 a second, the
    # rate with the least before them, = 7200 s. Of four judged cases two are not right.
    found = costing(summary_of(), inputs, TITLES)

    assert found is not None
    assert found.chosen.measured == Measured(
        title="a ticket",
        answer_s=6.0,
        wh_per_answer=0.05,
        indexing_hours=0.5,
        bank_hours=2.0,
        watts=30.0,
        prompt_tokens=1200.0,
        generated_tokens=20.0,
        unanswered_share=0.5,
    )
    assert found.chosen.lacking == ()
    assert found.inputs is inputs
    assert [one.measured for one in found.tickets] == [found.chosen.measured]


def test_without_bank_and_embedder_there_are_no_hours(inputs: CostInputs) -> None:
    ticket = Ticket("made-up-1.5b", has_bank=False)
    found = costing(summary_of(ticket), inputs, {ticket.id: "T"})

    assert found is not None
    assert (found.chosen.measured.indexing_hours, found.chosen.measured.bank_hours) == (0, 0)
    assert found.chosen.lacking == ()


def test_what_was_not_measured_is_told(inputs: CostInputs) -> None:
    found = costing(summary_of(speed=None), inputs, TITLES)

    assert found is not None
    assert found.chosen.lacking == (CostKind.INDEXING, CostKind.BANK)
    assert found.chosen.measured.watts == 25.0  # Those that the run assumes.


def test_enough_answers_in_the_journal_replace_the_seconds_of_the_run(inputs: CostInputs) -> None:
    # 12 s in the place of 6; 30 W · 12 s = 0.1 Wh; tokens and shares stay those of the run.
    journal = Observed(USAGE, {NAME: USAGE})
    found = costing(summary_of(), inputs, TITLES, journal=journal)

    assert found is not None
    figures = found.chosen.measured
    assert (figures.answer_s, figures.wh_per_answer) == (12.0, pytest.approx(0.1))
    assert (figures.prompt_tokens, figures.unanswered_share) == (1200.0, 0.5)
    assert found.chosen.usage is USAGE
    assert found.tickets[0].measured.answer_s == 6.0  # Side by side all go by the run.
    assert (found.is_rate_observed, found.inputs.shop.questions_per_month) == (True, 250.0)


@pytest.mark.parametrize(
    "journal",
    [
        Observed(replace(USAGE, n_answers=19), {NAME: replace(USAGE, n_answers=19)}),
        Observed(replace(USAGE, n_answers=19), {"other@ab12ab12ab12": USAGE}),
    ],
)
def test_a_few_answers_or_those_of_another_model_say_nothing(
    inputs: CostInputs, journal: Observed
) -> None:
    found = costing(summary_of(), inputs, TITLES, journal=journal)

    assert found is not None
    assert (found.chosen.usage, found.chosen.measured.answer_s) == (None, 6.0)
    assert not found.is_rate_observed


def test_a_run_that_asked_the_program_nothing_has_no_costs(inputs: CostInputs) -> None:
    results = {TICKET.id: {"beside": RESULTS["beside"]}}
    for kept in ({}, results):
        assert (
            costing(summarise(about_of(), CASES, RunRecord(kept, {}, {})), inputs, TITLES) is None
        )


def choice(*tickets: TicketSummary, of: Summary) -> tuple[Ticket, ChosenBy]:
    found = chosen(replace(of, tickets=tickets, cheapest=None))
    assert found is not None
    return found[0].ticket, found[1]


def test_the_cheapest_that_passes_is_chosen(summary: Summary) -> None:
    found = chosen(summary)
    assert found is not None
    assert (found[0].ticket, found[1]) == (GOOD, ChosenBy.CHEAPEST)


def test_else_the_best_share_is_chosen_and_a_stopped_ticket_last(summary: Summary) -> None:
    good, small, damaged = summary.tickets
    assert choice(good, small, of=summary) == (GOOD, ChosenBy.SHARE_OF_PASSING)
    assert choice(damaged, small, of=summary) == (SMALL, ChosenBy.SHARE)
    stopped = replace(good, dropped="needle")
    assert choice(stopped, small, of=summary) == (SMALL, ChosenBy.SHARE)
    assert choice(damaged, of=summary) == (DAMAGED, ChosenBy.SHARE)
