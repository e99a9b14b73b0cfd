"""One block of cells without empty rows or columns: a table with its header, or text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TypeAlias

from ingest.sheet_grid import ABSENT, COVERED, DATE, EMPTY, NUMBER, TEXT, Grid

_HEADER_DEPTH = 12  # Rows of a block in which its header is looked for.
_LONG = 500  # Rows beyond which even words alone are a table: nobody reads so long a page.
_LOOKED_AT = 200
_ENOUGH = 0.9
_NOTE = re.compile(r"[※*＊注(（]|備考|note|remark", re.IGNORECASE)
_NOTE_LENGTH = 16  # In characters; a shorter text alone in its row can be a part without values.
_UNIT = re.compile(r"[\[(（［].{1,12}[\])）］]|\S{1,6}", re.DOTALL)
_LABEL_END = (":", "：")


@dataclass(frozen=True, slots=True)
class Box:
    """Rows and columns of a sheet, from 0 and all included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class TextPart:
    """Cells to be read as text. ``is_doubtful`` says that they may be a table without titles."""

    box: Box
    is_doubtful: bool = False


@dataclass(frozen=True, slots=True)
class TablePart:
    """A table: rows of titles (none if it has none), then rows of values up to ``last``."""

    header: tuple[int, ...]
    first: int
    last: int
    left: int
    right: int

    @property
    def box(self) -> Box:
        """With its titles."""
        top = self.header[0] if self.header else self.first
        return Box(top, self.left, self.last, self.right)


_Types: TypeAlias = dict[int, int]
"""The kind (number or date) of each typed column."""


def parts_of_block(grid: Grid, box: Box) -> Iterator[TextPart | TablePart]:
    """The block as text, or as text above, a table and notes below."""
    types = _types(grid, box, 0.5)
    header = _header(grid, box, types) if types else _words_header(grid, box)
    if header:
        table = TablePart(header, header[-1] + 1, box.bottom, box.left, box.right)
        if table.last - table.first >= 1:
            if header[0] > box.top:
                yield TextPart(replace(box, bottom=header[0] - 1))
            yield from _without_notes(grid, table)
            return
    elif _is_headerless_table(grid, box):
        yield from _without_notes(grid, TablePart((), box.top, box.bottom, box.left, box.right))
        return
    yield TextPart(box, is_doubtful=_is_doubtful(grid, box))


def goes_on(grid: Grid, table: TablePart, below: Box) -> bool:
    """Whether rows after a blank one belong to the table: same columns, same kinds."""
    if below.left < table.left or below.right > table.right:
        return False
    types = _types(grid, Box(table.first, table.left, table.last, table.right), 0.5)
    rows = grid.kinds[below.top : min(below.bottom + 1, below.top + _LOOKED_AT)]
    if not types:
        is_near = below.top - table.last == 2
        return is_near and (below.left, below.right) == (table.left, table.right)
    first = grid.kinds[below.top]
    if any(first[column] == TEXT for column in types):
        return False
    n_same = sum(row[column] == kind for row in rows for column, kind in types.items())
    n_other = sum(
        row[column] not in (kind, EMPTY, COVERED, ABSENT)
        for row in rows
        for column, kind in types.items()
    )
    return n_same > 0 and n_other <= (1 - _ENOUGH) * (n_same + n_other)


def under_header(grid: Grid, text: TextPart, table: TablePart) -> list[TextPart | TablePart] | None:
    """A table that only a blank row parts from its titles, joined with them; None if it has own."""
    above = text.box
    row = grid.kinds[above.bottom]
    if table.header or table.first - above.bottom > 3:
        return None
    columns = range(table.left, table.right + 1)
    n_titled = sum(row[column] == TEXT for column in columns)
    if n_titled < _ENOUGH * len(columns) or len(columns) < 2:
        return None
    parts: list[TextPart | TablePart] = [replace(table, header=(above.bottom,))]
    if above.bottom > above.top:
        parts.insert(0, replace(text, box=replace(above, bottom=above.bottom - 1)))
    return parts


