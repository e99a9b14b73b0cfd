"""What kind of thing each cell of a sheet holds: one byte a cell, so that a full sheet fits.

The tables of a sheet are found from these kinds alone; texts are read again when they are needed.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from engine.domain import Cell
from ingest.column_types import (
    Parser,
    is_absent,
    parse_day_first,
    parse_integer,
    parse_month_first,
    parse_real,
    parse_year_first,
    plain,
)
from ingest.named_dates import parse_month_name
from ingest.workbook import Merge, RawCell, is_error, text_of

EMPTY, COVERED, TEXT, NUMBER, DATE, ABSENT = b".mtnda"
"""Nothing, inside a merged cell, words, a number, a date or time, "N/A" and the like."""

_OF_TYPE: dict[type, int] = {
    float: NUMBER,
    int: NUMBER,
    bool: TEXT,
    dt.datetime: DATE,
    dt.date: DATE,
    dt.time: DATE,
    dt.timedelta: DATE,
}
_HEAD_CELLS = 300_000
_COUNTED_ROWS = 2000  # Rows of sample numbers 1, 2, 3 … are looked for so far down.
_BEGINS_AS_NUMBER = frozenset("+-.0123456789")
_LONGEST_VALUE = 40
_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?")
# Most words are not, and to try all forms of dates on each would take longer than all else.
_MAYBE_DATE = re.compile(r"-?\d|[令平昭大]|[RHST][\s.]*[\d元]|[A-Za-z]{3,9}\.?\s\d")
_TIME = re.compile(r"-?\d{1,4}:\d{2}(?::\d{2}(?:\.\d+)?)?")


@dataclass(frozen=True, slots=True)
class Grid:
    """Kinds by row, all rows equally wide.

    ``counted`` are rows that count 1, 2, 3 … from cell to cell; ``spans`` the merged cells with a
    value, by their first cell; ``head`` the values of the first rows.
    """

    kinds: Sequence[bytes]
    counted: frozenset[int]
    spans: dict[tuple[int, int], Merge]
    head: Sequence[Sequence[RawCell]]

    @property
    def width(self) -> int:
        """Columns of the sheet."""
        return len(self.kinds[0]) if self.kinds else 0

    def text(self, row: int, column: int) -> str:
        """The text of a cell in the first rows; empty for one below them."""
        return text_of(self.head[row][column]) if row < len(self.head) else ""


def grid_of(rows: Iterable[Sequence[RawCell]], merges: Iterable[Merge]) -> Grid:
    """The kinds of a sheet's cells. Rows that look alike share one object."""
    kinds: list[bytes] = []
    counted = set()
    known: dict[bytes, bytes] = {}
    head: list[Sequence[RawCell]] = []
    for number, row in enumerate(rows):
        kind = bytes([_OF_TYPE.get(type(cell)) or kind_of(cell) for cell in row])  # type: ignore[arg-type]
        kinds.append(known.setdefault(kind, kind))
        if number * len(row) < _HEAD_CELLS:
            head.append(row)
        if number < _COUNTED_ROWS and kind.count(NUMBER) > 2 and _is_counted(row):
            counted.add(number)
    spans = {}
    for merge in merges:
        top, left, *_ = merge
        if top < len(kinds) and left < len(kinds[top]) and kinds[top][left] not in (EMPTY, COVERED):
            spans[top, left] = merge
            _cover(kinds, merge)
    return Grid(kinds, frozenset(counted), spans, head)


def _cover(kinds: list[bytes], merge: Merge) -> None:
    top, left, bottom, right = merge
    for row in range(top, min(bottom + 1, len(kinds))):
        cells = bytearray(kinds[row])
        for column in range(left, min(right + 1, len(cells))):
            if (row, column) != (top, left) and cells[column] == EMPTY:
                cells[column] = COVERED
        kinds[row] = bytes(cells)


def kind_of(text: str) -> int:
    """The kind of a cell that holds a text."""
    text = text.strip()
    if not text:
        return EMPTY
    if is_error(text) or is_absent(text):
        return ABSENT
    if len(text) > _LONGEST_VALUE:
        return TEXT
    text = plain(text)
    if text[0] in _BEGINS_AS_NUMBER and _fits(text, _NUMBERS):
        return NUMBER
    if not _MAYBE_DATE.match(text):
        return TEXT
    return DATE if _TIME.fullmatch(text) or _fits(text, _DATES) else TEXT


def _fits(text: str, parsers: Sequence[Parser]) -> bool:
    for parse in parsers:
        try:
            parse(text)
        except ValueError:
            continue
        return True
    return False


def _parse_thousands(text: str) -> Cell:
    if not _THOUSANDS.fullmatch(text):
        raise ValueError(text)
    return text


_NUMBERS: tuple[Parser, ...] = (parse_integer, parse_real, _parse_thousands)
_DATES: tuple[Parser, ...] = (
    parse_year_first,
    parse_month_name,
    parse_day_first,
    parse_month_first,
)


def _is_counted(row: Sequence[RawCell]) -> bool:
    numbers = [int(text_of(cell)) for cell in row if _is_small(cell)]
    return len(numbers) > 2 and {later - before for before, later in pairwise(numbers)} == {1}


def _is_small(cell: RawCell) -> bool:
    if isinstance(cell, float):
        return cell.is_integer() and 0 <= cell < 10_000
    return isinstance(cell, str) and cell.isdecimal() and len(cell) < 5
