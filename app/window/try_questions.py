"""Questions to try below the ask box: what the sample documents have an answer to."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from app.window import icons, theme
from app.window.elided_button import ElidedButton

N_QUESTIONS = 3


class TryQuestions(QWidget):
    """Three buttons, each a question in the window's language; a click asks it."""

    asked = Signal(str)
    closed = Signal()

    def __init__(self, owner: QWidget | None = None) -> None:
        super().__init__(owner)
        self._title = QLabel(self)
        self._title.setObjectName("muted")
        self._close = QToolButton(self)
        self._close.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._close.clicked.connect(self.closed)
        self.buttons = [ElidedButton(self) for _ in range(N_QUESTIONS)]
        for button in self.buttons:
            button.setObjectName("question")
            button.setAutoRaise(False)
            button.clicked.connect(lambda _=False, b=button: self.asked.emit(b.whole_text()))
        top = QHBoxLayout()
        top.addWidget(self._title, 1)
        top.addWidget(self._close)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.HALF)
        column.addLayout(top)
        for button in self.buttons:
            column.addWidget(button)
        self.retranslate()

    def changeEvent(self, event: QEvent) -> None:
        """Follow language and palette."""
        if event.type() in {QEvent.Type.LanguageChange, QEvent.Type.PaletteChange}:
            self.retranslate()
        super().changeEvent(event)

    def retranslate(self) -> None:
        """All words again."""
        self._title.setText(self.tr("The samples are read. Try a question:"))
        words = self.tr("Close the questions to try")
        self._close.setAccessibleName(words)
        self._close.setToolTip(words)
        self._close.setIcon(icons.icon("close", theme.current().muted))
        questions = (
            self.tr("What torque for the L-7 spindle lock nut?"),
            self.tr("What torque for the chuck flange bolt?"),
            self.tr("How often must the spindle bearings be greased?"),
        )
        for button, question in zip(self.buttons, questions, strict=True):
            button.set_text(question)
