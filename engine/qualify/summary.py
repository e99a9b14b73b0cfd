"""What a report shows of a run: tallies, heatmaps, verdicts, examples, and the cheapest pass.

Everything is counted from the plan's cases and the kept results, so that each number in a report
can be counted again. Nothing here is worded: see ``engine.qualify.report``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import fmean

from engine.qualify.cases import Ability, Case, CaseResult, Condition, Mark
from engine.qualify.runs import RunAbout, RunRecord
from engine.qualify.tickets import SpeedRecord, Ticket, TicketFacts
from engine.qualify.verdict import (
    DEFAULT_THRESHOLDS,
    AbilityVerdict,
    Tally,
    Threshold,
    TicketVerdict,
    Verdict,
    judge_ticket,
    tally,
)

_MOST_ROWS = 11  # Depths of a heatmap; more are gathered at the nearest tenth.
_MOST_EXAMPLES = 4

Results = Mapping[str, CaseResult]  # By case id.


@dataclass(frozen=True, slots=True)
class HeatCell:
    """The needles at one length (tokens) and depth (0 to 1); an empty tally: none asked yet."""

    length: int
    depth: float
    tally: Tally


@dataclass(frozen=True, slots=True)
class HeatMap:
    """One condition's cells, by depth and then by length. Only cells that have cases are there."""

    condition: Condition
    cells: tuple[HeatCell, ...]

    @property
    def lengths(self) -> tuple[int, ...]:
        """The columns, shortest first."""
        return tuple(sorted({cell.length for cell in self.cells}))

    @property
    def depths(self) -> tuple[float, ...]:
        """The rows, from the beginning of the text on."""
        return tuple(sorted({cell.depth for cell in self.cells}))


@dataclass(frozen=True, slots=True)
class GroupKey:
    """What a group of cases has in common; sorts as a report lists it."""

    ability: Ability
    condition: Condition
    kind: str
    is_judged: bool


@dataclass(frozen=True, slots=True)
class Example:
    """A case that was not right, with what came of it."""

    case: Case
    result: CaseResult


@dataclass(frozen=True, slots=True)
class ProgramMeans:
    """Means over the ``n`` questions that the program was asked and could be asked.

    ``seconds`` are those to the whole answer, tokens those of a question. A month's waiting adds
    up to questions times the mean; the median of ``SpeedRecord`` is a typical wait.
    """

    n: int
    seconds: float
    prompt_tokens: float
    generated_tokens: float


@dataclass(frozen=True, slots=True)
class TicketSummary:
    """All that a report shows of one ticket.

    ``kinds`` hold all cases, ``languages`` the judged ones. ``n_left`` are the judged cases of an
    ability that were not asked yet. ``dropped`` is why the ticket was stopped early, or empty.
    ``program`` is None if no question was put to the program.
    """

    ticket: Ticket
    facts: TicketFacts | None
    verdict: TicketVerdict
    heatmaps: tuple[HeatMap, ...]
    kinds: Mapping[GroupKey, Tally]
    languages: Mapping[str, Tally]
    n_left: Mapping[Ability, int]
    n_asked: int
    n_planned: int
    examples: tuple[Example, ...]
    n_not_right: int
    speed: SpeedRecord | None
    dropped: str
    program: ProgramMeans | None = None

    @property
    def judged(self) -> Tally:
        """All judged cases that were asked, whatever the ability."""
        tallies = [one for key, one in self.kinds.items() if key.is_judged]
        return Tally(
            sum(one.n for one in tallies),
            sum(one.right for one in tallies),
            sum(one.wrong for one in tallies),
            sum(one.abstained for one in tallies),
            sum(one.failed for one in tallies),
        )

    @property
    def is_passing(self) -> bool:
        """Whether it may be used: it passes, and it was not stopped early."""
        return self.verdict.verdict is Verdict.PASSES and not self.dropped

    def abilities(self, verdict: Verdict) -> tuple[AbilityVerdict, ...]:
        """The abilities of which ``verdict`` is said."""
        return tuple(one for one in self.verdict.abilities if one.verdict is verdict)


