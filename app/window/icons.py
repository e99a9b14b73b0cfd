"""Line icons from assets/icons, drawn in the colour they are asked for, sharp at every scale."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from app.window import theme
from app.window.resources import ICONS


def icon(name: str, colour: QColor) -> QIcon:
    """The icon in one colour, with its muted look for disabled controls."""
    result = QIcon()
    for ratio in (1, 2, 3):
        result.addPixmap(pixmap(name, colour, theme.ICON, ratio))
        faded = QColor(colour)
        faded.setAlphaF(0.35)
        result.addPixmap(pixmap(name, faded, theme.ICON, ratio), QIcon.Mode.Disabled)
    return result


def pixmap(name: str, colour: QColor, size: int, ratio: float) -> QPixmap:
    """The icon as a pixmap of ``size`` logical pixels."""
    result = QPixmap(round(size * ratio), round(size * ratio))
    result.setDevicePixelRatio(ratio)
    result.fill(Qt.GlobalColor.transparent)
    painter = QPainter(result)
    paint(painter, name, colour, QRectF(0, 0, size, size))
    painter.end()
    return result


def paint(painter: QPainter, name: str, colour: QColor, where: QRectF) -> None:
    """Draw the icon straight onto a widget."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setOpacity(painter.opacity() * colour.alphaF())
    _renderer(name, colour.name()).render(painter, where)
    painter.restore()


def application_icon() -> QIcon:
    """Genba's own sign, in its own colours."""
    return QIcon(str(ICONS / "genba.svg"))


@lru_cache(maxsize=256)
def _renderer(name: str, colour: str) -> QSvgRenderer:
    source = (ICONS / f"{name}.svg").read_text("utf-8").replace("currentColor", colour)
    return QSvgRenderer(QByteArray(source.encode()))
