"""Small labels that are taken away with a click, as many beside each other as fit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QToolButton, QWidget

from app.window import icons, theme
from app.window.tool_tips import plain_tip


@dataclass(frozen=True, slots=True)
class Chip:
    """``words`` that are shown, what is ``said`` of taking it away, and what does that."""

    words: str
    said: str
    take_away: Callable[[], None]


class ChipRow(QWidget):
    """As high as its chips need; hidden without any."""

    def __init__(self, owner: QWidget | None = None) -> None:
        super().__init__(owner)
        self.buttons: list[QToolButton] = []
        self._chips: tuple[Chip, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.hide()

    def set_chips(self, chips: Sequence[Chip]) -> None:
        """Show these, in order."""
        for button in self.buttons:
            button.hide()
            button.deleteLater()  # It may be the one that was just clicked.
        self._chips = tuple(chips)
        self.buttons = [self._button(chip) for chip in self._chips]
        self._place()
        self.setVisible(bool(chips))

    def _button(self, chip: Chip) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName("chip")
        button.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # The cross comes last.
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.setAccessibleName(chip.said)
        button.setToolTip(plain_tip(f"{chip.words}\n{chip.said}"))
        button.clicked.connect(chip.take_away)
        button.show()
        return button

    def _place(self) -> None:
        """From left to right, on to the next line where there is no room."""
        ink = theme.current().text
        x = y = 0
        height = theme.CHIP_HEIGHT
        for chip, button in zip(self._chips, self.buttons, strict=True):
            button.setIcon(icons.icon("close", ink))
            metrics = button.fontMetrics()
            around = theme.ICON + 3 * theme.SPACE + theme.HALF
            width = min(self.width(), metrics.horizontalAdvance(chip.words) + around)
            shown = metrics.elidedText(chip.words, Qt.TextElideMode.ElideMiddle, width - around + 2)
            button.setText(shown.replace("&", "&&"))
            if x and x + width > self.width():
                x, y = 0, y + height + theme.HALF
            button.setGeometry(x, y, width, height)
            x += width + theme.HALF
        self.setFixedHeight(y + height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Other chips fit on a line."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._place()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the palette and the size of letters."""
        if event.type() in {QEvent.Type.PaletteChange, QEvent.Type.FontChange}:
            self._place()
        super().changeEvent(event)
