"""Whether nothing is said that the documents do not say, and both where they contradict.

An answerable question stands beside its unanswerable twins, the same words about a machine or a
part that no document speaks of. A model that always abstains is wrong in half of the cases, one
that never does in the other half.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from engine.qualify.cases import Ability, Case, Condition, Expected, Plan, World, WorldDocument
from engine.qualify.material import Material
from engine.qualify.profile import Profile
from engine.qualify.suites.invented import Spread, Values, balanced, machine_pairs, wording_of

# In this order any beginning has as many with an answer as without, and each of two languages,
# which alternate, soon has both.
_KINDS = (
    "stated",
    "unknown machine",
    "tempting number",
    "contradicted",
    "near numbers",
    "unknown part",
)
_N_MACHINES = 4
_FILLER_TOKENS = 600
_UNANSWERABLE = Expected(is_answerable=False)
# One in so many is also put to the model alone. Whole prompts take long, so only a few are.
_BESIDE = 4


@dataclass(frozen=True, slots=True)
class _Property:
    """A property in one language, with its values in one world.

    ``lead`` are the values of the lead part by machine; ``rows`` of the parts that are listed for
    one machine; ``disputed`` the two that contradict each other.
    """

    words: dict[str, Any]
    lead: tuple[str, ...]
    rows: tuple[str, ...]
    disputed: tuple[str, str]

    def statement(self, part: str, value: str) -> str:
        text: str = self.words["statement"].format(part=part, value=value)
        return text

    def question(self, machine: str, part: str) -> str:
        text: str = self.words["question"].format(machine=machine, part=part)
        return text

    def listing(self, machine: str, *, is_table: bool, gap: str) -> str:
        """The listed parts with values near each other, row by row or sentence by sentence."""
        heading: str = self.words["heading"].format(machine=machine)
        rows = zip(self.words["rows"], self.rows, strict=True)
        if is_table:
            lines = [self.words["row"].format(part=part, value=value) for part, value in rows]
            return "\n".join([heading, *lines])
        return gap.join([heading, *(self.statement(part, value) for part, value in rows)])


@dataclass(frozen=True, slots=True)
class _Machine:
    """What is written of one machine, and what is asked about it."""

    documents: tuple[WorldDocument, WorldDocument]
    asked: Mapping[str, tuple[str, Expected]]


def grounding_cases(material: Material, profile: Profile) -> Plan:
    """Answerable and unanswerable questions; the judged ones first, in the PROGRAM condition.

    A quarter of them, from the beginning, stand again in the PROMPT and RETRIEVED conditions, not
    judged. Each machine is asked about once in each kind; a world has four machines and one
    language.
    """
    order = balanced(_KINDS, profile.languages)
    n_rounds = math.ceil(profile.n_cases / len(order))
    made = {
        language: [
            _world(f"grounding-{language}-{i + 1}", language, material, profile.seed)
            for i in range(math.ceil(n_rounds / _N_MACHINES))
        ]
        for language in profile.languages
    }
    worlds: dict[str, World] = {}
    judged = []
    for i in range(profile.n_cases):
        at, (kind, language) = i // len(order), order[i % len(order)]
        world, machines = made[language][at // _N_MACHINES]
        worlds[world.id] = world
        question, expected = machines[at % _N_MACHINES].asked[kind]
        judged.append(
            Case(
                id=f"grounding-{language}-{kind.replace(' ', '-')}-{at + 1:03}",
                ability=Ability.GROUNDING,
                condition=Condition.PROGRAM,
                world=world.id,
                kind=kind,
                language=language,
                question=question,
                expected=expected,
            )
        )
    return Plan(worlds, (*judged, *_beside(judged)))


def _beside(judged: Sequence[Case]) -> tuple[Case, ...]:
    return tuple(
        replace(case, id=f"{case.id}-{condition}", condition=condition, is_judged=False)
        for case in judged[: math.ceil(len(judged) / _BESIDE)]
        for condition in (Condition.PROMPT, Condition.RETRIEVED)
    )


def _world(
    name: str, language: str, material: Material, seed: int
) -> tuple[World, tuple[_Machine, ...]]:
    """A sheet and a card for each machine, and paragraphs of the shop's own in one document."""
    # A seed for each world: a smaller profile is the beginning of a larger one.
    random = Random(f"{seed} {name}")  # noqa: S311 - Nothing is secret.
    words = wording_of("grounding")
    filler = material.haystack(language, _FILLER_TOKENS, random)
    pairs = machine_pairs(random, _N_MACHINES, " ".join(filler))
    values = Values(random, (machine.partition("-")[2] for pair in pairs for machine in pair))
    properties = [
        _property(raw, language, values) for raw in random.sample(words["property"], _N_MACHINES)
    ]
    temptations = random.sample(words["temptation"], _N_MACHINES)
    machines = []
    for at, pair in enumerate(pairs):
        (value,) = values.near(Spread.of(temptations[at]["spread"]), 1)
        tempting = {
            key: text.format(machine=pair[0], value=value)
            for key, text in temptations[at][language].items()
        }
        machines.append(_machine(words[language], at, pair, properties, tempting, random))
    documents = [document for machine in machines for document in machine.documents]
    if filler:
        documents.append(WorldDocument(words[language]["filler_file"], filler))
    random.shuffle(documents)  # The two that contradict each other need not stand together.
    return World(name, tuple(documents)), tuple(machines)


