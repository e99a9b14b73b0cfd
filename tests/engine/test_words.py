"""What lexical search can find and what it leaves out."""

from __future__ import annotations

import pytest

from engine.words import (
    holds_identifier,
    identifiers,
    index_words,
    initials,
    query_words,
    unfinished_word,
)


def finds(question: str, text: str) -> bool:
    return bool(set(query_words(question)) & set(index_words(text).split()))


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("公差は?", "一般公差 ±0.5 mm"),  # two characters: trigram misses it
        ("表面粗さ", "表面粗さ Ra 1.6"),
        ("DF40C-100DP-0.4V(51)", "Board-to-Board connector 100P DF40C-100DP-0.4V(51) Hirose"),
        ("df40c100dp", "DF40C-100DP"),
        ("100DP", "DF40C-100DP-0.4V(51)"),
        ("ＳＨ－２０４", "inspection of SH-204"),
        ("connectors", "Board-to-Board connector"),
        ("ｽﾋﾟﾝﾄﾞﾙ", "スピンドルのナット"),
        ("CN4", "CN4 | connector"),
    ],
)
def test_a_question_finds_a_text_written_otherwise(question: str, text: str) -> None:
    assert finds(question, text)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("What is the torque?", "What is the colour of the housing?"),
        ("トルクはいくつですか", "色はいくつですか"),
    ],
)
def test_small_words_do_not_match(question: str, text: str) -> None:
    assert not finds(question, text)


def test_identifiers_are_words_with_letter_and_digit_without_separators() -> None:
    question = "Did SH-204 pass with DF40C-100DP in May 2025, L-7?"
    assert identifiers(question) == ("sh204", "df40c100dp", "l7")


def test_a_question_of_small_words_alone_has_no_words() -> None:
    assert query_words("What is it?") == ()
    assert query_words("") == ()


@pytest.mark.parametrize(
    ("text", "identifier", "is_held"),
    [
        ("Sheet SH-204", "sh204", True),
        ("ＳＨ－２０４", "sh204", True),
        ("see ISO 9001", "iso9001", True),
        ("L-7号機のナット", "l7", True),
        ("L-70", "l7", False),
        ("XL-7", "l7", False),
        ("SH-2041", "sh204", False),
        ("Part: NIST-MTC-001", "nistmtc001", True),
        ("VRN-BP-V2.4-250", "vrnbpv24250", True),
        ("M1 25 off", "m125", False),
    ],
)
def test_an_identifier_is_found_however_it_is_separated(
    text: str, identifier: str, is_held: bool
) -> None:
    assert holds_identifier(text, identifier) is is_held


@pytest.mark.parametrize(
    ("typed", "beginning"),
    [
        ("spindle tor", "tor"),
        ("Is SH-20", "sh-20"),
        ("spindle torque ", ""),  # It is whole.
        ("the sp", ""),
        ("spindle whe", ""),  # when, where: of no use to anybody
        ("主軸の締付", ""),
        ("主軸 torq", "torq"),
        ("", ""),
    ],
)
def test_the_last_word_of_what_is_typed_may_go_on(typed: str, beginning: str) -> None:
    assert unfinished_word(typed) == beginning


def test_what_a_title_is_called_for_short() -> None:
    assert "rpm" in initials("Slow Speed [Revolutions Per Minute]")
    assert not initials("Slow Speed")
