"""One step opened: what it did, and a way to do it otherwise."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, QUrl, Signal, Slot
from PySide6.QtGui import QFont, QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.tool_calls import argument, sql_clauses
from app.window import icons, theme
from app.window.answer_browser import SCHEME, AnswerBrowser, Page
from app.window.choices import ChoiceBox
from app.window.elided_label import ElidedLabel
from app.window.step_page import step_heading, write_route, write_step
from engine.answers import Answer, Step, StepKind
from engine.domain import Passage


class StepDetails(QWidget):
    """Shows a step and takes its edit; ``step`` None is the way the whole question was taken."""

    passage_chosen = Signal(object)  # Passage
    query_edited = Signal(object, str)  # Step, SQL
    calculation_edited = Signal(object, str)  # Step, expression
    document_chosen = Signal(str)  # The id of the one document to ask.
    stopped = Signal()
    closed = Signal()

    def __init__(self, owner: QWidget | None = None) -> None:
        super().__init__(owner)
        self._answer: Answer | None = None
        self._step: Step | None = None
        self._passages: tuple[Passage, ...] = ()
        self._document_ids: tuple[str, ...] = ()
        self._is_editing = self._is_running = False
        self.title = ElidedLabel(self)
        self.title.setFont(theme.scaled(self.font(), 1.0, weight=QFont.Weight.DemiBold))
        self.close_button = QToolButton(self)
        self.close_button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.close_button.clicked.connect(self.closed)
        self.browser = AnswerBrowser(self)
        self.browser.document().setDocumentMargin(0)
        self.browser.anchorClicked.connect(self._follow)
        self.editor = _Editor(self)
        self.problem = QLabel(self)
        self.problem.setObjectName("danger")
        self.problem.setTextFormat(Qt.TextFormat.PlainText)
        self.problem.setWordWrap(True)
        self.edit = QPushButton(self)
        self.run = QPushButton(self)
        self.run.setObjectName("primary")
        self.cancel = QPushButton(self)
        self.documents = ChoiceBox(self)
        self.documents.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.documents.setMinimumContentsLength(10)
        self.documents.setMinimumHeight(theme.CONTROL_HEIGHT)
        self.ask = QPushButton(self)
        self._lay_out()
        self.edit.clicked.connect(self._begin_edit)
        self.cancel.clicked.connect(self._end_edit)
        self.run.clicked.connect(self._run)
        self.editor.run_wanted.connect(self._run)
        self.editor.left.connect(self._end_edit)
        self.ask.clicked.connect(self._ask_document)
        self.retranslate()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.close_button)
        line = QHBoxLayout()
        line.setSpacing(theme.SPACE)
        line.addWidget(self.documents, 1)
        for button in (self.ask, self.edit, self.run, self.cancel):
            line.addWidget(button)
        line.addStretch(0)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.GAP, theme.HALF, theme.GAP, theme.SPACE)
        column.setSpacing(theme.HALF)
        column.addLayout(head)
        column.addWidget(self.browser, 1)
        column.addWidget(self.editor, 1)
        column.addWidget(self.problem)
        column.addLayout(line)

    def show_step(
        self, answer: Answer, step: Step | None, passages: Sequence[Passage] = ()
    ) -> None:
        """Another step, not being edited."""
        self._answer, self._step, self._passages = answer, step, tuple(passages)
        self._is_editing = self._is_running = False
        self.problem.clear()
        self.retranslate()

    def set_documents(self, documents: Sequence[tuple[str, str]]) -> None:
        """The documents (id, path) that can be asked alone; the likeliest first."""
        if not self._asks:
            return  # A library may have thousands.
        self._document_ids = tuple(document_id for document_id, _ in documents)
        self.documents.clear()
        self.documents.addItems([path for _, path in documents])
        self._show_controls()

    @Slot()
    def show_running(self) -> None:
        """The edited step is being run."""
        self._is_running = True
        self.problem.clear()
        self._show_controls()

    @Slot()
    def show_stopped(self) -> None:
        """The edited step has ended without anything to show."""
        self._is_running = False
        self._show_controls()

    def show_problem(self, text: str) -> None:
        """The edited step was refused; what was typed stays."""
        self._is_running = False
        self.problem.setText(text)
        self._show_controls()
        self.editor.setFocus()

    @property
    def _is_query(self) -> bool:
        return self._step is not None and self._step.kind is StepKind.QUERY

    @property
    def _can_be_edited(self) -> bool:
        return self._step is not None and self._step.call is not None

    @property
    def _asks(self) -> bool:
        """Whether this is a step at which other documents can be chosen."""
        return self._step is None or self._step.kind is StepKind.SEARCH

    @Slot()
    def _begin_edit(self) -> None:
        call = self._step.call if self._step is not None else None
        if call is None:
            return
        text = argument(call)
        self.editor.setPlainText("\n".join(sql_clauses(text)) if self._is_query else text)
        self._is_editing = True
        self._show_controls()
        self.editor.setFocus()
        self.editor.verticalScrollBar().setValue(0)

    @Slot()
    def _end_edit(self) -> None:
        if self._is_running:
            self.stopped.emit()
            return
        self._is_editing = False
        self.problem.clear()
        self._show_controls()
        self.edit.setFocus()

    @Slot()
    def _run(self) -> None:
        text = self.editor.toPlainText().strip()
        if not text or self._is_running or not self._is_editing:
            return
        if self._is_query:
            self.query_edited.emit(self._step, text)
        else:
            self.calculation_edited.emit(self._step, " ".join(text.split()))

    @Slot()
    def _ask_document(self) -> None:
        if 0 <= (chosen := self.documents.currentIndex()) < len(self._document_ids):
            self.document_chosen.emit(self._document_ids[chosen])

    @Slot(QUrl)
    def _follow(self, url: QUrl) -> None:
        for number, passage in enumerate(self._passages, start=1):
            if url.scheme() == SCHEME and url.path() == str(number):
                self.passage_chosen.emit(passage)

    def changeEvent(self, event: QEvent) -> None:
        """Follow language and palette."""
        if event.type() in {QEvent.Type.LanguageChange, QEvent.Type.PaletteChange}:
            self.retranslate()
        super().changeEvent(event)

    def retranslate(self) -> None:
        """All words again; what is being typed stays."""
        self.browser.setAccessibleName(self.tr("What this step did"))
        for widget in (self.documents, self.documents.view()):
            widget.setAccessibleName(self.tr("The one document to ask"))
        self.ask.setText(self.tr("Ask this one alone"))
        self.ask.setToolTip(self.tr("Ask the same question again, from this document alone"))
        edit = self.tr("Edit the query") if self._is_query else self.tr("Edit the calculation")
        self.edit.setText(edit)
        self.editor.setAccessibleName(self.tr("Query") if self._is_query else self.tr("Expression"))
        self.run.setText(self.tr("Run"))
        self.run.setToolTip(self.tr("Run it as it stands here (Ctrl+Enter)"))
        self.cancel.setText(self.tr("Cancel"))
        self.close_button.setIcon(icons.icon("close", theme.current().text))
        close = self.tr("Close this step")
        self.close_button.setToolTip(close)
        self.close_button.setAccessibleName(close)
        self.title.set_text(step_heading(self._step))
        if self._answer is not None:
            page = Page(self.browser)
            if self._step is None:
                write_route(page, self._answer)
            else:
                write_step(page, self._step, self._passages)
        self._show_controls()

    def _show_controls(self) -> None:
        is_editing = self._is_editing
        has_documents = self._asks and self.documents.count() > 0
        self.browser.setVisible(not is_editing)
        self.editor.setVisible(is_editing)
        self.editor.setReadOnly(self._is_running)
        self.problem.setVisible(bool(self.problem.text()))
        self.edit.setVisible(not is_editing and self._can_be_edited)
        self.run.setVisible(is_editing)
        self.run.setEnabled(not self._is_running)
        self.cancel.setVisible(is_editing)
        self.documents.setVisible(has_documents)
        self.ask.setVisible(has_documents)


class _Editor(QPlainTextEdit):
    """A few lines of code. Ctrl+Enter runs them, Escape leaves them, Tab goes on."""

    run_wanted = Signal()
    left = Signal()

    def __init__(self, owner: QWidget) -> None:
        super().__init__(owner)
        self.setObjectName("codeEditor")
        self.setFont(theme.code_font(self.font()))
        self.setTabChangesFocus(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The two keys that are not text."""
        is_enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if is_enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.run_wanted.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
