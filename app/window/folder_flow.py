"""What happens to the library's folders: watching, patterns, looking now, removing and back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from app.messages import Message, describe
from app.protocol import JobFailed, LibraryListed
from app.window.engine_link import EngineLink
from app.window.folder_model import FolderRow, folder_rows
from app.window.folder_panel import FolderPanel
from app.window.library_flow import UNDO_S, LibraryFlow
from app.window.message_bar import MessageBar, NoticeAction, Severity
from app.window.pattern_dialog import PatternDialog
from engine.domain import Failure, Folder
from engine.events import FolderBack, FolderChanged, FolderUnreachable, IndexReport, WatchNews

TOLD_S = 8.0
_AWAY = frozenset({"FileVanished", "PathMissing"})


class FolderFlow(QObject):
    """Keeps the folder panel and the engine's folders in step.

    A wish is shown at once: the engine may have to finish reading before it can keep it.
    """

    failed = Signal(object)  # JobFailed

    def __init__(
        self,
        link: EngineLink,
        panel: FolderPanel,
        stock: LibraryFlow,
        notices: MessageBar,
        owner: QObject | None = None,
    ) -> None:
        super().__init__(owner)
        self._link = link
        self._panel = panel
        self._stock = stock
        self._notices = notices
        self._listed = LibraryListed((), ())
        self._wanted: dict[str, tuple[int, Folder | None]] = {}  # By path: job, None for gone.
        self._away: dict[str, str] = {}
        self._checked: set[str] = set()  # Somebody asked and waits for an answer.
        self._unwatched: set[str] = set()  # News of these was on its way when they were let go.
        panel.watch_toggled.connect(self.toggle_watching)
        panel.patterns_wanted.connect(self.ask_for_patterns)
        panel.check_wanted.connect(self.check)
        panel.removed.connect(self.remove)
        stock.listed.connect(self._show_library)
        stock.reported.connect(self._follow_report)
        link.folder_told.connect(self.follow_news)

    @Slot(object)
    def follow_news(self, news: WatchNews) -> None:
        """A watched folder changed, went or came back."""
        if news.root in self._unwatched:
            return
        match news:
            case FolderChanged(root):
                self._stock.add([Path(root)])
            case FolderUnreachable(root, detail):
                self._note_away(root, detail)
            case FolderBack(root):
                self._note_back(root)
        self._show()

    @Slot(object)
    def toggle_watching(self, row: FolderRow) -> None:
        """Watch a folder, or stop."""
        folder = replace(row.folder, is_watched=not row.folder.is_watched)
        if folder.is_watched:
            self._unwatched.discard(folder.path)
        else:
            self._unwatched.add(folder.path)
            self._notices.dismiss(_notice(folder.path))
        job = self._link.set_up_folder(
            folder.path,
            is_watched=folder.is_watched,
            on_listed=lambda listed: self._take(job, folder.path, listed),
            on_failed=lambda failed: self._give_up(job, folder.path, failed),
        )
        self._want(job, folder.path, folder)

    @Slot(object)
    def ask_for_patterns(self, row: FolderRow) -> None:
        """Let the person write which files are read."""
        dialog = PatternDialog(row, self._panel.window())
        dialog.chosen.connect(self.set_patterns)
        dialog.open()

    @Slot(object)
    def set_patterns(self, folder: Folder) -> None:
        """Keep the patterns, then look at the folder with them."""
        job = self._link.set_up_folder(
            folder.path,
            include=folder.include,
            exclude=folder.exclude,
            on_listed=lambda listed: self._take(job, folder.path, listed),
            on_failed=lambda failed: self._give_up(job, folder.path, failed),
        )
        self._want(job, folder.path, folder)
        self._look_at(folder.path)

    @Slot(object)
    def check(self, row: FolderRow) -> None:
        """Compare a folder with the disk now."""
        self._look_at(row.folder.path)

    @Slot(object)
    def remove(self, row: FolderRow) -> None:
        """Take a folder with its files out of the library, and offer the way back."""
        folder = row.folder
        self._unwatched.add(folder.path)
        self._stock.stop_reading(Path(folder.path))
        self._notices.dismiss(_notice(folder.path))
        job = self._link.remove_folder(
            folder.path,
            on_listed=lambda listed: self._take(job, folder.path, listed),
            on_failed=lambda failed: self._fail_to_remove(job, folder.path, failed),
        )
        self._want(job, folder.path, None)

        def words() -> Message:
            text = self.tr("The folder “{folder}” was removed from the library.")
            what = text.replace("{folder}", row.name)
            if row.away:
                return Message(what, self.tr("Undo reads its files when it can be reached again."))
            return Message(what, self.tr("The files on the disk were not touched."))

        self._notices.show_notice(
            "folder removed",
            Severity.INFO,
            words,
            actions=(
                NoticeAction(lambda: self.tr("Undo"), lambda: self.restore(folder), is_undo=True),
            ),
            leaves_after_s=UNDO_S,
        )

    def restore(self, folder: Folder) -> None:
        """A folder that was removed, as it was. Its files are read again."""
        self._unwatched.discard(folder.path)
        job = self._link.set_up_folder(
            folder.path,
            include=folder.include,
            exclude=folder.exclude,
            is_watched=folder.is_watched,
            on_listed=lambda listed: self._take(job, folder.path, listed),
            on_failed=lambda failed: self._give_up(job, folder.path, failed),
        )
        self._want(job, folder.path, folder)
        self._stock.add([Path(folder.path)])

    def _look_at(self, path: str) -> None:
        self._checked.add(path)
        self._stock.add([Path(path)])

    def _want(self, job: int, path: str, folder: Folder | None) -> None:
        self._wanted[path] = (job, folder)
        self._show()

    def _take(self, job: int, path: str, listed: LibraryListed) -> None:
        self._forget_wish(job, path)
        self._stock.show_library(listed)

    def _give_up(self, job: int, path: str, failed: JobFailed) -> None:
        self._forget_wish(job, path)
        self._unwatched.discard(path)
        self._show()
        self.failed.emit(failed)

    def _fail_to_remove(self, job: int, path: str, failed: JobFailed) -> None:
        self._notices.dismiss("folder removed")
        self._give_up(job, path, failed)
        self._stock.refresh()  # Some of it may have been removed.

    def _forget_wish(self, job: int, path: str) -> None:
        """Unless there is a later one."""
        if self._wanted.get(path, (0, None))[0] == job:
            del self._wanted[path]

    @Slot(object)
    def _show_library(self, listed: LibraryListed) -> None:
        self._listed = listed
        watched = {folder.path for folder in listed.folders if folder.is_watched}
        self._unwatched -= watched - self._wanted.keys()  # Such as one that was added again.
        self._show()

    def _show(self) -> None:
        folders = {folder.path: folder for folder in self._listed.folders}
        for path, (_, folder) in self._wanted.items():
            folders.pop(path, None)
            if folder is not None:
                folders[path] = folder
        in_order = [folders[path] for path in sorted(folders)]
        self._panel.show_folders(folder_rows(in_order, self._listed.sources, self._away))

    @Slot(object, object)
    def _follow_report(self, paths: Sequence[Path], report: IndexReport) -> None:
        """Which folders could be looked at, and an answer for who asked."""
        known = {folder.path for folder in self._listed.folders}
        roots = known & {str(path) for path in paths} if paths else known
        missing = {
            place: dict(failure.facts).get("detail", "")
            for place, failure in report.failures
            if place in known and failure.code in _AWAY
        }
        for root in () if report.is_cancelled else roots - missing.keys():
            self._note_back(root)
        for root, detail in missing.items():
            self._note_away(root, detail)
        if not report.is_cancelled:
            for root in (roots & self._checked) - missing.keys():
                self._tell_checked(root, report)
        self._checked -= roots
        self._show()

    def _note_away(self, root: str, detail: str) -> None:
        failure = Failure("FileVanished", (("path", root), ("detail", detail)))
        self._away[root] = detail or "?"
        self._notices.show_notice(_notice(root), Severity.WARNING, lambda: describe(failure))

    def _note_back(self, root: str) -> None:
        self._away.pop(root, None)
        self._notices.dismiss(_notice(root))

    def _tell_checked(self, root: str, report: IndexReport) -> None:
        def words() -> Message:
            what = self.tr("“{folder}” was checked.").replace("{folder}", Path(root).name or root)
            n_read, n_gone = report.n_indexed + report.n_moved, report.n_deleted
            if not n_read and not n_gone:
                return Message(what, self.tr("Nothing has changed."))
            counts = self.tr("New or changed: {n_read}. No longer there: {n_gone}.")
            return Message(what, counts.format(n_read=n_read, n_gone=n_gone))

        self._notices.show_notice("checked", Severity.INFO, words, leaves_after_s=TOLD_S)


def _notice(root: str) -> str:
    return f"unreachable {root}"
