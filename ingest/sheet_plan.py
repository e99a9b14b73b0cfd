"""What is to be made of one sheet: lines of text for its pages, and its tables with their columns.

A plan holds no rows of tables beyond those that are drawn on the page: they are read again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from engine.domain import BlockKind, ReadProblem
from ingest.sheet_blocks import Box, TablePart, TextPart
from ingest.sheet_grid import COVERED, EMPTY, NUMBER, Grid, grid_of
from ingest.sheet_regions import Part, regions
from ingest.typed_rows import MAX_COLUMNS, titles_of
from ingest.units import is_unit
from ingest.workbook import SheetCells, SheetHead, text_of

_DRAWN_ROWS = 200
_MAX_TITLE_ROWS = 6
_MAX_NAME = 60
_UNITS_LINE = re.compile(r"(?i)(?:units?|単位)\s*[:：]\s*(\S.*)")
# Rows that sum up the others: they would be counted twice by every query.
_TOTALS = frozenset(
    "total totals subtotal sub-total sum grandtotal 合計 小計 総計 総合計 計 累計 合計値".split()
)
_STATISTICS = frozenset(
    "average avg avg. mean max max. min min. maximum minimum range std stdev std.dev σ sigma 平均"
    " 平均値 最大 最大値 最小 最小値 範囲 標準偏差 cp cpk ばらつき".split()
)


@dataclass(frozen=True, slots=True)
class SheetLine:
    """A line of the sheet's pages. ``is_text`` is false for the rows of tables, drawn alone."""

    text: str
    kind: BlockKind = BlockKind.PARAGRAPH
    level: int = 0
    is_text: bool = True


@dataclass(frozen=True, slots=True)
class TablePlan:
    """A table of the sheet: its titles by column, and the rows that it leaves out.

    ``fills`` are cells inside merged ones with the row whose value they share.
    """

    part: TablePart
    title: str
    notes: tuple[str, ...]
    columns: tuple[int, ...]
    titles: tuple[str, ...]
    left_out: frozenset[int]
    fills: dict[tuple[int, int], int]


@dataclass(frozen=True, slots=True)
class SheetPlan:
    """A sheet's lines, tables and what is wrong with it."""

    head: SheetHead
    lines: tuple[SheetLine, ...]
    tables: tuple[TablePlan, ...]
    problems: tuple[ReadProblem, ...]


def plan_sheet(cells: SheetCells) -> SheetPlan:
    """Find the tables and texts of a sheet."""
    grid = grid_of(cells.values(), cells.merges)
    parts = regions(grid)
    left_out = {
        part: frozenset(_summaries(cells, part)) for part in parts if isinstance(part, TablePart)
    }
    texts = _texts(cells, parts, set().union(*left_out.values()))
    lines: list[SheetLine] = []
    tables: list[TablePlan] = []
    problems: list[ReadProblem] = []
    for i, part in enumerate(parts):
        if isinstance(part, TextPart):
            lines += _text_lines(part.box, texts)
            if part.is_doubtful:
                detail = _place(cells, part.box)
                problems.append(ReadProblem("cells-read-as-text", detail, line=part.box.top + 1))
            continue
        table = _table(cells, grid, parts[:i], part, texts, left_out[part])
        tables.append(table)
        lines += _drawn_rows(table, texts)
        problems += _table_problems(cells, grid, table)
    name = SheetLine(
        cells.head.name, BlockKind.HEADING, 1, is_text=any(line.is_text for line in lines)
    )
    return SheetPlan(cells.head, (name, *lines) if lines else (), tuple(tables), tuple(problems))


def _texts(cells: SheetCells, parts: Sequence[Part], wanted: set[int]) -> dict[int, list[str]]:
    """The rows of the sheet that are shown or name something, and others that are wanted."""
    for part in parts:
        if isinstance(part, TextPart):
            wanted.update(range(part.box.top, part.box.bottom + 1))
        else:
            wanted.update(part.header)
            wanted.update(range(part.first, min(part.last + 1, part.first + _DRAWN_ROWS)))
    rows = islice(cells.values(), max(wanted, default=-1) + 1)
    return {
        number: [text_of(cell) for cell in row]
        for number, row in enumerate(rows)
        if number in wanted
    }


def _table(
    cells: SheetCells,
    grid: Grid,
    before: Sequence[Part],
    part: TablePart,
    texts: dict[int, list[str]],
    left_out: frozenset[int],
) -> TablePlan:
    columns = _used_columns(grid, part)
    above = _lines_above(before, part, texts)
    alone = [line.text for line in above if line.kind is BlockKind.PARAGRAPH]
    title = next((text for text in reversed(alone) if len(text) <= _MAX_NAME), "")
    return TablePlan(
        part=part,
        title=title,
        notes=(f"Sheet {cells.head.name}", *(line.text for line in above)),
        columns=columns[:MAX_COLUMNS],
        titles=tuple(_title(grid, part, column, texts) for column in columns[:MAX_COLUMNS]),
        left_out=left_out,
        fills=_fills(grid, part),
    )


def _used_columns(grid: Grid, part: TablePart) -> tuple[int, ...]:
    """Without those that have neither a title of their own nor a value."""
    rows = {grid.kinds[row] for row in (*part.header, *range(part.first, part.last + 1))}
    return tuple(
        column
        for column in range(part.left, part.right + 1)
        if any(row[column] not in (EMPTY, COVERED) for row in rows)
    )


def _title(grid: Grid, part: TablePart, column: int, texts: dict[int, list[str]]) -> str:
    """The titles of a column from the top down; a merged one stands over all its columns."""
    names: list[str] = []
    for row in part.header:
        text = " ".join(texts[row][column].split())
        if not text and grid.kinds[row][column] == COVERED:
            text = _merged_title(grid, row, column, texts)
        if text and text not in names:
            names.append(text)
    return _title_of(names)