def _types(grid: Grid, box: Box, share: float) -> _Types:
    """The columns in which that share of the values is of one kind, numbers or dates."""
    counts = Counter(grid.kinds[row] for row in range(box.top, box.bottom + 1))
    types = {}
    for column in range(box.left, box.right + 1):
        kinds: Counter[int] = Counter()
        for row, n in counts.items():
            kinds[row[column]] += n
        n_values = kinds[TEXT] + kinds[NUMBER] + kinds[DATE]
        for kind in (NUMBER, DATE):
            if kinds[kind] and kinds[kind] >= share * n_values:
                types[column] = kind
                break
    return types


def _n_filled(grid: Grid, row: int, box: Box) -> int:
    cells = grid.kinds[row][box.left : box.right + 1]
    return len(cells) - cells.count(EMPTY) - cells.count(COVERED)


def _header(grid: Grid, box: Box, types: _Types) -> tuple[int, ...]:
    """The rows of titles above typed columns; empty if there are none."""
    candidates: list[int] = []
    for row in range(box.top, min(box.top + _HEADER_DEPTH, box.bottom)):
        if _is_titles(grid, row, box, types):
            candidates.append(row)
        elif candidates and _has_values(grid, row, types):
            break
    rows = candidates[-1:]
    for row in reversed(candidates[:-1]):
        if row != rows[0] - 1:
            break
        if _belong_together(grid, row, rows[0], box):
            rows.insert(0, row)
        elif _fills_all(grid, row, box):
            rows = [row]  # What follows are words in place of values, such as "not measured".
        else:
            break
    while rows and rows[0] > box.top and _is_group_row(grid, rows[0] - 1, rows[0], box):
        rows.insert(0, rows[0] - 1)
    return tuple(rows)


def _is_titles(grid: Grid, row: int, box: Box, types: _Types) -> bool:
    kinds = grid.kinds[row]
    if row in grid.counted and row + 1 not in grid.counted:
        return kinds[box.left] in (TEXT, EMPTY, COVERED)
    n_same = sum(kinds[column] == kind for column, kind in types.items())
    n_other = sum(
        kinds[column] not in (kind, EMPTY, COVERED, ABSENT) for column, kind in types.items()
    )
    n_filled = _n_filled(grid, row, box)
    is_spanned = any((row, column) in grid.spans for column in range(box.left, box.right + 1))
    return n_same == 0 and n_other > 0 and (n_filled > 1 or is_spanned or box.left == box.right)


def _has_values(grid: Grid, row: int, types: _Types) -> bool:
    return any(grid.kinds[row][column] == kind for column, kind in types.items())


def _belong_together(grid: Grid, upper: int, lower: int, box: Box) -> bool:
    """Whether titles go on in the next row: groups above titles, titles above units."""
    up, low = _filled(grid, upper, box), _filled(grid, lower, box)
    if len(low) <= len(up) and (box.left not in low or _are_brackets(grid, lower, low)):
        texts = [grid.text(lower, column) for column in low]
        if _spans_columns(grid, lower, box) or all(map(_UNIT.fullmatch, texts)):
            return True
    if _is_line_of_form(grid, upper, box):
        return False
    if _spans_columns(grid, upper, box):
        return True
    # A group's name over its first column, or a title that needs no second line.
    return not up <= low if box.left in up else len(up) < len(low)


def _filled(grid: Grid, row: int, box: Box) -> set[int]:
    kinds = grid.kinds[row]
    return {c for c in range(box.left, box.right + 1) if kinds[c] not in (EMPTY, COVERED)}


def _is_line_of_form(grid: Grid, row: int, box: Box) -> bool:
    """Labels with values beside them: the first cell is filled, and there is a number somewhere."""
    span = grid.spans.get((row, box.left))
    if grid.kinds[row][box.left] in (EMPTY, COVERED) or (span is not None and span[2] > row):
        return False
    return any(map(str.isdigit, "".join(grid.text(row, c) for c in _filled(grid, row, box))))


