"""Needles: one value to be found again in much of the shop's own text, and in logs.

After "needle in a haystack" (Kamradt 2023) and its keyed and multi-query forms (RULER, Hsieh et
al. 2024, arXiv 2404.06654). Each world holds one needle at every depth, alike but for machine and
value, so that each is a near miss of the others; two more near misses are not asked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, zip_longest
from random import Random
from typing import Any

from engine.qualify.cases import (
    Ability,
    Case,
    Condition,
    Expected,
    Plan,
    World,
    WorldDocument,
)
from engine.qualify.material import Material
from engine.qualify.profile import Profile
from engine.qualify.suites.invented import Names, wording_of
from engine.text import estimate_tokens, sentences

_WORDING: Mapping[str, Mapping[str, Any]] = wording_of("needle")
_N_DECOYS = 2
_N_SEVERAL = 3
_PARAGRAPHS_OF_DOCUMENT = 60
_LINES_OF_PARAGRAPH = 6
_TOKENS_OF_LINE = 30  # As estimated for a line of the log.
_DAY = 86_400


@dataclass(frozen=True, slots=True)
class _Needle:
    """A fact to hide at a depth of 0 to 1, and the question for it; decoys are not asked for."""

    sentence: str
    question: str
    value: str
    depth: float
    is_decoy: bool


def needle_cases(material: Material, profile: Profile) -> Plan:
    """Needles at every length and depth, in every language, under each condition."""
    random = Random(f"{profile.seed} needle")  # noqa: S311  (nothing is kept secret)
    names = Names(material, random)
    worlds: dict[str, World] = {}
    groups: list[list[Case]] = []
    for language in profile.languages:
        for length in profile.lengths:
            for make in (_in_text, _in_log):
                paragraphs, needles = make(language, length, profile, material, names, random)
                kind = "text" if make is _in_text else "log"
                world = World(f"needle-{kind}-{language}-{length}", _documents(kind, paragraphs))
                worlds[world.id] = world
                groups.append(list(_cases(world, kind, language, length, needles, profile)))
    return Plan(worlds, tuple(_in_turns(groups)))


def _places(profile: Profile, random: Random) -> list[tuple[float, bool]]:
    """(depth, whether it is a decoy) of each needle, from the first to the last in the text."""
    asked = [(depth, False) for depth in profile.depths]
    decoys = [(random.random(), True) for _ in range(_N_DECOYS)]
    return sorted([*asked, *decoys])


def _in_text(
    language: str,
    length: int,
    profile: Profile,
    material: Material,
    names: Names,
    random: Random,
) -> tuple[list[str], list[_Needle]]:
    """The shop's own paragraphs with needles between their sentences."""
    wording = _WORDING[language]
    thing = random.choice(wording["things"])
    places = _places(profile, random)
    needles = [
        _Needle(
            wording["sentence"].format(machine=machine, value=value, **thing),
            wording["question"].format(machine=machine, **thing),
            value,
            depth,
            is_decoy,
        )
        for (depth, is_decoy), machine, value in zip(
            places, names.alike(len(places)), names.values(len(places)), strict=True
        )
    ]
    n_hidden = sum(estimate_tokens(needle.sentence) for needle in needles)
    paragraphs = list(material.haystack(language, max(length - n_hidden, 1), random)) or [""]
    for needle in needles:
        at = round(needle.depth * (len(paragraphs) - 1))
        spans = [paragraphs[at][start:end] for start, end in sentences(paragraphs[at])]
        spans.insert(round(needle.depth * len(spans)), needle.sentence)
        paragraphs[at] = " ".join(spans)
    return paragraphs, needles


