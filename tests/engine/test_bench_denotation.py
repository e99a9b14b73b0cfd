"""The evaluator's rules that the WikiTableQuestions benchmark counts by."""

from __future__ import annotations

import pytest

from tests.bench.denotation import Item, is_denoted, item_of, items_of, normalised


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("  São  Paulo ", "sao paulo"),
        ("“Thriller”", "thriller"),
        ("1996–97", "1996-97"),
        ("Smith[3][b]", "smith"),
        ("[1]", ""),
        ("[not a footnote]", "[not a footnote]"),
        ("Owens †", "owens"),
        ("C++", "c"),
        ("Lyon (France) (2nd)", "lyon"),
        ("(France)", "(france)"),
        ("f(x)", "f(x)"),
        ('"Lost" and "Found"', '"lost" and "found"'),
        ("etc..", "etc."),
        ("Mr.", "mr"),
        ("O’Neil", "o'neil"),
        ("a\u00a0b\nc", "a b c"),
        ("７ ½", "7 1⁄2"),
    ],
)
def test_what_does_not_matter_in_a_text_is_taken_off(text: str, plain: str) -> None:
    assert normalised(text) == plain


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("17", 17),
        (" -7 ", -7),
        ("1e3", 1000),
        ("2.5", 2.5),
        ("3.0000001", 3),
        ("2.9999999", 2),
        ("1,000", None),
        ("1_000", None),
        ("5%", None),
        ("nan", None),
        ("inf", None),
        ("", None),
        ("0", 0),
        ("1990-01-12", (1990, 1, 12)),
        ("xx-1-12", (None, 1, 12)),
        ("XXXX-01-xx", (None, 1, None)),
        ("1990-xx-xx", 1990),
        ("xx-xx-xx", None),
        ("1990-13-01", None),
        ("1990-12-32", None),
        ("1990-12", None),
        ("4-1", None),
        ("a-b-c", None),
    ],
)
def test_a_text_means_a_number_a_date_or_nothing(text: str, meaning: object) -> None:
    assert item_of(text).meaning == meaning


def check(wanted: str, canonical: str, given: str, *, is_right: bool) -> None:
    assert is_denoted(items_of([wanted], [canonical]), items_of([given])) is is_right


@pytest.mark.parametrize("given", ["17", "17.0", "17 years", "17 YEARS (about)", "16.9999999"])
def test_a_number_is_right_by_its_amount_or_as_it_was_written(given: str) -> None:
    check("17 years", "17.0", given, is_right=given != "16.9999999")


@pytest.mark.parametrize(
    ("given", "is_right"),
    [
        ("1995-01-26", True),
        ("January 26, 1995", True),
        ("26 January 1995", False),
        ("xx-01-26", False),
        ("1995", False),
    ],
)
def test_a_date_is_right_with_all_that_is_known(given: str, is_right: bool) -> None:
    check("January 26, 1995", "1995-01-26", given, is_right=is_right)


def test_a_year_is_a_number() -> None:
    check("1995", "1995-xx-xx", "1995.0", is_right=True)


def test_a_text_is_right_only_as_a_text() -> None:
    check("4–1", "4-1", "4-1", is_right=True)
    check("4–1", "4-1", "3", is_right=False)
    check("yes", "yes", "1", is_right=False)


def test_a_list_is_right_in_any_order_with_nothing_more_or_less() -> None:
    wanted = items_of(["Mori", "Weber"])
    assert is_denoted(wanted, items_of(["weber", "Mori"]))
    assert is_denoted(wanted, items_of(["Weber", "Mori", "weber"]))
    assert not is_denoted(wanted, items_of(["Weber"]))
    assert not is_denoted(wanted, items_of(["Weber", "Mori", "Abe"]))
    assert not is_denoted(wanted, ())


def test_equal_items_are_one_and_the_first_stays() -> None:
    assert items_of(["5 kg", "5", "5.0"], ["5", "5", "5"]) == (Item("5 kg", 5),)
    assert len(items_of(["5", "x-5", "five"])) == 3
