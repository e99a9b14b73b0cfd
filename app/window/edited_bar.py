"""The line above an answer that a person had a hand in: what was changed, and the way back."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from app.edit_words import edit_words
from app.window import theme
from app.window.elided_label import ElidedLabel
from app.window.tool_tips import plain_tip
from engine.answers import Answer


class EditedBar(QWidget):
    """Hidden while there is nothing to say and nowhere to go back to."""

    def __init__(self, owner: QWidget | None = None) -> None:
        super().__init__(owner)
        self.setObjectName("editedBar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._answer: Answer | None = None
        self._can_go_back = False
        self.label = ElidedLabel(self)
        self.back = QPushButton(self)
        line = QHBoxLayout(self)
        line.setContentsMargins(theme.GAP, theme.HALF, theme.GAP, theme.HALF)
        line.setSpacing(theme.SPACE)
        line.addWidget(self.label, 1)
        line.addWidget(self.back)
        self.retranslate()

    def show_answer(self, answer: Answer | None) -> None:
        """Another answer, or none yet."""
        self._answer = answer
        self.retranslate()

    def offer_back(self, *, can_go_back: bool) -> None:
        """Whether the answer before the change is still at hand."""
        self._can_go_back = can_go_back
        self.retranslate()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def retranslate(self) -> None:
        """All words again."""
        words = edit_words(self._answer) if self._answer is not None else ""
        self.label.set_text(words)
        tip = ", ".join(self._answer.only_from) if self._answer is not None else ""
        self.label.setToolTip(plain_tip(tip))
        self.back.setText(self.tr("Back to the original answer"))
        self.back.setVisible(self._can_go_back)
        self.setVisible(bool(words) or self._can_go_back)
