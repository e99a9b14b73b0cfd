"""Dates and times of day in every form, and what only looks like one."""

from __future__ import annotations

import pytest

from engine.reasoning.figures.dates import dates, month_and_day
from engine.reasoning.figures.figure import Moment
from engine.reasoning.figures.folding import fold

APRIL_10 = Moment(2026, 4, 10)


def check(text: str, *expected: Moment) -> None:
    assert [set(date.readings) for date in dates(fold(text))] == [{one} for one in expected]


@pytest.mark.parametrize(
    "text",
    [
        "2026-04-10",
        "2026/4/10",
        "2026.4.10",
        "10.04.2026",
        "10. 4. 2026",
        "April 10, 2026",
        "April 10th, 2026",
        "10 April 2026",
        "10th of April 2026",
        "Apr 10, 2026",
        "10-Apr-2026",
        "10 APR 2026",
        "2026年4月10日",
        "２０２６年４月１０日",
        "二〇二六年四月十日",
        "令和8年4月10日",
        "令和八年四月十日",
        "R8.4.10",
        "R8/4/10",
        "report_2026-04-10.csv",
    ],
)
def test_one_day_in_many_forms(text: str) -> None:
    check(text, APRIL_10)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("H31/4/1", Moment(2019, 4, 1)),
        ("平成31年4月1日", Moment(2019, 4, 1)),
        ("令和元年5月1日", Moment(2019, 5, 1)),
        ("昭和64年1月7日", Moment(1989, 1, 7)),
        ("S63.1.2", Moment(1988, 1, 2)),
        ("大正10年", Moment(1921)),
        ("2026年", Moment(2026)),
        ("May 2026", Moment(2026, 5)),
        ("2026年5月", Moment(2026, 5)),
        ("2026-05", Moment(2026, 5)),
        ("05/2026", Moment(2026, 5)),
        ("5月", Moment(month=5)),
        ("Apr 10", Moment(month=4, day=10)),
        ("4月10日", Moment(month=4, day=10)),
        ("29 February", Moment(month=2, day=29)),
        ("17:25", Moment(hour=17, minute=25)),
        ("17:25:30", Moment(hour=17, minute=25, second=30)),
        ("3:30 PM", Moment(hour=15, minute=30)),
        ("12 a.m.", Moment(hour=0, minute=0)),
        ("8時", Moment(hour=8, minute=0)),
        ("8時半", Moment(hour=8, minute=30)),
        ("午後3時15分20秒", Moment(hour=15, minute=15, second=20)),
        ("2013-12-16 17:25:00", Moment(2013, 12, 16, 17, 25, 0)),
        ("2013-12-16T17:25Z", Moment(2013, 12, 16, 17, 25)),
        ("December 16, 2013 at 17:25", Moment(2013, 12, 16, 17, 25)),
        ("4月10日(金) 17時25分", Moment(None, 4, 10, 17, 25)),
    ],
)
def test_other_dates_and_times(text: str, expected: Moment) -> None:
    check(text, expected)


@pytest.mark.parametrize(
    "text",
    [
        "2026年度",
        "FY2026 Q2",
        "2026-04-10-01",
        "A-2026-04-10",
        "2026-13-01",
        "2026-02-30",
        "10.04.26.1",
        "may 5 be used",
        "8時間",
        "25:10",
        "30時",
        "12:30:99",
        "3か月",
        "1:2",
        "十三月",
        "99/99/99",
    ],
)
def test_what_is_no_date(text: str) -> None:
    check(text)


def test_a_date_with_slashes_has_both_readings() -> None:
    (date,) = dates("04/10/2026")
    assert date.readings == {APRIL_10, Moment(2026, 10, 4)}
    (short,) = dates("26/04/10")
    assert short.readings == {APRIL_10, Moment(2010, 4, 26)}
    (shorter,) = dates("4/10/26")
    assert shorter.readings == {APRIL_10, Moment(2026, 10, 4)}


def test_another_date_of_the_text_shows_which_reading_is_meant() -> None:
    check("04/10/2026 and 04/25/2026", APRIL_10, Moment(2026, 4, 25))
    check("10/04/2026 and 25/04/2026", APRIL_10, Moment(2026, 4, 25))
    check("02/19/2026 and 19/02/2026", Moment(2026, 2, 19), Moment(2026, 2, 19))


def test_a_time_that_stands_apart_is_its_own() -> None:
    check("on 2026-04-10, from 8:00 to 17:00"[3:], APRIL_10, *_clock(8, 17))
    check("8:00 on 2026-04-10", *_clock(8), APRIL_10)


def _clock(*hours: int) -> list[Moment]:
    return [Moment(hour=hour, minute=0) for hour in hours]


def test_a_day_without_a_year_may_be_read_both_ways() -> None:
    assert month_and_day(4, 10) == {Moment(month=4, day=10), Moment(month=10, day=4)}
    assert month_and_day(4, 25) == {Moment(month=4, day=25)}
    assert month_and_day(25, 50) == frozenset()
