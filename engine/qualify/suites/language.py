"""Whether Japanese is understood as English is, and a question on a document in the other language.

The same facts are written in two worlds, one in each language, and asked in both. What is asked
for is a number, a code or a date, so that whether an answer is right does not hang on its words.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

from engine.qualify.cases import Ability, Case, Condition, Expected, Plan, World, WorldDocument
from engine.qualify.material import Material
from engine.qualify.profile import Profile
from engine.qualify.suites.invented import Spread, Values, balanced, machine_pairs, wording_of

_KINDS = ("plain", "full-width digits", "units", "counters", "dates", "part names")
_JUDGED = ("ja", "en>ja", "ja>en")
_CONTROL = "en"
_ONE_CONTROL_IN = 4  # Enough to see a lookup fail in English too; more would only take time.
_N_MACHINES = 4
_FILLER_TOKENS = 400
_A_PARAGRAPH = 4
_ERAS = (("令和", 2018), ("平成", 1988))
_WIDE = str.maketrans({chr(code): chr(code + 0xFEE0) for code in range(ord("!"), ord("~") + 1)})


@dataclass(frozen=True, slots=True)
class _Shop:
    """Machines with a value for each topic by its name, and the same told in both languages.

    Values are as a right answer is graded by: digits, a code, an ISO date.
    """

    machines: tuple[str, ...]
    values: Mapping[str, tuple[str, ...]]
    worlds: Mapping[str, World]


def language_cases(material: Material, profile: Profile) -> Plan:
    """Questions in Japanese and across languages, judged, then the same facts in English alone.

    The English ones are a control and do not count: they tell whether a miss is for the language
    or for the lookup, and in the share they would make up for Japanese that is not understood.
    Without Japanese in the profile there are no cases.
    """
    languages = [name for name in _JUDGED if {*name.split(">")} <= {*profile.languages}]
    if not languages:
        return Plan()
    order = balanced(_KINDS, languages)
    asked = [(i // len(order), *order[i % len(order)]) for i in range(profile.n_cases)]
    if _CONTROL in profile.languages:
        n_controls = math.ceil(profile.n_cases / _ONE_CONTROL_IN)
        kinds = balanced(_KINDS, (_CONTROL,))
        asked += [(i // len(kinds), *kinds[i % len(kinds)]) for i in range(n_controls)]
    n_shops = math.ceil(profile.n_cases / (len(order) * _N_MACHINES))
    shops = [_shop(f"{profile.seed} language {i + 1}", i + 1, material) for i in range(n_shops)]
    worlds: dict[str, World] = {}
    cases = []
    for at, kind, language in asked:
        shop = shops[at // _N_MACHINES]
        world = shop.worlds[language.rpartition(">")[2]]
        worlds[world.id] = world
        cases.append(_case(at, kind, language, shop, world.id))
    return Plan(worlds, tuple(cases))


def _case(at: int, kind: str, language: str, shop: _Shop, world: str) -> Case:
    """The machine at place ``at`` is asked about, in the topic of the kind that is its turn."""
    topics = [topic for topic in wording_of("language")["topic"] if topic["kind"] == kind]
    topic, machine = topics[at % len(topics)], at % _N_MACHINES
    values = shop.values[topic["name"]]
    name = shop.machines[machine]
    question: str = topic[language.partition(">")[0]]["question"]
    others = tuple(value for value in values if value != values[machine])
    return Case(
        id=f"language-{language.replace('>', '-')}-{kind.replace(' ', '-')}-{at + 1:03}",
        ability=Ability.LANGUAGE,
        condition=Condition.PROGRAM,
        world=world,
        kind=kind,
        language=language,
        question=question.format(machine=name, wide_machine=name.translate(_WIDE)),
        expected=Expected((values[machine],), others),
        is_judged=language != _CONTROL,
    )


def _shop(seed: str, number: int, material: Material) -> _Shop:
    """A seed for each shop: a smaller profile is the beginning of a larger one."""
    random = Random(seed)  # noqa: S311 - Nothing is secret.
    filler = {name: material.haystack(name, _FILLER_TOKENS, random) for name in ("en", "ja")}
    text = " ".join(paragraph for found in filler.values() for paragraph in found)
    machines = tuple(machine for machine, _ in machine_pairs(random, _N_MACHINES, text))
    numbers = Values(random, (machine.partition("-")[2] for machine in machines))
    topics = wording_of("language")["topic"]
    values = {topic["name"]: _values(topic, numbers, random) for topic in topics}
    worlds = {}
    for name, paragraphs in filler.items():
        words = wording_of("language")[name]
        documents = [
            _sheet(name, machine, [(topic, values[topic["name"]][i]) for topic in topics], random)
            for i, machine in enumerate(machines)
        ]
        if paragraphs:
            documents.append(WorldDocument(words["filler_file"], paragraphs))
        worlds[name] = World(f"language-{name}-{number}", tuple(documents))
    return _Shop(machines, values, worlds)


def _values(topic: dict[str, Any], numbers: Values, random: Random) -> tuple[str, ...]:
    """One value for each machine, near each other: numbers, codes, or days of one month."""
    if "years" in topic:
        year, month = random.randint(*topic["years"]), random.randint(1, 12)
        days = random.sample(range(1, 29), _N_MACHINES)  # Every month has 28 days.
        return tuple(f"{year}-{month:02}-{day:02}" for day in days)
    found = numbers.near(Spread.of(topic["spread"]), _N_MACHINES)
    code = topic.get("code")
    return tuple(f"{code}-{value}" for value in found) if code else found


def _sheet(
    language: str, machine: str, facts: list[tuple[dict[str, Any], str]], random: Random
) -> WorldDocument:
    """All facts of a machine in one language, some to a paragraph, in an order of its own."""
    words = wording_of("language")[language]
    order = random.sample(facts, len(facts))
    sentences = [
        topic[language]["statement"].format(value=_written(value, topic, language))
        for topic, value in order
    ]
    gap = " " if language == "en" else ""
    paragraphs = (
        words["heading"].format(machine=machine, letter=chr(ord("A") + start // _A_PARAGRAPH))
        + gap.join(sentences[start : start + _A_PARAGRAPH])
        for start in range(0, len(sentences), _A_PARAGRAPH)
    )
    return WorldDocument(words["sheet_file"].format(machine=machine), tuple(paragraphs))


def _written(value: str, topic: dict[str, Any], language: str) -> str:
    """A value as a document has it: 12 September 2018, 平成30年9月12日, ２．４."""
    if "years" in topic:
        year, month, day = map(int, value.split("-"))
        if language == "en":
            return f"{day} {wording_of('language')['en']['months'][month - 1]} {year}"
        era, before = next((era, before) for era, before in _ERAS if year > before)
        return f"{era}{year - before}年{month}月{day}日"
    is_wide = language == "ja" and topic.get("is_wide", False)
    return value.translate(_WIDE) if is_wide else value
