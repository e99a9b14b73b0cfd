"""The marked place of a citation as a picture: a cut of its page as SVG, with the rectangles."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

from PIL import Image

from engine.domain import Rect

SCALE = 2.0
"""Pixels per point: 144 dpi, sharp enough on paper."""
_MARGIN_PT = 48.0
_LEAST_PT = (440.0, 120.0)  # So much of the page is seen around a short line.
_PAPER_PX = (640.0, 720.0)  # The most room a picture has in a report.
_MOST_PIXELS = 1600  # Across; more is not seen on paper.


@dataclass(frozen=True, slots=True)
class _Cut:
    """A part of a page in points."""

    x: float
    y: float
    width: float
    height: float


def marked_place(png: bytes, rects: Sequence[Rect], scale: float) -> str:
    """The part of a page around at least one rectangle, marked, as an SVG image.

    ``png`` is the whole page with ``scale`` pixels per point.
    """
    with Image.open(BytesIO(png)) as page:
        cut = _cut_around(rects, page.width / scale, page.height / scale)
        box = (cut.x, cut.y, cut.x + cut.width, cut.y + cut.height)
        part = page.convert("RGB").crop(tuple(round(edge * scale) for edge in box))  # type: ignore[arg-type]
    part.thumbnail((_MOST_PIXELS, _MOST_PIXELS))
    content = BytesIO()
    part.save(content, "PNG", optimize=True)
    factor = min(_PAPER_PX[0] / cut.width, _PAPER_PX[1] / cut.height)
    size = f'width="{cut.width * factor:.1f}" height="{cut.height * factor:.1f}"'
    encoded = base64.b64encode(content.getvalue()).decode("ascii")
    marks = "".join(_mark(rect, cut) for rect in rects)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" {size}'
        f' viewBox="0 0 {cut.width:.1f} {cut.height:.1f}">'
        f'<image width="{cut.width:.1f}" height="{cut.height:.1f}"'
        f' xlink:href="data:image/png;base64,{encoded}"/>{marks}'
        f'<rect x="0.5" y="0.5" width="{cut.width - 1:.1f}" height="{cut.height - 1:.1f}"'
        ' fill="none" stroke="#b8bfc6" stroke-width="1"/></svg>'
    )


def _mark(rect: Rect, cut: _Cut) -> str:
    return (
        f'<rect x="{rect.x0 - cut.x - 1:.1f}" y="{rect.y0 - cut.y - 1:.1f}"'
        f' width="{rect.x1 - rect.x0 + 2:.1f}" height="{rect.y1 - rect.y0 + 2:.1f}"'
        ' fill="#ffd84a" fill-opacity="0.35" stroke="#b36b00" stroke-width="1"/>'
    )


def _cut_around(rects: Sequence[Rect], page_width: float, page_height: float) -> _Cut:
    around = Rect.around(rects)
    x, width = _span(around.x0, around.x1, page_width, _LEAST_PT[0])
    y, height = _span(around.y0, around.y1, page_height, _LEAST_PT[1])
    return _Cut(x, y, width, height)


def _span(first: float, last: float, length: float, least: float) -> tuple[float, float]:
    """Where on a page of some length a cut begins, and how long it is: all that is marked in it."""
    wanted = min(max(last - first + 2 * _MARGIN_PT, least), length)
    margin = (wanted - (last - first)) / 2
    start = min(max(0.0, first - margin), length - wanted)
    return start, wanted
