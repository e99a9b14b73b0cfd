"""The refusal and its reason are told apart."""

from __future__ import annotations

import pytest

from app.refusals import refusal_and_reason
from tests.app.scripted import answer


@pytest.mark.parametrize(
    ("language", "text", "parts"),
    [
        ("en", "The documents do not say.", ("The documents do not say.", "")),
        (
            "en",
            "The documents do not say. log.csv has no row with Part = SH-299.",
            ("The documents do not say.", "log.csv has no row with Part = SH-299."),
        ),
        (
            "ja",
            "文書には記載が見つかりません。検査記録.csvに品番が「SH-299」の行はありません。",
            ("文書には記載が見つかりません。", "検査記録.csvに品番が「SH-299」の行はありません。"),
        ),
        ("en", "Something else.", ("Something else.", "")),
        ("en", "", ("", "")),
    ],
)
def test_an_abstention_is_the_refusal_and_its_reason(
    language: str, text: str, parts: tuple[str, str]
) -> None:
    assert refusal_and_reason(answer(text, is_abstained=True, language=language)) == parts
