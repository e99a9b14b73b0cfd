"""Questions put in an order of which any beginning is balanced, and made into cases."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from random import Random
from typing import TypeAlias

from engine.qualify.cases import Ability, Case, Condition, Expected

NOTHING = Expected(is_answerable=False)
"""What is right where there is nothing to find: to abstain."""

Number: TypeAlias = Decimal | int | str


@dataclass(frozen=True, slots=True)
class Asked:
    """A question before its place in the plan is known; fields as in ``Case``."""

    kind: str
    language: str
    question: str
    world: str = ""
    expected: Expected = field(default_factory=Expected)


def in_rounds(asked: Iterable[Asked], languages: Sequence[str], n: int) -> tuple[Asked, ...]:
    """At most ``n`` questions, kinds in turn and languages in turn, as balanced as can be.

    Kinds come in the order in which they first stand in ``asked``, and so do the questions of one
    kind and language. While no kind runs out of questions, any beginning has of each kind, and of
    each of one or two languages, at most one more than of another.
    """
    waiting: dict[str, dict[str, list[Asked]]] = {}
    for one in asked:
        waiting.setdefault(one.kind, {}).setdefault(one.language, []).append(one)
    kinds = tuple(waiting)
    taken: list[Asked] = []
    place = 0
    while len(taken) < n and any(any(by_language.values()) for by_language in waiting.values()):
        by_language = waiting[kinds[place % len(kinds)]]
        # One further each round where a kind would meet the same language every time.
        first = place + (place // len(kinds) if len(kinds) % len(languages) == 0 else 0)
        turns = (languages[(first + i) % len(languages)] for i in range(len(languages)))
        queue = next((by_language[turn] for turn in turns if by_language.get(turn)), None)
        if queue:
            taken.append(queue.pop(0))
        place += 1
    return tuple(taken)


def cases_of(
    asked: Iterable[Asked], ability: Ability, condition: Condition, *, is_judged: bool = True
) -> Iterator[Case]:
    """Questions as cases, in the same order; ids such as "tools-en-lookup-002"."""
    counted: dict[str, int] = {}
    for one in asked:
        suffix = "" if condition is Condition.PROGRAM else f"-{condition}"
        group = f"{ability}-{one.language}-{one.kind.replace(' ', '-')}{suffix}"
        counted[group] = counted.get(group, 0) + 1
        yield Case(
            id=f"{group}-{counted[group]:03}",
            ability=ability,
            condition=condition,
            world=one.world,
            kind=one.kind,
            language=one.language,
            question=one.question,
            expected=one.expected,
            is_judged=is_judged,
        )


def alternating(cases: Sequence[Case], others: Sequence[Case]) -> tuple[Case, ...]:
    """All cases of both, each in its order, the shorter spread evenly over the longer."""
    places = [((i + 1) / len(cases), 0, case) for i, case in enumerate(cases)]
    places += [((i + 1) / len(others), 1, case) for i, case in enumerate(others)]
    return tuple(case for _, _, case in sorted(places, key=lambda place: place[:2]))


def mixed(asked: Iterable[Asked], random: Random) -> list[Asked]:
    """Questions in another order, each only once however often it is given."""
    found = list({(one.language, one.question): one for one in asked}.values())
    random.shuffle(found)
    return found


def value(must: Number, *others: Number, tool: str = "") -> Expected:
    """A right value, and others that would be wrong wherever they differ from it."""
    right = figure(must)
    wrong = dict.fromkeys(figure(other) for other in others)
    return Expected((right,), tuple(one for one in wrong if one != right), tool=tool)


def figure(number: Number) -> str:
    """A number without needless zeros, and never with an exponent; a text as it is."""
    if isinstance(number, str):
        return number
    text = f"{Decimal(number):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
