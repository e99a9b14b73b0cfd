"""An expression in one spelling: half-width, ASCII operators, powers after a caret.

Each folded character remembers which typed character it came from, so that a refusal can say
where.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from engine.tools.calculator.refusal import Refusal

_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")
_ONE_SPELLING = {
    "×": "*",
    "÷": "/",
    "·": "*",  # a product of units or of numbers, either way
    "⋅": "*",
    "∙": "*",
    "•": "*",
    "・": "*",
    "−": "-",
    "→": "->",
    "≤": "<=",
    "≦": "<=",
    "≥": ">=",
    "≧": ">=",
    "、": ";",
    "″": '"',
    "”": '"',
}
_FRACTION_SLASH = "⁄"  # what NFKC makes of ½: "1½" would become 11/2


@dataclass(frozen=True, slots=True)
class Folded:
    """Text in one spelling; ``origins`` holds the index typed for each character and the end."""

    text: str
    origins: tuple[int, ...]

    def position(self, index: int) -> int:
        """Where the character at ``index`` was typed, counted from 1."""
        return self.origins[index] + 1


def fold(text: str) -> Folded:
    """The expression in one spelling. Refuses fraction characters, which NFKC would misread."""
    folded: list[str] = []
    origins: list[int] = []
    is_raised = False
    for index, character in enumerate(text):
        piece = character.translate(_SUPERSCRIPTS)
        if piece != character:
            piece = piece if is_raised else "^" + piece
            is_raised = True
        else:
            is_raised = False
            piece = _one_spelling(character, index)
        folded.append(piece)
        origins.extend([index] * len(piece))
    return Folded("".join(folded), (*origins, len(text)))


def _one_spelling(character: str, index: int) -> str:
    if character in _ONE_SPELLING:
        return _ONE_SPELLING[character]
    piece = unicodedata.normalize("NFKC", character)
    if _FRACTION_SLASH in piece:
        raise Refusal(f"write the fraction {character} at character {index + 1} as a decimal")
    return "".join(_ONE_SPELLING.get(part, part) for part in piece)
