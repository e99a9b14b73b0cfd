"""A page as a picture, and what to ask for it.

Apart from the drawing, so that a parent need not load what draws.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class PageWish:
    """A whole page (from 1); a point of the page is ``scale`` pixels."""

    page: int
    scale: float


@dataclass(frozen=True, slots=True)
class TileWish:
    """A part of a page that is ``scale`` pixels a point, in pixels from its top left."""

    page: int
    scale: float
    x_px: int
    y_px: int
    width_px: int
    height_px: int


@dataclass(frozen=True, slots=True)
class LinesWish:
    """The text that a page holds: a tuple of engine.page_text.TextLine."""

    page: int


Wish: TypeAlias = PageWish | TileWish | LinesWish


@dataclass(frozen=True, slots=True)
class DrawnPage:
    """A page as PNG, and how many pages its document has.

    ``scale`` is what it was drawn at: less than what was wished for where that is too large.
    """

    png: bytes
    width_px: int
    height_px: int
    n_pages: int
    scale: float


@dataclass(frozen=True, slots=True)
class DrawnTile:
    """A part of a page: three bytes a pixel (red, green, blue), row after row.

    ``x_px`` and ``y_px`` are where it stands on the page; they and its size may differ from what
    was wished for by a pixel, and it ends where the page does.
    """

    rgb: bytes
    x_px: int
    y_px: int
    width_px: int
    height_px: int
