"""Running a plan over several tickets: in rounds, dropping those that cannot pass any more.

After each round a ticket stops whose share of right answers is surely below a threshold (its
whole interval is). That is successive halving's budgets with a race's rule (Maron and Moore 1994):
the shop wants the cheapest ticket that passes, so a ticket does not go for being second best.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Protocol

from engine.events import CancelToken
from engine.qualify.asking import CaseCancelled
from engine.qualify.cases import Ability, Case, CaseResult, Condition, Plan
from engine.qualify.events import (
    CaseDone,
    QualificationFinished,
    QualifyEvent,
    SpeedMeasured,
    TicketBegun,
    TicketDropped,
    WorldBegun,
)
from engine.qualify.planning import rounds_of
from engine.qualify.runs import RunFolder
from engine.qualify.tickets import SpeedRecord, Ticket
from engine.qualify.verdict import Threshold, Verdict, judge_ticket

N_ROUNDS = 3
_FEWEST = 6  # Cases of an ability before it may stop a ticket: bad luck passes, a whole run not.
_ORDER = (Condition.PROGRAM, Condition.CHOICE, Condition.RETRIEVED, Condition.PROMPT)


class Bench(Protocol):
    """One ticket's models, opened; asks cases of any condition and world."""

    def ask(self, case: Case, *, cancel: CancelToken) -> CaseResult:
        """What came of a case. Raises CaseCancelled."""
        ...

    def has_world(self, world: str) -> bool:
        """Whether a world is there already, or is still to be made."""
        ...

    def measure_speed(self, answers: Sequence[CaseResult], *, cancel: CancelToken) -> SpeedRecord:
        """Speed and memory of the ticket that gave these answers. Raises CaseCancelled."""
        ...


OpenBench = Callable[[Ticket], AbstractContextManager[Bench]]


@dataclass(slots=True)
class _Pace:
    """Seconds a case takes, by what decides it; what is not known yet is taken from the rest."""

    spent: dict[tuple[str, Condition, int], list[float]] = field(
        default_factory=lambda: defaultdict(list)
    )

    def note(self, ticket: str, case: Case, seconds: float) -> None:
        self.spent[ticket, case.condition, case.length].append(seconds)

    def left(self, waiting: Sequence[tuple[str, Case]]) -> float | None:
        """Seconds that the waiting cases will take, or None while nothing is known."""
        if not self.spent:
            return None
        means = {key: sum(values) / len(values) for key, values in self.spent.items()}
        overall = sum(means.values()) / len(means)
        return sum(
            means.get((ticket, case.condition, case.length), overall) for ticket, case in waiting
        )


def qualify(
    folder: RunFolder,
    plan: Plan,
    tickets: Sequence[Ticket],
    open_bench: OpenBench,
    *,
    thresholds: Mapping[Ability, Threshold],
    cancel: CancelToken,
    drops: bool = True,
) -> Iterator[QualifyEvent]:
    """Ask every case of the plan of every ticket, but for those that have a result already.

    ``drops``: in rounds, and tickets that cannot pass any more stop early. The last event is
    QualificationFinished. Raises what loading a model raises; what is done stays done.
    """
    run = _Run(folder, plan, thresholds, open_bench, cancel)
    rounds = rounds_of(plan.cases, N_ROUNDS if drops else 1)
    try:
        for n, cases in enumerate(rounds, start=1):
            for ticket in tickets:
                if ticket.id in run.dropped:
                    continue
                waiting = run.waiting(ticket, cases)
                is_timed = n == len(rounds) and ticket.id not in run.speeds
                if waiting or is_timed:
                    yield TicketBegun(ticket.id, n, len(rounds))
                    rest = [case for later in rounds[n:] for case in later]
                    yield from run.go_on(ticket, waiting, rest, tickets, is_timed=is_timed)
                if drops and n < len(rounds):
                    yield from run.drop(ticket)
    except CaseCancelled:
        yield QualificationFinished(str(folder.path), is_cancelled=True)
        return
    yield QualificationFinished(str(folder.path), is_cancelled=False)


