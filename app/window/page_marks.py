"""What is painted over a page: the cited places, and the selected and the found text."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from app.window import theme


def paint_marks(painter: QPainter, places: Iterable[QRectF]) -> None:
    """Like a marker pen: the paper takes the colour, the ink stays black."""
    colours = theme.current()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for place in places:
        where = place.adjusted(-3, -2, 3, 2)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours.marker)
        painter.drawRoundedRect(where, 3, 3)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
        painter.setPen(QPen(colours.marker_edge, 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(where, 3, 3)


def paint_selection(painter: QPainter, places: Iterable[QRectF]) -> None:
    """Selected text: a veil, so that the ink is still read."""
    _paint_veil(painter, places, theme.current().accent, 0.42)


def paint_found(painter: QPainter, places: Iterable[QRectF]) -> None:
    """Text that was looked for, where it is not the one gone to."""
    _paint_veil(painter, places, theme.current().accent, 0.18)


def _paint_veil(painter: QPainter, places: Iterable[QRectF], colour: QColor, share: float) -> None:
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.blend(colour, QColor("white"), share))
    together = QPainterPath()  # Lines overlap; what is covered twice is not darker.
    together.setFillRule(Qt.FillRule.WindingFill)
    for place in places:
        together.addRect(place)
    painter.drawPath(together)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
