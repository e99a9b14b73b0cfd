"""What a query looks for and its tables do not have: why it found nothing, or counted none.

"No row has part = 'SH-299'" is an answer; "0 failures" about a part that was never inspected is a
silently wrong one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlglot import exp

from engine.domain import Cell, ColumnProfile, ColumnType
from engine.text import normalise
from engine.tools.sql.guard import CheckedQuery
from engine.tools.sql.linking import Link
from engine.tools.sql.names import folded_name

_DATE = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")


@dataclass(frozen=True, slots=True)
class Absence:
    """A value that no row of the column has; for dates the ends of what the log covers."""

    document: str
    column: str
    value: str
    low: Cell = None
    high: Cell = None


def absences(query: CheckedQuery, links: Sequence[Link]) -> tuple[Absence, ...]:
    """Every value that the query asks for and that its column certainly does not have."""
    columns = {
        folded_name(column.column.name): (link, column)
        for link in links
        for column in link.profile.columns
    }
    found = []
    for name, text in _asked_for(query.tree):
        if name in columns:
            link, column = columns[name]
            if _is_absent(column, text):
                document = link.profile.stored.document
                is_date = column.column.type is ColumnType.DATETIME
                ends = (column.low, column.high) if is_date else (None, None)
                found.append(Absence(document, column.column.title, text.strip("%"), *ends))
    return tuple(dict.fromkeys(found))


def _asked_for(tree: exp.Query) -> Iterator[tuple[str, str]]:
    """(column, text) of every comparison that a row has to be equal to or like."""
    for node in tree.find_all(exp.EQ, exp.In, exp.Like):
        column = node.this.find(exp.Column)
        if column is None or isinstance(node.parent, exp.Not):
            continue
        for literal in node.find_all(exp.Literal):
            if literal.is_string:
                yield folded_name(column.name), literal.name


def _is_absent(column: ColumnProfile, text: str) -> bool:
    if column.column.type is ColumnType.DATETIME:
        return _is_outside(column, text.strip("%"))
    if column.column.type is not ColumnType.TEXT or not column.is_complete:
        return False
    wanted = normalise(text.strip("%"))
    if text.strip("%") != text:
        return not any(wanted in normalise(value) for value in column.values)
    return not any(wanted == normalise(value) for value in column.values)


def _is_outside(column: ColumnProfile, date: str) -> bool:
    """Whether a day, month or year lies before or behind all that the log has."""
    if not _DATE.fullmatch(date) or column.low is None:
        return False
    return not str(column.low)[: len(date)] <= date <= str(column.high)[: len(date)]
