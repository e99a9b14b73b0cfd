"""Sheets of drawings among the pages of a PDF."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ingest.drawing_page import KEY_FIELDS, DrawingPage, drawing_page
from ingest.drawn_symbols import drawn_symbols
from ingest.mupdf import pymupdf
from ingest.pdf_blocks import is_sparse_page
from ingest.pdf_lines import Piece, rows_of
from ingest.strokes import rulings_of, strokes_of, turned_strokes
from ingest.title_block import labelled_fields
from ingest.told_fields import told_fields

_MAX_PIECES = 1500
_FEW_CHARACTERS = 1000
_FEW_FIELDS = 2
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


def may_be_pictured(pieces: Mapping[int, Sequence[Piece]]) -> bool:
    """Whether a page that is no drawing by its text may be one by its pictures.

    It says as few words as a sheet does, and some that a title block would say. ``pieces`` are as
    for ``drawing_on``.
    """
    level = [piece for row in rows_of(pieces.get(0, ())) for piece in row]
    if sum(len(piece.text) for piece in level) > _FEW_CHARACTERS:
        return False
    labelled = labelled_fields(level, ())
    told = told_fields(level, [found.field for found in labelled])
    names = {found.field for found in (*labelled, *told)}
    return len(names) >= _FEW_FIELDS and bool(names & KEY_FIELDS)
