"""Spreadsheets to log tables, and to pages of everything on their sheets that is no table.

The pages are laid out as a text is, one sheet after the other. They show the first rows of the
tables too, so that a note is seen beside what it is about; the rows are searched as those of logs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from engine.domain import (
    Block,
    DocumentHead,
    DocumentKind,
    Page,
    ReadPart,
    ReadProblem,
    Rect,
)
from engine.errors import FileEmpty, FileTooLarge
from ingest.sheet_plan import SheetLine, SheetPlan, TablePlan, plan_sheet
from ingest.text_layout import PAGE_HEIGHT_PT, PAGE_WIDTH_PT, Line, TextLayout
from ingest.typed_rows import Record, table_name, titles_of, typed_parts
from ingest.workbook import MEMORY_MB, SheetCells, Workbook, is_error

_SAMPLE_ROWS = 20_000
_MAX_ERRORS = 100


def read_spreadsheet(path: Path) -> Iterator[ReadPart]:
    """Head, pages, then each table with its rows.

    Errors: FileDamaged, FileEmpty, FileEncrypted, FileMislabelled, FileTooLarge.
    """
    book = Workbook(path)
    plans = _plans(book)
    large = [head for head in book.sheets if head.is_too_large]
    if not any(plan.lines for plan in plans):
        raise FileTooLarge(path=path, limit_mb=MEMORY_MB) if large else FileEmpty(path=path)
    paged = _paged(plans)
    yield DocumentHead(DocumentKind.SPREADSHEET, path.stem, paged.layout.n_pages)
    for page in range(1, paged.layout.n_pages + 1):
        yield _page(page, paged)
    for head in large:
        size = "" if head.scan is None else f"{head.scan.n_rows} x {head.scan.n_columns}"
        yield ReadProblem("sheet-too-large", f"{head.name}: {size}")
    names = _names(path.stem, plans)
    for plan in plans:
        if plan.head.is_hidden and plan.lines:
            yield ReadProblem("sheet-hidden", plan.head.name)
        yield from plan.problems
        cells = book.cells(plan.head)
        yield from _errors(cells)
        for table in plan.tables:
            yield from _table_parts(next(names), cells, table)


def open_spreadsheet(path: Path) -> TextLayout:
    """The pages as ``read_spreadsheet`` sees them. Errors: as there, but for FileEmpty."""
    return _paged(_plans(Workbook(path))).layout


def _plans(book: Workbook) -> list[SheetPlan]:
    return [plan_sheet(book.cells(head)) for head in book.sheets if not head.is_too_large]


# Pages.


@dataclass(frozen=True, slots=True)
class _Paged:
    """The lines of all sheets and where they stand."""

    lines: Sequence[SheetLine]
    layout: TextLayout
    names: Sequence[str]


def _paged(plans: Sequence[SheetPlan]) -> _Paged:
    lines: list[SheetLine] = []
    names: list[str] = []
    breaks = set()
    for plan in plans:
        if plan.lines:
            breaks.add(len(lines))
        lines += plan.lines
        names += [plan.head.name] * len(plan.lines)
    return _Paged(lines, TextLayout([line.text for line in lines], frozenset(breaks)), names)


def _page(number: int, paged: _Paged) -> Page:
    shown = paged.layout.lines(number)
    blocks = tuple(_blocks(shown, paged.lines))
    label = paged.names[shown[0][0].source] if shown else ""
    return Page(number, PAGE_WIDTH_PT, PAGE_HEIGHT_PT, blocks, label)


def _blocks(shown: list[tuple[Line, Rect]], lines: Sequence[SheetLine]) -> Iterator[Block]:
    for i, (piece, rect) in enumerate(shown):
        line = lines[piece.source]
        if not line.is_text or piece.start > 0 or piece.end == 0:
            continue
        rects = [rect]
        for other, other_rect in shown[i + 1 :]:
            if other.source != piece.source:
                break
            rects.append(other_rect)
        yield Block(line.text + "\n", Rect.around(rects), line.kind, line.level)


# Tables.


def _names(stem: str, plans: Sequence[SheetPlan]) -> Iterator[str]:
    """Names of all tables in order: of the file if there is one, else of its titles or sheets."""
    is_alone = sum(len(plan.tables) for plan in plans) == 1
    taken: set[str] = set()
    for plan in plans:
        titles = [table.title for table in plan.tables]
        for table in plan.tables:
            is_own = table.title and titles.count(table.title) == 1
            name = table_name(stem, "" if is_alone else table.title if is_own else plan.head.name)
            unique, n = name, 2
            while unique.casefold() in taken:
                unique, n = f"{name}_{n}", n + 1
            taken.add(unique.casefold())
            yield unique


def _table_parts(name: str, cells: SheetCells, table: TablePlan) -> Iterator[ReadPart]:
    problems: list[ReadProblem] = []
    records = _records(cells, table, problems)
    sampled = list(islice(records, _SAMPLE_ROWS))
    titles = titles_of(table.titles, len(table.columns))
    parts = typed_parts(name, titles, sampled, records, problems, joint=" ", notes=table.notes)
    for part in parts:
        if isinstance(part, ReadProblem):
            yield replace(part, detail=f"{cells.head.name}: {part.detail}")
        else:
            yield part


def _records(cells: SheetCells, table: TablePlan, problems: list[ReadProblem]) -> Iterator[Record]:
    part = table.part
    shared: dict[tuple[int, int], str] = {}
    sources = {(top, column) for (_, column), top in table.fills.items()}
    for number, row in enumerate(islice(cells.rows(), part.last + 1)):
        if number < part.first or number in table.left_out:
            continue
        for column in table.columns:
            if (number, column) in sources:
                shared[number, column] = row[column]
            elif not row[column] and (number, column) in table.fills:
                row[column] = shared.get((table.fills[number, column], column), "")
            if row[column] and is_error(row[column]):
                place = f"{_letters(column)}{number + 1}: {row[column]}"
                problems.append(ReadProblem("error-value", place, line=number + 1))
                row[column] = ""
        values = [row[column] for column in table.columns]
        if any(values):
            yield Record(number + 1, values)


def _errors(cells: SheetCells) -> Iterator[ReadProblem]:
    errors = list(cells.errors())
    for row, column, error in errors[:_MAX_ERRORS]:
        detail = f"{cells.head.name}: {_letters(column)}{row + 1}: {error}"
        yield ReadProblem("error-value", detail, line=row + 1)
    if len(errors) > _MAX_ERRORS:
        detail = f"{cells.head.name}: {len(errors)} cells"
        yield ReadProblem("error-value", detail)


def _letters(column: int) -> str:
    """A for 0, AA for 26."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
