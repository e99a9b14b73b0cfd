"""Steps: questions that no one passage answers, and values that are copied from place to place.

Judged is the program as it is on three kinds of question: chains of one to six hops, each fact in
a paper of its own, and one thing found being what the next is looked up by; comparisons; sums and
means over several papers. What wins a comparison is told by something else that is known of the
winner alone (its crew, a mark): a good answer to "which is longer" names both, and an answer that
names both would be right whichever it prefers.

Copy chains are the variable tracking of RULER (Hsieh et al. 2024, arXiv 2404.06654): a counter is
set to another's value, and so on. They are asked twice, of the model with all of the text in its
prompt and of the program, and neither is judged. The program reads passages one by one and does
its bookkeeping in exact steps, so the model alone is not what a shop would use; and no shop asks
its papers for copied counters. Side by side they tell whether a model, or the compression of its KV
cache, loses exact values, and whether the steps make up for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from random import Random
from typing import Any

from engine.qualify.cases import Ability, Case, Condition, Plan, World, WorldDocument
from engine.qualify.material import Material
from engine.qualify.profile import Profile
from engine.qualify.suites.balance import Asked, alternating, cases_of, in_rounds, mixed, value
from engine.qualify.suites.invented import Names, wording_of

_WORDING: Mapping[str, Mapping[str, Any]] = wording_of("steps")
_FILLER_TOKENS = 1200
_N_CHAINS = 5
_N_CONVEYORS = 6
_N_COPIES = 6
_N_COPY_CHAINS = 3
_STATEMENTS_OF_PARAGRAPH = 3
_COPIED_SHARE = 4  # Of so many judged cases, one copy chain in each of the two conditions.
# Short and long chains in turn, with the other kinds between them.
_KINDS = (
    "chain 2 hops",
    "comparison",
    "chain 4 hops",
    "sum",
    "chain 1 hop",
    "chain 3 hops",
    "comparison and hop",
    "chain 6 hops",
    "mean",
    "chain 5 hops",
)


def steps_cases(material: Material, profile: Profile) -> Plan:
    """``profile.n_cases`` judged cases, and copy chains beside them; fewer if questions run out.

    Two worlds a language: the papers with some of the shop's own paragraphs, and the counters,
    which are short enough for any prompt.
    """
    random = Random(f"{profile.seed} steps")  # noqa: S311  (nothing is kept secret)
    names = Names(material, random)
    worlds: dict[str, World] = {}
    asked: list[Asked] = []
    copied: list[Asked] = []
    for language in profile.languages:
        words, world = _WORDING[language], f"steps-{language}"
        papers, of_chains = _chains(words["chain"], language, world, names, random)
        sheets, of_sheets = _comparisons(words, language, world, names, random)
        own = material.haystack(language, _FILLER_TOKENS, random)
        filler = (WorldDocument(words["filler"], own),) if own else ()
        worlds[world] = World(world, (*papers, *sheets, *filler))
        asked += [*of_chains, *of_sheets]
        world = f"steps-copy-{language}"
        counters, of_copies = _copies(words["copy"], language, world, names, random)
        worlds[world] = World(world, (counters,))
        copied += of_copies
    asked.sort(key=lambda one: _KINDS.index(one.kind))
    judged = in_rounds(asked, profile.languages, profile.n_cases)
    beside = in_rounds(copied, profile.languages, -(-profile.n_cases // _COPIED_SHARE))
    program = tuple(cases_of(judged, Ability.STEPS, Condition.PROGRAM))
    return Plan(worlds, alternating(program, tuple(_twice(beside))))


def _twice(asked: Sequence[Asked]) -> Iterator[Case]:
    """Each copy chain put to the model alone, then to the program."""
    conditions = (Condition.PROMPT, Condition.PROGRAM)
    ways = [cases_of(asked, Ability.STEPS, one, is_judged=False) for one in conditions]
    for pair in zip(*ways, strict=True):
        yield from pair


def _chains(
    words: Sequence[Mapping[str, str]], language: str, world: str, names: Names, random: Random
) -> tuple[list[WorldDocument], list[Asked]]:
    """A few chains side by side, their things alike by level, and a question for every stretch."""
    levels = range(len(words))
    called = [names.alike(_N_CHAINS) for _ in levels]
    numbers = iter(random.sample(range(111, 999), len(words) * _N_CHAINS))
    figures = [[next(numbers) for _ in range(_N_CHAINS)] for _ in levels]
    documents: list[WorldDocument] = []
    for level, said in enumerate(words):
        following = called[level + 1] if level + 1 < len(words) else [""] * _N_CHAINS
        facts = [
            said["fact"].format(name=name, next=after, figure=number)
            for name, after, number in zip(called[level], following, figures[level], strict=True)
        ]
        documents.append(WorldDocument(said["document"], tuple(random.sample(facts, len(facts)))))
    asked: list[Asked] = []
    for n_hops in range(1, len(words) + 1):
        kind = f"chain {n_hops} hop{'s' if n_hops > 1 else ''}"
        for start in range(len(words) - n_hops + 1):
            end = start + n_hops - 1
            for chain in range(_N_CHAINS):
                thing = words[start]["thing"].format(name=called[start][chain])
                for level in range(start, end):
                    thing = words[level]["next"].format(thing=thing)
                question = words[end]["ask"].format(thing=thing)
                expected = value(figures[end][chain], *figures[end])
                asked.append(Asked(kind, language, question, world, expected))
    return documents, mixed(asked, random)


def _comparisons(
    words: Mapping[str, Any], language: str, world: str, names: Names, random: Random
) -> tuple[list[WorldDocument], list[Asked]]:
    """A sheet for each of a few conveyors, and what takes two or three of them to answer."""
    said = words["compare"]
    called = names.alike(_N_CONVEYORS)
    crews, marks = names.alike(_N_CONVEYORS), names.alike(_N_CONVEYORS)
    lengths = _lengths(random)
    facts = zip(called, lengths, crews, marks, strict=True)
    documents = [
        WorldDocument(
            said["machine"]["sheet"].format(name=name),
            (said["machine"]["text"].format(name=name, figure=length, crew=crew, mark=mark),),
        )
        for name, length, crew, mark in facts
    ]
    asked: list[Asked] = []

    def ask(kind: str, key: str, **facts: str) -> None:
        question = said[key].format(**facts)
        asked.append(Asked(kind, language, question, world, expected))

    for n in (2, 3) * 12:
        chosen = random.sample(range(_N_CONVEYORS), n)
        but_last = words["joint"].join(called[i] for i in chosen[:-1])
        listed, either = (
            f"{but_last}{words[joint]}{called[chosen[-1]]}"
            for joint in ("last_joint", "last_either")
        )
        by_length = sorted(chosen, key=lambda i: lengths[i])
        least, most = by_length[0], by_length[-1]
        found = [lengths[i] for i in chosen]
        if n == 2:
            expected = value(lengths[most] - lengths[least], sum(found, Decimal(0)))
            key = random.choice(("by_how_much", "difference"))
            ask("comparison", key, more=called[most], less=called[least])
        expected = value(crews[most], *(crews[i] for i in chosen))
        ask("comparison and hop", f"crew_{n}", names=either)
        expected = value(marks[least], *(marks[i] for i in chosen))
        ask("comparison and hop", f"mark_{n}", names=either)
        total = sum(found, Decimal(0))
        mean = total / n
        expected = value(total, *(total - one for one in found if n > 2), mean, tool="calculator")
        ask("sum", random.choice(("sum", "sum_2")), names=listed)
        expected = value(mean, total, tool="calculator")
        ask("mean", random.choice(("mean", "mean_2")), names=listed)
    return documents, mixed(asked, random)


def _lengths(random: Random) -> list[Decimal]:
    """Lengths of which any two or three have a mean in tenths, and no two differ alike."""
    while True:
        tenths = [6 * n for n in random.sample(range(21, 160), _N_CONVEYORS)]
        gaps = [abs(a - b) for i, a in enumerate(tenths) for b in tenths[:i]]
        if len(set(gaps)) == len(gaps) and not set(gaps) & set(tenths):
            return [Decimal(n) / 10 for n in tenths]


def _copies(
    words: Mapping[str, str], language: str, world: str, names: Names, random: Random
) -> tuple[WorldDocument, list[Asked]]:
    """Chains of copies between each other's statements, each statement behind the one it needs."""
    values = [str(n) for n in random.sample(range(11111, 99999), _N_COPY_CHAINS)]
    called = names.alike(_N_COPY_CHAINS * (_N_COPIES + 1))
    chains = [called[i::_N_COPY_CHAINS] for i in range(_N_COPY_CHAINS)]
    turns = random.sample(list(range(_N_COPY_CHAINS)) * (_N_COPIES + 1), len(called))
    n_said = [0] * _N_COPY_CHAINS
    statements: list[str] = []
    for chain in turns:
        n = n_said[chain]
        name = chains[chain][n]
        if n:
            statements.append(words["copied"].format(name=name, source=chains[chain][n - 1]))
        else:
            statements.append(words["first"].format(name=name, value=values[chain]))
        n_said[chain] += 1
    step = _STATEMENTS_OF_PARAGRAPH
    paragraphs = tuple(
        words["space"].join(statements[i : i + step]) for i in range(0, len(statements), step)
    )
    asked = [
        Asked(
            f"copy chain {n}",
            language,
            words["ask"].format(name=chain[n]),
            world,
            value(values[i], *values),
        )
        for n in range(1, _N_COPIES + 1)
        for i, chain in enumerate(chains)
    ]
    return WorldDocument(words["document"], paragraphs), asked
