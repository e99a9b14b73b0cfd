"""Dates by the era of an emperor or with the name of the month: 令和7年4月10日, 10-Apr-2025.

Both are certain where dates in digits are not, and a date that no calendar has is none.
"""

from __future__ import annotations

import datetime as dt
import re

# The day on which 昭和 began is the last one of 大正 as well.
_ERAS = {
    "令和": (dt.date(2019, 5, 1), dt.date.max),
    "平成": (dt.date(1989, 1, 8), dt.date(2019, 4, 30)),
    "昭和": (dt.date(1926, 12, 25), dt.date(1989, 1, 7)),
    "大正": (dt.date(1912, 7, 30), dt.date(1926, 12, 25)),
}
_LETTERS = {"R": "令和", "H": "平成", "S": "昭和", "T": "大正"}
_CLOCK = r"(?:\s*(\d{1,2})[時:](\d{1,2})(?:[分:](?:(\d{1,2})秒?)?)?)?"
_ERA_YEAR = r"(令和|平成|昭和|大正|[RHST])\s?\.?(元|\d{1,2})"
_IN_WORDS = re.compile(rf"{_ERA_YEAR}年\s?(\d{{1,2}})月\s?(\d{{1,2}})日{_CLOCK}")
_IN_DIGITS = re.compile(rf"{_ERA_YEAR}([-/.])(\d{{1,2}})\3(\d{{1,2}}){_CLOCK}")
_MONTHS = (
    "january february march april may june july august september october november december"
).split()
_MONTH_NUMBERS = {form: n for n, name in enumerate(_MONTHS, 1) for form in (name, name[:3])}
_MONTH_NUMBERS["sept"] = 9
_DAY_FIRST = re.compile(
    rf"(\d{{1,2}})(?:[-/.]|\.?\s)([A-Za-z]{{3,9}})(?:[-/.]|[.,]?\s)(\d{{4}}){_CLOCK}"
)
_MONTH_FIRST = re.compile(rf"([A-Za-z]{{3,9}})\.?\s(\d{{1,2}}),?\s(\d{{4}}){_CLOCK}")


def parse_era(cell: str) -> str:
    """令和7年4月10日 9:05, R7.4.10, 平成元年1月8日 as ISO 8601. ValueError outside the era."""
    if match := _IN_WORDS.fullmatch(cell):
        era, year, month, day, *clock = match.groups()
    elif match := _IN_DIGITS.fullmatch(cell):
        era, year, _, month, day, *clock = match.groups()
    else:
        raise ValueError(cell)
    first, last = _ERAS[_LETTERS.get(era, era)]
    number = 1 if year == "元" else int(year)
    date = dt.date(first.year + number - 1, int(month), int(day))
    if number < 1 or not first <= date <= last:
        raise ValueError(cell)
    return _with_clock(date, clock)


def parse_month_name(cell: str) -> str:
    """10-Apr-2025, 10 April 2025 or Apr 10, 2025, as ISO 8601. ValueError for anything else."""
    if match := _DAY_FIRST.fullmatch(cell):
        day, name, year, *clock = match.groups()
    elif match := _MONTH_FIRST.fullmatch(cell):
        name, day, year, *clock = match.groups()
    else:
        raise ValueError(cell)
    month = _MONTH_NUMBERS.get(name.casefold())
    if month is None:
        raise ValueError(cell)
    return _with_clock(dt.date(int(year), month, int(day)), clock)


def _with_clock(date: dt.date, clock: list[str | None]) -> str:
    if clock[0] is None:
        return date.isoformat()
    hour, minute, second = (int(part or 0) for part in clock)
    time = dt.time(hour, minute, second)
    return f"{date.isoformat()} {time.isoformat('seconds')}"
