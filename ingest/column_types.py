"""Types of log columns and the parsing of their cells. A wrong number is worse than a text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from engine.domain import Cell, ColumnType
from ingest.named_dates import parse_era, parse_month_name
from ingest.units import measure_of

Parser: TypeAlias = Callable[[str], Cell]
"""Gives the typed value of a cell's text; raises ValueError where it does not fit."""

_ABSENT = frozenset(
    {"", "na", "n/a", "nan", "null", "none", "-", "--", "---", "#n/a", "－", "―", "ー"}
)
_INTEGER = re.compile(r"[+-]?(?:0|[1-9]\d*)")
_REAL = re.compile(r"[+-]?(?:\d+\.\d*|\.?\d+)(?:[eE][+-]?\d+)?")
_LEADING_ZERO = re.compile(r"[+-]?0\d")
_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?")
_DECIMAL_COMMA = re.compile(r"[+-]?(?:\d+|[1-9]\d{0,2}(?:\.\d{3})+),\d+")
_MAX_INTEGER = 2**63 - 1
_TIME = r"(?:[T\s]+(\d{1,2}):(\d{2})(?::(\d{2})([.,]\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?)?"
_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})" + _TIME)
_YEAR_LAST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})" + _TIME)
_JAPANESE = re.compile(
    r"(\d{4})年(\d{1,2})月(\d{1,2})日(?:\s*(\d{1,2})[時:](\d{1,2})(?:[分:](?:(\d{1,2})秒?)?)?)?"
)
_ISO_SECONDS = re.compile(
    r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]) (?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d"
)
_ENOUGH = 0.95  # Of the cells that are there; an "ERR" now and then leaves a column of numbers.


@dataclass(frozen=True, slots=True)
class TypeChoice:
    """A column's type, how to parse its cells, and why."""

    type: ColumnType
    parse: Parser
    reason: str


def choose_type(cells: Sequence[str]) -> TypeChoice:
    """The type of a column from a sample of its cells."""
    present = [plain(cell) for cell in cells if not is_absent(cell)]
    if not present:
        return TypeChoice(ColumnType.TEXT, parse_text, "no values in the sample")
    candidates = (_integer, _real, _thousands, _decimal_comma, _datetime)
    for candidate in candidates:
        if choice := candidate(present):
            return choice
    return TypeChoice(ColumnType.TEXT, parse_text, _text_reason(present))


def is_absent(cell: str) -> bool:
    """Whether a cell of a typed column says that there is no value."""
    return cell.strip().casefold() in _ABSENT


def plain(cell: str) -> str:
    """Without outer space; full-width digits made plain."""
    cell = cell.strip()
    return cell if cell.isascii() else unicodedata.normalize("NFKC", cell).replace("−", "-")


def parse_text(cell: str) -> Cell:
    """The text as it is, or None for an empty cell."""
    return cell.strip() or None


def _fits(cells: Sequence[str], parse: Parser) -> int:
    """How many cells fit, counted up to where it is known that they are not enough."""
    n = 0
    n_bad_allowed = (1 - _ENOUGH) * len(cells) + 1
    for i, cell in enumerate(cells):
        try:
            parse(cell)
        except ValueError:
            if i - n > n_bad_allowed:
                break
            continue
        n += 1
    return n


def _is_enough(n: int, cells: Sequence[str]) -> bool:
    return n >= _ENOUGH * len(cells) and n > 0


def _counted(n: int, cells: Sequence[str], what: str) -> str:
    return f"{n} of {len(cells)} sampled values are {what}"


def parse_integer(cell: str) -> Cell:
    """A whole number that SQLite can hold; no leading zeros, which belong to identifiers."""
    if not _INTEGER.fullmatch(cell) or abs(number := int(cell)) > _MAX_INTEGER:
        raise ValueError(cell)
    return number


def parse_real(cell: str) -> Cell:
    """A number with a decimal point."""
    if not _REAL.fullmatch(cell) or (_LEADING_ZERO.match(cell)):
        raise ValueError(cell)
    return float(cell)


def _parse_thousands(cell: str) -> Cell:
    if _THOUSANDS.fullmatch(cell):
        cell = cell.replace(",", "")
    return parse_integer(cell) if _INTEGER.fullmatch(cell) else parse_real(cell)


def _parse_decimal_comma(cell: str) -> Cell:
    if _DECIMAL_COMMA.fullmatch(cell):
        return float(cell.replace(".", "").replace(",", "."))
    number = parse_integer(cell)
    return float(number) if isinstance(number, int) else number


def _integer(cells: Sequence[str]) -> TypeChoice | None:
    n = _fits(cells, parse_integer)
    if not _is_enough(n, cells) or _fits(cells, parse_real) > n:
        return None
    return TypeChoice(ColumnType.INTEGER, parse_integer, _counted(n, cells, "whole numbers"))


def _real(cells: Sequence[str]) -> TypeChoice | None:
    n = _fits(cells, parse_real)
    if not _is_enough(n, cells):
        return None
    return TypeChoice(ColumnType.REAL, parse_real, _counted(n, cells, "numbers"))


