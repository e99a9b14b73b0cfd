"""Rows with a sign and a few lines of plain text, as the lists of the library panel have them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.window import icons, theme

AnyIndex: TypeAlias = QModelIndex | QPersistentModelIndex

_WRAPS = Qt.AlignmentFlag.AlignTop.value | Qt.TextFlag.TextWordWrap.value
_FILLED = 0.85  # How much of a line is text where words are wrapped; the rest is its ragged end.


@dataclass(frozen=True, slots=True)
class RowLine:
    """A text that is shortened where it does not fit; ``n_lines`` more than one: wrapped first."""

    text: str
    ink: QColor
    elide: Qt.TextElideMode = Qt.TextElideMode.ElideRight
    n_lines: int = 1


@dataclass(frozen=True, slots=True)
class RowLook:
    """What a row shows. The first line is in the list's own font, the others a little smaller.

    ``badge`` stands at the end of the second line, and can be clicked where the list wants it.
    """

    sign: str
    sign_ink: QColor
    lines: tuple[RowLine, ...]
    badge: str = ""

    @property
    def n_lines(self) -> int:
        """How many lines high it is."""
        return sum(line.n_lines for line in self.lines)


class RowDelegate(QStyledItemDelegate):
    """Paints what ``look`` makes of an index. Without HTML: file names are strangers' texts."""

    def __init__(self, look: Callable[[AnyIndex], RowLook | None], owner: QWidget) -> None:
        super().__init__(owner)
        self._look = look

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        """The lines with air."""
        look = self._look(index)
        n_lines = look.n_lines if look else 2
        return QSize(0, option.fontMetrics.height() * n_lines + 2 * theme.SPACE)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """The ground, the sign, the lines."""
        look = self._look(index)
        if look is None:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        where = QRectF(option.rect).adjusted(1, 1, -1, -1)
        _paint_ground(painter, option, where)
        line = option.fontMetrics.height()
        top = where.y() + (where.height() - look.n_lines * line) / 2
        sign = QRectF(where.x() + theme.SPACE, top + (line - 16) / 2, 16, 16)
        icons.paint(painter, look.sign, look.sign_ink, sign)
        left = sign.right() + theme.SPACE
        width = where.right() - theme.SPACE - left
        pill = self.badge_rect(QRectF(option.rect), option.font, look)
        painter.setFont(option.font)
        for n, text in enumerate(look.lines):
            room = width - pill.width() - theme.HALF if n == 1 and look.badge else width
            _paint_line(painter, text, QRectF(left, top, room, line * text.n_lines))
            top += line * text.n_lines
            painter.setFont(theme.scaled(option.font, 0.9))
        if look.badge:
            _paint_badge(painter, look.badge, pill)
        painter.restore()

    def badge_rect(self, row: QRectF, font: QFont, look: RowLook) -> QRectF:
        """Where the badge of a row stands; empty without one."""
        if not look.badge:
            return QRectF()
        where = row.adjusted(1, 1, -1, -1)
        line = QFontMetricsF(font).height()
        top = where.y() + (where.height() - look.n_lines * line) / 2 + line
        width = QFontMetricsF(theme.scaled(font, 0.9)).horizontalAdvance(look.badge)
        width += 2 * theme.SPACE
        return QRectF(where.right() - theme.SPACE - width, top, width, line)


def _paint_ground(painter: QPainter, option: QStyleOptionViewItem, where: QRectF) -> None:
    colours = theme.current()
    is_selected = bool(option.state & QStyle.StateFlag.State_Selected)
    is_hot = bool(option.state & QStyle.StateFlag.State_MouseOver)
    has_focus = bool(option.state & QStyle.StateFlag.State_HasFocus)
    if is_selected or is_hot or has_focus:
        painter.setPen(QPen(colours.accent, 2) if has_focus else Qt.PenStyle.NoPen)
        painter.setBrush(colours.accent_soft if is_selected else colours.hover)
        painter.drawRoundedRect(where, theme.RADIUS, theme.RADIUS)


def _paint_badge(painter: QPainter, text: str, where: QRectF) -> None:
    colours = theme.current()
    painter.setPen(QPen(colours.edge, 1))
    painter.setBrush(colours.base)
    painter.drawRoundedRect(where.adjusted(0.5, 0.5, -0.5, -0.5), theme.RADIUS, theme.RADIUS)
    painter.setPen(colours.text)
    painter.drawText(where, Qt.AlignmentFlag.AlignCenter, text)


def _paint_line(painter: QPainter, line: RowLine, where: QRectF) -> None:
    metrics = painter.fontMetrics()
    painter.setPen(line.ink)
    if line.n_lines == 1:
        shown = metrics.elidedText(line.text, line.elide, int(where.width()))
        painter.drawText(where, Qt.AlignmentFlag.AlignVCenter, shown)
        return
    shown = line.text
    if metrics.boundingRect(where.toRect(), _WRAPS, shown).height() > where.height():
        room = where.width() * line.n_lines * _FILLED
        shown = metrics.elidedText(shown, line.elide, int(room))
    painter.drawText(where, _WRAPS, shown)
