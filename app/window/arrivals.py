"""What a start of the program brings to its window: files to add, a question to ask."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QMainWindow

from app.window.ask_box import AskBox
from app.window.library_flow import LibraryFlow
from app.window.question_flow import QuestionFlow
from app.window.single_window import Handover


class Arrivals(QObject):
    """Brings the window to the front and sees to what was handed over."""

    def __init__(
        self, window: QMainWindow, stock: LibraryFlow, questions: QuestionFlow, ask_box: AskBox
    ) -> None:
        super().__init__(window)
        self._window = window
        self._stock = stock
        self._questions = questions
        self._ask_box = ask_box
        self._waiting: dict[tuple[Path, ...], str] = {}
        stock.reported.connect(self._follow_report)

    @Slot(object)
    def bring(self, given: Handover) -> None:
        """A later start was given something: come to the front with it."""
        self._window.setWindowState(self._window.windowState() & ~Qt.WindowState.WindowMinimized)
        self._window.show()
        self._window.raise_()
        self._window.activateWindow()
        self.take(given)

    def take(self, given: Handover) -> None:
        """Add the files; ask when they have been read."""
        if given.paths:
            if given.question:
                self._waiting[given.paths] = given.question
            self._stock.add(given.paths)
        elif given.question:
            self._ask(given.question)

    @Slot(object, object)
    def _follow_report(self, paths: Sequence[Path], _report: object) -> None:
        if question := self._waiting.pop(tuple(paths), ""):
            self._ask(question)

    def _ask(self, question: str) -> None:
        if self._questions.is_running:
            self._ask_box.offer_question(question)
        else:
            self._questions.ask(question)
