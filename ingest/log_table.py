"""CSV and TSV logs to typed tables, row by row: a log larger than memory is read all the same."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from engine.domain import (
    Cell,
    Column,
    ColumnType,
    DocumentHead,
    DocumentKind,
    LogRows,
    LogTable,
    ReadPart,
    ReadProblem,
)
from engine.errors import FileDamaged, FileEmpty
from ingest.column_types import TypeChoice, choose_type, is_absent, parse_text, plain
from ingest.dialects import Dialect, dialect_of, header_index
from ingest.encodings import SAMPLE_BYTES, encoding_of

_SAMPLE_ROWS = 20_000
_BATCH_ROWS = 500
_MAX_FIELD = 1_000_000
_MAX_NAME = 60
_NOT_WORD = re.compile(r"\W+")
# Names that a written query would trip over without quotes.
_KEYWORDS = frozenset(
    "all and as asc between by case check column count create date default delete desc distinct"
    " else end exists for from group having in index insert into is join key left like limit not"
    " null on or order primary references right row select set table then to transaction union"
    " unique update using values view when where with".split()
)


@dataclass(frozen=True, slots=True)
class _Raw:
    """One record of the file with the line it begins on."""

    line: int
    cells: list[str]


def read_log_table(path: Path) -> Iterator[ReadPart]:
    """Head, table, rows in batches, problems with lines. Errors: FileEmpty, FileDamaged."""
    with path.open("rb") as file:
        sample = file.read(SAMPLE_BYTES)
    encoding = encoding_of(sample)
    if encoding is None:
        raise FileDamaged(path=path, detail="not a text")
    dialect = dialect_of(sample.decode(encoding, "replace"), path.suffix.lower())
    yield DocumentHead(DocumentKind.LOG_TABLE, path.stem, 0)
    problems: list[ReadProblem] = []
    with path.open(encoding=encoding, errors="replace", newline="") as lines:
        records = _records(lines, dialect, problems)
        sampled = list(islice(records, _SAMPLE_ROWS))
        if not sampled:
            raise FileEmpty(path=path)
        yield from _table_parts(path, dialect, sampled, records, problems)


def _records(lines: Iterator[str], dialect: Dialect, problems: list[ReadProblem]) -> Iterator[_Raw]:
    csv.field_size_limit(_MAX_FIELD)

    def checked() -> Iterator[str]:
        for number, line in enumerate(lines, start=1):
            if "\ufffd" in line:
                problems.append(ReadProblem("undecodable", "", line=number))
            yield line.replace("\x00", "") if "\x00" in line else line

    reader = csv.reader(
        checked(), delimiter=dialect.delimiter, quotechar=dialect.quote, skipinitialspace=True
    )
    before = 0
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            problems.append(ReadProblem("row-unreadable", str(error), line=reader.line_num))
            before = reader.line_num
            continue
        if any(cell.strip() for cell in cells):
            yield _Raw(before + 1, cells)
        before = reader.line_num


def _table_parts(
    path: Path,
    dialect: Dialect,
    sampled: list[_Raw],
    later: Iterator[_Raw],
    problems: list[ReadProblem],
) -> Iterator[ReadPart]:
    rows = [raw.cells for raw in sampled]
    header = header_index(rows)
    for raw in sampled[: max(0, header)]:
        text = dialect.delimiter.join(raw.cells).strip(dialect.delimiter + " ")
        yield ReadProblem("lines-before-header", text, line=raw.line)
    data = sampled[header + 1 :]
    n_columns = _n_columns(rows[header] if header >= 0 else [], [raw.cells for raw in data])
    titles = _titles(rows[header] if header >= 0 else [], n_columns)
    choices = [
        choose_type([raw.cells[i] for raw in data if i < len(raw.cells)]) for i in range(n_columns)
    ]
    yield LogTable(table_name(path.stem), tuple(_columns(titles, choices)))
    typed = _TypedRows(titles, choices, dialect.delimiter, problems)
    batch: list[tuple[Cell, ...]] = []
    first = 1
    for source in (iter(data), later):
        for raw in source:
            batch.append(typed.row(raw))
            if len(batch) == _BATCH_ROWS:
                yield LogRows(first, tuple(batch))
                first += len(batch)
                batch = []
                yield from _drained(problems)
    if batch:
        yield LogRows(first, tuple(batch))
    yield from _drained(problems)


def _drained(problems: list[ReadProblem]) -> list[ReadProblem]:
    drained = problems[:]
    problems.clear()
    return drained


def _n_columns(header: Sequence[str], rows: Sequence[Sequence[str]]) -> int:
    """Without the columns at the end that have neither a title nor a value."""
    n_titled = max((i + 1 for i, title in enumerate(header) if title.strip()), default=0)
    if n_titled:
        # A value beyond the titles is a stray delimiter unless most rows have one.
        n_beyond = sum(1 for row in rows if any(cell.strip() for cell in row[n_titled:]))
        if n_beyond <= 0.5 * len(rows):
            return n_titled
    return max((i + 1 for row in rows for i, cell in enumerate(row) if cell.strip()), default=1)


def _titles(header: Sequence[str], n_columns: int) -> list[str]:
    titles = [" ".join(title.split()) for title in header[:n_columns]]
    titles += [""] * (n_columns - len(titles))
    return [title or f"column {i}" for i, title in enumerate(titles, start=1)]


def _columns(titles: Sequence[str], choices: Sequence[TypeChoice]) -> Iterator[Column]:
    taken: set[str] = set()
    for title, choice in zip(titles, choices, strict=True):
        name = _unique(_identifier(title, "column"), taken)
        taken.add(name.casefold())
        yield Column(name, title, choice.type, choice.reason)


def table_name(stem: str) -> str:
    """An SQL name for the table of a file: its stem, Japanese letters kept."""
    return _identifier(stem, "log")


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
        delimiter: str,
        problems: list[ReadProblem],
    ) -> None:
        self._titles = titles
        self._choices = choices
        self._delimiter = delimiter
        self._problems = problems

    def row(self, raw: _Raw) -> tuple[Cell, ...]:
        cells = raw.cells
        n = len(self._choices)
        if len(cells) != n:
            cells = self._of_length(raw, n)
        values = []
        for i, choice in enumerate(self._choices):
            cell = cells[i]
            if choice.type is ColumnType.TEXT:
                values.append(parse_text(cell))
            elif is_absent(cell):
                values.append(None)
            else:
                values.append(self._typed(raw.line, i, cell))
        return tuple(values)

    def _typed(self, line: int, index: int, cell: str) -> Cell:
        try:
            return self._choices[index].parse(plain(cell))
        except ValueError:
            detail = f"{self._titles[index]}: {cell.strip()[:80]}"
            self._problems.append(ReadProblem("value-of-other-type", detail, line=line))
            return cell.strip()

    def _of_length(self, raw: _Raw, n: int) -> list[str]:
        cells = raw.cells
        if len(cells) < n:
            self._problems.append(
                ReadProblem("row-too-short", f"{len(cells)} of {n} cells", line=raw.line)
            )
            return cells + [""] * (n - len(cells))
        if not any(cell.strip() for cell in cells[n:]):
            return cells[:n]
        self._problems.append(
            ReadProblem("row-too-long", f"{len(cells)} cells for {n}", line=raw.line)
        )
        return [*cells[: n - 1], self._delimiter.join(cells[n - 1 :])]
