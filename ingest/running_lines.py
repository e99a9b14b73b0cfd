"""Running headers, footers and page numbers: lines that come again on the pages around."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from ingest.pdf_lines import Piece

_MARGIN = 0.1  # Of the page's height. Slides and drawings have their titles lower than that.
_SAME_HEIGHT_PT = 4.0
_DIGITS = re.compile(r"\d+|\b[ivxlc]+\b", re.IGNORECASE)

Margins = Mapping[str, float]
"""The lines in a page's margins, digits made equal, with their height on the page."""


def margin_lines(pieces: Iterable[Piece], height: float) -> Margins:
    """The lines of one page that may be running ones."""
    return {
        _DIGITS.sub("#", piece.text.strip()): piece.y0
        for piece in pieces
        if piece.text.strip() and (piece.y1 < _MARGIN * height or piece.y0 > (1 - _MARGIN) * height)
    }


def without_running(
    pieces: Sequence[Piece], height: float, earlier: Sequence[Margins], later: Sequence[Margins]
) -> list[Piece]:
    """The page without lines that pages around it have at the same height.

    The first page of a run keeps its lines, page numbers apart: a document number or a revision
    often stands nowhere else.
    """
    mine = margin_lines(pieces, height)
    dropped = set()
    for text, y in mine.items():
        is_before = _has(earlier, text, y)
        if is_before or (text.strip(" -–/|") in ("#", "# / #", "#/#") and _has(later, text, y)):
            dropped.add(text)
    if not dropped:
        return list(pieces)
    return [
        piece
        for piece in pieces
        if not (
            (piece.y1 < _MARGIN * height or piece.y0 > (1 - _MARGIN) * height)
            and _DIGITS.sub("#", piece.text.strip()) in dropped
        )
    ]


def _has(pages: Sequence[Margins], text: str, y: float) -> bool:
    return any(abs(page.get(text, -1e9) - y) <= _SAME_HEIGHT_PT for page in pages)
