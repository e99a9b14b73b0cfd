"""The line above an answer: what is being done for it and how far, then what it took."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer, Slot
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QSizePolicy, QToolButton, QWidget

from app.step_words import doing_words, reading_words
from app.window import icons, theme
from app.window.answer_states import Finished, Shown, Waiting, short_model
from app.window.appearance import is_font_change
from app.window.elided_label import ElidedLabel
from engine.answers import Answer

SETTLE_MS = 150  # A step that is over sooner is not worth a flicker.
BAR_PX = 96

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class _Doing:
    """Words with how far it is; ``step`` is the id of the step that they are about, or 0."""

    step: int = 0
    words: str = ""
    share: float | None = None


class AnswerStatus(QWidget):
    """Follows the state of an answer. The button that copies it is for others to connect."""

    def __init__(self, owner: QWidget | None = None) -> None:
        super().__init__(owner)
        self._state: Shown | None = None
        self._shown = _Doing()
        self._label = ElidedLabel(self, elide=Qt.TextElideMode.ElideRight)
        self._label.set_muted()
        self._bar = QProgressBar(self)
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(BAR_PX)
        self._settled = QTimer(self)
        self._settled.setSingleShot(True)
        self._settled.setInterval(SETTLE_MS)
        self._settled.timeout.connect(self._show_now)
        self.copy = QToolButton(self)
        self.copy.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.copy.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.copy.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.GAP, 0, theme.GAP, 0)
        row.setSpacing(theme.SPACE)
        row.addWidget(self._label, 1)
        row.addWidget(self._bar)
        row.addWidget(self.copy)
        self._fit()
        self.retranslate()

    def _fit(self) -> None:
        """As high as it will ever be, also when empty: the answer does not jump."""
        self.setFixedHeight(theme.control_height(self.font()))

    def text(self) -> str:
        """What it says."""
        return self._label.text()

    def show_state(self, state: Shown) -> None:
        """Follow the answer; from one step to the next only when the next has lasted a little."""
        before, self._state = self._state, state
        is_same_answer = isinstance(before, Waiting) and isinstance(state, Waiting)
        step = _doing(state).step
        if not is_same_answer or not step or not self._shown.step or step == self._shown.step:
            self._show_now()
        elif not isinstance(before, Waiting) or _doing(before).step != step:
            self._settled.start()

    @Slot()
    def _show_now(self) -> None:
        self._settled.stop()
        state = self._state
        self._shown = doing = _doing(state)
        self._label.set_text(doing.words)
        self._bar.setVisible(isinstance(state, Waiting))
        self.copy.setVisible(isinstance(state, Finished))
        self._bar.setRange(0, 0 if doing.share is None else 100)
        if doing.share is not None:
            self._bar.setValue(round(doing.share * 100))

    def changeEvent(self, event: QEvent) -> None:
        """Follow language, palette and the size of text."""
        if is_font_change(event):
            self._fit()
        if event.type() in {QEvent.Type.LanguageChange, QEvent.Type.PaletteChange}:
            self.retranslate()
        super().changeEvent(event)

    def retranslate(self) -> None:
        """All words again."""
        self._bar.setAccessibleName(self.tr("Progress of the answer"))
        self.copy.setText(self.tr("Copy answer"))
        self.copy.setIcon(icons.icon("copy", theme.current().text))
        self.copy.setToolTip(self.tr("Copy the answer with its sources"))
        self._show_now()


def _doing(state: Shown | None) -> _Doing:
    match state:
        case Waiting():
            return _waited_for(state)
        case Finished(answer):
            return _Doing(words=_taken(answer))
        case _:
            return _Doing()


def _waited_for(state: Waiting) -> _Doing:
    if state.is_loading:
        words = translate("AnswerStatus", "The model is loading; your question is next")
    elif state.is_writing:
        words = translate("AnswerStatus", "Writing the answer")
    elif state.steps:
        words = doing_words(state.steps, state.read_share)
        return _Doing(state.steps[-1].id, words, state.read_share)
    elif state.read_share is not None:
        return _Doing(words=reading_words(state.read_share), share=state.read_share)
    elif state.has_evidence:
        words = translate("AnswerStatus", "Evidence found")
    else:
        words = translate("Steps", "Searching the documents")
    return _Doing(words=words)


def _taken(answer: Answer) -> str:
    """Which model, how long, and where it is recorded."""
    seconds = translate("AnswerStatus", "{seconds} s").format(
        seconds=f"{answer.timings.total_s:.1f}"
    )
    entry = translate("AnswerStatus", "journal entry {n}").format(n=answer.journal_id)
    return " · ".join(part for part in (short_model(answer.model), seconds, entry) if part)
