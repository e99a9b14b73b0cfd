"""Questions of the tools suite about log tables: made tables, and right values from their rows.

Values are whole tenths or hundredths and means end within them, so that no answer hangs on
rounding. Names differ only in the order of their figures: a filter that is not exact gives the
number of another part, which must not be said.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from random import Random
from typing import Any

from engine.domain import Cell, ColumnType
from engine.qualify.cases import Expected, WorldTable
from engine.qualify.suites.balance import NOTHING, Asked, mixed, value
from engine.qualify.suites.invented import Names

# Records of each part: means of so many tenths are tenths once the last one is chosen for it.
_N_ROWS = (8, 10, 16, 20)
_N_NG = (2, 3, 5, 7)
_DAYS = tuple(range(4, 14))
_N_PRESSES = 3
_N_WORKPIECES = 3
_N_DIAMETERS, _NOT_MEASURED = 8, 2
_ERROR = "ERR"
_COLUMNS = ("force", "hold")
_UNITS = {"force": ("N", 1000), "hold": ("ms", 1000)}
_OTHER_UNITS = {"force": ("mm", "°C"), "hold": ("kN", "mm")}


@dataclass(frozen=True, slots=True)
class _Press:
    """A row of the press log."""

    day: int
    time: str
    part: str
    press: str
    force: Decimal
    hold: Decimal
    is_ng: bool

    @property
    def date(self) -> str:
        return f"2026-05-{self.day:02}"

    def number(self, column: str) -> Decimal:
        return self.force if column == "force" else self.hold

    def name(self, by: str) -> str:
        return self.part if by == "part" else self.press


def log_questions(
    words: Mapping[str, Any], language: str, world: str, names: Names, random: Random
) -> tuple[tuple[WorldTable, ...], list[Asked]]:
    """A press log and a grinding log, and what is asked about them."""
    parts = names.alike(len(_N_ROWS) + 2)
    presses = names.alike(_N_PRESSES)
    rows = _press_rows(parts[: len(_N_ROWS)], presses, random)
    asked = _PressQuestions(words["press"], rows, random)
    questions: list[tuple[str, str, Expected]] = [
        *asked.counts(),
        *asked.averages(),
        *asked.extremes(),
        *asked.by_name(),
        *asked.dates(),
        *asked.of_nothing(parts[len(_N_ROWS) :]),
        *asked.spelled_otherwise(),
        *asked.in_other_units(),
    ]
    diameters, grind_table = _grind(words["grind"], names, random)
    questions += _grind_questions(words["grind"], diameters)
    tables = (_press_table(words["press"], rows), grind_table)
    found = [Asked(kind, language, text, world, expected) for kind, text, expected in questions]
    return tables, mixed(found, random)


def _press_rows(parts: Sequence[str], presses: Sequence[str], random: Random) -> list[_Press]:
    forces = random.sample(range(301, 799), 400)
    holds = random.sample(range(11, 799), 400)
    n_rows, n_ng = random.sample(_N_ROWS, len(parts)), random.sample(_N_NG, len(parts))
    rows: list[_Press] = []
    for part, n, bad in zip(parts, n_rows, n_ng, strict=True):
        is_ng = random.sample([True] * bad + [False] * (n - bad), n)
        pairs = zip(_exact(forces, n), _exact(holds, n), is_ng, strict=True)
        for force, hold, ng in pairs:
            time = f"{random.randrange(6, 22):02}:{random.randrange(60):02}:00"
            day, press = random.choice(_DAYS), random.choice(presses)
            rows.append(_Press(day, time, part, press, Decimal(force) / 10, Decimal(hold) / 10, ng))
    return sorted(rows, key=lambda row: (row.day, row.time, row.force))


def _exact(pool: list[int], n: int) -> list[int]:
    """``n`` numbers taken out of a pool, such that their mean is whole."""
    taken = [pool.pop() for _ in range(n - 1)]
    last = next(one for one in pool if (sum(taken) + one) % n == 0)
    pool.remove(last)
    return [*taken, last]


def _press_table(words: Mapping[str, Any], rows: Sequence[_Press]) -> WorldTable:
    kinds = (
        ColumnType.DATETIME,
        ColumnType.TEXT,
        ColumnType.TEXT,
        ColumnType.REAL,
        ColumnType.REAL,
        ColumnType.TEXT,
    )
    cells: tuple[tuple[Cell, ...], ...] = tuple(
        (
            f"{row.date} {row.time}",
            row.part,
            row.press,
            float(row.force),
            float(row.hold),
            "NG" if row.is_ng else "OK",
        )
        for row in rows
    )
    return WorldTable(words["name"], tuple(zip(words["columns"], kinds, strict=True)), cells)


_Questions = Iterator[tuple[str, str, Expected]]


class _PressQuestions:
    """What is asked about a press log, with the right value from its rows."""

    def __init__(self, words: Mapping[str, Any], rows: Sequence[_Press], random: Random) -> None:
        self._words = words
        self._rows = rows
        self._random = random
        self._parts = list(dict.fromkeys(row.part for row in rows))
        self._presses = list(dict.fromkeys(row.press for row in rows))

    def counts(self) -> _Questions:
        for by in ("part", "press"):
            n = Counter(row.name(by) for row in self._rows if row.is_ng)
            for name in self._names(by):
                others = [n[other] for other in self._names(by)]
                expected = value(n[name], *others, n.total(), tool="sql")
                yield "count", self._said("count", by=self._words[by], name=name), expected
        for part in self._parts:
            limit = self._random.randrange(42, 62)
            n = Counter(row.part for row in self._rows if row.force > limit)
            others = [n[other] for other in self._parts]
            expected = value(n[part], *others, n.total(), tool="sql")
            yield "count", self._said("count_above", name=part, limit=limit), expected

    def averages(self) -> _Questions:
        for column in _COLUMNS:
            for part in self._parts:
                yield (
                    "average",
                    self._said("average", column=column, name=part),
                    self._mean_of(column, part),
                )

    def extremes(self) -> _Questions:
        for column in _COLUMNS:
            for by in ("part", "press"):
                for key, choose in (("highest", max), ("lowest", min)):
                    for name in self._names(by):
                        expected = self._extreme_of(column, by, name, choose)
                        by_word = self._words[by]
                        question = self._said(key, column=column, by=by_word, name=name)
                        yield "extreme", question, expected

    def by_name(self) -> _Questions:
        """Which part or press it is; only where one alone is."""
        for by in ("part", "press"):
            n_ng = Counter(row.name(by) for row in self._rows if row.is_ng)
            n_rows = Counter(row.name(by) for row in self._rows)
            yield from self._which("most_ng", by, {k: Decimal(n) for k, n in n_ng.items()}, "")
            yield from self._which("most_rows", by, {k: Decimal(n) for k, n in n_rows.items()}, "")
            for column in _COLUMNS:
                means = {name: self._mean(column, by, name) for name in self._names(by)}
                yield from self._which("highest_average", by, means, column)
                lowest = {name: -mean for name, mean in means.items()}
                yield from self._which("lowest_average", by, lowest, column)

    def dates(self) -> _Questions:
        per_day = Counter(row.day for row in self._rows)
        for day in per_day:
            others = [n for other, n in per_day.items() if abs(other - day) <= 1]
            expected = value(per_day[day], *others, per_day.total(), tool="sql")
            date = self._words["date"].format(day=day)
            yield "date", self._said("count_day", date=date), expected
        for column in _COLUMNS:
            for key, choose in (("date_highest", max), ("date_lowest", min)):
                for part in self._parts:
                    dates = [self._at(column, one, choose).date for one in self._parts]
                    overall = choose(self._rows, key=lambda row: row.number(column)).date
                    right = self._at(column, part, choose).date
                    expected = value(right, *dates, overall, tool="sql")
                    yield "date", self._said(key, column=column, name=part), expected

    def of_nothing(self, absent: Sequence[str]) -> _Questions:
        """Parts that no row has, and that are spelled like those that rows have."""
        for name in absent:
            by = self._words["part"]
            yield "near miss", self._said("count", by=by, name=name), NOTHING
            for column in _COLUMNS:
                yield "near miss", self._said("average", column=column, name=name), NOTHING
                question = self._said("highest", column=column, by=by, name=name)
                yield "near miss", question, NOTHING

    def spelled_otherwise(self) -> _Questions:
        """A part in small or in full-width letters, a column under a like name."""
        wide = {ord(letter): ord(letter) + 0xFEE0 for letter in map(chr, range(0x21, 0x7F))}
        for part in self._parts:
            for column in _COLUMNS:
                expected = self._mean_of(column, part)
                kind = "other spelling"
                for name in (part.lower(), part.translate(wide)):
                    yield kind, self._said("average", column=column, name=name), expected
                question = self._said("average", column=column, name=part, alias=1)
                yield kind, question, expected

    def in_other_units(self) -> _Questions:
        """The value in a unit that the column has not; refused where it is of another quantity."""
        for column in _COLUMNS:
            unit, factor = _UNITS[column]
            for part in self._parts:
                own = [self._at(column, one, max).number(column) for one in self._parts]
                right = self._at(column, part, max).number(column) * factor
                expected = value(right, *(one * factor for one in own), tool="sql")
                question = self._said("in_unit", column=column, name=part, unit=unit)
                yield "other unit", question, expected
            for part, other in zip(self._parts, _OTHER_UNITS[column], strict=False):
                question = self._said("in_unit", column=column, name=part, unit=other)
                yield "other unit", question, NOTHING

    def _which(self, key: str, by: str, scores: Mapping[str, Decimal], column: str) -> _Questions:
        best = max(scores.values())
        if sum(score == best for score in scores.values()) == 1:
            first = max(scores, key=lambda name: scores[name])
            expected = value(first, *self._names(by), tool="sql")
            yield "by name", self._said(key, by=self._words[by], column=column), expected

    def _mean_of(self, column: str, part: str) -> Expected:
        others = [self._mean(column, "part", one) for one in self._parts]
        return value(self._mean(column, "part", part), *others, tool="sql")

    def _mean(self, column: str, by: str, name: str) -> Decimal:
        numbers = [row.number(column) for row in self._rows if row.name(by) == name]
        return sum(numbers, Decimal(0)) / len(numbers)

    def _extreme_of(self, column: str, by: str, name: str, choose: Callable[..., Any]) -> Expected:
        numbers = {
            one: choose(row.number(column) for row in self._rows if row.name(by) == one)
            for one in self._names(by)
        }
        return value(numbers[name], *numbers.values(), tool="sql")

    def _at(self, column: str, part: str, choose: Callable[..., Any]) -> _Press:
        rows = [row for row in self._rows if row.part == part]
        found: _Press = choose(rows, key=lambda row: row.number(column))
        return found

    def _names(self, by: str) -> Sequence[str]:
        return self._parts if by == "part" else self._presses

    def _said(self, key: str, *, column: str = "", alias: int = 0, **facts: object) -> str:
        wording: str = self._random.choice(self._words[key])
        said = self._words[column][alias] if column else ""
        return wording.format(column=said, **facts)


def _grind(
    words: Mapping[str, Any], names: Names, random: Random
) -> tuple[Mapping[str, list[Decimal]], WorldTable]:
    """Diameters by workpiece, and the log with texts where the gauge failed among them."""
    pool = random.sample(range(2001, 2999), 200)
    diameters = {name: _exact(pool, _N_DIAMETERS) for name in names.alike(_N_WORKPIECES)}
    grinders = names.alike(2)
    measured: list[tuple[str, float | str]] = []
    for name, found in diameters.items():
        measured += [(name, one / 100) for one in found]
        measured += [(name, _ERROR)] * _NOT_MEASURED
    random.shuffle(measured)
    kinds = (ColumnType.DATETIME, ColumnType.TEXT, ColumnType.TEXT, ColumnType.REAL)
    columns = tuple(zip(words["columns"], (*kinds, ColumnType.REAL), strict=True))
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            f"2026-06-{1 + i // 4:02} {7 + 2 * (i % 4):02}:15:00",
            name,
            random.choice(grinders),
            cell,
            random.randrange(180, 260) / 10,
        )
        for i, (name, cell) in enumerate(measured)
    )
    exact = {name: [Decimal(one) / 100 for one in found] for name, found in diameters.items()}
    return exact, WorldTable(words["name"], columns, rows)


def _grind_questions(
    words: Mapping[str, Any], diameters: Mapping[str, list[Decimal]]
) -> _Questions:
    """Values of a column of numbers that holds texts, which are no zeros and not the greatest."""
    work: dict[str, Callable[[list[Decimal]], Decimal]] = {
        "average": lambda found: sum(found, Decimal(0)) / len(found),
        "lowest": min,
        "highest": max,
    }
    for name, found in diameters.items():
        for key, worked in work.items():
            others = [worked(other) for other in diameters.values()]
            with_zeros = sum(found, Decimal(0)) / (len(found) + _NOT_MEASURED)
            expected = value(worked(found), *others, with_zeros, _ERROR, tool="sql")
            for wording in words[key]:
                yield "text among numbers", wording.format(name=name), expected
