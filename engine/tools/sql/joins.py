"""Which columns of two log tables can be joined: the same kind of thing, seen by their values."""

from __future__ import annotations

from dataclasses import dataclass

from engine.domain import ColumnProfile, ColumnType, TableProfile
from engine.text import normalise

_MIN_SHARED = 0.3  # Of the smaller column's values: exports rarely cover the same parts exactly.
_MAX_JOINS = 3


@dataclass(frozen=True, slots=True)
class Join:
    """Columns of two tables, by their SQL names, that hold the same kind of thing."""

    left: str
    right: str
    shared: float


def joins_between(one: TableProfile, other: TableProfile) -> tuple[Join, ...]:
    """Pairs of columns worth joining on, the surest first; at most three.

    Text columns need values in common. Numbers and timestamps need the same title: two columns of
    small numbers have values in common by chance.
    """
    joins = []
    for left in one.columns:
        for right in other.columns:
            shared = _shared(left, right)
            if shared >= _MIN_SHARED:
                is_same = normalise(left.column.title) == normalise(right.column.title)
                joins.append(Join(left.column.name, right.column.name, shared + is_same))
    return tuple(sorted(joins, key=lambda join: -join.shared)[:_MAX_JOINS])


def _shared(left: ColumnProfile, right: ColumnProfile) -> float:
    """The share of the smaller column's values that the other has, 0 to 1."""
    if left.column.type is not right.column.type:
        return 0.0
    if left.column.type is not ColumnType.TEXT:
        return float(normalise(left.column.title) == normalise(right.column.title))
    values, others = frozenset(left.values), frozenset(right.values)
    smaller = min(len(values), len(others))
    # Two columns of "yes" and "no" have all in common and nothing to do with each other.
    return len(values & others) / smaller if smaller > 2 else 0.0
