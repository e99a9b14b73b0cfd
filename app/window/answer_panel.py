"""The answer as it comes and as it ends: text, citations to click, what was not found.

Everything shown here was written by a model or a stranger, so it is inserted as characters with
formats. No HTML is ever made of it, and links go nowhere.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QTimer, QUrl, Signal, Slot
from PySide6.QtWidgets import (
    QHBoxLayout,
    QProgressBar,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.messages import Message
from app.window import icons, theme
from app.window.answer_browser import SCHEME, AnswerBrowser, Page, append
from app.window.answer_spans import answer_spans, plain_arguments, unverified_numbers
from app.window.answer_states import (
    Failed,
    Finished,
    Idle,
    Interrupted,
    Passages,
    Shown,
    Stopped,
    Waiting,
    short_model,
)
from app.window.elided_label import ElidedLabel
from engine.answers import Answer, ToolCall

FLUSH_MS = 33  # Thirty times a second reads as flowing; thousands of pieces cost no more.


class AnswerPanel(QWidget):
    """One question and its answer. Emits which citation was clicked."""

    citation_clicked = Signal(object)  # Citation

    def __init__(self, owner: QWidget | None = None) -> None:
        super().__init__(owner)
        self._state: Shown = Idle()
        self._pending = ""
        self.n_edits = 0  # How often streamed text went into the document.
        self.browser = AnswerBrowser(self)
        self.browser.anchorClicked.connect(self._follow)
        self._status = ElidedLabel(self)
        self._status.set_muted()
        self._status.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._status.setMinimumWidth(0)
        self._bar = QProgressBar(self)
        self._bar.setTextVisible(False)
        self._flush_timer = QTimer(self)
        self._flush_timer.setSingleShot(True)
        self._flush_timer.setInterval(FLUSH_MS)
        self._flush_timer.timeout.connect(self._flush)
        self.copy = QToolButton(self)
        self.copy.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.copy.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.copy.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        status = QWidget(self)
        status.setFixedHeight(theme.CONTROL_HEIGHT)  # Also when empty: the answer does not jump.
        row = QHBoxLayout(status)
        row.setContentsMargins(theme.GAP, 0, theme.GAP, 0)
        row.setSpacing(theme.SPACE)
        row.addWidget(self._status, 1)
        row.addWidget(self._bar, 1)
        row.addWidget(self.copy)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(status)
        layout.addWidget(self.browser, 1)
        QWidget.setTabOrder(self.copy, self.browser)
        self.retranslate()

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
        self._show(Waiting(question, n_passages=None, read_share=None))

    def wait_for_model(self) -> None:
        """The model is still being loaded; the question is next."""
        if isinstance(self._state, Waiting):
            self._show(Waiting(self._state.question, None, None, is_loading=True))

    def show_evidence(self, n_passages: int) -> None:
        """So many passages are listed below."""
        if isinstance(self._state, Waiting):
            self._show(Waiting(self._state.question, n_passages, None))

    def show_reading(self, done: int, total: int) -> None:
        """The model has read so much of the evidence."""
        if isinstance(self._state, Waiting) and total > 0:
            self._state = Waiting(self._state.question, self._state.n_passages, done / total)
            self._show_status()

    def grow(self, text: str) -> None:
        """More of the answer. Goes into the document in beats, however often it is called."""
        if isinstance(self._state, Waiting):
            self._pending += text
            if not self._flush_timer.isActive():
                self._flush_timer.start()

    def withdraw(self) -> None:
        """What was streamed does not hold; another passage is being read."""
        if isinstance(self._state, Waiting):
            self._show(Waiting(self._state.question, self._state.n_passages, 0.0))

    def show_answer(self, answer: Answer) -> None:
        """The finished answer in place of what was streamed."""
        self._show(Finished(answer))

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
            case Finished(answer):
                return answer.question
            case Waiting() | Stopped() | Interrupted() | Passages() | Failed():
                return self._state.question

    def _show(self, state: Shown) -> None:
        self._flush_timer.stop()
        self._pending = ""
        self._state = state
        self._render()

    @Slot()
    def _flush(self) -> None:
        if self._pending and isinstance(self._state, Waiting):
            text, self._pending = self._pending, ""
            if not self._state.text:
                text = text.lstrip()
                self._state = self._state.writing()
                self._show_status()
            self._state = self._state.grown(text)
            self.n_edits += 1
            append(self.browser, text)

    def _render(self) -> None:
        self._show_status()
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
            case Finished(answer):
                self._render_answer(page, answer)

    def _render_answer(self, page: Page, answer: Answer) -> None:
        page.question(answer.question)
        if answer.is_abstained:
            page.paragraph(answer.text.strip() or self.tr("The documents do not say."), page.strong)
            page.paragraph(
                self.tr(
                    "The nearest passages are listed below. Try other words, such as the part "
                    "number, or add the document that should know."
                ),
                page.body,
            )
        else:
            tip = self.tr("This number was not found in the evidence. Check it on the page.")
            page.answer(answer_spans(answer), tip=tip)
        if numbers := unverified_numbers(answer):
            words = self.tr("Not found in the evidence: {numbers}. Check before you use it.")
            page.paragraph("⚠ " + words.format(numbers=", ".join(numbers)), page.warning)
        for call in answer.tool_calls:
            page.paragraph(self._tool_text(call), page.muted)

    def _tool_text(self, call: ToolCall) -> str:
        names = {
            "calculator": self.tr("Calculated"),
            "sql": self.tr("Counted in the log"),
            "search": self.tr("Searched"),
        }
        name = names.get(call.tool, call.tool)
        return f"{name}: {plain_arguments(call.arguments)} → {call.result}"

    def _meta_text(self, answer: Answer) -> str:
        seconds = self.tr("{seconds} s").format(seconds=f"{answer.timings.total_s:.1f}")
        entry = self.tr("journal entry {n}").format(n=answer.journal_id)
        return " · ".join(part for part in (short_model(answer.model), seconds, entry) if part)

    def _show_status(self) -> None:
        text, share = self._status_words()
        self._status.set_text(text)
        self._bar.setVisible(isinstance(self._state, Waiting))
        self.copy.setVisible(isinstance(self._state, Finished))
        self._bar.setRange(0, 0 if share is None else 100)
        if share is not None:
            self._bar.setValue(round(share * 100))

    def _status_words(self) -> tuple[str, float | None]:
        match self._state:
            case Waiting() as state:
                return self._waiting_words(state)
            case Finished(answer):
                return self._meta_text(answer), None
            case _:
                return "", None

    def _waiting_words(self, state: Waiting) -> tuple[str, float | None]:
        if state.is_writing:
            return self.tr("Writing the answer"), None
        if state.is_loading:
            return self.tr("The model is loading; your question is next"), None
        if state.read_share is not None:
            percent = round(state.read_share * 100)
            words = self.tr("Reading the evidence {percent} %").format(percent=percent)
            return words, state.read_share
        if state.n_passages is not None:
            return self.tr("Evidence found"), None
        return self.tr("Searching the documents"), None

    @Slot(QUrl)
    def _follow(self, url: QUrl) -> None:
        """Only our own links lead anywhere, and only to a citation of this answer."""
        answer = self.answer
        if url.scheme() != SCHEME or answer is None:
            return
        for citation in answer.citations:
            if str(citation.number) == url.path():
                self.citation_clicked.emit(citation)
                return

    def changeEvent(self, event: QEvent) -> None:
        """Follow language and palette."""
        if event.type() in {QEvent.Type.LanguageChange, QEvent.Type.PaletteChange}:
            self.retranslate()
        super().changeEvent(event)

    def retranslate(self) -> None:
        """All words again."""
        self.browser.setAccessibleName(self.tr("Answer"))
        self._bar.setAccessibleName(self.tr("Progress of the answer"))
        self.copy.setText(self.tr("Copy answer"))
        self.copy.setIcon(icons.icon("copy", theme.current().text))
        self.copy.setToolTip(self.tr("Copy the answer with its sources"))
        self._render()
