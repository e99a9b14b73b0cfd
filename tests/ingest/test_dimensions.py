"""Texts of a drawing: which are dimensions, what their symbols mean, where limits belong."""

from __future__ import annotations

import pytest

from ingest.dimensions import (
    as_usual,
    in_words,
    is_dimension,
    is_only_count,
    plain_text,
    usual_separator,
    with_diameter,
    with_limits,
)
from ingest.pdf_lines import Piece


def piece(text: str, x0: float, y0: float, width: float, size: float = 10.0) -> Piece:
    return Piece(text, x0, y0, x0 + width, y0 + 1.2 * size, size)


@pytest.mark.parametrize(
    "text",
    [
        "6", "1,50", "⌀3,99", "6 x ⌀5", "7.0 TYP", "(75.0)", "4-R1", "26-φ0.7", "2×C0.5", "45°",
        "⌀3.4 THRU ⌴ ⌀6.5 ↧ 3.0 TYP 4 PLCS", "M3x0.5 - 6H TYP 2 PLCS", "CHAMFER 0,2", "φ12H7",
        "4-M4 深さ10", "25 ±0,05", "⌖ ⌀0.1 A B C", "3/8-16 UNC", "20H7 +0.021/0", "Ra 3.2", ".500",
        "12.5 MAX", "t=3", "1.5x45°", "2,9600 in",
    ],
)  # fmt: skip
def test_what_is_a_dimension(text: str) -> None:
    assert is_dimension(text)


@pytest.mark.parametrize(
    "text",
    [
        "HSCSW-S13G-H3.5", "S2B-PH-K-S", "A-A", "VORON 2", "1:3", "2/19/2022", "25.5.2020", "A4",
        "DF40C-100DP-0.4V(51)", "12 OF 3", "LED3", "1.", "007", "GPS", "R", "100P", "",
    ],
)  # fmt: skip
def test_what_is_none(text: str) -> None:
    assert not is_dimension(text)


@pytest.mark.parametrize(
    ("text", "english", "japanese"),
    [
        ("6 x ⌀5", "6 x ⌀5 (diameter, 6 places)", "6 x ⌀5 (直径, 6箇所)"),
        ("26-φ0.7", "26-φ0.7 (diameter, 26 places)", "26-φ0.7 (直径, 26箇所)"),
        ("4-M4 深さ10", "4-M4 深さ10 (metric thread, depth, 4 places)", None),
        ("(75.0)", "(75.0) (reference)", "(75.0) (参考寸法)"),
        ("⌖ ⌀0.1 A B C", "⌖ ⌀0.1 A B C (diameter, position)", None),
        ("33,40", "33,40", "33,40"),
    ],
)
def test_symbols_are_said_in_words(text: str, english: str, japanese: str | None) -> None:
    assert in_words(text, is_japanese=False) == english
    if japanese is not None:
        assert in_words(text, is_japanese=True) == japanese


def test_no_space_stays_between_a_diameter_sign_and_its_number() -> None:
    assert plain_text(" 6 x  ⌀ 5 ") == "6 x ⌀5"
    assert plain_text("General tolerances ± 0.1mm") == "General tolerances ±0.1mm"


def test_only_a_count() -> None:
    assert is_only_count("TYP 2 PLCS")
    assert not is_only_count("M3 TYP 2 PLCS")
    assert not is_only_count("7.0 TYP")


def test_an_upper_limit_above_a_lower_one_on_the_line_of_the_nominal() -> None:
    found = with_limits([piece("⌀3,99 -0,02", 100, 50, 66), piece("0", 142, 39, 6)])
    assert [p.text for p in found] == ["⌀3,99 0/-0,02"]
    assert (found[0].y0, found[0].y1) == (39, 62)


def test_limits_in_smaller_type_above_and_below_the_middle() -> None:
    nominal, upper = piece("25", 100, 50, 12), piece("+0.02", 113, 46, 18, 6.0)
    found = with_limits([nominal, upper, piece("-0.01", 113, 55, 18, 6.0)])
    assert [p.text for p in found] == ["25 +0.02/-0.01"]


def test_numbers_that_stand_above_each_other_by_chance_stay_apart() -> None:
    texts = [p.text for p in with_limits([piece("25", 100, 50, 12), piece("0", 100, 20, 6)])]
    assert sorted(texts) == ["0", "25"]


@pytest.mark.parametrize(
    ("sure", "unsure", "expected"),
    [
        (("0,7700 in", "1,2600 in", "2,9400 in"), "0.1500 in", "0,1500 in"),
        (("0,7700 in", "1,2600 in", "2,9400 in"), "0,2200, in", "0,2200 in"),
        (("0,7700 in", "1,2600 in", "2,9400 in"), "0,1500.in", "0,1500 in"),
        (("12,5", "8,25", "6,0"), "1.500", "1.500"),  # Perhaps fifteen hundred.
        (("12,5", "8.25", "6,0"), "1.5", "1.5"),
        (("12,5",), "1.5", "1.5"),
    ],
)
def test_an_unsure_dimension_is_written_as_the_sure_ones_of_its_sheet(
    sure: tuple[str, ...], unsure: str, expected: str
) -> None:
    assert as_usual(unsure, usual_separator(sure)) == expected


@pytest.mark.parametrize(
    ("read", "meant"),
    [("06.8", "⌀6.8"), ("4-O4,2", "4-⌀4,2"), ("0,1300", "0,1300"), ("0.8", "0.8"), ("05", "05")],
)
def test_a_nought_before_a_length_is_a_diameter_sign(read: str, meant: str) -> None:
    assert with_diameter(read) == meant


def test_a_unit_before_a_number_is_what_is_left_of_a_dimension() -> None:
    assert not is_dimension("in 00")