class CheapestBy(StrEnum):
    """By what the cheapest of several passing tickets was found."""

    ONLY_ONE = "only one"
    ENERGY = "energy"
    SECONDS = "seconds"


@dataclass(frozen=True, slots=True)
class Cheapest:
    """The cheapest passing ticket, and by what it is the cheapest."""

    ticket: TicketSummary
    by: CheapestBy


@dataclass(frozen=True, slots=True)
class Summary:
    """A run as a report shows it. ``cheapest`` is None if none passes or none can be compared."""

    about: RunAbout
    thresholds: Mapping[Ability, Threshold]
    abilities: tuple[Ability, ...]
    tickets: tuple[TicketSummary, ...]
    cheapest: Cheapest | None
    n_cases: int
    n_judged: int

    @property
    def unmeasured(self) -> tuple[Ability, ...]:
        """The abilities that the plan has no judged case of.

        Without the shop's own questions: who marked none has none, which is no gap in the run.
        """
        return tuple(
            ability
            for ability in Ability
            if ability not in self.abilities and ability is not Ability.MARKED
        )


def summarise(about: RunAbout, cases: Sequence[Case], record: RunRecord) -> Summary:
    """What the report on a run shows.

    ``cases`` are those of the plan whose digest ``about`` has. Raises ValueError if there are
    results of other cases or tickets: then the plan is not the run's, and all counts would be
    wrong.
    """
    _check(about, cases, record)
    thresholds = _thresholds(about)
    tickets = tuple(
        _ticket_summary(ticket, about, cases, record, thresholds) for ticket in about.tickets
    )
    judged = [case.ability for case in cases if case.is_judged]
    return Summary(
        about,
        thresholds,
        tuple(ability for ability in Ability if ability in judged),
        tickets,
        cheapest(tickets),
        len(cases),
        len(judged),
    )


def cheapest(tickets: Sequence[TicketSummary]) -> Cheapest | None:
    """The passing ticket with the least energy per answer, less memory if that is equal.

    Energy is estimated (assumed watts x measured seconds). Where one of those that pass has no
    estimate the least seconds per answer decide; where one has neither nothing is said, because
    the unmeasured one might be cheaper.
    """
    passing = [one for one in tickets if one.is_passing]
    if len(passing) == 1:
        return Cheapest(passing[0], CheapestBy.ONLY_ONE)
    for by in (CheapestBy.ENERGY, CheapestBy.SECONDS):
        prices = [(_price(one.speed, by), one) for one in passing]
        priced = [(price, one) for price, one in prices if price is not None]
        if priced and len(priced) == len(passing):
            return Cheapest(min(priced, key=lambda pair: pair[0])[1], by)
    return None


def _price(speed: SpeedRecord | None, by: CheapestBy) -> tuple[float, float] | None:
    if speed is None:
        return None
    price = speed.wh_per_answer if by is CheapestBy.ENERGY else speed.answer_s
    return None if price is None else (price, speed.resident_mb)


def heatmaps(cases: Sequence[Case], results: Results) -> tuple[HeatMap, ...]:
    """The heatmap of each condition in which needles are asked for.

    A case with several needles, or none, lies at no one depth and is in no cell.
    """
    needles = [
        case
        for case in cases
        if case.ability is Ability.NEEDLE and case.length and len(case.expected.must) == 1
    ]
    depth_of = _rows(case.depth for case in needles)
    maps = []
    for condition in Condition:
        cells: dict[tuple[float, int], list[Case]] = {}
        for case in needles:
            if case.condition is condition:
                cells.setdefault((depth_of[case.depth], case.length), []).append(case)
        if cells:
            found = (
                HeatCell(length, depth, _tally(cells[depth, length], results))
                for depth, length in sorted(cells)
            )
            maps.append(HeatMap(condition, tuple(found)))
    return tuple(maps)


def _rows(depths: Iterable[float]) -> dict[float, float]:
    """The row of a heatmap that each depth belongs to."""
    rows = {depth: round(depth, 2) for depth in depths}
    if len(set(rows.values())) > _MOST_ROWS:
        rows = {depth: round(depth, 1) for depth in rows}
    return rows


