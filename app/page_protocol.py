"""What the window and the engine process say to each other about a page: parts, text, its file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from engine.page_text import TextLine


@dataclass(frozen=True, slots=True)
class RenderTile:
    """Draw a part of a page: one TileRendered, or none if it was cancelled before its turn.

    In pixels from the top left of the page (from 1) at ``scale`` pixels a point.
    """

    job: int
    document_id: str
    page: int
    scale: float
    x_px: int
    y_px: int
    width_px: int
    height_px: int


@dataclass(frozen=True, slots=True)
class ReadPageText:
    """The text of a page with its places: one PageTextRead."""

    job: int
    document_id: str
    page: int


@dataclass(frozen=True, slots=True)
class LocateDocument:
    """Where the file of a document lies: one DocumentLocated."""

    job: int
    document_id: str


PageRequest: TypeAlias = RenderTile | ReadPageText | LocateDocument


@dataclass(frozen=True, slots=True)
class TileRendered:
    """A part of a page, three bytes a pixel. It ends where the page does."""

    document_id: str
    page: int
    scale: float
    x_px: int
    y_px: int
    width_px: int
    height_px: int
    rgb: bytes


@dataclass(frozen=True, slots=True)
class PageTextRead:
    """The lines of a page in reading order; none if it has no text."""

    document_id: str
    page: int
    lines: tuple[TextLine, ...]


@dataclass(frozen=True, slots=True)
class DocumentLocated:
    """The file is there."""

    document_id: str
    path: Path


PageNews: TypeAlias = TileRendered | PageTextRead | DocumentLocated
