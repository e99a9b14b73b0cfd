"""Two writings of one part number, and part numbers that only look alike."""

from __future__ import annotations

import pytest

from engine.reasoning.figures.identifiers import is_same_identifier, safe_tail, spaced_pattern


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("DF40C-100DP-0.4V(51)", "DF40C100DP04V51"),
        ("DF40C-100DP", "df40c‐100dp"),
        ("SH-204", "ＳＨ－２０４"),
        ("SH-204", "SH204"),
        ("827-9999-904", "8279999904"),
        ("M70 x 1.5", "M70×1.5"),
        ("X-12.5", "x-12.5"),
        ("ISO 9001:2015", "ISO9001:2015"),
    ],
)
def test_one_identifier_in_two_writings(one: str, other: str) -> None:
    assert is_same_identifier(one, other)
    assert is_same_identifier(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("A1", "A13"),
        ("SH-204", "SH-2041"),
        ("SH-204", "SH-2O4"),
        ("SH-20-4", "SH-2-04"),
        ("V2.4", "V24"),
        ("X-12.5", "X12.5"),
        ("1:2", "12"),
    ],
)
def test_look_alikes_are_two(one: str, other: str) -> None:
    assert not is_same_identifier(one, other)
    assert not is_same_identifier(other, one)


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("DF40C-100DP", "DF40C-100DP-0.4V(51)"),
        ("DF40C-100DP-0.4V", "DF40C-100DP-0.4V(51)"),
        ("20FHT-SMR-GAN-TF", "20FHT-SMR-GAN-TF(HF)"),
        ("ISO 9001", "ISO 9001:2015"),
        ("M5", "M5x0.8"),
        ("M70", "M70 x 1.5"),
        ("H7", "H7/g6"),
        ("g6", "H7/g6"),
    ],
)
def test_a_leading_part_that_names_the_whole(short: str, full: str) -> None:
    assert safe_tail(short, full)


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("A1", "A13"),
        ("LF-330", "LF-330-2"),
        ("SH-204", "SH-204-001"),
        ("DF40C-100", "DF40C-100DP-0.4V(51)"),
        ("DF40C", "DF40C-100DP-0.4V(51)"),
        ("827-9999", "827-9999-904"),
        ("827-99991", "827-99991-9041"),
        ("MM-L7-0304", "MM-L7-0304-A"),
        ("H6", "H7/g6"),
        ("A", "A-" + "1" * 90),
    ],
)
def test_a_leading_part_that_may_be_another_part(short: str, full: str) -> None:
    assert not safe_tail(short, full)


def test_an_identifier_is_found_where_spaces_divide_it() -> None:
    pattern = spaced_pattern("DSB-211SDN_26")
    assert pattern
    assert pattern.search("type dsb 211 sdn 26 of the list")
    assert not pattern.search("type dsb 211 sdn 260")
    assert not pattern.search("type xdsb 211 sdn 26")
    numbers = spaced_pattern("SH-20-4")
    assert numbers
    assert not numbers.search("sh 204")


def test_what_is_too_short_or_has_no_letters_is_not_looked_for() -> None:
    assert spaced_pattern("A5") is None
    assert spaced_pattern("12:34") is None
