"""Brings a window back as it was, also after it was killed: place, draft, answer, evidence."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QMainWindow, QSplitter

from app.protocol import LibraryListed
from app.window.evidence_panel import EvidencePanel
from app.window.kept_state import KeptState, read_state, write_state
from app.window.question_flow import QuestionFlow
from app.window.question_panel import QuestionPanel
from app.window.sights import RowSight, Sight

logger = logging.getLogger("app.window")

KEEP_MS = 2000  # So much of a draft is lost at most when the window is killed.


class WindowMemory(QObject):
    """Looks every two seconds what is on show, and writes it down if it is something else."""

    reopen_wanted = Signal(int)  # The journal entry of the answer that was on show.

    def __init__(
        self,
        path: Path,
        window: QMainWindow,
        splitters: Mapping[str, QSplitter],
        questions: QuestionFlow,
        question: QuestionPanel,
        evidence: EvidencePanel,
    ) -> None:
        super().__init__(window)
        self._path = path
        self._window = window
        self._splitters = splitters
        self._questions = questions
        self._question = question
        self._evidence = evidence
        self._kept: KeptState | None = None
        self._is_answer_due = False
        self._has_warned = False
        self._timer = QTimer(self)
        self._timer.setInterval(KEEP_MS)
        self._timer.timeout.connect(self.keep)

    def restore(self) -> None:
        """Place, splitters and draft at once; what needs the engine waits for ``show_library``."""
        self._kept = kept = read_state(self._path)
        if kept is not None:
            self._window.restoreGeometry(kept.geometry)  # Qt moves it onto a screen that is there.
            for name, state in kept.splitters.items():
                if name in self._splitters:
                    self._splitters[name].restoreState(state)
            self._question.ask_box.set_question(kept.draft)
            self._is_answer_due = True
        self._timer.start()

    @Slot(object)
    def show_library(self, listed: LibraryListed) -> None:
        """The library is open: the answer and the evidence that were on show come back."""
        kept = self._kept
        if not self._is_answer_due or kept is None:
            return
        self._is_answer_due = False
        if self._question.answer.question or self._evidence.sight is not None:
            return  # The person was faster.
        if kept.journal_id is not None:
            self.reopen_wanted.emit(kept.journal_id)
        if kept.zoom is not None:
            self._evidence.page.restore_zoom(kept.zoom)
        if kept.sight is not None and _is_there(kept.sight, listed):
            self._evidence.show_sight(kept.sight)

    @Slot()
    def keep(self) -> None:
        """Write down what is on show now."""
        state = self._now()
        if state == self._kept:
            return
        try:
            write_state(self._path, state)
        except OSError as error:
            if not self._has_warned:
                logger.warning("the window cannot be remembered at %s: %s", self._path, error)
            self._has_warned = True
        self._kept = state

    def _now(self) -> KeptState:
        answer, page = self._question.answer, self._evidence.page
        typed = self._question.ask_box.text.toPlainText()
        now = KeptState(
            geometry=bytes(self._window.saveGeometry().data()),
            splitters={n: bytes(s.saveState().data()) for n, s in self._splitters.items()},
            # The question that is being answered would be lost with the window too.
            draft=typed or (answer.question if self._questions.is_running else ""),
            journal_id=answer.answer.journal_id if answer.answer else None,
            sight=self._evidence.sight,
            zoom=None if page.is_fitting else page.zoom,
        )
        if self._is_answer_due and self._kept is not None:  # It has not come back yet.
            kept = self._kept
            now = replace(now, journal_id=kept.journal_id, sight=kept.sight, zoom=kept.zoom)
        return now


def _is_there(sight: Sight | RowSight, listed: LibraryListed) -> bool:
    if isinstance(sight, RowSight):
        return any(document.path == sight.document for document in listed.documents)
    return any(document.id == sight.document_id for document in listed.documents)
