"""What every source of rows shares: titles, SQL names and typed cells of a log table."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import NamedTuple

from engine.domain import (
    Cell,
    Column,
    LogRows,
    LogTable,
    ReadMark,
    ReadPart,
    ReadProblem,
)
from ingest.column_types import TypeChoice, choose_type, is_absent, plain
from ingest.plain_columns import plain_values
from ingest.shifted_rows import certain_cells, fits

_BATCH_ROWS = 500
_MAX_NAME = 60
MAX_COLUMNS = 1000  # SQLite takes 2000, and nobody reads them.
_NOT_WORD = re.compile(r"\W+")
# Names that a written query would trip over without quotes.
_KEYWORDS = frozenset(
    "all and as asc between by case check column count create date default delete desc distinct"
    " else end exists for from group having in index insert into is join key left like limit not"
    " null on or order primary references right row select set table then to transaction union"
    " unique update using values view when where with".split()
)


class Record(NamedTuple):
    """One row of a source with the line (or the sheet's row) it begins on, from 1.

    ``start`` is the byte it begins at where that is known; ``is_after_blank`` says that an empty
    line stands above it.
    """

    line: int
    cells: list[str]
    start: int | None = None
    is_after_blank: bool = False


def typed_parts(
    name: str,
    titles: Sequence[str],
    sampled: Sequence[Record],
    later: Iterator[Record],
    problems: list[ReadProblem],
    *,
    joint: str,
    notes: tuple[str, ...] = (),
) -> Iterator[ReadPart]:
    """The table and all rows in batches; its types are chosen from the ``sampled`` rows.

    ``problems`` is shared with the source of ``later`` and is emptied on the way. ``joint``
    joins the cells of a row beyond the titles to one.
    """
    choices = [
        choose_type([raw.cells[i] for raw in sampled if i < len(raw.cells)])
        for i in range(len(titles))
    ]
    yield from chosen_parts(
        name, titles, choices, chain(sampled, later), problems, joint=joint, notes=notes
    )


def chosen_parts(
    name: str,
    titles: Sequence[str],
    choices: Sequence[TypeChoice],
    records: Iterable[Record],
    problems: list[ReadProblem],
    *,
    joint: str,
    notes: tuple[str, ...] = (),
    form: str = "",
    first: int = 1,
) -> Iterator[ReadPart]:
    """As ``typed_parts``, with the types given; the rows are counted from ``first``.

    A ``form`` marks where reading can go on later, if the records know where they begin.
    """
    yield LogTable(name, tuple(_columns(titles, choices)), notes=notes)
    typed = _TypedRows(titles, choices, joint, problems)
    rest = iter(records)
    while batch := list(islice(rest, _BATCH_ROWS)):
        start = batch[0].start
        if form and start is not None:
            yield ReadMark(first, batch[0].line, start, form)
        yield LogRows(first, typed.rows(batch))
        first += len(batch)
        yield from _drained(problems)
    yield from _drained(problems)


def form_of(how: Sequence[str], titles: Sequence[str], choices: Sequence[TypeChoice]) -> str:
    """A text that is the same only for sources that are read into rows in the same way."""
    parsers = [(choice.type.value, choice.parse.__name__) for choice in choices]
    return json.dumps([*how, list(titles), parsers], ensure_ascii=False)


def count_columns(header: Sequence[str], rows: Sequence[Sequence[str]]) -> int:
    """Without the columns at the end that have neither a title nor a value."""
    n_titled = max((i + 1 for i, title in enumerate(header) if title.strip()), default=0)
    if n_titled:
        # A value beyond the titles is a stray delimiter unless most rows have one.
        n_beyond = sum(1 for row in rows if any(cell.strip() for cell in row[n_titled:]))
        if n_beyond <= 0.5 * len(rows):
            return n_titled
    return max((i + 1 for row in rows for i, cell in enumerate(row) if cell.strip()), default=1)


def titles_of(header: Sequence[str], n_columns: int) -> list[str]:
    """The titles as the source has them, and "column N" where there is none."""
    titles = [" ".join(title.split()) for title in header[:n_columns]]
    titles += [""] * (n_columns - len(titles))
    return [title or f"column {i}" for i, title in enumerate(titles, start=1)]


def table_name(stem: str, part: str = "") -> str:
    """An SQL name for the table of a file: its stem, Japanese letters kept.

    ``part`` says which of several tables of the file it is, and is kept where the name is cut.
    """
    if not part:
        return _identifier(stem, "log")
    suffix = _identifier(part, "part")[: _MAX_NAME // 2].strip("_")
    name = _identifier(stem, "log")[: _MAX_NAME - len(suffix) - 1].strip("_")
    return f"{name}_{suffix}"


def _drained(problems: list[ReadProblem]) -> list[ReadProblem]:
    # Cells are looked at column by column, and a person reads a file from top to bottom.
    drained = sorted(problems, key=lambda problem: problem.line or 0)
    problems.clear()
    return drained


def _columns(titles: Sequence[str], choices: Sequence[TypeChoice]) -> Iterator[Column]:
    taken: set[str] = set()
    for title, choice in zip(titles, choices, strict=True):
        name = _unique(_identifier(title, "column"), taken)
        taken.add(name.casefold())
        yield Column(name, title, choice.type, choice.reason)


def _identifier(title: str, fallback: str) -> str:
    name = _NOT_WORD.sub("_", unicodedata.normalize("NFKC", title)).strip("_")[:_MAX_NAME]
    if not name:
        return fallback
    if name[0].isdigit() or name.casefold().startswith("sqlite_"):
        name = f"{fallback}_{name}"
    return name + "_" if name.casefold() in _KEYWORDS else name


def _unique(name: str, taken: set[str]) -> str:
    candidate, n = name, 2
    while candidate.casefold() in taken:
        candidate, n = f"{name}_{n}", n + 1
    return candidate


class _TypedRows:
    """Turns records to typed rows and notes what does not fit. No value is ever lost."""

    def __init__(
        self,
        titles: Sequence[str],
        choices: Sequence[TypeChoice],
        joint: str,
        problems: list[ReadProblem],
    ) -> None:
        self._titles = titles
        self._choices = choices
        self._joint = joint
        self._problems = problems

    def rows(self, records: Sequence[Record]) -> tuple[tuple[Cell, ...], ...]:
        n = len(self._choices)
        cells = [raw.cells if len(raw.cells) == n else self._of_length(raw, n) for raw in records]
        columns = [
            self._column(records, i, column) for i, column in enumerate(zip(*cells, strict=True))
        ]
        return tuple(zip(*columns, strict=True))

    def _column(self, records: Sequence[Record], index: int, cells: Sequence[str]) -> list[Cell]:
        values = plain_values(cells, self._choices[index])
        if values is not None:
            return values
        return [
            None if is_absent(cell) else self._typed(raw.line, index, cell)
            for raw, cell in zip(records, cells, strict=True)
        ]

    def _typed(self, line: int, index: int, cell: str) -> Cell:
        try:
            return self._choices[index].parse(plain(cell))
        except ValueError:
            detail = f"{self._titles[index]}: {cell.strip()[:80]}"
            self._problems.append(ReadProblem("value-of-other-type", detail, line=line))
            return cell.strip()

    def _of_length(self, raw: Record, n: int) -> list[str]:
        cells = raw.cells
        if len(cells) > n and not any(cell.strip() for cell in cells[n:]):
            return cells[:n]
        if (realigned := self._realigned(raw, n)) is not None:
            return realigned
        if len(cells) < n:
            self._problems.append(
                ReadProblem("row-too-short", f"{len(cells)} of {n} cells", line=raw.line)
            )
            return self._in_place(cells, n)
        self._problems.append(
            ReadProblem("row-too-long", f"{len(cells)} cells for {n}", line=raw.line)
        )
        return self._in_place(cells, n)

    def _in_place(self, cells: list[str], n: int) -> list[str]:
        if len(cells) < n:
            return cells + [""] * (n - len(cells))
        return [*cells[: n - 1], self._joint.join(cells[n - 1 :])]

    def _realigned(self, raw: Record, n: int) -> list[str] | None:
        """What is certain of a row whose cells fit their columns only if they are shifted."""
        if fits(self._in_place(raw.cells, n), self._choices):
            return None
        certain = certain_cells(raw.cells, self._choices)
        if certain is not None:
            text = self._joint.join(raw.cells)
            self._problems.append(ReadProblem("row-shifted", text, line=raw.line))
        return certain
