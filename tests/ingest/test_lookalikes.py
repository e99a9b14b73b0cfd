"""Kana and kanji that look alike."""

from __future__ import annotations

import pytest

from ingest.lookalikes import ONE_OF_TWO, with_kana


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("口ッ卜番号", "ロット番号"),
        ("プ口グラム", "プログラム"),
        ("モ一タ", "モータ"),
        ("モータ一台", "モータ一台"),
        ("スプリング力", "スプリング力"),
        ("エアー口", "エアー口"),
        ("入口のネジ", "入口のネジ"),
    ],
)
def test_only_what_cannot_be_kanji_is_made_kana(read: str, meant: str) -> None:
    assert with_kana(read) == meant


def test_figures_and_letters_have_one_width() -> None:
    assert "Ａ－１．２ｍｍ".translate(str.maketrans(ONE_OF_TWO)) == "A-1.2mm"
    assert not set("。（μΩφ査") & set(ONE_OF_TWO)
