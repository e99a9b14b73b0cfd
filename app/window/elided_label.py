"""A label that shortens its text instead of forcing the window wider."""

from __future__ import annotations

import re

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from app.window import theme
from app.window.tool_tips import plain_tip

_TALL = "Åg漢ガ"  # The Japanese faces behind a Latin one stand higher and hang lower.


class ElidedLabel(QWidget):
    """One line of plain text, shortened where it does not fit, in the middle if not told else."""

    def __init__(
        self,
        owner: QWidget | None = None,
        *,
        elide: Qt.TextElideMode = Qt.TextElideMode.ElideMiddle,
    ) -> None:
        super().__init__(owner)
        self._elide = elide
        self._text = ""
        self._widest = ""
        self._is_muted = False
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def text(self) -> str:
        """The whole text."""
        return self._text

    def set_text(self, text: str, *, widest: str = "") -> None:
        """Show a text; keep room for the widest it will become, whatever its digits."""
        if (text, widest) == (self._text, self._widest):
            return
        self._text, self._widest = text, widest
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def set_muted(self) -> None:
        """Less important than what stands beside it."""
        self._is_muted = True

    def sizeHint(self) -> QSize:
        """As wide as the text, or as the widest text with the widest digits."""
        metrics = self.fontMetrics()
        digit = max("0123456789", key=metrics.horizontalAdvance)
        texts = (self._text, re.sub(r"\d", digit, self._widest))
        width = max(metrics.horizontalAdvance(text) for text in texts)
        return QSize(width + theme.HALF, self._line_height())

    def minimumSizeHint(self) -> QSize:
        """Any width, but never less than a line: without it a layout may cut the letters' feet."""
        return QSize(0, self._line_height())

    def _line_height(self) -> int:
        """The same whatever the text, so that nothing moves when it changes."""
        metrics = self.fontMetrics()
        return max(metrics.height(), metrics.boundingRect(_TALL).height())

    def event(self, event: QEvent) -> bool:
        """The whole text on hover, where it is shortened and nothing else is said."""
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            is_shortened = self.fontMetrics().horizontalAdvance(self._text) > self.width()
            if is_shortened and not self.toolTip():
                QToolTip.showText(event.globalPos(), plain_tip(self._text), self)
                return True
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The text, shortened."""
        painter = QPainter(self)
        colours = theme.current()
        painter.setPen(colours.muted if self._is_muted else colours.text)
        shown = self.fontMetrics().elidedText(self._text, self._elide, self.width())
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter, shown)
        painter.end()
