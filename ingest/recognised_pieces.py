"""Recognised lines as the pieces that a page's blocks are made of, in points of the straight page.

A page that was scanned askew is put together as if it lay straight; its blocks are turned back to
where they are seen.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from engine.domain import SURE_CONFIDENCE, Block, ReadProblem, Rect
from ingest import quarter_turns
from ingest.pdf_lines import Piece
from ingest.recognised_lines import Line
from ingest.text_strips import askew, direction_of, skew_of, straightened

_GLYPHS = 0.75  # Of a line's box; detection leaves a rim around the letters.
_ALIKE = 1.25  # Sizes so near to the page's usual one are that: boxes vary with their letters.
_WIDE_GAP = 1.7  # Heights between two words that are cells of a table rather than one line.


@dataclass(frozen=True, slots=True)
class RecognisedPage:
    """Pieces by the direction that they read in, and how they were got.

    ``skew`` is in radians clockwise. ``n_unsure`` of ``n_lines`` lines are not to be relied on.
    ``is_instead`` where the page has text of its own, which says nothing.
    """

    pieces: dict[int, list[Piece]] = field(default_factory=dict)
    skew: float = 0.0
    n_lines: int = 0
    n_unsure: int = 0
    is_instead: bool = False

    @property
    def n_characters(self) -> int:
        """How much was read."""
        return sum(len(piece.text) for pieces in self.pieces.values() for piece in pieces)

    def problems(self, page: int) -> Iterator[ReadProblem]:
        """What has to be said about the page."""
        if self.is_instead:
            yield ReadProblem("page-recognised", "", page=page)
        if self.n_unsure:
            detail = f"{self.n_unsure} / {self.n_lines}"
            yield ReadProblem("recognised-unsurely", detail, page=page)

    def as_seen(self, block: Block, width: float, height: float) -> Block:
        """A block of the straight page, with its rectangle on the page as it lies."""
        if not self.skew:
            return block
        rect = askew(block.rect, self.skew, (width / 2, height / 2))
        inside = Rect(
            max(0.0, rect.x0), max(0.0, rect.y0), min(width, rect.x1), min(height, rect.y1)
        )
        return replace(block, rect=inside)


def recognised_page(
    lines: Sequence[Line], points_a_pixel: float, width: float, height: float
) -> RecognisedPage:
    """The lines of a picture of a page that is so many points wide and high."""
    return _page(lines, skew_of(line.strip for line in lines), points_a_pixel, width, height)


def recognised_part(
    lines: Sequence[Line], points_a_pixel: float, width: float, height: float
) -> RecognisedPage:
    """The lines of pictures on a page with text of its own, which lies as straight as that."""
    return _page(lines, 0.0, points_a_pixel, width, height)


def _page(
    lines: Sequence[Line], skew: float, points_a_pixel: float, width: float, height: float
) -> RecognisedPage:
    if not lines:
        return RecognisedPage()
    usual = statistics.median(line.strip.height for line in lines) * _GLYPHS * points_a_pixel
    centre = (width / 2 / points_a_pixel, height / 2 / points_a_pixel)
    pieces: dict[int, list[Piece]] = {}
    for number, line in enumerate(lines):
        for part in _parted(line):
            where = straightened(part.strip, skew, centre)
            size = part.strip.height * _GLYPHS * points_a_pixel
            if max(size, usual) <= _ALIKE * min(size, usual):
                size = usual
            x0, y0, x1, y1 = (
                value * points_a_pixel for value in (where.x0, where.y0, where.x1, where.y1)
            )
            piece = Piece(part.text, x0, y0, x1, y1, size, False, number, False, part.confidence)
            direction = direction_of(part.strip, skew)
            if direction:
                piece = quarter_turns.turned(piece, direction, width, height)
            pieces.setdefault(direction, []).append(piece)
    n_unsure = sum(line.confidence < SURE_CONFIDENCE for line in lines)
    return RecognisedPage(pieces, skew, len(lines), n_unsure)


def _parted(line: Line) -> Iterator[Line]:
    """The line divided where its words stand as far apart as cells do."""
    first = 0
    for i in range(1, len(line.words)):
        gap = (line.words[i].start - line.words[i - 1].end) * line.strip.length
        if gap > _WIDE_GAP * line.strip.height:
            yield _part(line, first, i)
            first = i
    yield _part(line, first, len(line.words)) if first else line


def _part(line: Line, first: int, last: int) -> Line:
    words = line.words[first:last]
    return Line(
        " ".join(word.text for word in words),
        line.strip.part(words[0].start, words[-1].end),
        min(word.confidence for word in words),
        words,
    )
