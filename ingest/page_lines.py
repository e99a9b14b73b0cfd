"""The text that a page of a PDF holds, character by character, for selecting and copying.

It is what the page says it shows. Whether it is worth having is for the caller to judge, who knows
what was read from the page when it was indexed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from engine.domain import Rect
from engine.page_text import TextLine
from ingest.mupdf import pymupdf
from ingest.pdf_pieces import fonts_of
from ingest.symbol_fonts import SymbolFonts, SymbolMap

_FLAGS = pymupdf.TEXT_PRESERVE_WHITESPACE | pymupdf.TEXT_MEDIABOX_CLIP
_UNKNOWN = re.compile(r"[\ufffd\ue000-\uf8ff]")
_MOST_UNKNOWN = 0.2  # Of the characters, as in ingest.text_layers.


def page_lines(page: pymupdf.Page) -> tuple[TextLine, ...]:
    """The lines in the order of the page; none if most of them do not say what they show."""
    raw = page.get_text("rawdict", flags=_FLAGS, sort=False)
    symbols: dict[str, SymbolMap] = {}
    if page.parent.is_pdf:
        symbols = SymbolFonts(page.parent).maps(page.number, fonts_of(raw["blocks"]))
    matrix = page.rotation_matrix if page.rotation else None
    lines = tuple(_lines(raw["blocks"], matrix, symbols))
    text = "".join(line.text for line in lines)
    return () if len(_UNKNOWN.findall(text)) > _MOST_UNKNOWN * len(text) else lines


def _lines(
    blocks: list[dict[str, Any]], matrix: pymupdf.Matrix | None, symbols: dict[str, SymbolMap]
) -> Iterator[TextLine]:
    for number, block in enumerate(blocks):
        for line in block.get("lines", ()):
            text, boxes = "", []
            for span in line["spans"]:
                known = symbols.get(span["font"], {})
                for char in span["chars"]:
                    shown = char["c"].translate(known)
                    for letter in shown if shown.isprintable() else " ":
                        text += letter
                        boxes.append(_shown(char["bbox"], matrix))
            if text.strip():
                yield _line(text, boxes, _direction(line["dir"], matrix), number)


def _shown(box: tuple[float, ...], matrix: pymupdf.Matrix | None) -> tuple[float, ...]:
    return box if matrix is None else tuple(pymupdf.Rect(box) * matrix)


def _direction(towards: tuple[float, float], matrix: pymupdf.Matrix | None) -> tuple[float, float]:
    dx, dy = towards
    if matrix is None:
        return dx, dy
    return dx * matrix.a + dy * matrix.c, dx * matrix.b + dy * matrix.d


def _line(
    text: str, boxes: list[tuple[float, ...]], towards: tuple[float, float], block: int
) -> TextLine:
    dx, dy = towards
    is_upright = abs(dy) > abs(dx)
    near, far = (1, 3) if is_upright else (0, 2)
    if (dy if is_upright else dx) < 0:
        near, far = far, near
    edges = (*(box[near] for box in boxes), boxes[-1][far])
    around = Rect(
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
    )
    return TextLine(text, around, edges, is_upright, block)
