"""A flat button that shortens its text instead of forcing the window wider."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QToolButton, QWidget

from app.window import theme
from app.window.appearance import is_font_change
from app.window.tool_tips import plain_tip

_FRAME = 16  # Border and padding on both sides, see the style sheet.


class ElidedButton(QToolButton):
    """One line of plain text beside an icon; the tool tip has all of it."""

    def __init__(self, owner: QWidget | None = None) -> None:
        super().__init__(owner)
        self._whole = ""
        self.setAutoRaise(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def whole_text(self) -> str:
        """What it says when there is room."""
        return self._whole

    def set_text(self, text: str, *, tip: str = "") -> None:
        """Show a text; ``tip`` adds to it what does not belong on the button."""
        self._whole = text
        self.setToolTip(plain_tip(f"{text}\n{tip}" if tip else text))
        self.setAccessibleName(text)
        self.setMaximumWidth(self.sizeHint().width())
        self.updateGeometry()
        self._fit()

    def sizeHint(self) -> QSize:
        """As wide as the whole text."""
        height = theme.control_height(self.font())
        text = self.fontMetrics().horizontalAdvance(self._whole) + theme.SPACE  # Fallback fonts.
        return QSize(self._beside() + text, height)

    def minimumSizeHint(self) -> QSize:
        """Room for the icon, or else for a few letters."""
        least = theme.CONTROL_HEIGHT if not self.icon().isNull() else 7 * theme.SPACE
        return QSize(least, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shorten what does not fit."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Measure again in another size of text."""
        super().changeEvent(event)
        if is_font_change(event):
            self.setMaximumWidth(self.sizeHint().width())
            self.setMinimumHeight(self.sizeHint().height())
            self._fit()

    def _beside(self) -> int:
        """What is not text: the frame, the icon, and the two spaces that Qt adds to the text."""
        icon = 0 if self.icon().isNull() else self.iconSize().width() + theme.HALF
        return _FRAME + 2 * self.fontMetrics().horizontalAdvance(" ") + theme.HALF + icon

    def _fit(self) -> None:
        room = self.width() - self._beside()
        shown = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, room)
        if shown != self.text():
            self.setText(shown.replace("&", "&&"))
