"""Dates and times of day in text, in every form that shop documents use.

04/10/2026 is 10 April to some and 4 October to others: both readings are given, unless another date
of the same text shows which is meant. Fiscal years and quarters are left alone.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from engine.reasoning.figures.figure import Moment
from engine.reasoning.figures.numerals import japanese_value


@dataclass(frozen=True, slots=True)
class DateAt:
    """A date or time in folded text, with all readings of its writing."""

    start: int
    end: int
    readings: frozenset[Moment]


def dates(folded: str) -> Iterator[DateAt]:
    """Every date and time of day, in order and not overlapping; a time behind a date is its."""
    times = {time.start: time for time in _times(folded)}
    ends = 0
    for found in sorted([*_dates(folded), *times.values()], key=lambda d: (d.start, -d.end)):
        if found.start < ends:
            continue
        joint = None if found.start in times else _JOINT.match(folded, found.end)
        time = times.get(joint.end()) if joint else None
        whole = _joined(found, time) if time else found
        ends = whole.end
        yield whole


def month_and_day(first: int, second: int) -> frozenset[Moment]:
    """What 4/10 without a year may mean; empty if it is no date either way."""
    return frozenset(
        Moment(month=month, day=day)
        for month, day in ((first, second), (second, first))
        if _is_day(None, month, day)
    )


_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "大正": 1911, "R": 2018, "H": 1988, "S": 1925}
_MONTHS = (
    "January February March April May June July August September October November December"
).split()
_MONTH_NUMBERS = {name[:3].lower(): n for n, name in enumerate(_MONTHS, 1)}
_NAMES = "|".join(
    form
    for name in _MONTHS
    for short in dict.fromkeys((name, "Sept" if name == "September" else name, name[:3]))
    for form in (short, short.upper())
)
_MONTH = rf"(?P<name>{_NAMES})(?![A-Za-z])\.?"
_YEAR = r"(?P<year>(?:19|20)[0-9]{2})"
_DAY = r"(?P<day>[0-3]?[0-9])"
_SUFFIX = r"(?:st|nd|rd|th)?"
# Not inside a longer number, a part number or a version.
_BEGIN = r"(?<![0-9A-Za-z])(?<![0-9A-Za-z][-/.:])"
_END = r"(?![0-9A-Za-z]|[-/.:][0-9])"
_KANJI = "〇一二三四五六七八九十"
_N = rf"(?:[0-9]{{1,2}}|[{_KANJI}]{{1,3}})"
_JAPANESE_YEAR = (
    rf"(?:(?P<era>令和|平成|昭和|大正|(?<![A-Za-z0-9])[RHS])\s?(?P<era_year>元|{_N})"
    rf"|(?<![0-9])(?P<year>(?:19|20)[0-9]{{2}}|[一二][{_KANJI}]{{3}}))\s?年"
)
_FORMS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), order)
    for pattern, order in (
        (rf"{_JAPANESE_YEAR}(?!度)(?:\s?(?P<month>{_N})\s?月(?:\s?(?P<day>{_N})\s?日)?)?", "named"),
        (rf"(?<![0-9{_KANJI}])(?P<month>{_N})\s?月(?:\s?(?P<day>{_N})\s?日)?", "named"),
        (rf"{_BEGIN}{_YEAR}(?P<s>[-/.])\s?(?P<month>[01]?[0-9])(?P=s)\s?{_DAY}(?=T[0-9])", "named"),
        (rf"{_BEGIN}{_YEAR}(?P<s>[-/.])\s?(?P<month>[01]?[0-9])(?P=s)\s?{_DAY}{_END}", "named"),
        (rf"{_BEGIN}{_YEAR}[-/](?P<month>0[1-9]|1[0-2]){_END}", "named"),
        (rf"{_BEGIN}(?P<month>0?[1-9]|1[0-2])/{_YEAR}{_END}", "named"),
        (
            rf"{_BEGIN}(?P<era>[RHS])(?P<era_year>[0-9]{{1,2}})(?P<s>[-/.])(?P<month>[01]?[0-9])"
            rf"(?P=s){_DAY}{_END}",
            "named",
        ),
        (rf"{_BEGIN}{_DAY}\.\s?(?P<month>[01]?[0-9])\.\s?{_YEAR}{_END}", "named"),
        (rf"{_BEGIN}([0-3]?[0-9])([-/])([0-3]?[0-9])\2((?:19|20)[0-9]{{2}}){_END}", "either"),
        (rf"{_BEGIN}([0-9]{{1,2}})/([0-9]{{1,2}})/([0-9]{{2}}){_END}", "any"),
        (rf"(?<![A-Za-z]){_MONTH}\s?{_DAY}{_SUFFIX}{_END}(?:,?\s{_YEAR}{_END})?", "named"),
        (rf"{_BEGIN}{_DAY}{_SUFFIX}[ -]?(?:of )?{_MONTH}(?:,?[ -]?{_YEAR}{_END})?", "named"),
        (rf"(?<![A-Za-z]){_MONTH},?[ -]{_YEAR}{_END}", "named"),
    )
)
_TIMES = (
    re.compile(
        r"(?<![0-9A-SU-Za-z:.])(?P<hour>[01]?[0-9]|2[0-4]):(?P<minute>[0-5][0-9])"
        r"(?::(?P<second>[0-5][0-9])(?:\.[0-9]{1,6})?)?Z?(?![0-9A-Za-z:])"
        r"(?:\s?(?P<half>[AaPp]\.?[Mm]\.?)(?![A-Za-z]))?"
    ),
    re.compile(
        r"(?<![0-9A-Za-z:.])(?P<hour>1[0-2]|[1-9])\s?(?P<half>[AaPp]\.?[Mm]\.?)(?![A-Za-z])"
    ),
    re.compile(
        rf"(?P<half>午前|午後)?(?<![0-9{_KANJI}])(?P<hour>{_N})時(?!間|点|期|刻|代)"
        rf"(?:(?P<minute>{_N})分|(?P<thirty>半))?(?:(?P<second>{_N})秒)?"
    ),
)
_JOINT = re.compile(r"T|,? at |, ?| |\s?\([月火水木金土日]\)\s?|")


def _dates(folded: str) -> Iterator[DateAt]:
    is_month_first = _order_of(folded)
    for pattern, order in _FORMS:
        for match in pattern.finditer(folded):
            readings = _READ[order](match, is_month_first)
            if readings:
                yield DateAt(match.start(), match.end(), readings)


def _order_of(folded: str) -> bool | None:
    """Whether the text writes the month first in 4/13/2026; None if no date of it tells."""
    pairs = [(int(m[1]), int(m[3])) for m in _FORMS[8][0].finditer(folded)]
    is_month_first = any(second > 12 >= first for first, second in pairs)
    is_day_first = any(first > 12 >= second for first, second in pairs)
    return None if is_month_first == is_day_first else is_month_first


def _named(match: re.Match[str], _is_month_first: bool | None) -> frozenset[Moment]:
    found = match.groupdict()
    year = _number(found.get("year"))
    if found.get("era"):
        era_year = 1 if found["era_year"] == "元" else _number(found["era_year"])
        year = _ERAS[found["era"]] + (era_year or 0)
    name = found.get("name")
    month = _MONTH_NUMBERS[name[:3].lower()] if name else _number(found.get("month"))
    day = _number(found.get("day"))
    moment = Moment(year, month, day)
    if month is None:
        return frozenset({moment})
    return frozenset({moment} if _is_day(year, month, 1 if day is None else day) else ())


def _either(match: re.Match[str], is_month_first: bool | None) -> frozenset[Moment]:
    """Day and month in either order before a year of four digits."""
    first, second, year = int(match[1]), int(match[3]), int(match[4])
    orders = {(first, second): True, (second, first): False}
    return frozenset(
        Moment(year, month, day)
        for (month, day), is_this in orders.items()
        if _is_day(year, month, day) and is_month_first in (None, is_this)
    ) or _all_days((year, *order) for order in orders)


def _any(match: re.Match[str], _is_month_first: bool | None) -> frozenset[Moment]:
    """Three numbers of two digits: month, day or year first."""
    a, b, c = (int(match[n]) for n in (1, 2, 3))
    orders = [(2000 + c, a, b), (2000 + c, b, a)]
    if len(match[1]) == 2:
        orders.append((2000 + a, b, c))
    return _all_days(orders)


_READ: dict[str, Callable[[re.Match[str], bool | None], frozenset[Moment]]] = {
    "named": _named,
    "either": _either,
    "any": _any,
}


def _times(folded: str) -> Iterator[DateAt]:
    found = [match for pattern in _TIMES for match in pattern.finditer(folded)]
    ends = 0
    for match in sorted(found, key=lambda m: (m.start(), -m.end())):
        time = _time(match)
        if match.start() >= ends and time is not None:
            ends = match.end()
            yield DateAt(match.start(), match.end(), frozenset({time}))


def _time(match: re.Match[str]) -> Moment | None:
    found = match.groupdict()
    hour = _number(found["hour"])
    minute = 30 if found.get("thirty") else _number(found.get("minute")) or 0
    half = (found["half"] or "")[:1].lower()
    if hour is None or hour > 24 or minute > 59:
        return None
    if found["half"] in ("午前", "午後") or half in ("a", "p"):
        is_afternoon = found["half"] == "午後" or half == "p"
        hour = hour % 12 + 12 * is_afternoon
    return Moment(hour=hour, minute=minute, second=_number(found.get("second")))


def _joined(date: DateAt, time: DateAt) -> DateAt:
    (clock,) = time.readings
    moments = (
        replace(day, hour=clock.hour, minute=clock.minute, second=clock.second)
        for day in date.readings
    )
    return DateAt(date.start, time.end, frozenset(moments))


def _all_days(
    days: Iterator[tuple[int, int, int]] | list[tuple[int, int, int]],
) -> frozenset[Moment]:
    return frozenset(Moment(*day) for day in days if _is_day(*day))


def _is_day(year: int | None, month: int, day: int) -> bool:
    # Without a year 29 February may be one.
    return 1 <= month <= 12 and 1 <= day <= monthrange(year or 2024, month)[1]


def _number(digits: str | None) -> int | None:
    if not digits:
        return None
    value = japanese_value(digits)
    return None if value is None else int(value)
