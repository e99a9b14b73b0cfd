"""The forms of timestamps that the lines of a log begin with."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from engine.domain import Cell, ColumnType
from ingest.column_types import TypeChoice, parse_day_first, parse_text, parse_year_first

_MIN_LINES = 3
_ENOUGH = 0.8
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
_MONTH = f"(?:{'|'.join(_MONTHS)})"
_ZONE = r"(?:Z|[+-](?:0\d|1[0-4]):?[0-5]\d)"
_CLOCK = rf"\d{{1,2}}:\d{{2}}(?::\d{{2}}(?:[.,]\d{{1,9}})?)?(?:\s?{_ZONE})?"
_APACHE = re.compile(
    rf"(\d{{1,2}})/({_MONTH})/(\d{{4}})[:\s](\d{{1,2}}:\d{{2}}:\d{{2}}(?:\.\d+)?)\s*({_ZONE})?"
)
_WEEKDAY = re.compile(r"\s*[(（][月火水木金土日][)）]\s*")


@dataclass(frozen=True, slots=True)
class StampForm:
    """One way to write a time; ``pattern`` matches it at the beginning of a line."""

    what: str
    pattern: re.Pattern[str]
    column: str
    choice: TypeChoice


def stamp_form(lines: Sequence[str]) -> StampForm | None:
    """The form that four of five lines begin with, indented lines left aside; else None."""
    heads = [line for line in lines if line.strip() and not line[:1].isspace()]
    counts = {form.what: sum(1 for line in heads if form.pattern.match(line)) for form in _FORMS}
    best = max(_FORMS, key=lambda form: counts[form.what])
    n = counts[best.what]
    return best if n >= _MIN_LINES and n >= _ENOUGH * len(heads) else None


def _at_start(stamp: str) -> re.Pattern[str]:
    # In brackets or bare, and no beginning of a longer number or word.
    return re.compile(rf"\[\s*(?P<a>{stamp})\s*\]|(?P<b>{stamp})(?=[\s\]\[|,;:>-]|$)")


def _parse_japanese(cell: str) -> Cell:
    return parse_year_first(_WEEKDAY.sub(" ", cell))


def _parse_apache(cell: str) -> Cell:
    match = _APACHE.fullmatch(cell)
    if not match:
        raise ValueError(cell)
    day, month, year, clock, zone = match.groups()
    return parse_year_first(f"{year}-{_MONTHS.index(month) + 1}-{day} {clock}{zone or ''}")


def _dated(what: str, stamp: str, choice: TypeChoice) -> StampForm:
    return StampForm(what, _at_start(stamp), "time", choice)


_FORMS = (
    _dated(
        "year first",
        rf"\d{{4}}[-/.]\d{{1,2}}[-/.]\d{{1,2}}(?:T|\s+){_CLOCK}",
        TypeChoice(ColumnType.DATETIME, parse_year_first, "timestamps, year first"),
    ),
    _dated(
        "Japanese",
        r"\d{4}年\d{1,2}月\d{1,2}日\s*(?:[(（][月火水木金土日][)）])?\s*"
        r"\d{1,2}(?::\d{2}(?::\d{2})?|時\d{1,2}分(?:\d{1,2}秒)?)",
        TypeChoice(ColumnType.DATETIME, _parse_japanese, "Japanese timestamps"),
    ),
    _dated(
        "web server",
        rf"\d{{1,2}}/{_MONTH}/\d{{4}}[:\s]\d{{1,2}}:\d{{2}}:\d{{2}}(?:\.\d+)?(?:\s{_ZONE})?",
        TypeChoice(ColumnType.DATETIME, _parse_apache, "timestamps with the month's name"),
    ),
    # Dots are written day first everywhere; with slashes day and month could be either.
    _dated(
        "day first",
        rf"\d{{1,2}}\.\d{{1,2}}\.\d{{4}}\s+{_CLOCK}",
        TypeChoice(ColumnType.DATETIME, parse_day_first, "timestamps with dots, day first"),
    ),
    StampForm(
        "syslog",
        _at_start(rf"{_MONTH}\s{{1,2}}\d{{1,2}}\s\d{{2}}:\d{{2}}:\d{{2}}(?:\.\d+)?"),
        "stamp",
        TypeChoice(ColumnType.TEXT, parse_text, "the timestamps name no year, so they stay text"),
    ),
)
