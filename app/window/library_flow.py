"""What happens to the library: adding, reading again, removing with a way back, listing."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from app.messages import Message, describe
from app.protocol import JobFailed, LibraryListed
from app.window.desktop import open_file, show_in_folder
from app.window.engine_link import EngineLink
from app.window.library_panel import LibraryPanel
from app.window.library_row import Row
from app.window.message_bar import MessageBar, NoticeAction, Severity
from engine.domain import Failure
from engine.events import FileIndexed, IndexEvent, IndexFinished, IndexReport

REFRESH_MS = 5000  # While indexing: often enough to open what is done, rare enough to be free.
UNDO_S = 20.0


class LibraryFlow(QObject):
    """Keeps the library panel and the engine's library in step."""

    listed = Signal(object)  # LibraryListed
    began = Signal()
    reported = Signal(object, object)  # The paths that were looked at, and the IndexReport
    errors_wanted = Signal()
    failed = Signal(object)  # JobFailed

    def __init__(
        self,
        link: EngineLink,
        panel: LibraryPanel,
        notices: MessageBar,
        owner: QObject | None = None,
    ) -> None:
        super().__init__(owner)
        self._link = link
        self._panel = panel
        self._notices = notices
        self._jobs: dict[int, Sequence[Path]] = {}
        self._folders: frozenset[str] = frozenset()
        self._refresh_timer = QTimer(self)
        self._refresh_timer.setSingleShot(True)
        self._refresh_timer.setInterval(REFRESH_MS)
        self._refresh_timer.timeout.connect(self.refresh)
        panel.actions_of_files.removed.connect(self.remove)
        panel.actions_of_files.retried.connect(self.read_again)
        panel.actions_of_files.outside_wanted.connect(self.open_outside)
        panel.actions_of_files.folder_wanted.connect(self.show_in_folder)
        panel.cancelled.connect(self.cancel)

    @property
    def is_indexing(self) -> bool:
        """Whether files are being read."""
        return bool(self._jobs)

    @Slot()
    def refresh(self) -> None:
        """Ask what is in the library."""
        self._link.list_library(on_listed=self.show_library, on_failed=self.failed.emit)

    def add(self, paths: Sequence[Path], *, again: tuple[tuple[str, str], ...] = ()) -> None:
        """Bring files and folders into the library; none means compare all with the disk.

        The files of ``again`` (root, path) are read though they have not changed.
        """
        if not self.is_indexing:
            self._panel.progress.begin()
        job = self._link.index(
            paths,
            again=again,
            on_event=lambda news: self._show_progress(paths, news),
            on_done=lambda: self._end(job),
            on_failed=lambda failed: self._fail(job, failed),
        )
        self._jobs[job] = paths
        self.began.emit()

    @Slot()
    def cancel(self) -> None:
        """Stop every run; what is committed stays."""
        for job in tuple(self._jobs):
            self._link.cancel(job)

    def stop_reading(self, folder: Path) -> None:
        """Stop the runs that are about this folder alone."""
        for job, paths in self._jobs.items():
            if tuple(paths) == (folder,):
                self._link.cancel(job)

    @Slot(object)
    def read_again(self, rows: Sequence[Row]) -> None:
        """Another try at some files, changed or not."""
        self.add([Path(row.full_path) for row in rows], again=tuple(row.key for row in rows))

    @Slot(object)
    def remove(self, rows: Sequence[Row]) -> None:
        """Take files out of the library, and offer the way back."""
        rows = tuple(rows)
        self._link.remove(
            [row.key for row in rows],
            on_listed=self.show_library,
            on_failed=self._show_failed_removal,
        )

        def words() -> Message:
            if len(rows) == 1:
                text = self.tr("“{file}” was removed from the library.")
                what = text.replace("{file}", rows[0].name)
            else:
                what = self.tr("{n} files were removed from the library.").format(n=len(rows))
            return Message(what, self.tr("The files on the disk were not touched."))

        self._notices.show_notice(
            "removed",
            Severity.INFO,
            words,
            actions=(
                NoticeAction(lambda: self.tr("Undo"), lambda: self.read_again(rows), is_undo=True),
            ),
            leaves_after_s=UNDO_S,
        )

    @Slot(object)
    def open_outside(self, row: Row) -> None:
        """Open a file in the program that this computer has for it."""
        self._tell_if_gone(row, is_open=open_file(Path(row.full_path)))

    @Slot(object)
    def show_in_folder(self, row: Row) -> None:
        """Show where a file lies."""
        self._tell_if_gone(row, is_open=show_in_folder(Path(row.full_path)))

    def _tell_if_gone(self, row: Row, *, is_open: bool) -> None:
        if not is_open:
            failure = Failure("FileVanished", (("path", row.full_path),))
            self._notices.show_notice("row", Severity.WARNING, lambda: describe(failure))

    def _show_failed_removal(self, failed: JobFailed) -> None:
        self._notices.dismiss("removed")
        self.failed.emit(failed)
        self.refresh()  # Some of it may have been removed.

    @Slot(object)
    def show_library(self, listed: LibraryListed) -> None:
        """What is stored now."""
        self._folders = frozenset(folder.path for folder in listed.folders)
        self._panel.show_library(listed)
        self.listed.emit(listed)

    def _show_progress(self, paths: Sequence[Path], news: IndexEvent) -> None:
        if isinstance(news, IndexFinished):
            self._show_report(news.report)
            self.reported.emit(paths, news.report)
            return
        self._panel.show_progress(news)
        if isinstance(news, FileIndexed) and not self._refresh_timer.isActive():
            self._refresh_timer.start()

    def _show_report(self, report: IndexReport) -> None:
        failure = report.embedding_failure
        # Of a model that is missing the engine has told already, with a button to get it.
        if failure is not None and failure != self._link.state.failure:
            self._notices.show_notice("embedding", Severity.INFO, lambda: describe(failure))
        # A folder that cannot be reached is not a file that cannot be read.
        n = sum(place not in self._folders for place, _ in report.failures)
        if not n:
            self._notices.dismiss("unreadable")
            return

        def words() -> Message:
            what = (
                self.tr("1 file could not be read.")
                if n == 1
                else self.tr("{n} files could not be read.").format(n=n)
            )
            return Message(what, self.tr("The library says why, and what to do."))

        show = NoticeAction(lambda: self.tr("Show"), self.errors_wanted.emit)
        self._notices.show_notice("unreadable", Severity.WARNING, words, actions=(show,))

    def _fail(self, job: int, failed: JobFailed) -> None:
        if failed.failure.code == "EngineLost":
            self._offer_to_continue(self._jobs[job])
        self._end(job)
        self.failed.emit(failed)

    def _offer_to_continue(self, paths: Sequence[Path]) -> None:
        """What was committed before the engine was lost is there; the rest can go on."""
        self._notices.show_notice(
            "interrupted",
            Severity.WARNING,
            lambda: Message(
                self.tr("Reading the files was interrupted."),
                self.tr("Files that were finished are in the library."),
            ),
            actions=(NoticeAction(lambda: self.tr("Continue"), lambda: self.add(paths)),),
        )

    def _end(self, job: int) -> None:
        del self._jobs[job]
        if not self._jobs:
            self._refresh_timer.stop()
            self._panel.settle()
        self.refresh()
