"""Answers out of the window: as a file for a report, or on paper."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QFileDialog

from app.history_protocol import AnswersExported, AnswersPaged, ExportAnswers, PageAnswers
from app.messages import Message, describe
from app.protocol import Blame, JobFailed
from app.window.engine_link import EngineLink
from app.window.history_panel import HistoryPanel
from app.window.language import Translators
from app.window.message_bar import MessageBar, NoticeAction, Severity
from app.window.printing import Printing
from app.window.question_panel import QuestionPanel
from engine.asked import HistoryRow

FORMS = ("pdf", "csv", "html")


class ExportFlow(QObject):
    """Asks where to, has the engine write, tells how it went."""

    failed = Signal(object)  # JobFailed that is a mistake of ours.

    def __init__(
        self,
        link: EngineLink,
        history: HistoryPanel,
        question: QuestionPanel,
        notices: MessageBar,
        translators: Translators,
        owner: QObject | None = None,
    ) -> None:
        super().__init__(owner)
        self._link = link
        self._question = question
        self._notices = notices
        self._translators = translators
        history.export_wanted.connect(self.export_rows)

    @property
    def _language(self) -> str:
        return self._translators.language.value

    @Slot()
    def export_answer(self) -> None:
        """Let the person say where the answer on show goes."""
        answer = self._question.answer.answer
        if answer is None:
            self._say_nothing_is_shown()
        else:
            self._choose_file((answer.journal_id,), f"Genba {answer.journal_id}")

    @Slot(object)
    def export_rows(self, rows: tuple[HistoryRow, ...]) -> None:
        """Let the person say where questions of the history go, oldest first."""
        numbers = tuple(sorted(row.id for row in rows))
        if len(numbers) == 1:
            self._choose_file(numbers, f"Genba {numbers[0]}")
        elif numbers:
            self._choose_file(numbers, f"Genba {datetime.now().astimezone():%Y-%m-%d}")

    def save(self, questions: tuple[int, ...], path: Path) -> None:
        """Have the engine write the file."""
        self._show(Severity.INFO, lambda: Message(self.tr("The answers are being written…"), ""))
        self._link.begin(
            partial(ExportAnswers, questions=questions, path=path, language=self._language),
            on_event=self._show_saved,
            on_failed=self._show_failure,
        )

    @Slot()
    def print_answer(self) -> None:
        """Let the person choose a printer for the answer on show."""
        answer = self._question.answer.answer
        if answer is None:
            self._say_nothing_is_shown()
            return
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        dialog = QPrintDialog(printer, self._question)
        dialog.setWindowTitle(self.tr("Print the answer"))
        dialog.accepted.connect(lambda *_: self.print_on(printer, (answer.journal_id,)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.setWindowModality(Qt.WindowModality.WindowModal)
        dialog.show()

    def print_on(self, printer: QPrinter, questions: tuple[int, ...]) -> None:
        """Have the engine gather what is to be printed."""
        self._link.begin(
            partial(PageAnswers, questions=questions, language=self._language),
            on_event=lambda paged: self._print(printer, paged),
            on_failed=self._show_failure,
        )

    def _print(self, printer: QPrinter, paged: AnswersPaged) -> None:
        printing = Printing(paged.report, printer, self)
        printing.finished.connect(self._show_printed)
        printing.finished.connect(printing.deleteLater)
        printing.start()

    @Slot(bool)
    def _show_printed(self, is_whole: bool) -> None:
        if is_whole:
            self._show(Severity.INFO, lambda: Message(self.tr("The answer was printed."), ""))
        else:
            self._show(
                Severity.WARNING,
                lambda: Message(
                    self.tr("The printer did not take the answer."),
                    self.tr("Check that it is switched on, or export the answer as a PDF."),
                ),
            )

    def _choose_file(self, questions: tuple[int, ...], name: str) -> None:
        """Not exec(): the window goes on meanwhile."""
        dialog = QFileDialog(self._question, self.tr("Export answers"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        filters = (
            self.tr("PDF (*.pdf)"),
            self.tr("Spreadsheet (*.csv)"),
            self.tr("Web page (*.html)"),
        )
        dialog.setNameFilters(filters)
        dialog.setDefaultSuffix("pdf")
        dialog.filterSelected.connect(
            lambda chosen: dialog.setDefaultSuffix(FORMS[filters.index(chosen)])
        )
        dialog.selectFile(f"{name}.pdf")
        dialog.fileSelected.connect(lambda file: self.save(questions, Path(file)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _show_saved(self, saved: AnswersExported) -> None:
        def words() -> Message:
            text = self.tr("The answers were exported as “{file}”.")
            if saved.n == 1:
                text = self.tr("The answer was exported as “{file}”.")
            return Message(text.replace("{file}", saved.path.name), "")

        def show() -> None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(saved.path)))

        self._show(Severity.INFO, words, NoticeAction(lambda: self.tr("Open"), show))

    def _say_nothing_is_shown(self) -> None:
        self._show(
            Severity.INFO,
            lambda: Message(
                self.tr("No answer is on show."),
                self.tr("Ask a question, or open an answer of the history."),
            ),
        )

    def _show_failure(self, failed: JobFailed) -> None:
        if failed.blame is Blame.BUG:
            self._notices.dismiss("export")
            self.failed.emit(failed)
        else:
            self._show(Severity.WARNING, lambda: describe(failed.failure))

    def _show(
        self, severity: Severity, words: Callable[[], Message], *actions: NoticeAction
    ) -> None:
        self._notices.show_notice("export", severity, words, actions=actions)
