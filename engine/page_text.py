"""The text of a page as it stands there, line by line, to be selected and copied."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from engine.domain import Rect

_WIDE = frozenset("WF")
_LETTER_SHAPE = 2.4  # Height of a line to the width of a Latin letter.
_TALLEST_PT = 60.0  # Of usual lettering. What is taller and
_MOST_OF_PAGE = 0.5  # covers that much of all there is, is a statement about a drawing.
_UPRIGHT = 2.0  # So much taller than wide, a line of several characters runs up or down.


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of text. ``edges`` has one more number than ``text`` has characters.

    Character ``n`` stands between ``edges[n]`` and ``edges[n + 1]`` along the line: points from
    the left of the page, or from its top if the line ``is_upright``. They fall where a line runs
    to the left or up the page. Lines of one ``block`` belong together.
    """

    text: str
    box: Rect
    edges: tuple[float, ...]
    is_upright: bool = False
    block: int = 0


@dataclass(frozen=True, slots=True)
class PageBlock:
    """A stretch of a page's text and the rectangle around all of it."""

    text: str
    rect: Rect


def n_characters(lines: Iterable[TextLine]) -> int:
    """Without spaces."""
    return sum(len("".join(line.text.split())) for line in lines)


def lines_of_blocks(blocks: Iterable[PageBlock]) -> tuple[TextLine, ...]:
    """Blocks as lines, with characters where they must be about: each as wide as it usually is.

    Left out is what does not stand there in letters, such as the number of a drawing's layers.
    """
    lines: list[TextLine] = []
    for number, block in enumerate(_lettering(tuple(blocks))):
        rows = [row for row in block.text.splitlines() if row.strip()]
        height = (block.rect.y1 - block.rect.y0) / max(1, len(rows))
        for n, row in enumerate(rows):
            top = block.rect.y0 + n * height
            box = Rect(block.rect.x0, top, block.rect.x1, top + height)
            lines.append(_spread(row.strip(), box, number))
    return tuple(lines)


def _lettering(blocks: Sequence[PageBlock]) -> list[PageBlock]:
    if len(blocks) < 2:
        return list(blocks)
    width = max(block.rect.x1 for block in blocks) - min(block.rect.x0 for block in blocks)
    height = max(block.rect.y1 for block in blocks) - min(block.rect.y0 for block in blocks)
    most = _MOST_OF_PAGE * width * height
    return [
        block
        for block in blocks
        if _area(block.rect) < most or _letter_height(block) <= _TALLEST_PT
    ]


def _area(rect: Rect) -> float:
    return max(0.0, rect.x1 - rect.x0) * max(0.0, rect.y1 - rect.y0)


def _letter_height(block: PageBlock) -> float:
    """How high its lines would be in points if letters filled its rectangle."""
    return math.sqrt(_area(block.rect) * _LETTER_SHAPE / max(1, sum(_weights(block.text))))


def _weights(text: str) -> list[int]:
    """How wide each character is, in Latin letters."""
    return [2 if unicodedata.east_asian_width(letter) in _WIDE else 1 for letter in text]


def _spread(text: str, box: Rect, block: int) -> TextLine:
    width, height = box.x1 - box.x0, box.y1 - box.y0
    is_upright = len(text) > 1 and height > _UPRIGHT * width
    start, length = (box.y0, height) if is_upright else (box.x0, width)
    weights = _weights(text)
    total = sum(weights)
    edges = tuple(start + length * sum_ / total for sum_ in accumulate(weights, initial=0))
    return TextLine(text, box, edges, is_upright, block)