def _property(raw: dict[str, Any], language: str, values: Values) -> _Property:
    words, spread = raw[language], Spread.of(raw["spread"])
    n_rows = len(words["rows"])
    near = values.near(spread, _N_MACHINES + n_rows + 2)
    lead, rest = near[:_N_MACHINES], near[_N_MACHINES:]
    return _Property(words, lead, rest[:n_rows], (rest[n_rows], rest[n_rows + 1]))


def _machine(
    words: dict[str, str],
    at: int,
    pair: tuple[str, str],
    properties: list[_Property],
    tempting: Mapping[str, str],
    random: Random,
) -> _Machine:
    """The machine at place ``at``: which property is asked in which way goes round with it."""
    machine = pair[0]
    lead, listed, disputed = (properties[(at + i) % len(properties)] for i in range(3))
    gap = " " if words["settings"].isascii() else ""
    stated = [one.statement(one.words["lead"], one.lead[at]) for one in properties]
    random.shuffle(stated)
    one, other = (
        disputed.statement(disputed.words["disputed"], value) for value in disputed.disputed
    )
    paragraphs = [
        gap.join([words["settings"].format(machine=machine), *stated]),
        listed.listing(machine, is_table=at % 2 == 0, gap=gap),
        tempting["text"],
        words["setting_up"].format(machine=machine, statement=one),
    ]
    random.shuffle(paragraphs)
    documents = (
        WorldDocument(words["sheet_file"].format(machine=machine), tuple(paragraphs)),
        WorldDocument(
            words["card_file"].format(machine=machine),
            (words["card"].format(machine=machine, statement=other),),
        ),
    )
    asked = _asked(at, pair, (lead, listed, disputed), random)
    return _Machine(documents, {**asked, "tempting number": (tempting["question"], _UNANSWERABLE)})


def _asked(
    at: int,
    pair: tuple[str, str],
    properties: tuple[_Property, _Property, _Property],
    random: Random,
) -> dict[str, tuple[str, Expected]]:
    """What is asked of the lead part and its twins, of a listed part, and of the disputed one."""
    machine, unknown = pair
    lead, listed, disputed = properties
    part = lead.words["lead"]
    others = tuple(value for value in lead.lead if value != lead.lead[at])
    row, value = random.choice(list(zip(listed.words["rows"], listed.rows, strict=True)))
    neighbours = tuple(other for other in listed.rows if other != value)
    return {
        "stated": (lead.question(machine, part), Expected((lead.lead[at],), others)),
        "unknown machine": (lead.question(unknown, part), _UNANSWERABLE),
        "unknown part": (lead.question(machine, lead.words["absent"]), _UNANSWERABLE),
        "near numbers": (listed.question(machine, row), Expected((value,), neighbours)),
        "contradicted": (
            disputed.question(machine, disputed.words["disputed"]),
            Expected(disputed.disputed, (disputed.lead[at],)),
        ),
    }
