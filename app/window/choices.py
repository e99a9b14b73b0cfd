"""Combo and check boxes with our own marks: a style sheet takes them from files, in one colour."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QStyle,
    QStyleOptionButton,
    QStyleOptionComboBox,
    QStylePainter,
)

from app.window import icons, theme


class ChoiceBox(QComboBox):
    """A combo box with an arrow, whose text is shortened where there is no room for it."""

    def paintEvent(self, _event: QPaintEvent) -> None:
        """As ever but for the text, and the arrow."""
        painter = QStylePainter(self)
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        room = self.style().subControlRect(
            QStyle.ComplexControl.CC_ComboBox,
            option,
            QStyle.SubControl.SC_ComboBoxEditField,
            self,
        )
        whole = self.currentText()
        shown = self.fontMetrics().elidedText(
            whole, Qt.TextElideMode.ElideRight, room.width() - theme.HALF
        )
        option.currentText = shown
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
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
