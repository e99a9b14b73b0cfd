"""Readings of one line, and when they bear each other out."""

from __future__ import annotations

import pytest

from engine.domain import SURE_CONFIDENCE
from ingest.recognised_lines import (
    DISPUTED,
    Line,
    Reading,
    Word,
    closed_up,
    figures,
    line_of,
    needs_second_reading,
    without_strays,
    words_of,
)
from ingest.text_strips import Strip

STRIP = Strip(50, 20, 100, 20, 0.0)


def reading(text: str, confidence: float = 0.99) -> Reading:
    return Reading(text, confidence, (Word(text, 0.0, 1.0, confidence),))


def line(first: str, second: str, confidence: float = 0.99) -> Line:
    read = line_of(STRIP, reading(first, confidence), reading(second, confidence))
    assert read is not None
    return read


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("0,2200 in", "0.2200 in"),  # Four figures after it: a decimal sign in both.
        ("±0.02 mm", "±0,02mm"),
        ("M8×1.25", "M8 x 1.25"),
        ("１２ N·m", "12 N·m"),
        ("900 min-1", "900 min- 1"),
    ],
)
def test_readings_with_the_same_figures_are_as_sure_as_the_engine(first: str, second: str) -> None:
    assert line(first, second) == Line(first, STRIP, 0.99, reading(first).words)


@pytest.mark.parametrize(
    ("first", "second", "text"),
    [
        ("2200", "0,2200", "0,2200"),  # Cut off: the fuller reading is kept, and not believed.
        ("0,2200", "2200", "0,2200"),
        ("±0.02", "+0.02", "±0.02"),
        ("-5", "5", "-5"),
        ("1,250", "1.250", "1,250"),
        ("85 N·m", "86 N·m", "85 N·m"),
        ("CAN1", "CANI", "CAN1"),
    ],
)
def test_readings_with_other_figures_are_not_believed(first: str, second: str, text: str) -> None:
    read = line(first, second)
    assert read.text == text
    assert read.confidence == DISPUTED < SURE_CONFIDENCE
    assert max(word.confidence for word in read.words) == DISPUTED


def test_a_fuller_reading_that_is_much_less_sure_is_not_taken() -> None:
    read = line_of(STRIP, reading("2200", 0.99), reading("2200 11", 0.6))
    assert read is not None
    assert (read.text, read.confidence) == ("2200", DISPUTED)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (reading("12", 0.3), reading("12", 0.3)),  # Below what text ever has.
        (reading("→", 0.9), reading("→", 0.9)),
        (reading("o", 0.9), reading("O", 0.9)),  # A hole of a drawing.
    ],
)
def test_what_is_probably_no_text_is_left_out(first: Reading, second: Reading) -> None:
    assert line_of(STRIP, first, second) is None


def test_only_figures_and_marks_are_read_twice() -> None:
    assert needs_second_reading(reading("Torque 12 Nm"))
    assert needs_second_reading(reading("V"))
    assert not needs_second_reading(reading("Tighten the nut"))


def test_a_line_is_as_sure_as_its_least_sure_word() -> None:
    words = (Word("Torque", 0, 0.5, 0.99), Word("12", 0.6, 1, 0.7))
    read = line_of(STRIP, Reading("Torque 12", 0.95, words), Reading("Torque 12", 0.95, words))
    assert read is not None
    assert read.confidence == 0.7


def test_words_are_divided_at_spaces_and_where_letters_stand_far_apart() -> None:
    starts = [0.05, 0.1, 0.15, 0.2, 0.6, 0.65]
    words = words_of("ab 1XY", [0.9, 0.7, 1.0, 0.6, 0.9, 1.0], starts, 0.05)
    assert [(word.text, round(word.confidence, 2)) for word in words] == [
        ("ab", 0.8),
        ("1", 0.6),
        ("XY", 0.95),
    ]
    assert [(round(word.start, 3), round(word.end, 3)) for word in words] == [
        (0.025, 0.125),
        (0.175, 0.225),
        (0.575, 0.675),
    ]


def test_figures_are_compared_with_their_signs() -> None:
    assert figures("Ø12,5 −0.02 1,250 R3") == ["12.5", "-0.02", "1,250", "3"]


def test_an_arrow_taken_for_a_letter_is_left_out_where_no_line_has_that_script() -> None:
    arrow, label = Line("不", STRIP, 0.99), Line("12 mm", STRIP, 0.99)
    assert without_strays([arrow, label]) == [label]
    japanese = Line("良品", STRIP, 0.99)
    assert without_strays([arrow, label, japanese]) == [arrow, label, japanese]


@pytest.mark.parametrize(
    ("text", "confidences", "sure"),
    [
        ("nut", [0.9, 0.6, 0.9], 0.8),  # A wrong letter in a word does no harm.
        ("M12", [0.99, 0.6, 0.99], 0.6),
        ("トルク12", [0.8, 0.9, 0.9, 1.0, 1.0], 0.92),
        ("℃85", [0.7, 1.0, 1.0], 0.7),  # Two letters in normal form: which is which is open.
    ],
)
def test_a_number_is_as_sure_as_its_least_sure_character(
    text: str, confidences: list[float], sure: float
) -> None:
    (word,) = words_of(text, confidences, [0.1 * i for i in range(len(text))], 0.1)
    assert word.confidence == pytest.approx(sure)


@pytest.mark.parametrize(
    ("text", "starts", "kept"),
    [
        ("1 610", [0, 0, 3, 6, 9], "1610"),  # Set widely, with no space.
        ("1 610", [0, 0, 5, 8, 11], "1 610"),
        ("min - 1", [0, 3, 6, 6, 9, 9, 12], "min-1"),
        ("穴 12", [0, 0, 4, 7], "穴 12"),
        ("a", [0], "a"),
    ],
)
def test_a_space_between_letters_that_stand_close_is_none(
    text: str, starts: list[float], kept: str
) -> None:
    assert "".join(text[i] for i in closed_up(text, starts)) == kept


def test_the_reading_that_does_not_tear_a_number_is_kept() -> None:
    read = line("1 29 mm", "129 mm")
    assert (read.text, read.confidence) == ("129 mm", DISPUTED)


@pytest.mark.parametrize(
    ("text", "is_sure"),
    [
        ("ZO-136", True),
        ("Z0-136", False),
        ("1O4", False),
        ("O8-11", False),
        ("M10", True),
        ("R0.5", True),
    ],
)
def test_a_zero_that_may_be_an_o_is_not_sure(text: str, *, is_sure: bool) -> None:
    assert (line(text, text).confidence >= SURE_CONFIDENCE) is is_sure
