"""The tables of a CSV file, and the records in them that are no rows."""

from __future__ import annotations

import re
import unicodedata
from collections import deque
from collections.abc import Iterator, Sequence

from engine.domain import ReadProblem
from ingest.csv_header import Header, is_comment, shape
from ingest.dialects import is_numeric
from ingest.typed_rows import Record

_TOTAL = re.compile(r"(?:grand\s*|sub[\s-]?)?totals?|sum|総\s*計|合\s*計|小\s*計|累\s*計|計")
_MAX_TOTAL = 16
_MAX_HEADER = 4  # Title, groups, names, units.


class Stream:
    """Records that can be looked at before they are taken."""

    def __init__(self, records: Iterator[Record]) -> None:
        self._records = records
        self._ahead: deque[Record] = deque()

    def peek(self, n: int = 0) -> Record | None:
        """The record ``n`` places ahead, or None behind the last."""
        while len(self._ahead) <= n:
            record = next(self._records, None)
            if record is None:
                return None
            self._ahead.append(record)
        return self._ahead[n]

    def take(self) -> Record:
        """The next record, which must have been seen."""
        return self._ahead.popleft()


def one_table(
    stream: Stream, heads: set[tuple[str, ...]], *, has_rows: bool = False
) -> Iterator[Record]:
    """The records up to the next table, which a blank line and another header begin.

    ``heads`` are the lines of words above the rows; those that are read are added.
    """
    while (record := stream.peek()) is not None:
        if has_rows:
            if record.is_after_blank and _begins_table(stream, heads):
                return
        elif _has_number(record):
            has_rows = True
        else:
            heads.add(shape(record))
        yield stream.take()


def rows_of_table(
    records: Iterator[Record],
    header: Header,
    problems: list[ReadProblem],
    *,
    joint: str,
    has_comments: bool,
) -> Iterator[Record]:
    """The records that are rows; the others are noted in ``problems`` with their text."""
    heads = {shape(record) for record in (*header.preamble, *header.rows)}
    beginnings = {head[0] for head in heads}
    width = len(header.titles)
    record = next(records, None)
    while record is not None:
        following = next(records, None)
        first = record.cells[0].strip()
        code = ""
        if first in beginnings and shape(record) in heads:
            code = "header-repeated"
        elif has_comments and first.startswith("#"):
            code = "comment-line"
        # Most rows begin with a number or a date, and a million of them are looked at.
        elif not first[:1].isdigit() and _is_total(record, width, is_last=following is None):
            code = "totals-row"
        if code:
            problems.append(dropped(code, record, joint))
        else:
            yield record
        record = following


def dropped(code: str, record: Record, joint: str) -> ReadProblem:
    """What is told of a record that is no row. The codes have their words in app.problems."""
    text = joint.join(record.cells).strip(joint + " ")
    match code:
        case "header-repeated":
            return ReadProblem("header-repeated", text, line=record.line)
        case "comment-line":
            return ReadProblem("comment-line", text, line=record.line)
        case "totals-row":
            return ReadProblem("totals-row", text, line=record.line)
        case _:
            return ReadProblem("lines-before-header", text, line=record.line)


def has_comments(records: Sequence[Record]) -> bool:
    """Whether "#" begins comments here: where most rows have it, it belongs to their numbers."""
    return sum(1 for record in records if is_comment(record)) < 0.5 * len(records)


def _begins_table(stream: Stream, heads: set[tuple[str, ...]]) -> bool:
    titles = 0
    for n in range(_MAX_HEADER + 1):
        record = stream.peek(n)
        if record is None or (n > 1 and record.is_after_blank) or shape(record) in heads:
            return False
        cells = [cell for cell in shape(record) if cell]
        if _has_number(record):
            return titles >= 2 and titles >= 0.75 * len(cells)
        if len(set(cells)) == len(cells):
            titles = max(titles, len(cells))
    return False


def _has_number(record: Record) -> bool:
    return any(is_numeric(cell.strip()) for cell in record.cells if cell.strip())


def _is_total(record: Record, width: int, *, is_last: bool) -> bool:
    """Whether a row only adds up others: it is called so, and is the last or has gaps."""
    label = next((stripped for cell in record.cells if (stripped := cell.strip())), "")
    if len(label) > _MAX_TOTAL:
        return False
    plain = unicodedata.normalize("NFKC", label).casefold().rstrip(": ")
    if not _TOTAL.fullmatch(plain) or not _has_number(record):
        return False
    return is_last or sum(1 for cell in record.cells[:width] if cell.strip()) < width
