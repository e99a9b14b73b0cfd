"""The middle: the question, its answer below it, the passages it stands on below that."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QLabel, QSplitter, QVBoxLayout, QWidget

from app.window import theme
from app.window.answer_panel import AnswerPanel
from app.window.ask_box import AskBox
from app.window.passage_list import PassageList
from app.window.try_questions import TryQuestions


class QuestionPanel(QWidget):
    """Lays three panels out; they speak for themselves."""

    def __init__(self, owner: QWidget | None = None) -> None:
        super().__init__(owner)
        self.setObjectName("middlePanel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.ask_box = AskBox(self)
        self.examples = TryQuestions(self)
        self.examples.hide()
        self.answer = AnswerPanel(self)
        self.passages = PassageList(self)
        self._title = QLabel(self)
        self._title.setFont(theme.scaled(self.font(), 1.0, weight=QFont.Weight.DemiBold))
        self._is_nearest = False
        self._lower = QWidget(self)
        column = QVBoxLayout(self._lower)
        column.setContentsMargins(theme.GAP, 12, theme.GAP - theme.SCROLL_BAR, 0)
        column.setSpacing(theme.SPACE)
        column.addWidget(self._title)
        column.addWidget(self.passages, 1)
        self.splitter = QSplitter(Qt.Orientation.Vertical, self)
        self.splitter.setHandleWidth(1)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(self.answer)
        self.splitter.addWidget(self._lower)
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setSizes([320, 280])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.HALF)
        top = QVBoxLayout()
        top.setContentsMargins(theme.GAP, theme.GAP, theme.GAP, 0)
        top.addWidget(self.ask_box)
        top.addWidget(self.examples)
        layout.addLayout(top)
        layout.addWidget(self.splitter, 1)
        self.show_passage_count()
        self.retranslate()

    def show_passage_count(self, *, are_nearest: bool = False) -> None:
        """Name the list below the answer; it is hidden while there is nothing in it."""
        self._is_nearest = are_nearest
        self._lower.setVisible(self.passages.passages.rowCount() > 0)
        self.retranslate()

    def changeEvent(self, event: QEvent) -> None:
        """Follow language and palette."""
        if event.type() in {QEvent.Type.LanguageChange, QEvent.Type.PaletteChange}:
            self.retranslate()
        super().changeEvent(event)

    def retranslate(self) -> None:
        """All words again."""
        n = self.passages.passages.rowCount()
        title = self.tr("Nearest passages") if self._is_nearest else self.tr("Evidence")
        self._title.setText(f"{title}  {n}" if n else title)
        self.passages.setAccessibleName(title)
        self.passages.viewport().update()
