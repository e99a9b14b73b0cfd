"""The line above an answer of before: from when it is, and the way back to asking."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from app.window import icons, theme
from app.window.answer_states import short_model
from app.window.elided_label import ElidedLabel
from app.window.history_model import moment_words
from app.window.tool_tips import plain_tip
from engine.asked import Recalled


class RecallBar(QFrame):
    """Hidden while the answer on show is one of now."""

    again = Signal(str)  # The question.
    left = Signal()

    def __init__(self, owner: QWidget | None = None) -> None:
        super().__init__(owner)
        self.setObjectName("recallBar")
        self._at: datetime | None = None
        self._question = self._model = ""
        self._entry = 0
        self._sign = QLabel(self)
        self._text = ElidedLabel(self, elide=Qt.TextElideMode.ElideRight)
        self.ask_again = QPushButton(self)
        self.close_button = QToolButton(self)
        self.close_button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.GAP, theme.HALF, theme.SPACE, theme.HALF)
        row.setSpacing(theme.SPACE)
        row.addWidget(self._sign)
        row.addWidget(self._text, 1)
        row.addWidget(self.ask_again)
        row.addWidget(self.close_button)
        self.ask_again.clicked.connect(lambda: self.again.emit(self._question))
        self.close_button.clicked.connect(self.left)
        self.hide()
        self.retranslate()

    def text(self) -> str:
        """What it says."""
        return self._text.text()

    def show_recalled(self, recalled: Recalled) -> None:
        """An answer of before is on show."""
        self._at, self._entry = recalled.at, recalled.id
        self._question, self._model = recalled.question, short_model(recalled.model)
        self.retranslate()
        self.show()

    def changeEvent(self, event: QEvent) -> None:
        """Follow language and palette."""
        if event.type() in {QEvent.Type.LanguageChange, QEvent.Type.PaletteChange}:
            self.retranslate()
        super().changeEvent(event)

    def retranslate(self) -> None:
        """All words again."""
        ratio = self.devicePixelRatioF()
        accent = theme.current().accent
        self._sign.setPixmap(icons.pixmap("history", accent, theme.ICON, ratio))
        self.ask_again.setText(self.tr("Ask again"))
        self.close_button.setIcon(icons.icon("close", theme.current().text))
        self.close_button.setToolTip(self.tr("Close this answer"))
        self.close_button.setAccessibleName(self.tr("Close this answer"))
        if self._at is None:
            return
        parts = (
            self.tr("From {date}").format(date=moment_words(self._at)),
            self._model,
            self.tr("journal entry {n}").format(n=self._entry),
        )
        self._text.set_text(" · ".join(part for part in parts if part))
        self._text.setToolTip(plain_tip(self._text.text()))