def _in_log(
    language: str,
    length: int,
    profile: Profile,
    _material: Material,
    names: Names,
    random: Random,
) -> tuple[list[str], list[_Needle]]:
    """A text log, one event a line in order of time; some lines are the needles."""
    wording = _WORDING[language]
    n_lines = max(length // _TOKENS_OF_LINE, len(profile.depths) + _N_DECOYS)
    seconds = sorted(random.sample(range(_DAY), n_lines))
    times = [f"{s // 3600:02}:{s // 60 % 60:02}:{s % 60:02}" for s in seconds]
    places = _places(profile, random)
    at = _apart([round(depth * (n_lines - 1)) for depth, _ in places], n_lines)
    machines, values = names.alike(len(places)), names.values(len(places))
    lines = [
        wording["log_line"].format(
            time=time,
            machine=f"PR-{random.randrange(10, 60)}",
            value=f"{random.randrange(100, 900) / 10:.1f}",
            temperature=random.randrange(20, 70),
        )
        for time in times
    ]
    needles = []
    for i, (depth, is_decoy), machine, value in zip(at, places, machines, values, strict=True):
        facts = {"time": times[i], "machine": machine, "value": value}
        lines[i] = wording["log_line"].format(**facts, temperature=random.randrange(20, 70))
        question = wording["log_question"].format(**facts)
        needles.append(_Needle(lines[i], question, value, depth, is_decoy))
    step = _LINES_OF_PARAGRAPH
    return ["\n".join(lines[i : i + step]) for i in range(0, n_lines, step)], needles


def _apart(places: Sequence[int], n: int) -> list[int]:
    """Rising places below ``n`` as near to the given rising ones as no two of them share one."""
    taken: list[int] = []
    for i, place in enumerate(places):
        first = taken[-1] + 1 if taken else 0
        taken.append(min(max(place, first), n - len(places) + i))
    return taken


def _documents(kind: str, paragraphs: Sequence[str]) -> tuple[WorldDocument, ...]:
    suffix = "ram.log" if kind == "log" else "papers.txt"
    return tuple(
        WorldDocument(
            f"{n:03} {suffix}", tuple(paragraphs[start : start + _PARAGRAPHS_OF_DOCUMENT])
        )
        for n, start in enumerate(range(0, len(paragraphs), _PARAGRAPHS_OF_DOCUMENT), start=1)
    )


def _cases(
    world: World,
    kind: str,
    language: str,
    length: int,
    needles: Sequence[_Needle],
    profile: Profile,
) -> Iterator[Case]:
    asked = [needle for needle in needles if not needle.is_decoy]
    for needle in asked:
        others = tuple(other.value for other in needles if other is not needle)
        case = Case(
            id=f"{world.id}-{needle.depth:.2f}",
            ability=Ability.NEEDLE,
            condition=Condition.PROGRAM,
            world=world.id,
            kind=kind,
            language=language,
            question=needle.question,
            expected=Expected((needle.value,), others),
            length=length,
            depth=needle.depth,
        )
        yield from _under_conditions(case, profile)
    if kind == "text" and len(asked) >= _N_SEVERAL:
        yield _several(world, language, length, asked)


def _under_conditions(case: Case, profile: Profile) -> Iterator[Case]:
    yield case
    yield replace(case, id=f"{case.id}-retrieved", condition=Condition.RETRIEVED, is_judged=False)
    if case.length <= profile.prompt_limit:
        yield replace(case, id=f"{case.id}-prompt", condition=Condition.PROMPT, is_judged=False)


def _several(world: World, language: str, length: int, asked: Sequence[_Needle]) -> Case:
    """All of several needles asked for at once; not judged, as it is a question of many steps."""
    step = (len(asked) - 1) // (_N_SEVERAL - 1)
    chosen = asked[::step][:_N_SEVERAL]
    wording = _WORDING[language]
    question = wording["joint"].join(needle.question for needle in chosen)
    return Case(
        id=f"{world.id}-several",
        ability=Ability.NEEDLE,
        condition=Condition.PROGRAM,
        world=world.id,
        kind="several",
        language=language,
        question=question,
        expected=Expected(tuple(needle.value for needle in chosen)),
        length=length,
        is_judged=False,
    )


def _in_turns(groups: Sequence[Sequence[Case]]) -> Iterator[Case]:
    """One case of every group after the other, so that any beginning is balanced."""
    rounds = zip_longest(*groups)
    return (case for case in chain.from_iterable(rounds) if case is not None)
