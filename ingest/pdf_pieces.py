"""The text of a PDF page as PyMuPDF extracts it, made pieces by the direction that they read in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from ingest import quarter_turns
from ingest.directions import direction_of
from ingest.mupdf import pymupdf
from ingest.pdf_lines import Piece
from ingest.symbol_fonts import SymbolMap

_LEADERS = re.compile(r"(?:[.．…‥・]\s?){4,}")  # Of a table of contents.
_SYMBOL = re.compile(r"[\x01-\x08\x0e-\x1f\ue000-\uf8ff]")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_BOLD = pymupdf.TEXT_FONT_BOLD
_MONOSPACED = pymupdf.TEXT_FONT_MONOSPACED
_MAX_SPAN_GAP_EM = 0.4


def parted(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Blocks with lines ended where there is a gap, or where the next span stands over the last.

    A gap may hold a symbol that is drawn, and limits of a tolerance stand on top of each other.
    """
    return [
        {"lines": [part for line in block.get("lines", ()) for part in _parts(line)]}
        for block in blocks
    ]


def _parts(line: dict[str, Any]) -> Iterator[dict[str, Any]]:
    spans = [span for span in line["spans"] if span["text"].strip()]
    ahead = 0 if abs(line["dir"][0]) >= abs(line["dir"][1]) else 1
    start = 0
    for i in range(1, len(spans) + 1):
        if i < len(spans) and not _is_apart(spans[i - 1], spans[i], ahead):
            continue
        part = spans[start:i]
        if part:
            yield line | {"spans": part, "bbox": _box([span["bbox"] for span in part])}
        start = i


def _is_apart(span: dict[str, Any], after: dict[str, Any], ahead: int) -> bool:
    low, high = span["bbox"][ahead], span["bbox"][ahead + 2]
    next_low, next_high = after["bbox"][ahead], after["bbox"][ahead + 2]
    gap = max(next_low - high, low - next_high)
    return bool(gap > _MAX_SPAN_GAP_EM * span["size"] or gap < -0.5 * (next_high - next_low))


def _box(boxes: list[tuple[float, ...]]) -> tuple[float, ...]:
    return (
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
    )


def fonts_of(blocks: list[dict[str, Any]]) -> set[str]:
    """The names of the fonts that a page's text is set in."""
    lines = (line for block in blocks for line in block.get("lines", ()))
    return {span["font"] for line in lines for span in line["spans"]}


def pieces_of(
    blocks: list[dict[str, Any]],
    matrix: pymupdf.Matrix | None,
    width: float,
    height: float,
    symbols: Mapping[str, SymbolMap],
) -> dict[int, list[Piece]]:
    """The lines of a page as pieces by quarter turns clockwise, each in the frame of its turn.

    ``blocks`` are those of PyMuPDF's ``get_text("dict")``; ``matrix`` turns them to the page as
    shown, if that is turned; ``symbols`` are the page's symbol fonts.
    """
    pieces: dict[int, list[Piece]] = {}
    for number, block in enumerate(blocks):
        for line in block.get("lines", ()):
            spans = line["spans"]
            text = "".join([span["text"] for span in spans])
            if symbols:
                text = "".join(_with_symbols(span, symbols) for span in spans)
            if "..." in text or ". ." in text or "…" in text or "・・" in text:
                text = _LEADERS.sub("… ", text)
            if not text.strip(" …\t\u3000\xa0"):
                continue
            x0, y0, x1, y1 = line["bbox"]
            dx, dy = line["dir"]
            if matrix is not None:
                x0, y0, x1, y1 = pymupdf.Rect(x0, y0, x1, y1) * matrix
                dx, dy = dx * matrix.a + dy * matrix.c, dx * matrix.b + dy * matrix.d
            if x1 <= 0 or y1 <= 0 or x0 >= width or y0 >= height:
                continue
            if not text.isprintable():
                text = _shown(text)
            size, is_bold, is_code = _look(spans)
            piece = Piece(text, x0, y0, x1, y1, size, is_bold, number, is_code)
            direction = 0 if dx > 0.7 else direction_of(dx, dy)
            if direction:
                piece = quarter_turns.turned(piece, direction, width, height)
            pieces.setdefault(direction, []).append(piece)
    return pieces


def _with_symbols(span: dict[str, Any], symbols: Mapping[str, SymbolMap]) -> str:
    text: str = span["text"]
    known = symbols.get(span["font"])
    return text if known is None else text.translate(known)


def _look(spans: list[dict[str, Any]]) -> tuple[float, bool, bool]:
    """Size of the longest span, and whether all of them are bold or monospaced."""
    if len(spans) == 1:
        span = spans[0]
        flags = span["flags"]
        is_bold = bool(flags & _BOLD) or "bold" in span["font"].lower()
        return span["size"], is_bold, bool(flags & _MONOSPACED)
    flags, longest, size, font, font_flags = -1, -1, 0.0, "", 0
    for span in spans:
        text = span["text"]
        if text == " " or text.isspace():
            continue
        if len(text) > longest:
            longest, size = len(text), span["size"]
        if span["font"] != font:
            font = span["font"]
            font_flags = _BOLD if "bold" in font.lower() else 0
        flags &= span["flags"] | font_flags
    return size, bool(flags & _BOLD), bool(flags & _MONOSPACED)


def _shown(text: str) -> str:
    """Without control characters; one alone is a bullet from a symbol font."""
    return "•" if _SYMBOL.fullmatch(text.strip(" ")) else _CONTROL.sub(" ", text)