def _ticket_summary(
    ticket: Ticket,
    about: RunAbout,
    cases: Sequence[Case],
    record: RunRecord,
    thresholds: Mapping[Ability, Threshold],
) -> TicketSummary:
    results = record.results.get(ticket.id, {})
    judged = [case for case in cases if case.is_judged]
    wrong = [
        Example(case, results[case.id])
        for case in judged
        if case.id in results and results[case.id].mark is not Mark.RIGHT
    ]
    return TicketSummary(
        ticket=ticket,
        facts=about.facts.get(ticket.id) or about.facts.get(ticket.model),
        verdict=judge_ticket(ticket.id, cases, results, thresholds),
        heatmaps=heatmaps(cases, results),
        kinds=_kinds(cases, results),
        languages=_languages(judged, results),
        n_left={
            ability: sum(case.ability is ability and case.id not in results for case in judged)
            for ability in Ability
        },
        n_asked=len(results),
        n_planned=len(cases),
        examples=_varied(wrong),
        n_not_right=len(wrong),
        speed=record.speeds.get(ticket.id),
        dropped=record.dropped.get(ticket.id, ""),
        program=_program_means(cases, results),
    )


def _program_means(cases: Sequence[Case], results: Results) -> ProgramMeans | None:
    asked = [
        results[case.id]
        for case in cases
        if case.condition is Condition.PROGRAM
        and case.id in results
        and results[case.id].mark is not Mark.FAILED
    ]
    if not asked:
        return None
    return ProgramMeans(
        len(asked),
        fmean(one.seconds for one in asked),
        fmean(one.prompt_tokens for one in asked),
        fmean(one.generated for one in asked),
    )


def _kinds(cases: Sequence[Case], results: Results) -> dict[GroupKey, Tally]:
    groups: dict[GroupKey, list[Case]] = {}
    for case in cases:
        key = GroupKey(case.ability, case.condition, case.kind, case.is_judged)
        groups.setdefault(key, []).append(case)
    abilities, conditions = list(Ability), list(Condition)
    ordered = sorted(
        groups,
        key=lambda key: (
            abilities.index(key.ability),
            not key.is_judged,
            conditions.index(key.condition),
            key.kind,
        ),
    )
    return {key: _tally(groups[key], results) for key in ordered}


def _languages(cases: Sequence[Case], results: Results) -> dict[str, Tally]:
    names = sorted({case.language for case in cases}, key=lambda name: (">" in name, name))
    return {
        name: _tally([case for case in cases if case.language == name], results) for name in names
    }


def _varied(wrong: Sequence[Example]) -> tuple[Example, ...]:
    """A few examples, of as many abilities and kinds as there are, in the plan's order."""
    seen: dict[tuple[Ability, str], int] = {}
    ranked = []
    for at, example in enumerate(wrong):
        key = (example.case.ability, example.case.kind)
        seen[key] = seen.get(key, 0) + 1
        ranked.append((seen[key], at, example))
    chosen = sorted(ranked, key=lambda one: one[:2])[:_MOST_EXAMPLES]
    return tuple(example for _, _, example in sorted(chosen, key=lambda one: one[1]))


def _tally(cases: Iterable[Case], results: Results) -> Tally:
    return tally(results[case.id] for case in cases if case.id in results)


def _thresholds(about: RunAbout) -> dict[Ability, Threshold]:
    """The run's thresholds; a reason only where the default, which it belongs to, was kept."""
    thresholds = dict(DEFAULT_THRESHOLDS)
    for name, least in about.thresholds.items():
        ability = Ability(name)
        if least != thresholds[ability].least:
            thresholds[ability] = Threshold(least)
    return thresholds


def _check(about: RunAbout, cases: Sequence[Case], record: RunRecord) -> None:
    tickets, known = {ticket.id for ticket in about.tickets}, {case.id for case in cases}
    strangers = sorted((record.results.keys() | record.speeds.keys()) - tickets)
    if strangers:
        raise ValueError(f"results of a ticket that the run does not have: {strangers[0]}")
    asked = {case for results in record.results.values() for case in results}
    if asked - known:
        raise ValueError(f"results of a case that the plan does not have: {min(asked - known)}")