def _title_of(names: Sequence[str]) -> str:
    """``Fast Feed [mm/min]`` of "0", "Fast Feed" and "Units: mm/min": a bare number is an index."""
    words = [name for name in names if not name.isdecimal()] or list(names)
    units = [match[1] for name in words if (match := _UNITS_LINE.fullmatch(name))]
    units += [name for name in words[1:] if is_unit(name)]
    titles = [name for name in words if not _UNITS_LINE.fullmatch(name) and name not in units]
    if len(units) != 1 or not titles or "[" in titles[-1]:
        return " / ".join(words)
    return f"{' / '.join(titles)} [{units[0]}]"


def _merged_title(grid: Grid, row: int, column: int, texts: dict[int, list[str]]) -> str:
    for left in range(column - 1, -1, -1):
        span = grid.spans.get((row, left))
        if span is not None:
            return " ".join(texts[row][left].split()) if span[3] >= column else ""
    return ""


def _lines_above(
    before: Sequence[Part], part: TablePart, texts: dict[int, list[str]]
) -> list[SheetLine]:
    """The lines directly above a table, as far as they are few enough to be its title."""
    lines: list[SheetLine] = []
    top = part.box.top
    for above in reversed(before):
        box = above.box
        is_over = box.left <= part.right and box.right >= part.left and 0 < top - box.bottom <= 3
        if not isinstance(above, TextPart) or not is_over:
            break
        if len(lines) + box.bottom - box.top >= _MAX_TITLE_ROWS:
            break
        lines[:0] = _text_lines(box, texts)
        top = box.top
    return lines


def _text_lines(box: Box, texts: dict[int, list[str]]) -> Iterator[SheetLine]:
    for row in range(box.top, box.bottom + 1):
        filled = [cell for cell in texts.get(row, [])[box.left : box.right + 1] if cell]
        if len(filled) == 1:
            yield from (SheetLine(line.strip()) for line in filled[0].split("\n") if line.strip())
        elif filled:
            yield SheetLine(_joined(filled), BlockKind.TABLE_ROW)


def _drawn_rows(table: TablePlan, texts: dict[int, list[str]]) -> Iterator[SheetLine]:
    part = table.part
    if part.header:
        yield SheetLine(_joined(table.titles), is_text=False)
    last_drawn = min(part.last, part.first + _DRAWN_ROWS - 1)
    for row in range(part.first, part.last + 1):
        if row > last_drawn and row not in table.left_out:
            continue
        cells = [texts[row][column] for column in table.columns]
        if row in table.left_out:
            pairs = zip(titles_of(table.titles, len(cells)), cells, strict=True)
            named = [f"{title}: {cell}" for title, cell in pairs if cell]
            yield SheetLine(_joined(named), BlockKind.TABLE_ROW)
        elif any(cells):
            yield SheetLine(_joined(cells), is_text=False)
    if part.last > last_drawn:
        yield SheetLine(f"… ({part.last - part.first + 1})", is_text=False)


def _joined(cells: Sequence[str]) -> str:
    return " | ".join(" ".join(cell.split()) for cell in cells)


def _summaries(cells: SheetCells, part: TablePart) -> Iterator[int]:
    """Rows of totals anywhere in a table, and rows of statistics at its end."""
    labels: dict[int, str] = {}
    for number, row in enumerate(cells.values()):
        if number > part.last:
            break
        if number < part.first:
            continue
        for cell in row[part.left : part.right + 1]:
            if isinstance(cell, str) and cell:
                label = "".join(cell.split()).strip(":：").casefold()
                if label in _TOTALS or label in _STATISTICS:
                    labels[number] = label
                break
    n_rows = part.last - part.first + 1
    if len(labels) > 0.3 * n_rows and len(labels) > 1 and n_rows - len(labels) < 3:
        return  # A table of totals.
    yield from (row for row, label in labels.items() if label in _TOTALS)
    number = part.last
    while number in labels:
        yield number
        number -= 1


def _fills(grid: Grid, part: TablePart) -> dict[tuple[int, int], int]:
    fills = {}
    for (top, left), (_, _, bottom, _) in grid.spans.items():
        if part.left <= left <= part.right and top <= part.last:
            for row in range(max(top + 1, part.first), min(bottom, part.last) + 1):
                if top >= part.first:
                    fills[row, left] = top
    return fills


def _table_problems(cells: SheetCells, grid: Grid, table: TablePlan) -> Iterator[ReadProblem]:
    part = table.part
    if not part.header:
        yield ReadProblem("table-without-titles", _place(cells, part.box), line=part.first + 1)
    n_columns = len(_used_columns(grid, part))
    if n_columns > MAX_COLUMNS:
        detail = f"{cells.head.name}: {MAX_COLUMNS} of {n_columns} columns are read"
        yield ReadProblem("columns-left-out", detail, line=part.box.top + 1)
    if table.left_out:
        rows = ", ".join(str(row + 1) for row in sorted(table.left_out)[:20])
        first = min(table.left_out) + 1
        yield ReadProblem("totals-left-out", f"{cells.head.name}: {rows}", line=first)
    repeated = sorted({c for (_, c), top in table.fills.items() if grid.kinds[top][c] == NUMBER})
    if repeated:
        titles = ", ".join(
            title for title, c in zip(table.titles, table.columns, strict=True) if c in repeated
        )
        detail = f"{cells.head.name}: {titles}"
        yield ReadProblem("merged-number-repeated", detail, line=part.first + 1)


def _place(cells: SheetCells, box: Box) -> str:
    return f"{cells.head.name}: {box.top + 1}–{box.bottom + 1}"