class _Run:
    """The state of a run: what is known, which is also on disk."""

    def __init__(
        self,
        folder: RunFolder,
        plan: Plan,
        thresholds: Mapping[Ability, Threshold],
        open_bench: OpenBench,
        cancel: CancelToken,
    ) -> None:
        self._folder = folder
        self._plan = plan
        self._thresholds = thresholds
        self._open_bench = open_bench
        self._cancel = cancel
        self._pace = _Pace()
        record = folder.record()
        self._results = {ticket: dict(found) for ticket, found in record.results.items()}
        self.speeds = dict(record.speeds)
        self.dropped = dict(record.dropped)

    def waiting(self, ticket: Ticket, cases: Sequence[Case]) -> list[Case]:
        """The cases without a result, in the order that costs least: a world's cases together."""
        done = self._results.get(ticket.id, {})
        worlds = {world: n for n, world in enumerate(self._plan.worlds)}
        return sorted(
            (case for case in cases if case.id not in done),
            key=lambda case: (_ORDER.index(case.condition), worlds.get(case.world, -1)),
        )

    def go_on(
        self,
        ticket: Ticket,
        waiting: Sequence[Case],
        later: Sequence[Case],
        tickets: Sequence[Ticket],
        *,
        is_timed: bool,
    ) -> Iterator[QualifyEvent]:
        """Ask the waiting cases, then measure the speed if it is wanted. Raises CaseCancelled."""
        with self._open_bench(ticket) as bench:
            for n, case in enumerate(waiting, start=1):
                if self._cancel.is_set():
                    raise CaseCancelled
                if case.world and not bench.has_world(case.world):
                    yield WorldBegun(case.world)
                started = time.monotonic()
                result = bench.ask(case, cancel=self._cancel)
                self._folder.keep_result(ticket.id, result)
                self._results.setdefault(ticket.id, {})[case.id] = result
                self._pace.note(ticket.id, case, time.monotonic() - started)
                ahead = [(ticket.id, one) for one in (*waiting[n:], *self.waiting(ticket, later))]
                yield self._done(ticket, result, ahead, tickets)
            if is_timed:
                answers = self._answers(ticket)
                self.speeds[ticket.id] = bench.measure_speed(answers, cancel=self._cancel)
                self._folder.keep_speed(ticket.id, self.speeds[ticket.id])
                yield SpeedMeasured(ticket.id)

    def _answers(self, ticket: Ticket) -> list[CaseResult]:
        done = self._results.get(ticket.id, {})
        cases = (case for case in self._plan.cases if case.condition is Condition.PROGRAM)
        return [done[case.id] for case in cases if case.id in done]

    def drop(self, ticket: Ticket) -> Iterator[TicketDropped]:
        """Drop a ticket that cannot pass any more."""
        results = self._results.get(ticket.id, {})
        found = judge_ticket(ticket.id, self._plan.cases, results, self._thresholds)
        failing = tuple(
            one.ability.value
            for one in found.abilities
            if one.verdict is Verdict.FAILS and one.tally.n >= _FEWEST
        )
        if failing:
            reason = ", ".join(failing)
            self.dropped[ticket.id] = reason
            self._folder.keep_dropped(ticket.id, reason)
            yield TicketDropped(ticket.id, failing)

    def _done(
        self,
        ticket: Ticket,
        result: CaseResult,
        ahead: list[tuple[str, Case]],
        tickets: Sequence[Ticket],
    ) -> CaseDone:
        for other in tickets:
            if other != ticket and other.id not in self.dropped:
                ahead += [(other.id, case) for case in self.waiting(other, self._plan.cases)]
        done = sum(len(self._results.get(one.id, {})) for one in tickets)
        return CaseDone(ticket.id, result, done, done + len(ahead), self._pace.left(ahead))
