"""Workbooks as sheets of cell texts: .xlsx, .xlsm, .xlsb, .xls and .ods through calamine.

Formulas give the values that the program stored with them. Cells are turned to texts, which the
types of log columns are chosen from as for any other log; no digit of a number is lost by it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import python_calamine
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError

from engine.errors import FileDamaged, FileEncrypted, FileTooLarge
from ingest.workbook_scan import SheetScan, is_encrypted_package, scan_package

MEMORY_MB = 1400  # For one sheet, of the 2 GB that a reader may use.
_ENGINES = {".xls": "office", ".xlsx": "zip", ".xlsm": "zip", ".xlsb": "zip", ".ods": "zip"}
_ERROR = re.compile(r"#(?:DIV/0!|N/A|NAME\?|NULL!|NUM!|REF!|VALUE!|SPILL!|CALC!)|Err:\d{3}")
_OFFICE = b"\xd0\xcf\x11\xe0"

RawCell: TypeAlias = int | float | str | bool | dt.time | dt.date | dt.datetime | dt.timedelta
"""A cell's value as calamine gives it; an empty text for none."""

Merge: TypeAlias = tuple[int, int, int, int]
"""First row, first column, last row, last column, from 0 and all included."""


@dataclass(frozen=True, slots=True)
class SheetHead:
    """A sheet before it is read. ``is_too_large`` says that it cannot be."""

    name: str
    is_hidden: bool
    scan: SheetScan | None
    is_too_large: bool


@dataclass(frozen=True, slots=True)
class SheetCells:
    """The cells of one sheet; a cell's text is empty where there is no value."""

    head: SheetHead
    width: int
    merges: tuple[Merge, ...]
    _sheet: CalamineSheet

    def values(self) -> Iterator[list[RawCell]]:
        """All rows from the first of the sheet, ``width`` values each."""
        start = self._sheet.start
        if start is None:
            return
        before: list[RawCell] = [""] * start[1]
        for row in self._sheet.iter_rows():
            yield before + row

    def rows(self) -> Iterator[list[str]]:
        """The same as texts."""
        for row in self.values():
            yield [text_of(cell) for cell in row]

    def errors(self) -> Iterator[tuple[int, int, str]]:
        """Cells with an error in place of a value: row and column from 0, and which."""
        if self.head.scan is not None:
            for (row, column), error in self.head.scan.errors.items():
                yield row, column, error


class Workbook:
    """An open workbook. Keeps the sheet read last."""

    def __init__(self, path: Path) -> None:
        """Errors: FileDamaged, FileEncrypted, FileMislabelled, FileTooLarge."""
        self._path = path
        self._last: SheetCells | None = None
        scans = _scanned(path)
        whole = scans.get("")
        if whole is not None and whole.memory_bytes > MEMORY_MB * 1_000_000:
            raise FileTooLarge(path=path, limit_mb=MEMORY_MB)
        self._book = _opened(path)
        self.sheets = tuple(
            _head(sheet, scans.get(sheet.name))
            for sheet in self._book.sheets_metadata
            if sheet.typ == python_calamine.SheetTypeEnum.WorkSheet
        )

    def cells(self, head: SheetHead) -> SheetCells:
        """Read a sheet that is not too large. Errors: FileDamaged."""
        if self._last is None or self._last.head is not head:
            self._last = None  # Before the next one takes its room.
            self._last = self._read(head)
        return self._last

    def _read(self, head: SheetHead) -> SheetCells:
        try:
            sheet = self._book.get_sheet_by_name(head.name)
        except CalamineError as error:
            raise FileDamaged(path=self._path, detail=f"{head.name}: {error}") from error
        merges = tuple(
            (first[0], first[1], last[0], last[1]) for first, last in sheet.merged_cell_ranges or ()
        )
        width = 0 if sheet.end is None else sheet.end[1] + 1
        return SheetCells(head, width, merges, sheet)


def _scanned(path: Path) -> dict[str, SheetScan]:
    if not _is_office(path):
        return scan_package(path)
    if is_encrypted_package(path):
        raise FileEncrypted(path=path)
    return {}


def _is_office(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(4) == _OFFICE


def _opened(path: Path) -> CalamineWorkbook:
    found = "office" if _is_office(path) else "zip"
    try:
        if _ENGINES.get(path.suffix.lower()) == found:
            return python_calamine.load_workbook(str(path))
        # calamine believes the name; from bytes it looks at them.
        with path.open("rb") as file:
            return python_calamine.load_workbook(file)
    except PasswordError as error:
        raise FileEncrypted(path=path) from error
    except (CalamineError, OSError) as error:
        raise FileDamaged(path=path, detail=str(error)) from error


def _head(sheet: python_calamine.SheetMetadata, scan: SheetScan | None) -> SheetHead:
    is_hidden = sheet.visible != python_calamine.SheetVisibleEnum.Visible
    is_too_large = scan is not None and scan.memory_bytes > MEMORY_MB * 1_000_000
    return SheetHead(sheet.name, is_hidden, scan, is_too_large)


def text_of(cell: RawCell) -> str:
    """The text of a value; empty for none."""
    return _TEXTS[type(cell)](cell)


def is_error(text: str) -> bool:
    """Whether a cell says that its value could not be calculated."""
    return text[:1] in {"#", "E"} and _ERROR.fullmatch(text) is not None


def _of_number(value: float) -> str:
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)


def _of_text(value: str) -> str:
    return value.replace("\r\n", "\n").replace("_x000D_", "").strip()


def _of_moment(value: dt.datetime) -> str:
    return value.isoformat(" ", "seconds" if value.microsecond == 0 else "milliseconds")


def _of_duration(value: dt.timedelta) -> str:
    """[h]:mm:ss, as a workbook shows it."""
    seconds = value.total_seconds()
    sign, seconds = ("-", -seconds) if seconds < 0 else ("", seconds)
    whole = int(seconds + 0.0005)
    return f"{sign}{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}"


_TEXTS: dict[type, Callable[..., str]] = {
    str: _of_text,
    float: _of_number,
    int: str,
    bool: lambda value: "TRUE" if value else "FALSE",
    dt.datetime: _of_moment,
    dt.date: dt.date.isoformat,
    dt.time: lambda value: value.isoformat("seconds"),
    dt.timedelta: _of_duration,
}
