"""A passage that does not speak of the thing that is asked for."""

from __future__ import annotations

import pytest

from engine.domain import Passage
from engine.reasoning.asked_noun import names_what_is_asked

CALIPERS = "A-001 | デジタルノギス | 校正担当者 山田 太郎 | 有効期限 2026/04/10"


def passage(text: str) -> Passage:
    return Passage(1, "sha256:a", "build plate.pdf", text, (), (), None, 1.0)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("What flatness is required of the build plate?", "General tolerance 0.5 mm"),
        ("Which alloy is it made of?", "Housing painted grey"),
        ("A-001 のメーカーはどこですか。", CALIPERS),
    ],
)
def test_it_is_not_named(question: str, text: str) -> None:
    assert not names_what_is_asked(question, passage(text))


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("What flatness is required?", "Flatness 0.1"),
        ("Which tolerances apply?", "General tolerance 0.5 mm"),
        ("A-001 の有効期限はいつですか。", CALIPERS),
        ("A-001 の型番は何ですか。", CALIPERS),
        ("集じん機の交換の日付はいつですか。", "集じん機のフィルターは令和2年12月1日に交換した。"),
        ("What is the date of the last change?", "The filter was last changed on 2020-12-01."),
        ("How deep is it?", "3 mm"),
        ("Is the build plate flat?", "3 mm"),
    ],
)
def test_it_is_named_or_cannot_be_told(question: str, text: str) -> None:
    assert names_what_is_asked(question, passage(text))
