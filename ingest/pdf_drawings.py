"""Sheets of drawings among the pages of a PDF."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ingest.drawing_page import DrawingPage, drawing_page
from ingest.drawn_symbols import drawn_symbols
from ingest.mupdf import pymupdf
from ingest.pdf_blocks import is_sparse_page
from ingest.pdf_lines import Piece
from ingest.strokes import rulings_of, strokes_of, turned_strokes

_MAX_PIECES = 1500
_FEW_PIECES = 60  # Too few to say that they are no table.


def drawing_on(page: pymupdf.Page, apart: Mapping[int, Sequence[Piece]]) -> DrawingPage | None:
    """What a sheet of a drawing says; None for a page that is none.

    ``apart`` are its lines with gaps left open, by quarter turns clockwise. Signs that are drawn as
    lines are put among them.
    """
    width, height = page.rect.width, page.rect.height
    strokes = strokes_of(page)
    signed = {
        turn: [*found, *drawn_symbols(turned_strokes(strokes, turn, width, height), found)]
        for turn, found in apart.items()
    }
    return drawing_page(signed, rulings_of(strokes), width, height)


def may_be_drawing(pieces: Mapping[int, Sequence[Piece]]) -> bool:
    """Whether it is worth looking closer at a page with these lines, by quarter turns clockwise."""
    n_pieces = sum(map(len, pieces.values()))
    is_small = n_pieces <= _FEW_PIECES
    return 0 < n_pieces <= _MAX_PIECES and (is_small or is_sparse_page(pieces.get(0, ())))
