"""A page as a picture. Apart from the drawing, so that a parent need not load what draws."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DrawnPage:
    """A page as PNG, and how many pages its document has."""

    png: bytes
    width_px: int
    height_px: int
    n_pages: int
