from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.text import estimate_tokens, language_of, normalise, sentences


def parts(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tighten to 12.5 Nm. Check it.", ["Tighten to 12.5 Nm.", "Check it."]),
        ("締付トルクは12 Nm。確認する。", ["締付トルクは12 Nm。", "確認する。"]),
        ("See Fig. 3 for details. Then stop!", ["See Fig. 3 for details.", "Then stop!"]),
        ("Use e.g. Loctite. No. 4 is spare.", ["Use e.g. Loctite.", "No. 4 is spare."]),
        ("one\ntwo\n\nthree", ["one", "two", "three"]),
        ("J. Smith signed. ok", ["J. Smith signed. ok"]),
        ("   ", []),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert parts(text) == expected


@given(st.text(alphabet="aB1.。!? \n\t、ねじ", max_size=60))
def test_sentences_are_in_order_trimmed_and_complete(text: str) -> None:
    spans = list(sentences(text))
    assert all(text[a:b] == text[a:b].strip() != "" for a, b in spans)
    assert all(first[1] <= second[0] for first, second in pairwise(spans))
    assert "".join("".join(part.split()) for part in parts(text)) == "".join(text.split())


@given(st.text(max_size=80), st.text(max_size=80))
def test_the_estimate_of_two_texts_is_at_least_that_of_both_together(a: str, b: str) -> None:
    assert estimate_tokens(a + b) <= estimate_tokens(a) + estimate_tokens(b)


@given(st.text(max_size=80))
def test_normal_form_is_stable(text: str) -> None:
    assert normalise(normalise(text)) == normalise(normalise(normalise(text)))


@pytest.mark.parametrize(
    ("text", "tokens"), [("", 0), ("torque", 2), ("12.5", 4), ("公差", 2), ("a b", 2)]
)
def test_token_estimates(text: str, tokens: int) -> None:
    assert estimate_tokens(text) == tokens


@pytest.mark.parametrize(
    ("text", "language"), [("torque", "en"), ("トルク", "ja"), ("公差 0.05", "ja"), ("12 Nm", "en")]
)
def test_languages(text: str, language: str) -> None:
    assert language_of(text) == language


def test_full_width_and_case_do_not_matter() -> None:
    assert normalise("ＳＨ－２０４ ﾄﾙｸ") == "sh-204 トルク"
