"""The tables and the free texts of a sheet, told apart by what kinds of cells stand together.

A sheet is cut along its empty columns and rows, again and again, until no cut is left. A block with
titles above columns of values is a table; anything else is text. A blank row inside a table does
not divide it if its columns go on in the same kinds.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import TypeAlias

from ingest.sheet_blocks import Box, TablePart, TextPart, goes_on, parts_of_block, under_header
from ingest.sheet_grid import COVERED, EMPTY, Grid

Part: TypeAlias = TablePart | TextPart

_NOTHING = bytes((EMPTY, COVERED))
_TITLE_SHARE = 0.6  # Of the width, where a merged cell is a title of all below.


def regions(grid: Grid) -> list[Part]:
    """In reading order: of tables side by side the left one first, with what stands below it."""
    if not grid.width:
        return []
    return list(_cut(grid, Box(0, 0, len(grid.kinds) - 1, grid.width - 1)))


def _cut(grid: Grid, box: Box) -> Iterator[Part]:
    trimmed = _trimmed(grid, box)
    while trimmed is not None and _is_wide_title(grid, trimmed):
        yield TextPart(replace(trimmed, bottom=trimmed.top))
        trimmed = _trimmed(grid, replace(trimmed, top=trimmed.top + 1))
    if trimmed is None:
        return
    bands = _bands(grid, trimmed)
    if len(bands) > 1:
        yield from _side_by_side(grid, trimmed, bands)
        return
    stack = _stack(grid, trimmed)
    if len(stack) > 1:
        yield from _below_each_other(grid, stack)
    else:
        yield from parts_of_block(grid, trimmed)


def _side_by_side(grid: Grid, box: Box, bands: list[Box]) -> Iterator[Part]:
    if _is_one_table(grid, bands):
        yield from parts_of_block(grid, box)
        return
    parts = [part for band in bands for part in _cut(grid, band)]
    if all(isinstance(part, TextPart) for part in parts):
        # A form: labels in one column, values in another. They are read row by row.
        is_doubtful = any(isinstance(part, TextPart) and part.is_doubtful for part in parts)
        yield TextPart(box, is_doubtful)
    else:
        yield from parts


def _is_one_table(grid: Grid, bands: list[Box]) -> bool:
    """Whether narrow empty columns only space one table out: all rows and no title go through."""
    boxes = [_trimmed(grid, band) for band in bands]
    first = boxes[0]
    if first is None or first.bottom - first.top < 2:
        return False
    titles: list[str] = []
    for box in boxes:
        if box is None or (box.top, box.bottom) != (first.top, first.bottom):
            return False
        if len(_stack(grid, box)) > 1:
            return False
        titles += [grid.text(box.top, column) for column in range(box.left, box.right + 1)]
    gaps = [after.left - before.right for before, after in pairwise(bands)]
    named = [title for title in titles if title]
    return max(gaps) == 2 and len(set(named)) == len(titles)


def _below_each_other(grid: Grid, stack: list[Box]) -> Iterator[Part]:
    done: list[Part] = []
    for box in stack:
        last = done[-1] if done else None
        if isinstance(last, TablePart) and goes_on(grid, last, box):
            done[-1] = replace(last, last=box.bottom)
            continue
        parts = list(_cut(grid, box))
        if isinstance(last, TextPart) and len(parts) == 1 and isinstance(parts[0], TablePart):
            joined = under_header(grid, last, parts[0])
            if joined is not None:
                done[-1:] = joined
                continue
        done += parts
    yield from done


def _is_wide_title(grid: Grid, box: Box) -> bool:
    """Whether the first row is one merged cell over most of the width, with more below."""
    row = grid.kinds[box.top][box.left : box.right + 1]
    filled = [i for i, kind in enumerate(row) if kind not in _NOTHING]
    if len(filled) != 1 or box.top == box.bottom:
        return False
    span = grid.spans.get((box.top, box.left + filled[0]))
    return span is not None and span[3] - span[1] + 1 >= max(2, _TITLE_SHARE * len(row))


def _is_row_empty(grid: Grid, row: int, box: Box) -> bool:
    return not grid.kinds[row][box.left : box.right + 1].strip(_NOTHING)


def _trimmed(grid: Grid, box: Box) -> Box | None:
    """Without empty rows and columns at its edges; None if nothing is left."""
    top, bottom = box.top, box.bottom
    while top <= bottom and _is_row_empty(grid, top, box):
        top += 1
    while bottom > top and _is_row_empty(grid, bottom, box):
        bottom -= 1
    if top > bottom:
        return None
    used = _used_columns(grid, replace(box, top=top, bottom=bottom))
    return Box(top, used[0], bottom, used[-1])


def _used_columns(grid: Grid, box: Box) -> list[int]:
    rows = {grid.kinds[row] for row in range(box.top, box.bottom + 1)}
    return [
        column
        for column in range(box.left, box.right + 1)
        if any(row[column] != EMPTY for row in rows)
    ]


def _bands(grid: Grid, box: Box) -> list[Box]:
    """The box divided at its empty columns."""
    runs = _runs(_used_columns(grid, box))
    return [replace(box, left=first, right=last) for first, last in runs]


def _stack(grid: Grid, box: Box) -> list[Box]:
    """The box divided at its empty rows."""
    used = [r for r in range(box.top, box.bottom + 1) if not _is_row_empty(grid, r, box)]
    return [replace(box, top=first, bottom=last) for first, last in _runs(used)]


def _runs(numbers: list[int]) -> list[tuple[int, int]]:
    """Consecutive numbers as first and last."""
    runs: list[tuple[int, int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1] = runs[-1][0], number
        else:
            runs.append((number, number))
    return runs
