"""The answer as it comes and as it ends: text, citations to click, what was not found.

Everything shown here was written by a model or a stranger, so it is inserted as characters with
formats. No HTML is ever made of it, and links go nowhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import QEvent, QTimer, QUrl, Signal, Slot
from PySide6.QtWidgets import QToolButton, QVBoxLayout, QWidget

from app.messages import Message
from app.window.answer_browser import (
    ADD_SCHEME,
    CALL_SCHEME,
    DOCUMENT_SCHEME,
    PLACE_SCHEME,
    SCHEME,
    TRY_SCHEME,
    AnswerBrowser,
    Page,
    append,
    linked_document,
)
from app.window.answer_length import MAX_ANSWER, shown_part
from app.window.answer_page import write_answer
from app.window.answer_states import (
    Failed,
    Finished,
    Idle,
    Interrupted,
    Passages,
    Shown,
    Stopped,
    Waiting,
    ended_as,
)
from app.window.answer_status import AnswerStatus
from app.window.appearance import is_font_change
from app.window.edited_bar import EditedBar
from app.window.judge_bar import JudgeBar
from app.window.steps_list import StepsList
from engine.answers import Advice, Answer, Step
from engine.asked import Recalled

LEAST_HEIGHT = 48  # In the smallest window the marks and the passages need their room, too.
LEAST_ANSWER = 96  # A question of two lines and the first line of its answer.
FLUSH_MS = 33  # Thirty times a second reads as flowing; thousands of pieces cost no more.


class AnswerPanel(QWidget):
    """One question and its answer. Emits which citation or document was clicked."""

    citation_clicked = Signal(object)  # Citation
    document_clicked = Signal(str)  # By its path in its root.
    rephrasing_clicked = Signal(str)  # Another question.
    files_wanted = Signal()

    def __init__(self, owner: QWidget | None = None) -> None:
        super().__init__(owner)
        self._state: Shown = Idle()
        self._pending = ""
        self._call_places: Mapping[int, int] = {}
        self.n_edits = 0  # How often streamed text went into the document.
        self._status = AnswerStatus(self)
        self.browser = AnswerBrowser(self)
        self.browser.setMinimumHeight(LEAST_ANSWER)
        self.browser.anchorClicked.connect(self._follow)
        self.edited = EditedBar(self)
        self.judge = JudgeBar(self)
        self.steps = StepsList(self)
        self._flush_timer = QTimer(self)
        self._flush_timer.setSingleShot(True)
        self._flush_timer.setInterval(FLUSH_MS)
        self._flush_timer.timeout.connect(self._flush)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._status)
        layout.addWidget(self.edited)
        layout.addWidget(self.browser, 1)
        layout.addWidget(self.judge)
        layout.addWidget(self.steps)
        self.retranslate()

    @property
    def copy(self) -> QToolButton:
        """The button that copies the answer."""
        return self._status.copy

    @property
    def answer(self) -> Answer | None:
        """The finished answer on show."""
        return self._state.answer if isinstance(self._state, Finished) else None

    def text(self) -> str:
        """Everything that can be read in the panel."""
        return f"{self._status.text()}\n{self.browser.toPlainText()}".strip()

    @Slot(str)
    def begin(self, question: str) -> None:
        """A question was asked; nothing is known yet."""
        self._show(Waiting(question))

    def wait_for_model(self) -> None:
        """The model is still being loaded; the question is next."""
        if isinstance(self._state, Waiting):
            self._show(Waiting(self._state.question, is_loading=True))

    def show_evidence(self) -> None:
        """Passages are listed below, perhaps more than before."""
        if isinstance(self._state, Waiting):
            self._go_on(self._state.found())

    def show_step(self, step: Step) -> None:
        """A step of the answer has begun, or is over."""
        if isinstance(self._state, Waiting):
            self._go_on(self._state.stepped(step))

    def show_reading(self, done: int, total: int) -> None:
        """The model has read so much of the evidence."""
        if isinstance(self._state, Waiting) and total > 0:
            self._go_on(self._state.read(done / total))

    def grow(self, text: str) -> None:
        """More of the answer. Goes into the document in beats, however often it is called."""
        if isinstance(self._state, Waiting):
            self._pending += text
            if not self._flush_timer.isActive():
                self._flush_timer.start()

    def withdraw(self) -> None:
        """What was streamed does not hold; another passage is being read."""
        if isinstance(self._state, Waiting):
            self._show(self._state.withdrawn())

    def show_answer(self, answer: Answer) -> None:
        """The finished answer in place of what was streamed."""
        self._show(Finished(answer))

    def show_advice(self, advice: Advice) -> None:
        """What helps with an answer that abstains."""
        if isinstance(self._state, Finished):
            self._state = replace(self._state, advice=advice)
            self._render()

    def show_recalled(self, recalled: Recalled) -> None:
        """A question of before, as it ended then."""
        self._show(ended_as(recalled))
        self.judge.show_answer(self.answer, recalled.judged)

    def show_nothing(self) -> None:
        """As before the first question."""
        self._show(Idle())

    def show_stopped(self) -> None:
        """The person stopped it. What was written stays."""
        if isinstance(self._state, Waiting):
            self._flush()
            self._state = Stopped(self._state.question, self._state.text)
            self._render()

    def show_interrupted(self) -> None:
        """The engine was lost over it."""
        if isinstance(self._state, Waiting):
            self._show(Interrupted(self._state.question))

    def show_passages_only(self) -> None:
        """There is no model; the passages are the result."""
        if isinstance(self._state, Waiting):
            self._show(Passages(self._state.question))

    def show_failure(self, message: Message) -> None:
        """The answer could not be made."""
        if isinstance(self._state, Waiting):
            self._show(Failed(self._state.question, message))

    @property
    def question(self) -> str:
        """The question on show."""
        match self._state:
            case Idle():
                return ""
            case Finished(answer=answer):
                return answer.question
            case Waiting() | Stopped() | Interrupted() | Passages() | Failed():
                return self._state.question

    def _show(self, state: Shown) -> None:
        """Another page."""
        self._flush_timer.stop()
        self._pending = ""
        self._state = state
        self.steps.show_answer(self.answer)
        self.edited.show_answer(self.answer)
        self.judge.show_answer(self.answer)
        self._render()

    def _go_on(self, state: Waiting) -> None:
        """The same page; only the line above it says something else."""
        self._state = state
        self._status.show_state(state)

    @Slot()
    def _flush(self) -> None:
        if self._pending and isinstance(self._state, Waiting):
            text, self._pending = self._pending, ""
            if not self._state.text:
                text = text.lstrip()
            room = MAX_ANSWER - len(self._state.text)
            self._go_on(self._state.grown(text))
            self.n_edits += 1
            if room > 0:  # A text that is longer is not laid out again with every piece.
                shown, n_left = shown_part(text, room)
                append(self.browser, f"{shown} …" if n_left else shown)

    def _render(self) -> None:
        self._status.show_state(self._state)
        self._call_places = {}
        page = Page(self.browser)
        match self._state:
            case Idle():
                page.paragraph(self.tr("Ask for what you would look up."), page.strong)
                for example in (
                    self.tr("A value: “What torque for the spindle lock nut?”"),
                    self.tr("A log: “Did SH-204 pass in May?”"),
                    self.tr("A rule: “When must a gauge be calibrated again?”"),
                ):
                    page.paragraph(example, page.muted)
            case Waiting(question, text=text):
                page.question(question)
                page.streamed(text)
            case Stopped(question, text):
                page.question(question)
                page.streamed(text)
                page.paragraph(self.tr("You stopped this answer."), page.muted)
            case Interrupted(question):
                page.question(question)
                page.paragraph(
                    self.tr(
                        "The engine stopped during this question. Ask it again when the "
                        "engine is ready."
                    ),
                    page.warning,
                )
            case Passages(question):
                page.question(question)
                page.paragraph(
                    self.tr(
                        "There is no model on this computer yet, so these are the passages "
                        "that fit best."
                    ),
                    page.body,
                )
            case Failed(question, message):
                page.question(question)
                page.paragraph(message.what, page.strong)
                page.paragraph(message.action, page.body)
            case Finished(answer, advice):
                self._call_places = write_answer(page, answer, advice)

    @Slot(QUrl)
    def _follow(self, url: QUrl) -> None:
        """Only our own links lead anywhere, and only to what belongs to this answer."""
        if not isinstance(self._state, Finished):
            return
        answer, target = self._state.answer, url.path()
        if url.scheme() == CALL_SCHEME:
            for n, place in self._call_places.items():
                if str(n) == target:
                    self.browser.show_place(place)
        elif url.scheme() == DOCUMENT_SCHEME:
            self.document_clicked.emit(linked_document(target))
        elif url.scheme() == PLACE_SCHEME:
            self.citation_clicked.emit(answer.citations[int(target)])
        elif url.scheme() == TRY_SCHEME:
            self.rephrasing_clicked.emit(self._state.advice.rephrasings[int(target)].question)
        elif url.scheme() == ADD_SCHEME:
            self.files_wanted.emit()
        elif url.scheme() == SCHEME:
            cited = (one for one in answer.citations if str(one.number) == target)
            citation = next(cited, None)
            if citation is not None:
                self.citation_clicked.emit(citation)

    def changeEvent(self, event: QEvent) -> None:
        """Follow language, palette and the size of text."""
        if event.type() in {QEvent.Type.LanguageChange, QEvent.Type.PaletteChange}:
            self.retranslate()
        elif is_font_change(event):
            QTimer.singleShot(0, self, self.retranslate)  # When the page has its new font too.
        super().changeEvent(event)

    @Slot()
    def retranslate(self) -> None:
        """All words again."""
        self.browser.setAccessibleName(self.tr("Answer"))
        self._render()
