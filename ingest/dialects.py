"""How a log is written: delimiter, quotes, and the line that names the columns."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from engine.domain import ColumnType
from ingest.column_types import choose_type, plain

_DELIMITERS = (",", "\t", ";", "|")
_SAMPLE_LINES = 100
_DETECT_CHARACTERS = 10_000  # clevercsv tries every dialect: 10 KB takes 0.1 s, 100 KB two seconds.
_NUMERIC = re.compile(r"[+-]?[\d.,:/\s年月日時分秒TZ+%-]*\d[\d.,:/\s年月日時分秒TZ+%-]*")
_MAX_TITLE = 80


@dataclass(frozen=True, slots=True)
class Dialect:
    """How the cells of a line are divided."""

    delimiter: str
    quote: str = '"'


def dialect_of(sample: str, suffix: str) -> Dialect:
    """The dialect of a log from its first lines.

    A delimiter that divides all lines into equally many cells needs no further thought; clevercsv
    decides the rest, and is overruled where its answer divides nothing.
    """
    lines = [line for line in sample.splitlines()[:_SAMPLE_LINES] if line.strip()]
    if len(lines) > 1 and not sample.endswith(("\n", "\r")):
        lines.pop() if len(lines) < _SAMPLE_LINES and len(sample) > _DETECT_CHARACTERS else None
    scores = {delimiter: _consistency(lines, delimiter) for delimiter in _DELIMITERS}
    if suffix == ".tsv" and scores["\t"] > 0:
        return Dialect("\t")
    best = max(scores, key=lambda delimiter: scores[delimiter])
    if scores[best] >= 0.9:
        return Dialect(best)
    detected = _detected("\n".join(lines)[:_DETECT_CHARACTERS])
    if detected is not None and scores.get(detected.delimiter, 0.0) >= scores[best]:
        return detected
    return Dialect(best if scores[best] > 0 else ",")


def is_tabular(sample: str) -> bool:
    """Whether a text file holds a table: some lines, all of three or more cells, with numbers."""
    lines = [line for line in sample.splitlines()[:_SAMPLE_LINES] if line.strip()][:-1]
    if len(lines) < 5:
        return False
    for delimiter in ("\t", ";", ","):
        rows = list(csv.reader(lines, delimiter=delimiter))
        n_cells = {len(row) for row in rows}
        if len(n_cells) == 1 and n_cells.pop() >= 3:
            columns = zip(*rows[1:], strict=True)
            if any(choose_type(column).type is not ColumnType.TEXT for column in columns):
                return True
    return False


def _consistency(lines: Sequence[str], delimiter: str) -> float:
    """Share of lines with the commonest number of cells; 0 if that is one cell."""
    try:
        counts = Counter(len(row) for row in csv.reader(lines, delimiter=delimiter))
    except csv.Error:
        return 0.0
    counts.pop(1, None)
    if not counts or not lines:
        return 0.0
    n_cells, n_lines = counts.most_common(1)[0]
    # Of two delimiters that fit all lines, decimal commas give fewer cells than semicolons.
    return n_lines / len(lines) + min(n_cells, 50) / 1000 + (0.01 if delimiter != "," else 0)


def _detected(sample: str) -> Dialect | None:
    import clevercsv  # noqa: PLC0415  (0.25 s, and few logs need it)

    try:
        found = clevercsv.Sniffer().sniff(sample, delimiters=list(_DELIMITERS))
    except clevercsv.Error:
        return None
    if found is None or found.delimiter not in _DELIMITERS:
        return None
    return Dialect(found.delimiter, found.quotechar or '"')


def header_index(rows: Sequence[Sequence[str]]) -> int:
    """Which row names the columns; -1 if none does and the first row is data."""
    head = rows[:200]
    widths = Counter(_n_filled(row) for row in head)
    usual = max(widths, key=lambda n: (widths[n], n))
    start = next((i for i, row in enumerate(head) if _n_filled(row) >= max(1, 0.75 * usual)), 0)
    # Lines such as "Device: CMM-3" before the header have fewer cells than the table.
    if start > 30:
        start = 0
    return start if _is_header(head[start], head[start + 1 :]) else start - 1


def is_numeric(cell: str) -> bool:
    """Whether a cell without outer space is a number, a date or a time."""
    return _NUMERIC.fullmatch(plain(cell)) is not None


def _n_filled(row: Sequence[str]) -> int:
    return sum(1 for cell in row if cell.strip())


def _is_header(row: Sequence[str], below: Sequence[Sequence[str]]) -> bool:
    titles = [cell.strip() for cell in row if cell.strip()]
    if not titles or any(len(title) > _MAX_TITLE for title in titles):
        return False
    n_numeric = sum(1 for title in titles if is_numeric(title))
    if n_numeric == 0:
        return len(set(titles)) == len(titles) or len(titles) > 3
    if any(_is_dated(i, cell, below) for i, cell in enumerate(row) if is_numeric(cell.strip())):
        return False
    # Years or channel numbers as titles: numbers above a column of words are titles too.
    return n_numeric < 0.5 * len(titles) and bool(below)


def _is_dated(column: int, cell: str, below: Sequence[Sequence[str]]) -> bool:
    """Whether a cell is one of a column of dates: the line is a row then."""
    cells = [cell, *(row[column] for row in below if column < len(row))]
    return len(cells) > 1 and choose_type(cells).type is ColumnType.DATETIME
