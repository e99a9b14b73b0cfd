"""Which words are marked in a passage, and which part of it is shown."""

from __future__ import annotations

import pytest

from app.window.words import marked_lines, question_words, snippet


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("What torque for the L-7 nut?", ("torque", "L-7", "nut")),
        ("ナットの締付トルクは？", ("ナット", "トルク", "締付")),
        ("What is it?", ()),
        ("DF40C-100DP-0.4V(51) vendor", ("DF40C-100DP-0.4V", "vendor", "51")),
    ],
)
def test_subjects_are_words_and_grammar_is_not(question: str, words: tuple[str, ...]) -> None:
    assert set(question_words(question)) == set(words)


def marked(text: str, *words: str, n: int = 200) -> list[str]:
    shown = snippet(text, words, n)
    return [shown.text[start : start + length] for start, length in shown.marks]


def test_marks_ignore_case_and_take_endings_along() -> None:
    assert marked("Torques and TORQUE, untorqued", "torque") == ["Torques", "TORQUE"]


def test_japanese_words_are_marked_anywhere() -> None:
    assert marked("規定締付トルクは12Nmです", "トルク", "締付") == ["締付", "トルク"]


def test_a_word_with_signs_is_taken_as_it_is() -> None:
    assert marked("a.b axb", "a.b") == ["a.b"]


def test_a_snippet_without_words_is_the_beginning() -> None:
    assert snippet("one\n two   three", (), 7).text == "one two"


def test_a_late_word_moves_the_snippet_to_it() -> None:
    shown = snippet("filler " * 100 + "the torque is 12", ("torque",), 80)

    assert shown.text.startswith("… filler")
    assert "torque is 12" in shown.text


def test_a_late_word_is_found_in_text_without_spaces() -> None:
    assert "締付" in snippet("あ" * 300 + "締付", ("締付",), 80).text


@pytest.mark.parametrize(
    ("words", "lines"),
    [
        (("SH-204",), ("part: SH-204, 1", "part: SH-205, 2")),
        (("SH-205", "3"), ("part: SH-205, 2", "part: SH-205, 3")),
        ((), ("part: SH-203, 0", "part: SH-204, 1")),
    ],
)
def test_rows_are_shown_from_the_one_with_most_words_on(
    words: tuple[str, ...], lines: tuple[str, ...]
) -> None:
    text = "part: SH-203, 0\npart: SH-204, 1\npart: SH-205, 2\npart: SH-205, 3\n"

    assert marked_lines(text, words, 2) == lines


def test_a_text_without_lines_has_none_to_show() -> None:
    assert marked_lines("", ("a",), 2) == ()
