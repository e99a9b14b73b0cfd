"""What of a question may be a value."""

from __future__ import annotations

import pytest

from engine.tools.sql.spans import is_like_a_code, numbers_in, spans_of


@pytest.mark.parametrize(
    ("question", "numbers"),
    [
        ("How many are above 46 °C?", ("46",)),
        ("停止時間が60分以上の件数", ("60",)),
        ("above 1,250.5 and below 12,5", ("1250.5", "12.5")),
        ("the three lowest, twice", ("3", "2")),
        ("SH-204 and M8", ()),
        ("６０分", ("60",)),
    ],
)
def test_the_numbers_of_a_question(question: str, numbers: tuple[str, ...]) -> None:
    assert numbers_in(question) == numbers


def test_runs_of_words_as_they_are_written() -> None:
    assert "oil leak" in spans_of("When was the oil leak found?")
    assert "旋盤" in spans_of("旋盤の停止時間")
    assert "K-999" in spans_of("品番K-999の不合格")


@pytest.mark.parametrize(("word", "is_code"), [("SH-204", True), ("Weber", False), ("M 8", False)])
def test_a_code_is_one_word_with_a_digit(word: str, is_code: bool) -> None:
    assert is_like_a_code(word) is is_code