def _thousands(cells: Sequence[str]) -> TypeChoice | None:
    marked = [cell for cell in cells if "," in cell]
    if not marked or not all(_THOUSANDS.fullmatch(cell) for cell in marked):
        return None
    # "1,250" alone could be a decimal comma with three places; "12,500,000" or "1,250.5" could not.
    is_certain = any(cell.count(",") > 1 or "." in cell for cell in cells)
    has_plain_small = any("," not in cell and len(cell.lstrip("+-")) <= 3 for cell in cells)
    if not is_certain and not has_plain_small:
        return None
    n = _fits(cells, _parse_thousands)
    if not _is_enough(n, cells):
        return None
    is_whole = not any("." in cell for cell in cells)
    kind = ColumnType.INTEGER if is_whole else ColumnType.REAL
    return TypeChoice(kind, _parse_thousands, _counted(n, cells, "numbers with thousands commas"))


def _decimal_comma(cells: Sequence[str]) -> TypeChoice | None:
    marked = [cell for cell in cells if "," in cell]
    # A column in which every comma has three digits behind it can be thousands as well.
    if not marked or all(_THOUSANDS.fullmatch(cell) for cell in marked):
        return None
    n = _fits(cells, _parse_decimal_comma)
    if not _is_enough(n, cells):
        return None
    return TypeChoice(ColumnType.REAL, _parse_decimal_comma, _counted(n, cells, "decimal commas"))


def _datetime(cells: Sequence[str]) -> TypeChoice | None:
    for parse, what in (
        (parse_year_first, "dates, year first"),
        (parse_month_name, "dates with the month's name"),
        (parse_day_first, "dates, day first"),
        (parse_month_first, "dates, month first"),
    ):
        n = _fits(cells, parse)
        if not _is_enough(n, cells):
            continue
        if parse is parse_day_first and _is_ambiguous(cells):
            return None
        return TypeChoice(ColumnType.DATETIME, parse, _counted(n, cells, what))
    return None


def _is_ambiguous(cells: Sequence[str]) -> bool:
    # Dots are written day first everywhere.
    dotted = all(cell[:6].count(".") == 2 for cell in cells if _YEAR_LAST.fullmatch(cell))
    return not dotted and _is_enough(_fits(cells, parse_month_first), cells)


def parse_year_first(cell: str) -> Cell:
    """2025-04-10 9:05, 2025/4/10, 2025年4月10日 or 令和7年4月10日, as ISO 8601 with a space."""
    if len(cell) == 19 and _ISO_SECONDS.fullmatch(cell):
        return cell
    match = _YEAR_FIRST.fullmatch(cell)
    if match:
        year, month, day, *time = match.groups()
        return _iso(year, month, day, *time)
    match = _JAPANESE.fullmatch(cell)
    if not match:
        return parse_era(cell)
    year, month, day, hour, minute, second = match.groups()
    return _iso(year, month, day, hour, minute, second, None, None)


def parse_day_first(cell: str) -> Cell:
    """31/12/2025 or 31.12.2025."""
    match = _YEAR_LAST.fullmatch(cell)
    if not match:
        raise ValueError(cell)
    day, month, year, *time = match.groups()
    return _iso(year, month, day, *time)


def parse_month_first(cell: str) -> Cell:
    """12/31/2025."""
    match = _YEAR_LAST.fullmatch(cell)
    if not match:
        raise ValueError(cell)
    month, day, year, *time = match.groups()
    return _iso(year, month, day, *time)


def _iso(
    year: str,
    month: str,
    day: str,
    hour: str | None,
    minute: str | None,
    second: str | None,
    fraction: str | None,
    zone: str | None,
) -> str:
    if not (1 <= int(month) <= 12 and 1 <= int(day) <= 31):
        raise ValueError(f"{year}-{month}-{day}")
    date = f"{year}-{int(month):02}-{int(day):02}"
    if hour is None:
        return date
    if int(hour) > 24 or int(minute or 0) > 59:
        raise ValueError(hour)
    # A space as SQLite's own functions write it; an order by works as long as the zone is one.
    time = f"{int(hour):02}:{int(minute or 0):02}:{int(second or 0):02}"
    return f"{date} {time}{(fraction or '').replace(',', '.')}{zone or ''}"


def _text_reason(cells: Sequence[str]) -> str:
    if _fits(cells, parse_day_first) and _is_ambiguous(cells):
        return "day and month cannot be told apart"
    if any(re.fullmatch(r"0\d+", cell) for cell in cells):
        return "numbers with leading zeros are identifiers"
    if any(_THOUSANDS.fullmatch(cell) for cell in cells):
        return "a comma could divide thousands or decimals"
    measures = [measure for cell in cells if (measure := measure_of(cell))]
    if _is_enough(len(measures), cells):
        units = sorted({unit for _, unit in measures})
        return f"the values carry {'different units' if len(units) > 1 else 'the unit'}: " + (
            ", ".join(units)
        )
    return "words"
