"""Kana and kanji that look alike."""

from __future__ import annotations

import pytest

from ingest.lookalikes import has_kana, in_japanese


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("口ッ卜番号", "ロット番号"),
        ("プ口グラム", "プログラム"),
        ("モ一タ", "モータ"),
        ("検查する", "検査する"),
        ("モータ一台", "モータ一台"),
        ("スプリング力", "スプリング力"),
        ("エアー口", "エアー口"),
        ("入口のネジ", "入口のネジ"),
    ],
)
def test_only_what_cannot_be_kanji_is_made_kana(read: str, meant: str) -> None:
    assert in_japanese(read, is_japanese=False) == meant


def test_a_line_without_kana_is_japanese_if_its_page_is() -> None:
    assert in_japanese("検查日", is_japanese=True) == "検査日"
    assert in_japanese("検查日", is_japanese=False) == "検查日"
    assert has_kana("トルク")
    assert not has_kana("検查 12")
