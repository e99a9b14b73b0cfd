"""Characters that a recogniser of every script mixes up, and which of them is meant.

Two that look exactly alike share its certainty between them and come in turns, so they are made one
before it decides. Kana and kanji are told apart by the letters beside them afterwards.
"""

from __future__ import annotations

import re

_WIDE = {
    chr(0xFEE0 + ord(c)): c for c in map(chr, range(0x21, 0x7F)) if c.isalnum() or c in "-+.,%/"
}
_GREEK = dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧνο", "ABEZHIKMNOPTYXvo", strict=True))
_CHINESE = dict(zip("查值检图", "査値検図", strict=True))
ONE_OF_TWO = {**_WIDE, **_GREEK, **_CHINESE}
"""The character of a shop's English and Japanese for one that is hardly distinct from it."""

_KATAKANA = "[゠-ヿ]"
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


def with_kana(text: str) -> str:
    """The text with kana for kanji inside words in katakana. As long as before."""
    for pattern, kana in _RULES:
        text = pattern.sub(kana, text)
    return text
