"""From results to a verdict: shares with Wilson intervals, thresholds, never a pass from too few.

Interval: Wilson 1927 ("Probable inference, the law of succession, and statistical inference"),
the score interval of a binomial share, which stays honest for few cases and for shares near 1.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from engine.qualify.cases import Ability, Case, CaseResult, Mark

_Z = 1.959964  # 95 % of a normal distribution lie within so many deviations.
_MOST_CASES = 10_000


class Verdict(StrEnum):
    """What may be said of an ability, or of a ticket as a whole."""

    PASSES = "passes"
    FAILS = "fails"
    OPEN = "not enough cases yet"


@dataclass(frozen=True, slots=True)
class Interval:
    """The 95 % interval of a share, 0 to 1."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Tally:
    """How many cases came to what."""

    n: int = 0
    right: int = 0
    wrong: int = 0
    abstained: int = 0
    failed: int = 0

    @property
    def share(self) -> float:
        """The share of right ones, 0 to 1; 0 without cases."""
        return self.right / self.n if self.n else 0.0

    @property
    def interval(self) -> Interval:
        """The 95 % interval of the share of right ones; 0 to 1 without cases."""
        return wilson(self.right, self.n)


@dataclass(frozen=True, slots=True)
class Threshold:
    """The least share of right answers that a shop asks of an ability, and why."""

    least: float
    reason: str = ""


DEFAULT_THRESHOLDS: Mapping[Ability, Threshold] = {
    Ability.NEEDLE: Threshold(
        0.90, "A value that stands in the documents has to be found; a miss costs a manual search."
    ),
    Ability.TOOLS: Threshold(
        0.85, "A wrong tool shows in the steps and costs a second question, not a wrong number."
    ),
    Ability.STEPS: Threshold(
        0.70, "Questions of several steps are rarer and can be asked step by step."
    ),
    Ability.GROUNDING: Threshold(
        0.90, "A made-up or contradicted value that is not told is what does harm."
    ),
    Ability.LANGUAGE: Threshold(
        0.80, "Papers and questions in two languages; the evidence on the page can be checked."
    ),
    Ability.MARKED: Threshold(
        0.80, "Questions that people here really asked; from 16 on, all right, it can be shown."
    ),
}


@dataclass(frozen=True, slots=True)
class AbilityVerdict:
    """What is said of one ability; ``n_missing`` more right cases would make it a pass."""

    ability: Ability
    tally: Tally
    threshold: float
    verdict: Verdict
    n_missing: int = 0


@dataclass(frozen=True, slots=True)
class TicketVerdict:
    """What is said of a ticket: it passes if every ability that was measured passes.

    But for MARKED, of which a shop has as many cases as it has marked answers: where all of them
    were asked and are too few to tell, the verdict is that of the other abilities. Otherwise one
    mark would take away a pass that stood without it. A fail in it counts as any other.
    """

    ticket: str
    abilities: tuple[AbilityVerdict, ...] = ()
    verdict: Verdict = Verdict.OPEN


def wilson(right: int, n: int, z: float = _Z) -> Interval:
    """The Wilson score interval of ``right`` of ``n``.

    Centre (p + z²/2n) / (1 + z²/n), half width z/(1 + z²/n) · sqrt(p(1-p)/n + z²/4n²).
    """
    if n == 0:
        return Interval(0.0, 1.0)
    p, square = right / n, z * z
    scale = 1 + square / n
    centre = (p + square / (2 * n)) / scale
    half = z / scale * math.sqrt(p * (1 - p) / n + square / (4 * n * n))
    return Interval(max(0.0, centre - half), min(1.0, centre + half))


def tally(results: Iterable[CaseResult]) -> Tally:
    """How many of each mark."""
    marks = [result.mark for result in results]
    counts = {mark: marks.count(mark) for mark in Mark}
    return Tally(
        len(marks),
        counts[Mark.RIGHT],
        counts[Mark.WRONG],
        counts[Mark.ABSTAINED],
        counts[Mark.FAILED],
    )


def judge(ability: Ability, found: Tally, least: float) -> AbilityVerdict:
    """A pass if the whole interval is at or above the threshold, a fail if all of it is below."""
    interval = found.interval
    if found.n and interval.low >= least:
        verdict = Verdict.PASSES
    elif found.n and interval.high < least:
        verdict = Verdict.FAILS
    else:
        verdict = Verdict.OPEN
    missing = _n_missing(found, least) if verdict is Verdict.OPEN else 0
    return AbilityVerdict(ability, found, least, verdict, missing)


def judge_ticket(
    ticket: str,
    cases: Sequence[Case],
    results: Mapping[str, CaseResult],
    thresholds: Mapping[Ability, Threshold] = DEFAULT_THRESHOLDS,
) -> TicketVerdict:
    """The verdict on a ticket from its results by case id; only judged cases count."""
    abilities = tuple(
        judge(ability, tally(_results(cases, results, ability)), thresholds[ability].least)
        for ability in Ability
        if any(case.ability is ability and case.is_judged for case in cases)
    )
    is_all_asked = all(case.id in results for case in cases if case.ability is Ability.MARKED)
    deciding = [
        one
        for one in abilities
        if not (is_all_asked and one.ability is Ability.MARKED and one.verdict is Verdict.OPEN)
    ]
    verdicts = {one.verdict for one in deciding}
    if Verdict.FAILS in verdicts:
        verdict = Verdict.FAILS
    elif verdicts == {Verdict.PASSES}:
        verdict = Verdict.PASSES
    else:
        verdict = Verdict.OPEN
    return TicketVerdict(ticket, abilities, verdict)


def _results(
    cases: Sequence[Case], results: Mapping[str, CaseResult], ability: Ability
) -> list[CaseResult]:
    return [
        results[case.id]
        for case in cases
        if case.ability is ability and case.is_judged and case.id in results
    ]


def _n_missing(found: Tally, least: float) -> int:
    """How many more cases, all right, would make a pass; 0 if not even very many would."""
    for more in range(1, _MOST_CASES):
        if wilson(found.right + more, found.n + more).low >= least:
            return more
    return 0
