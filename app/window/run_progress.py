"""A running job in two lines and a thin bar, with Cancel: what indexing and qualifying share."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QMargins, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from app.window import theme
from app.window.elided_label import ElidedLabel


class RunProgress(QWidget):
    """Shows how far a run is. What it says is its subclasses' affair (``retranslate``)."""

    cancelled = Signal()

    def __init__(self, owner: QWidget | None, *, margins: QMargins) -> None:
        super().__init__(owner)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._is_cancelling = False
        self._title = ElidedLabel(self, elide=Qt.TextElideMode.ElideRight)
        self._detail = ElidedLabel(self, elide=Qt.TextElideMode.ElideRight)
        self._detail.set_muted()
        self._bar = QProgressBar(self)
        self._bar.setTextVisible(False)
        self.cancel = QPushButton(self)
        self.cancel.clicked.connect(self._ask_to_cancel)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._title)
        words.addWidget(self._detail)
        row = QHBoxLayout()
        row.addLayout(words, 1)
        row.addWidget(self.cancel)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(margins)
        layout.setSpacing(theme.SPACE)
        layout.addLayout(row)
        layout.addWidget(self._bar)

    @property
    def percent(self) -> int:
        """How far the bar is; -1 while the length is not known."""
        return self._bar.value() if self._bar.maximum() else -1

    def text(self) -> str:
        """What the lines say."""
        return f"{self._title.text()} {self._detail.text()}".strip()

    def begin(self) -> None:
        """A run was asked for; nothing is known yet."""
        self._is_cancelling = False
        self.cancel.setEnabled(True)
        self._bar.setRange(0, 0)
        self.retranslate()
        self.show()

    def _show_share(self, share: float) -> None:
        """0 to 1."""
        self._bar.setRange(0, 100)
        self._bar.setValue(round(100 * share))

    def _ask_to_cancel(self) -> None:
        self._is_cancelling = True
        self.cancel.setEnabled(False)
        self.retranslate()
        self.cancelled.emit()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def retranslate(self) -> None:
        """All words again."""
        raise NotImplementedError
