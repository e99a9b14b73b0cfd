"""Log tables as a model is told of them: names, titles, types, what the columns hold.

The text depends on the table alone and not on the question, so that the model's reading of it can
be kept in the KV bank.
"""

from __future__ import annotations

from collections.abc import Sequence

from engine.addressed import is_name_addressed, without_masked
from engine.domain import Cell, ColumnProfile, ColumnType, TableProfile
from engine.text import normalise
from engine.tools.sql.joins import joins_between

_SHOWN_VALUES = 8
_MAX_VALUE_LETTERS = 40


def schema_texts(profiles: Sequence[TableProfile], n: int, *, first: int = 0) -> tuple[str, ...]:
    """The tables in ``n`` orders of tables and columns: the same facts, read differently.

    ``first`` is the first of the orders, counted from 0.
    """
    orders = range(first, first + n)
    return tuple(_schema_text(profiles[:: -1 if i % 2 else 1], i) for i in orders)


def _schema_text(profiles: Sequence[TableProfile], order: int) -> str:
    lines = []
    for profile in profiles:
        stored = profile.stored
        document = "document" if is_name_addressed(stored.document) else stored.document
        lines.append(f"Table {profile.name} ({document}, {stored.n_rows} rows)")
        lines += [f"- {_column_text(column)}" for column in _ordered(profile.columns, order)]
    for i, one in enumerate(profiles):
        for other in profiles[i + 1 :]:
            lines += [
                f"Join {one.name}.{join.left} = {other.name}.{join.right}"
                for join in joins_between(one, other)
            ]
    return "\n".join(lines)


def _ordered(columns: Sequence[ColumnProfile], order: int) -> Sequence[ColumnProfile]:
    """As in the file, then backwards; then the same from the middle."""
    start = (order // 2) * len(columns) // 2 % len(columns)
    turned = (*columns[start:], *columns[:start])
    return turned[::-1] if order % 2 else turned


def _column_text(profile: ColumnProfile) -> str:
    column = profile.column
    shown = without_masked(column.title)
    is_plain = not shown or normalise(shown) == normalise(column.name)
    title = "" if is_plain else f' "{shown}"'
    return f"{column.name}{title} {column.type.value}{_held(profile)}"


def _held(profile: ColumnProfile) -> str:
    if profile.column.type is ColumnType.TEXT:
        if not profile.values:
            return ""
        read = [text for value in profile.values[:_SHOWN_VALUES] if (text := without_masked(value))]
        shown = [_shown(text) for text in read]
        if not shown:
            return ""
        if profile.is_constant:
            return f": always {shown[0]}"
        n = len(profile.values)
        more = f", … ({n} different)" if profile.is_complete else ", … (many different)"
        return ": " + ", ".join(shown) + (more if n > _SHOWN_VALUES else "")
    if profile.low is None:
        return ""
    return f": {_shown(profile.low)} to {_shown(profile.high)}"


def _shown(value: Cell) -> str:
    text = f"{value:.6g}" if isinstance(value, float) else " ".join(str(value).split())
    return text if len(text) <= _MAX_VALUE_LETTERS else text[: _MAX_VALUE_LETTERS - 1] + "…"
