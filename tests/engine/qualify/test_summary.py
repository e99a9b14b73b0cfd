from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from engine.qualify.cases import Ability, Case, CaseResult, Condition, Expected, Mark
from engine.qualify.runs import RunRecord
from engine.qualify.summary import CheapestBy, Summary, TicketSummary, cheapest, summarise
from engine.qualify.verdict import Tally, TicketVerdict, Verdict
from tests.engine.qualify.sample_run import (
    DAMAGED,
    DEPTHS,
    GOOD,
    LENGTHS,
    PROMPT_LENGTHS,
    SMALL,
    sample_about,
)


def ticket_of(summary: Summary, ticket: object) -> TicketSummary:
    return next(one for one in summary.tickets if one.ticket == ticket)


def counted(results: Sequence[CaseResult]) -> tuple[int, int]:
    return sum(result.mark is Mark.RIGHT for result in results), len(results)


def test_a_heatmap_has_a_cell_for_each_length_and_depth(summary: Summary) -> None:
    found = {one.condition: one for one in ticket_of(summary, GOOD).heatmaps}
    assert list(found) == [Condition.PROMPT, Condition.RETRIEVED, Condition.PROGRAM]
    assert len(found[Condition.PROMPT].cells) == len(PROMPT_LENGTHS) * len(DEPTHS)
    assert len(found[Condition.PROGRAM].cells) == len(LENGTHS) * len(DEPTHS)
    assert found[Condition.PROGRAM].lengths == LENGTHS
    assert found[Condition.PROGRAM].depths == DEPTHS


def test_a_cell_counts_the_cases_of_its_place_only(
    summary: Summary, cases: tuple[Case, ...], record: RunRecord
) -> None:
    for heatmap in ticket_of(summary, DAMAGED).heatmaps:
        for cell in heatmap.cells:
            of_cell = [
                record.results[DAMAGED.id][case.id]
                for case in cases
                if (case.ability, case.condition) == (Ability.NEEDLE, heatmap.condition)
                and (case.length, case.depth) == (cell.length, cell.depth)
                and case.id in record.results[DAMAGED.id]
            ]
            assert (cell.tally.right, cell.tally.n) == counted(of_cell)


def test_several_needles_lie_in_no_cell(cases: tuple[Case, ...]) -> None:
    several = [replace(case, expected=Expected(("1", "2"))) for case in cases]
    found = summarise(sample_about(), several, RunRecord({}, {}, {}))
    assert [one.heatmaps for one in found.tickets] == [(), (), ()]


def test_many_depths_are_gathered_at_tenths() -> None:
    needles = [
        Case(
            f"n-{i}", Ability.NEEDLE, Condition.PROGRAM, "w", "text", "en", "?", Expected(("1",)),
            length=500, depth=i / 40,
        )
        for i in range(41)
    ]  # fmt: skip
    (heatmap,) = summarise(sample_about(), needles, RunRecord({}, {}, {})).tickets[0].heatmaps
    assert heatmap.depths == tuple(round(i / 10, 1) for i in range(11))


def test_groups_add_up_to_all_asked_cases(summary: Summary, record: RunRecord) -> None:
    for one in summary.tickets:
        results = list(record.results[one.ticket.id].values())
        groups = one.kinds.values()
        assert (sum(g.right for g in groups), sum(g.n for g in groups)) == counted(results)
        judged = sum(found.tally.n for found in one.verdict.abilities)
        assert sum(found.n for found in one.languages.values()) == judged
        assert one.n_asked == len(results)


def test_cases_that_were_not_asked_are_left(summary: Summary) -> None:
    assert ticket_of(summary, SMALL).n_left[Ability.GROUNDING] == 18
    assert ticket_of(summary, GOOD).n_left[Ability.GROUNDING] == 0


def test_examples_are_judged_cases_that_were_not_right(summary: Summary) -> None:
    for one in summary.tickets:
        assert all(example.case.is_judged for example in one.examples)
        assert all(example.result.mark is not Mark.RIGHT for example in one.examples)
        kinds = {(example.case.ability, example.case.kind) for example in one.examples}
        assert len(kinds) == len(one.examples)


def test_the_only_passing_ticket_is_the_cheapest(summary: Summary) -> None:
    assert summary.cheapest
    assert summary.cheapest.ticket.ticket == GOOD
    assert summary.cheapest.by is CheapestBy.ONLY_ONE


def passing(summary: Summary, **speeds: float | None) -> list[TicketSummary]:
    """The two timed tickets, as if both passed, with other speeds."""
    return [
        replace(
            one,
            verdict=TicketVerdict(one.ticket.id, (), Verdict.PASSES),
            speed=replace(one.speed, **speeds) if one.speed else None,
        )
        for one in summary.tickets[:2]
    ]


def test_of_two_passing_tickets_the_one_with_less_energy_is_cheapest(summary: Summary) -> None:
    best = cheapest(passing(summary))
    assert best
    assert (best.ticket.ticket, best.by) == (SMALL, CheapestBy.ENERGY)


def test_without_energy_time_decides_and_memory_where_time_is_equal(summary: Summary) -> None:
    best = cheapest(passing(summary, wh_per_answer=None))
    assert best
    assert (best.ticket.ticket, best.by) == (SMALL, CheapestBy.SECONDS)
    best = cheapest(passing(summary, wh_per_answer=None, answer_s=3.0))
    assert best
    assert best.ticket.ticket == SMALL


def test_no_cheapest_is_named_if_one_that_passes_was_not_timed(summary: Summary) -> None:
    first, second = passing(summary)
    assert cheapest([first, replace(second, speed=None)]) is None


def test_a_dropped_ticket_is_never_chosen(summary: Summary) -> None:
    first, second = passing(summary)
    best = cheapest([first, replace(second, dropped="needle")])
    assert best
    assert best.ticket.ticket == GOOD


@pytest.mark.parametrize(
    "record",
    [
        RunRecord({"another ticket": {}}, {}, {}),
        RunRecord({GOOD.id: {"no such case": CaseResult("x", Mark.RIGHT, "", 1)}}, {}, {}),
    ],
    ids=["a ticket", "a case"],
)
def test_results_of_another_plan_are_refused(cases: tuple[Case, ...], record: RunRecord) -> None:
    with pytest.raises(ValueError, match="that the"):
        summarise(sample_about(), cases, record)


def test_a_threshold_of_the_shop_has_no_reason_of_the_default(summary: Summary) -> None:
    assert summary.thresholds[Ability.LANGUAGE].reason == ""
    assert summary.thresholds[Ability.NEEDLE].reason


def test_without_results_every_ticket_is_open(cases: tuple[Case, ...]) -> None:
    found = summarise(sample_about(), cases, RunRecord({}, {}, {}))
    assert {one.verdict.verdict for one in found.tickets} == {Verdict.OPEN}
    assert found.cheapest is None
    assert {cell.tally for cell in found.tickets[0].heatmaps[0].cells} == {Tally()}
