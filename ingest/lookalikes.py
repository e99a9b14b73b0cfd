"""Characters that the recogniser mixes up because they look alike and its script is Chinese too."""

from __future__ import annotations

import re

_KATAKANA = "[゠-ヿ]"
_JAPANESE = re.compile(r"[぀-ヿ]")
# 卜 is no word of a shop; 口 (a port) may end a word in katakana, and the others are numbers and
# words of their own: モータ一台, スプリング力.
_RULES = (
    (re.compile(rf"卜(?={_KATAKANA})|(?<={_KATAKANA})卜"), "ト"),
    (re.compile(rf"口(?={_KATAKANA})"), "ロ"),
    *(
        (re.compile(rf"(?<={_KATAKANA}){kanji}(?={_KATAKANA})"), kana)
        for kanji, kana in zip("一力二工夕八三千才", "ーカニエタハミチオ", strict=True)
    ),
)
_CHINESE = str.maketrans("查值检图", "査値検図")


def in_japanese(text: str, *, is_japanese: bool) -> str:
    """The text with kana for kanji inside katakana words, and Japanese forms of Chinese kanji.

    ``is_japanese`` says that the page is, where the text alone has no kana to tell it by.
    """
    if not (is_japanese or _JAPANESE.search(text)):
        return text
    for pattern, kana in _RULES:
        text = pattern.sub(kana, text)
    return text.translate(_CHINESE)


def has_kana(text: str) -> bool:
    """Whether the text is certainly Japanese."""
    return _JAPANESE.search(text) is not None
