from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.tools.calculator.numerals import NUMERAL, read_numeral
from engine.tools.calculator.refusal import Refusal


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("12", "12"),
        ("0.5", "0.5"),
        (".5", "0.5"),
        ("25.000", "25.000"),
        ("1e3", "1E+3"),
        ("1.5E-2", "0.015"),
        ("1,250,000", "1250000"),
        ("12,500.5", "12500.5"),
        ("25,4", "25.4"),
        ("0,05", "0.05"),
        ("0,500", "0.500"),
        ("1234,567", "1234.567"),
        ("1.250.000", "1250000"),
        ("12.500,5", "12500.5"),
        ("12.500", "12.500"),
    ],
)
def test_a_number_is_read_with_every_zero(written: str, value: str) -> None:
    assert str(read_numeral(written).value) == value


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("12,500", "12,500 could be 12.500 or 12500: write it without the comma"),
        ("1,500", "1,500 could be 1.500 or 1500: write it without the comma"),
        ("1,2,3", "1,2,3 is not a number; separate arguments with ';'"),
        ("1.2.3", "1.2.3 is not a number; separate arguments with ';'"),
        ("12,50.5", "12,50.5 is not a number; separate arguments with ';'"),
        ("1e100", "the exponent of 1e100 is beyond ±99"),
        ("1e-4000", "the exponent of 1e-4000 is beyond ±99"),
        ("1" * 41, "the number 111111111111… has more than 40 digits"),
    ],
)
def test_a_number_that_could_be_two_or_is_none_is_refused(written: str, reason: str) -> None:
    with pytest.raises(Refusal) as refused:
        read_numeral(written)
    assert refused.value.reason == reason


@given(st.decimals(min_value=0, max_value=10**9, places=4))
def test_thousands_separators_change_nothing_where_a_point_follows(number: Decimal) -> None:
    assert read_numeral(f"{number:,f}").value == number


@given(st.from_regex(NUMERAL, fullmatch=True))
def test_whatever_looks_like_a_number_is_read_or_refused(written: str) -> None:
    try:
        number = read_numeral(written).value
    except Refusal:
        return
    assert number >= 0


def test_whole_numbers_and_commas_are_noted() -> None:
    whole, measured, comma = (read_numeral(text) for text in ("12", "12.0", "1,250,000"))
    assert (whole.is_whole, measured.is_whole, comma.is_whole) == (True, False, True)
    assert (whole.has_comma, comma.has_comma) == (False, True)
    assert not read_numeral("1e3").is_whole
