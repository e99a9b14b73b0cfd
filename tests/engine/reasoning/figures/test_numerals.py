"""Numbers in Japanese numerals, in words and in fractions."""

from __future__ import annotations

from decimal import Decimal

import pytest

from engine.reasoning.figures.numerals import (
    fraction_at,
    has_decimal_commas,
    japanese_at,
    japanese_value,
    numeral_at,
    word_numerals,
)


@pytest.mark.parametrize(
    ("numerals", "value"),
    [
        ("三", 3),
        ("十", 10),
        ("十一", 11),
        ("二百五十", 250),
        ("千", 1000),
        ("二〇二六", 2026),
        ("1万2千", 12000),
        ("1.5万", 15000),
        ("三億二千万", 320_000_000),
        ("百五", 105),
    ],
)
def test_japanese_numerals(numerals: str, value: int) -> None:
    assert japanese_value(numerals) == value


@pytest.mark.parametrize("numerals", ["万一", "二三千", "", "abc", "1.2.3"])
def test_japanese_numerals_that_make_no_number(numerals: str) -> None:
    assert japanese_value(numerals) is None


def test_japanese_numerals_where_there_are_none() -> None:
    assert japanese_at("本", 0) is None


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("twelve", 12),
        ("twenty-five", 25),
        ("ninety", 90),
        ("hundred", 100),
        ("two hundred and forty-one", 241),
        ("a dozen", 12),
        ("three dozen", 36),
        ("Seven", 7),
    ],
)
def test_numbers_in_words(words: str, value: int) -> None:
    (found,) = word_numerals(f"about {words} bolts")
    assert found[1].readings == {value}


@pytest.mark.parametrize("words", ["one", "zero", "second", "two-pass", "often", "someone"])
def test_words_that_are_no_numbers(words: str) -> None:
    assert list(word_numerals(words)) == []


@pytest.mark.parametrize(
    ("text", "value"),
    [("1/4", "0.25"), ("3 1/2", "3.5"), ("3-1/2", "3.5"), ("3½", "3.5"), ("1/20 W", "0.05")],
)
def test_fractions(text: str, value: str) -> None:
    numeral = fraction_at(text, 0)
    assert numeral is not None
    assert numeral.readings == {Decimal(value)}


@pytest.mark.parametrize("text", ["5/4", "1/3", "2/20 W", "1/4/2", "1/2.5", "12"])
def test_what_is_no_fraction_of_an_inch(text: str) -> None:
    assert fraction_at(text, 0) is None


@pytest.mark.parametrize(
    ("text", "is_comma"),
    [
        ("0,05 mm", True),
        ("12,5 mm und 1,234 mm", True),
        ("1.234,5", True),
        ("0,05 mm and 2.5 mm", False),
        ("1,234", False),
        ("44,46,48", False),
    ],
)
def test_whether_a_text_writes_decimal_commas(text: str, is_comma: bool) -> None:
    assert has_decimal_commas(text) is is_comma


@pytest.mark.parametrize("text", ["2.4.1", "x", "1" * 30])
def test_what_is_no_number(text: str) -> None:
    assert numeral_at(text, 0) is None
