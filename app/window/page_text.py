"""The text of a page to be selected: what is under the pointer, between two places, and found."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from PySide6.QtCore import QPointF, QRectF

from app.window.words import WORD
from engine.page_text import TextLine

_REACH_PT = 1.5  # About a line, where its text still begins.
_SAME_ROW = 0.5  # Of the lower of two lines: so much beside each other, they are one row.

Spot: TypeAlias = tuple[int, int]
"""A line and a character of it, before which the spot is."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Text from one spot up to another, in reading order."""

    start: Spot
    end: Spot


class PageText:
    """The lines of one page. Places are in points."""

    def __init__(self, lines: Sequence[TextLine] = ()) -> None:
        self._lines = tuple(lines)

    def __len__(self) -> int:
        return len(self._lines)

    def is_text_at(self, point: QPointF) -> bool:
        """Whether a line of text stands there."""
        return any(_is_near(line, point) for line in self._lines)

    def spot_near(self, point: QPointF) -> Spot:
        """The spot between two characters that is nearest. There must be lines."""
        number = min(range(len(self._lines)), key=lambda n: _distance(self._lines[n], point))
        line = self._lines[number]
        along = point.y() if line.is_upright else point.x()
        nearest = min(range(len(line.edges)), key=lambda n: abs(line.edges[n] - along))
        return number, nearest

    def between(self, one: Spot, other: Spot) -> Stretch:
        """The stretch between two spots, whichever is first."""
        return Stretch(min(one, other), max(one, other))

    def word_at(self, spot: Spot) -> Stretch:
        """The word around a spot: of Japanese, letters of one kind; else up to the spaces."""
        number, at = spot
        text = self._lines[number].text
        for pattern in (WORD, re.compile(r"\S+")):
            for found in pattern.finditer(text):
                if found.start() <= at <= found.end():
                    return Stretch((number, found.start()), (number, found.end()))
        return Stretch(spot, spot)

    def everything(self) -> Stretch:
        """All text of the page. There must be lines."""
        return Stretch((0, 0), (len(self._lines) - 1, len(self._lines[-1].text)))

    def text(self, stretch: Stretch) -> str:
        """What it says, with a new line where one begins on the page."""
        parts: list[str] = []
        for number, start, end in self._parts(stretch):
            line = self._lines[number]
            if parts:
                parts.append(" " if _is_same_row(self._lines[number - 1], line) else "\n")
            parts.append(line.text[start:end])
        return "".join(parts).strip()

    def rects(self, stretch: Stretch) -> tuple[QRectF, ...]:
        """Where it stands, one rectangle a line."""
        return tuple(
            _part(self._lines[number], start, end)
            for number, start, end in self._parts(stretch)
            if end > start
        )

    def found(self, words: str) -> tuple[Stretch, ...]:
        """Where something stands, in any case, with any spaces. Nothing for spaces alone."""
        parts = [re.escape(part) for part in words.split()]
        if not parts:
            return ()
        pattern = re.compile(r"\s*".join(parts), re.IGNORECASE)
        return tuple(
            Stretch((number, match.start()), (number, match.end()))
            for number, line in enumerate(self._lines)
            for match in pattern.finditer(line.text)
        )

    def _parts(self, stretch: Stretch) -> Iterator[tuple[int, int, int]]:
        (first, start), (last, end) = stretch.start, stretch.end
        for number in range(first, last + 1):
            length = len(self._lines[number].text)
            yield number, start if number == first else 0, end if number == last else length


def _is_near(line: TextLine, point: QPointF) -> bool:
    box = line.box
    return (
        box.x0 - _REACH_PT <= point.x() <= box.x1 + _REACH_PT
        and box.y0 - _REACH_PT <= point.y() <= box.y1 + _REACH_PT
    )


def _distance(line: TextLine, point: QPointF) -> float:
    box = line.box
    across = max(box.x0 - point.x(), 0.0, point.x() - box.x1)
    down = max(box.y0 - point.y(), 0.0, point.y() - box.y1)
    # A row is followed past its end sooner than its neighbour is entered.
    return across * 12 + down if line.is_upright else across + down * 12


def _part(line: TextLine, start: int, end: int) -> QRectF:
    box = line.box
    low, high = sorted((line.edges[start], line.edges[end]))
    if line.is_upright:
        return QRectF(box.x0, low, box.x1 - box.x0, high - low)
    return QRectF(low, box.y0, high - low, box.y1 - box.y0)


def _is_same_row(line: TextLine, after: TextLine) -> bool:
    if line.is_upright or after.is_upright or after.box.x0 < line.box.x1 - _REACH_PT:
        return False
    shared = min(line.box.y1, after.box.y1) - max(line.box.y0, after.box.y0)
    lower = min(line.box.y1 - line.box.y0, after.box.y1 - after.box.y0)
    return shared > _SAME_ROW * lower
