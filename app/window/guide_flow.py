"""The first steps: when they are shown, how far they are, and the questions at their end."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from app.engine_protocol import ModelsRead
from app.protocol import LibraryListed
from app.window.empty_state import EmptyState
from app.window.library_flow import LibraryFlow
from app.window.model_flow import ModelFlow
from app.window.preferences import Preferences
from app.window.question_panel import QuestionPanel
from app.window.resources import SAMPLE
from engine.events import IndexReport


class GuideFlow(QObject):
    """Between the empty state, the library and the ask box."""

    left = Signal()  # Back to where one was.

    def __init__(
        self,
        empty: EmptyState,
        stock: LibraryFlow,
        models: ModelFlow,
        question: QuestionPanel,
        preferences: Preferences,
        owner: QObject | None = None,
    ) -> None:
        super().__init__(owner)
        self._empty = empty
        self._stock = stock
        self._question = question
        self._preferences = preferences
        models.read.connect(self._show_models)
        stock.listed.connect(self.show_library)
        stock.reported.connect(self.show_report)
        empty.guide.skipped.connect(self.skip)
        question.examples.asked.connect(self.end)
        question.examples.closed.connect(self.end)
        question.ask_box.asked.connect(self.end)
        empty.show_guide(is_wanted=not preferences.is_guide_skipped)

    @Slot()
    def open(self) -> None:
        """Show the steps, also of a library that is in use."""
        self._preferences.keep_guide_skipped(is_skipped=False)
        self._empty.show_guide(is_wanted=True)

    @Slot()
    def skip(self) -> None:
        """Put the steps aside."""
        self._preferences.keep_guide_skipped(is_skipped=True)
        self._empty.show_guide(is_wanted=False)
        self.left.emit()

    @Slot(object)
    def show_library(self, listed: LibraryListed) -> None:
        """How many documents there are."""
        self._empty.guide.show_documents(len(listed.documents), is_indexing=self._stock.is_indexing)

    @Slot(object, object)
    def show_report(self, paths: Sequence[Path], report: IndexReport) -> None:
        """The samples are read: offer questions that they have an answer to."""
        is_read = not report.is_cancelled and not report.failures
        has_asked = bool(self._question.answer.question)  # They need no help any more.
        if tuple(paths) == (SAMPLE,) and is_read and not has_asked:
            self._question.examples.show()
            if not self._question.ask_box.text.toPlainText():  # Nobody is typing.
                self._question.examples.buttons[0].setFocus()

    @Slot()
    def end(self) -> None:
        """A question is asked: the steps are behind us."""
        self._question.examples.hide()

    def _show_models(self, read: ModelsRead) -> None:
        self._empty.guide.show_models(read)
