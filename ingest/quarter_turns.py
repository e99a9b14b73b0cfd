"""Text that reads down, to the left or up: turned for reading as lines, and back for the page."""

from __future__ import annotations

from dataclasses import replace

from engine.domain import Block
from ingest import directions
from ingest.pdf_lines import Piece


def turned(piece: Piece, direction: int, width: float, height: float) -> Piece:
    """The piece on the page turned so that it reads to the right."""
    rect = directions.turned(piece.rect, direction, width, height)
    return replace(piece, x0=rect.x0, y0=rect.y0, x1=rect.x1, y1=rect.y1)


def turned_back(block: Block, direction: int, width: float, height: float) -> Block:
    """The block of the page turned by ``turned``, where it stands on the page itself."""
    if direction == 0:
        return block
    return replace(block, rect=directions.turned_back(block.rect, direction, width, height))
