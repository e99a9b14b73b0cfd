"""A date by the era of an emperor is the date that it is."""

from __future__ import annotations

import pytest

from engine.qualify.grading import says_whole


@pytest.mark.parametrize(
    ("answer", "wanted"),
    [
        ("令和6年4月1日", "2024-04-01"),
        ("令和６年４月１日に実施 [1]", "2024-04-01"),
        ("令和元年5月1日", "2019-05-01"),
        ("平成30年9月12日", "2018-09-12"),
        ("昭和 63 年 12 月 3 日", "1988-12-03"),
        ("2024年4月1日", "令和6年4月1日"),
        ("1 April 2024", "令和6年4月1日"),
    ],
)
def test_a_date_by_era_is_graded_as_the_date(answer: str, wanted: str) -> None:
    assert says_whole(answer, wanted)


@pytest.mark.parametrize(
    "answer", ["平成6年4月1日", "令和6年4月11日", "令和6年4月", "令和16年4月1日"]
)
def test_another_date_by_era_is_not_taken_for_it(answer: str) -> None:
    assert not says_whole(answer, "2024-04-01")


def test_an_era_without_a_month_stays_as_it_is() -> None:
    assert says_whole("令和6年度の点検は12回", "12")
    assert says_whole("令和6年度", "令和6年度")


@pytest.mark.parametrize(
    ("answer", "wanted"), [("1,250 Nm", "1250"), ("1250 Nm", "1,250"), ("10,000,000 h", "10000000")]
)
def test_a_figure_with_its_thousands_apart_is_the_figure(answer: str, wanted: str) -> None:
    assert says_whole(answer, wanted)


@pytest.mark.parametrize("answer", ["12,50 Nm", "1,2500", "L-1,250", "11,250"])
def test_what_is_no_group_of_thousands_is_not_the_figure(answer: str) -> None:
    assert not says_whole(answer, "1250")