def _fills_all(grid: Grid, row: int, box: Box) -> bool:
    is_full = len(_filled(grid, row, box)) == box.right - box.left + 1
    return is_full and not _is_line_of_form(grid, row, box)


def _are_brackets(grid: Grid, row: int, columns: set[int]) -> bool:
    return all(grid.text(row, column)[:1] in "[(（［" for column in columns)


def _spans_columns(grid: Grid, row: int, box: Box) -> bool:
    spans = (grid.spans.get((row, column)) for column in range(box.left, box.right + 1))
    return any(span is not None and span[3] > span[1] for span in spans)


def _is_group_row(grid: Grid, row: int, below: int, box: Box) -> bool:
    """Whether a row above the titles groups them: merged over columns, or with an empty corner."""
    n_filled = _n_filled(grid, row, box)
    if _spans_columns(grid, row, box):
        return n_filled > 1 or grid.kinds[row][box.left] in (EMPTY, COVERED)
    is_corner_empty = grid.kinds[row][box.left] in (EMPTY, COVERED)
    return is_corner_empty and n_filled >= max(2, 0.5 * _n_filled(grid, below, box))


def _words_header(grid: Grid, box: Box) -> tuple[int, ...]:
    """The first row of a block of words, if it fills every column with its own title."""
    columns = range(box.left, box.right + 1)
    n_rows = box.bottom - box.top + 1
    if n_rows < 3 or len(columns) < (3 if n_rows <= _LONG else 2):
        return ()
    for top in range(box.top, min(box.top + 4, box.bottom - 1)):
        if not all(grid.kinds[top][column] == TEXT for column in columns):
            continue
        titles = [grid.text(top, column) for column in columns]
        if len(set(titles)) < len(titles) or any(t.endswith(_LABEL_END) for t in titles):
            return ()
        below = range(top + 1, box.bottom + 1)
        n_filled = sum(_n_filled(grid, row, box) for row in below)
        return (top,) if n_filled >= 0.5 * len(columns) * len(below) else ()
    return ()


def _is_headerless_table(grid: Grid, box: Box) -> bool:
    n_rows, n_columns = box.bottom - box.top + 1, box.right - box.left + 1
    types = _types(grid, box, _ENOUGH)
    if n_rows > _LONG:
        return True
    if n_rows < 2 or not types or _is_form(grid, box):
        return False
    if n_columns == 1:
        return n_rows >= 5
    if n_columns == 2:
        return box.right in types and n_rows >= 3
    return len(types) >= 0.5 * n_columns or n_rows >= 20


def _is_form(grid: Grid, box: Box) -> bool:
    labels = [grid.text(row, box.left) for row in range(box.top, box.bottom + 1)]
    return sum(label.endswith(_LABEL_END) for label in labels) >= 0.5 * len(labels)


def _is_doubtful(grid: Grid, box: Box) -> bool:
    is_tall = box.bottom - box.top >= 2 and box.right > box.left
    return is_tall and bool(_types(grid, box, _ENOUGH)) and not _is_form(grid, box)


def _without_notes(grid: Grid, table: TablePart) -> Iterator[TextPart | TablePart]:
    """The table, and the text that follows it without a blank row: notes and what is below them."""
    types = _types(grid, Box(table.first, table.left, table.last, table.right), 0.5)
    last = end = table.last
    while last > table.first + 1:
        if _is_note(grid, last, table):
            end = last - 1
        elif _has_values(grid, last, types) or not types:
            break
        last -= 1
    yield replace(table, last=end)
    if end < table.last:
        yield TextPart(replace(table.box, top=end + 1))


def _is_note(grid: Grid, row: int, table: TablePart) -> bool:
    filled = _filled(grid, row, table.box)
    column = min(filled, default=table.left)
    if len(filled) != 1 or table.left == table.right or grid.kinds[row][column] != TEXT:
        return False
    text = grid.text(row, column)
    return len(text) >= _NOTE_LENGTH or _NOTE.match(text) is not None or text.endswith("。")
