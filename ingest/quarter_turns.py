"""Text that reads down, to the left or up: turned for reading as lines, and back for the page."""

from __future__ import annotations

from dataclasses import replace

from engine.domain import Block, Rect
from ingest.pdf_lines import Piece


def direction(dx: float, dy: float) -> int:
    """Quarter turns clockwise from reading to the right: 1 reads down, 2 to the left, 3 up."""
    if abs(dx) >= abs(dy):
        return 0 if dx >= 0 else 2
    return 1 if dy > 0 else 3


def turned(piece: Piece, direction: int, width: float, height: float) -> Piece:
    """The piece on the page turned so that it reads to the right."""
    x0, y0, x1, y1 = piece.x0, piece.y0, piece.x1, piece.y1
    if direction == 1:
        x0, y0, x1, y1 = y0, width - x1, y1, width - x0
    elif direction == 2:
        x0, y0, x1, y1 = width - x1, height - y1, width - x0, height - y0
    else:
        x0, y0, x1, y1 = height - y1, x0, height - y0, x1
    return replace(piece, x0=x0, y0=y0, x1=x1, y1=y1)


def turned_back(block: Block, direction: int, width: float, height: float) -> Block:
    """The block of the page turned by ``turned``, where it stands on the page itself."""
    r = block.rect
    match direction:
        case 1:
            rect = Rect(width - r.y1, r.x0, width - r.y0, r.x1)
        case 2:
            rect = Rect(width - r.x1, height - r.y1, width - r.x0, height - r.y0)
        case 3:
            rect = Rect(r.y0, height - r.x1, r.y1, height - r.x0)
        case _:
            return block
    return replace(block, rect=rect)
