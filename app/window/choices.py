"""Combo and check boxes with our own marks: a style sheet takes them from files, in one colour."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QStyle, QStyleOptionButton

from app.window import icons, theme


class ChoiceBox(QComboBox):
    """A combo box with an arrow."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """As ever, and the arrow."""
        super().paintEvent(event)
        painter = QPainter(self)
        left = self.width() - theme.SPACE - 12
        where = QRectF(left, (self.height() - 12) / 2, 12, 12)
        icons.paint(painter, "down", theme.current().muted, where)
        painter.end()


class CheckBox(QCheckBox):
    """A check box with a check mark."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """As ever, and the mark."""
        super().paintEvent(event)
        if not self.isChecked():
            return
        option = QStyleOptionButton()
        self.initStyleOption(option)
        element = QStyle.SubElement.SE_CheckBoxIndicator
        where = QRectF(self.style().subElementRect(element, option, self))
        painter = QPainter(self)
        icons.paint(painter, "check", theme.current().on_accent, where.adjusted(2, 2, -2, -2))
        painter.end()
