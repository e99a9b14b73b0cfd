"""Answers that are nearly right, and right ones in another dress: what the number check lets by.

    python tests/bench/near_misses.py [--seed N] [--show]

Made up from shop sentences and table rows in English and Japanese, and the same for a seed. A near
miss has a figure that its evidence does not state: a swapped digit, the row below, minutes for
hours. A true twin states what the evidence does in another form. ``--show`` prints what went wrong.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).parents[2]))

from engine.answers import NumberStatus
from engine.reasoning.numbers import figures
from engine.reasoning.verification import Source, check
from tests.bench.near_miss_case import Case, Maker
from tests.bench.near_miss_forms import FORM_KINDS
from tests.bench.near_miss_quantities import QUANTITY_KINDS
from tests.bench.near_miss_texts import TEXT_KINDS
from tests.bench.questions import print_table

_KINDS: dict[str, Maker] = QUANTITY_KINDS | FORM_KINDS | TEXT_KINDS
_N_OF_A_KIND = 12


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the check made of a case: wrong figures it let by, right ones it flagged."""

    case: Case
    missed: tuple[str, ...]
    false_alarms: tuple[str, ...]


def judge(one: Case) -> Verdict:
    """Check a case as an answer of the program is checked."""
    source = Source("[1]", one.evidence, one.context, one.is_tool)
    found = list(zip(figures(one.answer), check(one.answer, [source]), strict=True))
    flagged = [f for f, number in found if number.status is NumberStatus.UNVERIFIED]
    missed = tuple(
        one.answer[start:end]
        for start, end in one.wrong
        if not any(f.whole_start < end and start < f.whole_end for f in flagged)
    )
    alarms = tuple(
        f.whole
        for f in flagged
        if not any(f.whole_start < end and start < f.whole_end for start, end in one.wrong)
    )
    return Verdict(one, missed, alarms)


def cases(seed: int = 7) -> tuple[Case, ...]:
    """All cases: of every kind as many near misses as true twins."""
    made = []
    for kind, make in _KINDS.items():
        pairs = make(Random(f"{seed} {kind}"))
        for _ in range(_N_OF_A_KIND):
            made += [replace(one, kind=kind) for one in next(pairs)]
    return tuple(made)


def main() -> None:
    """Check every case and print a table by kind."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--show", action="store_true")
    arguments = parser.parse_args()
    verdicts = [judge(one) for one in cases(arguments.seed)]
    titles = ("kind of near miss", "cases", "missed", "true twins", "false alarms")
    print_table(titles, table(verdicts))
    for verdict in verdicts if arguments.show else ():
        if verdict.missed or verdict.false_alarms:
            print(verdict)


def table(verdicts: Sequence[Verdict]) -> list[tuple[object, ...]]:
    """A row for every kind, and one for all."""
    by_kind: defaultdict[str, list[Verdict]] = defaultdict(list)
    for verdict in verdicts:
        by_kind[verdict.case.kind].append(verdict)
    return [_row(kind, group) for kind, group in by_kind.items()] + [_row("all", verdicts)]


def _row(name: str, verdicts: Sequence[Verdict]) -> tuple[object, ...]:
    near = [v for v in verdicts if not v.case.is_twin]
    twins = [v for v in verdicts if v.case.is_twin]
    missed, alarms = sum(bool(v.missed) for v in near), sum(bool(v.false_alarms) for v in verdicts)
    return name, len(near), missed, len(twins), alarms


if __name__ == "__main__":
    main()
