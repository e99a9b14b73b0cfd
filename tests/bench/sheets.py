"""Maintenance sheets that look alike, with questions: same wording, other machine, other figures.

Made up, and the same for a seed. A model that reads six of them at once has to keep them apart.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import combinations
from pathlib import Path
from random import Random
from typing import Any

from tests.bench.questions import NOT_ANSWERABLE, says_whole


@dataclass(frozen=True, slots=True)
class Sheet:
    """A short document: its file name and all of its text."""

    document: str
    text: str


@dataclass(frozen=True, slots=True)
class SheetQuestion:
    """A question to a group of sheets. ``sources`` are the documents that hold the answer."""

    id: str
    kind: str
    text: str
    answer: str
    must: tuple[str, ...]
    must_not: tuple[str, ...]
    sources: tuple[str, ...]
    is_japanese: bool

    def is_right(self, answer: str, *, is_abstained: bool) -> bool:
        """Whether an answer has every value it must have and none of a look-alike sheet.

        Which of two machines is higher is judged by that machine's name and value: a wrong verdict
        that quotes both machines with their values passes.
        """
        if self.answer == NOT_ANSWERABLE:
            return is_abstained
        has_all = all(says_whole(answer, value) for value in self.must)
        has_other = any(says_whole(answer, value) for value in self.must_not)
        return has_all and not has_other and not is_abstained


@dataclass(frozen=True, slots=True)
class Group:
    """Six sheets that are put before the model together, and what is asked about them."""

    name: str
    sheets: tuple[Sheet, ...]
    questions: tuple[SheetQuestion, ...]


def groups(seed: int = 7) -> tuple[Group, ...]:
    """Twelve groups; in every second one a bulletin contradicts one of the five sheets beside it.

    The lookups ask about each of the six places equally often, and so do the cross questions and
    the contradictions.
    """
    random = Random(seed)
    values = _values(random)
    pool = [
        _sheet(machine, language, _NAMES[i % len(_NAMES)], values[language])
        for language, wording in _WORDING.items()
        for i, machine in enumerate(wording["machines"])
    ]
    n_used: Counter[str] = Counter()
    n_asked: Counter[str] = Counter()
    made = []
    for i, languages in enumerate(_LANGUAGES):
        random.shuffle(pool)
        pool.sort(key=lambda paper: n_used[paper.machine])
        bulletin_at = i // 2 if i % 2 == 0 else None
        papers = _papers(pool, languages.split("+"), bulletin_at, values, random)
        n_used.update(paper.machine for paper in papers)
        number = f"s{i + 1:02}"
        questions = _questions(
            _Asker(papers, random, n_asked),
            across=papers[(i // 2 + 2) % _SIZE],
            absent=next(p for p in pool if p not in papers and p.language in languages),
        )
        numbered = (replace(q, id=f"{number}-{n:02}") for n, q in enumerate(questions, 1))
        sheets = tuple(paper.sheet for paper in papers)
        made.append(Group(f"{number} {languages}", sheets, tuple(numbered)))
    return tuple(made)


_SIZE = 6
_N_DISPUTED = 3
_LANGUAGES = "en+ja en+ja en ja en+ja en+ja ja en en+ja en+ja en ja".split()
_LOOKUPS = {"en": "lookup", "ja": "lookup-ja"}
_WORDING: dict[str, dict[str, Any]] = tomllib.loads(
    Path(__file__).with_suffix(".toml").read_text(encoding="utf-8")
)
_NAMES = tuple(_WORDING["en"]["questions"])
_GREASES = "Multec SB|Multec LT|Isolan NB|Isolan NBU|Bearol EP|Bearol HT|Alvar R".split("|")
_DISPUTABLE = ("torque", "grease", "pressure", "tension", "coolant", "filter", "spare")
_UNITS = {"torque": " N·m", "pressure": " MPa", "tension": " N", "coolant": " %", "backlash": " mm"}


@dataclass(frozen=True, slots=True)
class _Paper:
    sheet: Sheet
    language: str
    machine: str
    values: Mapping[str, str]
    is_bulletin: bool = False


@dataclass(slots=True)
class _Asker:
    """Writes the questions of one group; of a choice, what all groups have asked least."""

    papers: Sequence[_Paper]
    random: Random
    n_asked: Counter[str]
    done: set[tuple[str, str]] = field(default_factory=set)

    def ask(self, kind: str, paper: _Paper, *, n_sources: int = 1) -> SheetQuestion:
        """Ask something about a machine that this many of the papers state."""
        machine, language = paper.machine, paper.language
        names = [
            name
            for name in _NAMES
            if len(self._stating(machine, name)) == n_sources and (machine, name) not in self.done
        ]
        if kind == "cross":
            language = "en" if language == "ja" else "ja"
            # Names and dates have many right spellings in the other language.
            names = [name for name in names if name not in ("inspector", "date")]
        name = min(names, key=lambda name: (self.n_asked[name], self.random.random()))
        self.n_asked[name] += 1
        self.done.add((machine, name))
        own = self._stating(machine, name)
        must = tuple(p.values[name] for p in own)
        return _question(
            kind,
            language,
            text=_WORDING[language]["questions"][name].format(machine=machine),
            answer=" / ".join(value + _UNITS.get(name, "") for value in must) or NOT_ANSWERABLE,
            must=must,
            must_not=[p.values[name] for p in self.papers if name in p.values and p not in own],
            sources=own,
        )

    def ask_for_unheard_of(self, paper: _Paper) -> SheetQuestion:
        """Ask about a machine what no sheet says of any machine."""
        text = self.random.choice(_WORDING[paper.language]["unheard_of"])
        text = text.format(machine=paper.machine)
        return _question("not-found", paper.language, text=text, answer=NOT_ANSWERABLE)

    def compare(self, wanted: str) -> SheetQuestion:
        """Ask for the gap between two sheets of one language, or which has more or less."""
        pairs = [
            (a, b, name)
            for a, b in combinations(self.papers, 2)
            for name in _UNITS
            if a.language == b.language
            if self._stating(a.machine, name) == [a] and self._stating(b.machine, name) == [b]
        ]
        a, b, name = self.random.choice(pairs)
        low, high = sorted((a, b), key=lambda paper: Decimal(paper.values[name]))
        best = low if wanted == "min" else high
        must = [best.machine, best.values[name]]
        if wanted == "gap":
            must = [str(Decimal(high.values[name]) - Decimal(low.values[name]))]
        wording = _WORDING[a.language]
        thing = wording["compared"][name]
        return _question(
            "comparison",
            a.language,
            text=wording["comparisons"][wanted].format(thing=thing, a=a.machine, b=b.machine),
            answer=", ".join(must) + _UNITS[name],
            must=must,
            sources=[a, b],
        )

    def _stating(self, machine: str, name: str) -> list[_Paper]:
        return [p for p in self.papers if p.machine == machine and name in p.values]


def _questions(asker: _Asker, *, across: _Paper, absent: _Paper) -> Iterator[SheetQuestion]:
    sheets = [paper for paper in asker.papers if not paper.is_bulletin]
    bulletins = [paper for paper in asker.papers if paper.is_bulletin]
    for paper in sheets:
        yield asker.ask(_LOOKUPS[paper.language], paper)
    for paper in bulletins * _N_DISPUTED:
        yield asker.ask("contradiction", paper, n_sources=2)
    yield asker.ask("cross", across)
    yield asker.ask("not-found", absent, n_sources=0)
    if bulletins:
        other = asker.random.choice([p for p in sheets if p.machine != bulletins[0].machine])
        yield asker.ask("not-found", other, n_sources=0)
    else:
        yield asker.ask_for_unheard_of(asker.random.choice(sheets))
    yield asker.compare(asker.random.choice(("max", "min")))
    yield asker.compare("gap")


def _question(
    kind: str,
    language: str,
    *,
    text: str,
    answer: str,
    must: Sequence[str] = (),
    must_not: Sequence[str] = (),
    sources: Sequence[_Paper] = (),
) -> SheetQuestion:
    documents = tuple(paper.sheet.document for paper in sources)
    must, must_not = tuple(must), tuple(must_not)
    return SheetQuestion("", kind, text, answer, must, must_not, documents, language == "ja")


def _papers(
    pool: Sequence[_Paper],
    languages: list[str],
    bulletin_at: int | None,
    values: Mapping[str, Mapping[str, Iterator[str]]],
    random: Random,
) -> list[_Paper]:
    """The first sheets of the pool at random places; a bulletin is on that three places before."""
    order = (languages * _SIZE)[:_SIZE]
    random.shuffle(order)
    while bulletin_at is not None and order[bulletin_at] != order[bulletin_at - 3]:
        random.shuffle(order)
    left = {language: iter([p for p in pool if p.language == language]) for language in _WORDING}
    papers = [next(left[language]) for language in order]
    if bulletin_at is not None:
        about = papers[bulletin_at - 3]
        papers[bulletin_at] = _bulletin(about, values[about.language], random)
    return papers


def _sheet(
    machine: str, language: str, left_out: str, values: Mapping[str, Iterator[str]]
) -> _Paper:
    wording = _WORDING[language]
    own = {name: next(values[name]) for name in _NAMES if name != left_out}
    lines = [line for line in wording["sheet"].splitlines() if f"{{{left_out}}}" not in line]
    text = "\n".join(lines).format(machine=machine, **own)
    document = wording["sheet_file"].format(machine=machine)
    return _Paper(Sheet(document, text), language, machine, own)


def _bulletin(about: _Paper, values: Mapping[str, Iterator[str]], random: Random) -> _Paper:
    """A later paper on the machine of a sheet that states three things otherwise."""
    wording = _WORDING[about.language]
    names = random.sample([name for name in _DISPUTABLE if name in about.values], _N_DISPUTED)
    own = {name: next(values[name]) for name in names}
    stating = [
        line.format(**own)
        for line in wording["sheet"].splitlines()
        if any(f"{{{name}}}" in line for name in names)
    ]
    text = wording["bulletin"].format(
        machine=about.machine, issued=next(values["issued"]), lines="\n".join(stating)
    )
    document = wording["bulletin_file"].format(machine=about.machine)
    return _Paper(Sheet(document, text), about.language, about.machine, own, is_bulletin=True)


def _values(random: Random) -> dict[str, dict[str, Iterator[str]]]:
    """By language and name, values that look alike; none comes twice, in whichever language.

    No figure is twice another, so that no gap is itself a value.
    """
    figures = {
        "torque": [f"{n}" for n in range(66, 131)],
        "grease": [f"{name} {n}" for name in _GREASES for n in range(1, 6)],
        "pressure": [f"{n / 100:.2f}" for n in range(230, 451, 5) if n % 100],
        "tension": [f"{n}" for n in range(220, 436, 5)],
        "coolant": [f"{n / 10:.1f}" for n in range(61, 120) if n % 10],
        "backlash": [f"{n / 1000:.3f}" for n in range(41, 81)],
        "filter": [f"HF-{n}" for n in range(2100, 2190)],
        "spare": [f"SK-{n}{letter}" for n in range(410, 440) for letter in "ABC"],
    }
    shared = {name: iter(random.sample(values, len(values))) for name, values in figures.items()}
    days = [date(2026, 1, 5) + timedelta(days=n) for n in range(280)]
    inspected, issued = iter(random.sample(days[:180], 180)), iter(random.sample(days[180:], 100))
    return {
        language: {
            **shared,
            "inspector": iter(random.sample(wording["inspectors"], len(wording["inspectors"]))),
            "date": map(wording["date"].format, inspected),
            "issued": map(wording["date"].format, issued),
        }
        for language, wording in _WORDING.items()
    }
