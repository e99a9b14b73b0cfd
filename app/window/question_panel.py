"""The middle: the question, its answer below it, the passages it stands on below that."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QLabel, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from app.window import theme
from app.window.answer_panel import LEAST_HEIGHT, AnswerPanel
from app.window.ask_box import AskBox
from app.window.chips import Chip, ChipRow
from app.window.elided_label import ElidedLabel
from app.window.listing import Listing, ListKind
from app.window.passage_list import PassageList
from app.window.recall_bar import RecallBar
from app.window.scope import Scope, asked_words, scope_words
from app.window.try_questions import TryQuestions


class QuestionPanel(QWidget):
    """Lays three panels out; they speak for themselves."""

    scope_cleared = Signal()

    def __init__(self, owner: QWidget | None = None) -> None:
        super().__init__(owner)
        self.setObjectName("middlePanel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.ask_box = AskBox(self)
        self.recall = RecallBar(self)
        self.examples = TryQuestions(self)
        self.examples.hide()
        self.answer = AnswerPanel(self)
        self.passages = PassageList(self)
        self.passages.setMinimumHeight(LEAST_HEIGHT)
        self._title = QLabel(self)
        self._title.setFont(theme.scaled(self.font(), 1.0, weight=QFont.Weight.DemiBold))
        self._nothing = QLabel(self)
        self._nothing.setObjectName("muted")
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._listing = Listing()
        self.scope = ChipRow(self)
        self._scope = Scope()
        self._asked = Scope()
        self._asked_words = ElidedLabel(self)
        self._asked_words.set_muted()
        self._asked_words.hide()
        self._lower = QStackedWidget(self)
        self.details = self.answer.steps.details
        self.answer.steps.details_wanted.connect(self._show_details)
        self.splitter = QSplitter(Qt.Orientation.Vertical, self)
        self._lay_out()
        self.show_list(self._listing)

    def _lay_out(self) -> None:
        evidence = QWidget(self._lower)
        column = QVBoxLayout(evidence)
        column.setContentsMargins(theme.GAP, 12, theme.GAP - theme.SCROLL_BAR, 0)
        column.setSpacing(theme.SPACE)
        column.addWidget(self._title)
        column.addWidget(self.passages, 1)
        column.addWidget(self._nothing, 1)
        self._lower.addWidget(evidence)
        self._lower.addWidget(self.details)
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
        top.setSpacing(theme.SPACE)
        top.addWidget(self.ask_box)
        top.addWidget(self.scope)
        top.addWidget(self._asked_words)
        top.addWidget(self.examples)
        layout.addLayout(top)
        layout.addWidget(self.recall)
        layout.addWidget(self.splitter, 1)

    def show_list(self, listing: Listing) -> None:
        """Passages below the answer. An empty list is hidden, unless somebody is typing for it."""
        self._listing = listing
        self.passages.show_passages(listing.passages, listing.question)
        self.passages.show_cited(listing.citations)
        is_empty = not listing.passages
        self.passages.setVisible(not is_empty)
        self._nothing.setVisible(is_empty)
        self._show_lower()
        self.retranslate()

    @Slot(bool)
    def _show_details(self, are_wanted: bool) -> None:
        """An open step stands in place of the evidence, which it speaks of."""
        self._lower.setCurrentIndex(1 if are_wanted else 0)
        self._show_lower()

    def _show_lower(self) -> None:
        has_list = bool(self._listing.passages) or self._listing.kind is ListKind.TYPED
        self._lower.setVisible(has_list or self._lower.currentIndex() == 1)

    def show_scope(self, scope: Scope) -> None:
        """Where the next question is asked; a chip while that is not the whole library."""
        self._scope = scope
        self.retranslate()

    def show_asked(self, scope: Scope) -> None:
        """Where the question on show was asked."""
        self._asked = scope
        self.retranslate()

    def _show_scopes(self) -> None:
        chips = []
        if self._scope.is_set:
            said = self.tr("Ask in the whole library again")
            chips.append(Chip(scope_words(self._scope), said, self.scope_cleared.emit))
        self.scope.set_chips(chips)
        self._asked_words.set_text(asked_words(self._asked))
        self._asked_words.setVisible(self._asked.is_set)

    def changeEvent(self, event: QEvent) -> None:
        """Follow language and palette."""
        if event.type() in {QEvent.Type.LanguageChange, QEvent.Type.PaletteChange}:
            self.retranslate()
        super().changeEvent(event)

    def retranslate(self) -> None:
        """All words again."""
        match self._listing.kind:
            case ListKind.TYPED:
                title = self.tr("While you type")
            case ListKind.EVIDENCE:
                title = self.tr("Evidence")
            case ListKind.NEAREST:
                title = self.tr("Nearest passages")
        n = self.passages.passages.rowCount()
        self._title.setText(f"{title}  {n}" if n else title)
        self._nothing.setText(self.tr("No passage has these words."))
        self.passages.setAccessibleName(title)
        self.passages.viewport().update()
        self._show_scopes()
