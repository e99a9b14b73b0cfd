"""A recogniser that says what it is told, for tests of what is made of it."""

from __future__ import annotations

import math
from collections.abc import Sequence

from ingest.recognised_lines import Line, Word
from ingest.recognition import Picture
from ingest.text_strips import Strip


class ScriptedRecogniser:
    """Gives the same lines for every picture and keeps the sizes of what it saw."""

    def __init__(self, lines: Sequence[Line] = ()) -> None:
        self.lines = list(lines)
        self.seen: list[tuple[int, int]] = []

    def __call__(self, picture: Picture) -> list[Line]:
        """The lines, whatever the picture."""
        self.seen.append((picture.shape[1], picture.shape[0]))
        return self.lines


def said(
    text: str,
    x: float,
    y: float,
    *,
    confidence: float = 0.99,
    degrees: float = 0.0,
    height: float = 50.0,
) -> Line:
    """A line that begins at a point of its left edge's middle, 0.5 heights a character."""
    angle = math.radians(degrees)
    length = 0.5 * height * len(text)
    strip = Strip(
        x + length / 2 * math.cos(angle), y + length / 2 * math.sin(angle), length, height, angle
    )
    words, start = [], 0
    for word in text.split(" "):
        end = start + len(word)
        words.append(Word(word, start / len(text), end / len(text), confidence))
        start = end + 1
    return Line(text, strip, confidence, tuple(words))
