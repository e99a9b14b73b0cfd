"""Running headers, footers and page numbers: lines that come again on the pages around."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

from ingest.pdf_lines import Piece, rows_of

_MARGIN = 0.1  # Of the page's height. Slides and drawings have their titles lower than that.
_SAME_HEIGHT_PT = 4.0
_PAGE_NUMBER = re.compile(
    r"[-–—|/(\[]*(?:p\.?|page|ページ)?#(?:(?:/|of|-)#)?[-–—|)\]]*(?:頁|ページ)?", re.I
)
_DIGITS = re.compile(r"\d+|\b[ivxlc]+\b", re.IGNORECASE)

Margins: TypeAlias = Mapping[str, Piece]
"""The lines in a page's margins by their text, without spaces and with digits made equal."""


def margin_lines(pieces: Iterable[Piece], height: float) -> Margins:
    """The lines of one page that may be running ones."""
    in_margin = [p for p in pieces if p.y1 < _MARGIN * height or p.y0 > (1 - _MARGIN) * height]
    return {
        _DIGITS.sub("#", "".join(line.text.split())): line
        for row in rows_of(in_margin)
        for line in row
    }


def without_running(
    pieces: Sequence[Piece], mine: Margins, earlier: Sequence[Margins], later: Sequence[Margins]
) -> list[Piece]:
    """The page without lines that pages around it have at the same height.

    The first page of a run keeps its lines, page numbers apart: a document number or a revision
    often stands nowhere else.
    """
    dropped = [
        line
        for text, line in mine.items()
        if _has(earlier, text, line) or (_PAGE_NUMBER.fullmatch(text) and _has(later, text, line))
    ]
    if not dropped:
        return list(pieces)
    return [piece for piece in pieces if not any(_is_in(piece, line) for line in dropped)]


def _has(pages: Sequence[Margins], text: str, line: Piece) -> bool:
    return any(text in page and abs(page[text].y0 - line.y0) <= _SAME_HEIGHT_PT for page in pages)


def _is_in(piece: Piece, line: Piece) -> bool:
    x, y = (piece.x0 + piece.x1) / 2, (piece.y0 + piece.y1) / 2
    return line.x0 <= x <= line.x1 and line.y0 <= y <= line.y1
