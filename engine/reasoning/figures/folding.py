"""One width and one hyphen for every letter, without moving a single position.

NFKC as a whole would turn ㎜ into two letters and 10³ into 103. So only what stays one letter and
means the same is folded: full and half width, digits of any script, look-alikes of the hyphen.
"""

from __future__ import annotations

import unicodedata

_SAME = {
    **dict.fromkeys("‐‑‒–—―−﹣⁃", "-"),
    **dict.fromkeys("〜∼˜～", "~"),
    **dict.fromkeys("″”“＂", '"'),
    **dict.fromkeys("′’‘＇", "'"),
    **dict.fromkeys("・･⋅∙•●", "·"),
    **dict.fromkeys("φΦϕØø∅", "⌀"),
    **dict.fromkeys("✕✖╳", "×"),
    "\u2126": "Ω",
    "\u03bc": "µ",
    "\u212a": "K",
    "\u00a0": "\u202f",
    "\u2009": "\u202f",
}


class _Folding(dict[int, str]):
    """A table for ``str.translate`` that fills itself, so that each letter is looked up once."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        folded = _fold_letter(letter)
        self[code] = folded
        return folded


_FOLDING = _Folding()


def fold(text: str) -> str:
    """The text with one width and one form of each mark; as long as the text itself."""
    return text if text.isascii() else text.translate(_FOLDING)


def _fold_letter(letter: str) -> str:
    if letter in _SAME:
        return _SAME[letter]
    if unicodedata.category(letter) == "Nd":
        return str(unicodedata.decimal(letter))
    if unicodedata.decomposition(letter).startswith(("<wide>", "<narrow>")):
        wide = unicodedata.normalize("NFKC", letter)
        return _SAME.get(wide, wide) if len(wide) == 1 else letter
    return letter
