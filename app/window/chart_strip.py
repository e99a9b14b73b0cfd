"""Charts beside each other, wrapped where there is no room, each at most as wide as its place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import unescape

from PySide6.QtCore import QByteArray, QRectF, QSize, QSizeF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.window import theme

_SMALLEST_HALF = 0.7  # Of its own size; smaller is harder to read than one below the other.


class ChartStrip(QWidget):
    """SVG charts as pictures. Their titles and numbers are there for a screen reader."""

    def __init__(self, owner: QWidget | None = None) -> None:
        super().__init__(owner)
        self._renderers: list[QSvgRenderer] = []
        self._sources: tuple[str, ...] = ()
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_charts(self, sources: Sequence[str]) -> None:
        """Show other charts, given as SVG; none hides the strip."""
        self.setVisible(bool(sources))
        if tuple(sources) == self._sources:
            return
        self._sources = tuple(sources)
        self._renderers = [QSvgRenderer(QByteArray(source.encode())) for source in sources]
        self.setAccessibleName(". ".join(_said("title", source) for source in sources))
        self.setAccessibleDescription(". ".join(_said("desc", source) for source in sources))
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        """Narrower is higher."""
        return True

    def heightForWidth(self, width: int) -> int:
        """What the charts take when they are wrapped at a width."""
        return round(max((place.bottom() for place in self._places(width)), default=0.0))

    def sizeHint(self) -> QSize:
        """As wide as there is room; the height follows."""
        width = max(self.width(), 1)
        return QSize(width, self.heightForWidth(width))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Each chart in its place."""
        painter = QPainter(self)
        for renderer, place in zip(self._renderers, self._places(self.width()), strict=True):
            renderer.render(painter, place)
        painter.end()

    def _places(self, width: float) -> Iterator[QRectF]:
        x = y = row_height = 0.0
        half = (width - theme.GAP) / 2
        for renderer in self._renderers:
            size = QSizeF(renderer.defaultSize())
            fits = (
                half
                if len(self._renderers) == 2 and half > _SMALLEST_HALF * size.width()
                else width
            )
            size *= min(1.0, fits / size.width())
            if x and x + size.width() > width:
                x, y, row_height = 0.0, y + row_height + theme.SPACE, 0.0
            yield QRectF(x, y, size.width(), size.height())
            x += size.width() + theme.GAP
            row_height = max(row_height, size.height())


def _said(element: str, source: str) -> str:
    found = re.search(rf"<{element}[^>]*>(.*?)</{element}>", source, re.DOTALL)
    return unescape(found[1]) if found else ""
