"""Rows with a cell too few or too many, and what in them is certain all the same."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from engine.domain import ColumnType
from ingest.column_types import TypeChoice, is_absent, plain


def fits(cells: Sequence[str], choices: Sequence[TypeChoice]) -> bool:
    """Whether every cell has its column's type or is empty."""
    return all(_fits(cell, choice) for cell, choice in zip(cells, choices, strict=True))


def certain_cells(cells: Sequence[str], choices: Sequence[TypeChoice]) -> list[str] | None:
    """The cells of a row that has one too few or too many, empty where nobody can know.

    A cell is certain if it stands in the same column wherever the lacking cell is put in, or the
    extra one joined to its neighbour, so that all types fit. As any cell fits a column of words,
    only the ways that fill the most columns of numbers and dates count. None if no way fits.
    """
    n = len(choices)
    if len(cells) == n - 1:
        ways = [[*cells[:i], "", *cells[i:]] for i in range(n)]
    elif len(cells) == n + 1:
        ways = [[*cells[:i], f"{cells[i]} {cells[i + 1]}", *cells[i + 2 :]] for i in range(n)]
    else:
        return None
    fitting = [way for way in ways if fits(way, choices)]
    if not fitting:
        return None
    most = max(_n_typed(way, choices) for way in fitting)
    fitting = [way for way in fitting if _n_typed(way, choices) == most]
    # A joined cell differs from each of its two halves, so it is never certain.
    joined = {f"{a} {b}" for a, b in pairwise(cells)} if len(cells) > n else ()
    return [
        column[0] if len(set(column)) == 1 and column[0] not in joined else ""
        for column in zip(*fitting, strict=True)
    ]


def _n_typed(cells: Sequence[str], choices: Sequence[TypeChoice]) -> int:
    return sum(
        1
        for cell, choice in zip(cells, choices, strict=True)
        if choice.type is not ColumnType.TEXT and not is_absent(cell)
    )


def _fits(cell: str, choice: TypeChoice) -> bool:
    if choice.type is ColumnType.TEXT or is_absent(cell):
        return True
    try:
        choice.parse(plain(cell))
    except ValueError:
        return False
    return True
