"""Keeping what comes as data in the workspace, off the window's thread, and saying where it is."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices, QImage, QImageWriter

from app.messages import Message
from app.received import MAX_BYTES, folder_of_today, keep_bytes, keep_copy, safe_name
from app.window.drop import Given, GivenFile
from app.window.message_bar import MessageBar, NoticeAction, Severity
from ingest.formats import KNOWN, READABLE

TOLD_S = 20.0
N_NAME_LETTERS = 40  # Of the first line of words that become a file.


@dataclass(slots=True)
class _Outcome:
    """What became of the files of one drop; ``refused`` are names."""

    folder: Path
    kept: list[Path] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)


class Receiving(QObject):
    """Knows the folder, once it is told."""

    kept = Signal(object)  # list[Path]
    _ended = Signal(object)  # _Outcome, from the thread that wrote

    def __init__(self, notices: MessageBar, owner: QObject) -> None:
        super().__init__(owner)
        self._notices = notices
        self._folder: Path | None = None
        self._ended.connect(self._show)

    def keep_in(self, folder: Path) -> None:
        """Keep what comes in a folder for each day below this one."""
        self._folder = folder

    def keep(self, what: Given, passing: Sequence[Path]) -> None:
        """Keep the data, and copies of files that are ``passing``; then ``kept`` is emitted."""
        if not (what.is_welcome or passing) or self._folder is None:
            self._refuse(what)
            return
        outcome = _Outcome(folder_of_today(self._folder))
        # A hundred megabytes take a second to write, and a share takes as long as it likes.

        def keep() -> None:
            _keep_all(outcome, what, passing)
            with suppress(RuntimeError):  # The window was closed meanwhile.
                self._ended.emit(outcome)

        threading.Thread(target=keep, name="receive", daemon=True).start()

    @Slot()
    def refuse_paste(self) -> None:
        """There is nothing on the clipboard that could be added."""
        self._notices.show_notice(
            "received",
            Severity.INFO,
            lambda: Message(
                self.tr("There is no file on the clipboard."),
                self.tr("Copy a file, an attachment or a picture first."),
            ),
            leaves_after_s=TOLD_S,
        )

    def _refuse(self, what: Given) -> None:
        def words() -> Message:
            if what.links:
                return Message(
                    self.tr("Only a link was dropped, and Genba follows none."),
                    self.tr("Save the file to a folder first, then drop it here."),
                )
            return Message(
                self.tr("Nothing in it can be added to the library."),
                self.tr("Save it as a file first, then drop the file here."),
            )

        self._notices.show_notice("received", Severity.WARNING, words, leaves_after_s=TOLD_S)

    @Slot(object)
    def _show(self, outcome: _Outcome) -> None:
        if outcome.kept:
            self._tell_kept(outcome)
            self.kept.emit(outcome.kept)
        else:
            self._notices.dismiss("received")
        if outcome.refused or outcome.missing or outcome.failures:
            self._tell_left_out(outcome)
        else:
            self._notices.dismiss("not received")

    def _tell_kept(self, outcome: _Outcome) -> None:
        def words() -> Message:
            n = len(outcome.kept)
            if n == 1:
                text = self.tr("“{file}” was saved and is being added.")
                what = text.replace("{file}", outcome.kept[0].name)
            else:
                what = self.tr("{n} files were saved and are being added.").format(n=n)
            where = self.tr("They are kept in {folder}.")
            if n == 1:
                where = self.tr("It is kept in {folder}.")
            return Message(what, where.replace("{folder}", str(outcome.folder)))

        url = QUrl.fromLocalFile(str(outcome.folder))

        def open_folder() -> None:
            QDesktopServices.openUrl(url)

        show = NoticeAction(lambda: self.tr("Show the folder"), open_folder)
        self._notices.show_notice(
            "received", Severity.INFO, words, actions=(show,), leaves_after_s=TOLD_S
        )

    def _tell_left_out(self, outcome: _Outcome) -> None:
        def words() -> Message:
            if outcome.failures:
                what = self.tr("Not everything could be saved: {reason}")
                reason = outcome.failures[0]
                action = self.tr("Make room or choose another workspace, then drop it again.")
            elif outcome.missing:
                what = self.tr("The other program did not hand over {files}.")
                reason = _listed(outcome.missing)
                action = self.tr("Save it to a folder there first, then drop the file here.")
            else:
                what = self.tr("{files} cannot be read and was left out.")
                reason = _listed(outcome.refused)
                action = self.tr("Genba reads PDF, Word, Excel, drawings, logs, text and pictures.")
            # Not str.format: names are strangers' texts.
            return Message(what.replace("{files}", reason).replace("{reason}", reason), action)

        self._notices.show_notice("not received", Severity.WARNING, words)


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(f"“{name}”" for name in names[:3])
    return shown if len(names) <= 3 else f"{shown} … (+{len(names) - 3})"


def _keep_all(outcome: _Outcome, what: Given, passing: Sequence[Path]) -> None:
    """On a thread of its own. A file that fails leaves the others alone."""
    for path in passing:
        with _noting_failures(outcome, path.name):
            _keep_copy(outcome, path)
    for file in (*what.files, *_made_files(what)):
        with _noting_failures(outcome, file.name):
            _keep_data(outcome, file)


@contextmanager
def _noting_failures(outcome: _Outcome, name: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        outcome.failures.append(f"{safe_name(name)}: {error.strerror or error}")


def _keep_copy(outcome: _Outcome, path: Path) -> None:
    if not _is_readable(path.name):
        outcome.refused.append(path.name)
    elif path.stat().st_size > MAX_BYTES:
        outcome.missing.append(path.name)
    else:
        outcome.kept.append(keep_copy(outcome.folder, path))


def _keep_data(outcome: _Outcome, file: GivenFile) -> None:
    name = safe_name(file.name)
    if not _is_readable(name):  # Programs have no place in a workspace.
        outcome.refused.append(name)
    elif file.content is None:
        outcome.missing.append(name)
    else:
        outcome.kept.append(keep_bytes(outcome.folder, name, file.content))


def _is_readable(name: str) -> bool:
    return Path(safe_name(name)).suffix.lower() in READABLE.keys() | KNOWN


def _made_files(what: Given) -> tuple[GivenFile, ...]:
    """A picture and words have no name of their own."""
    made = []
    if what.picture is not None:
        made.append(GivenFile("picture.png", _png(what.picture)))
    if what.text:
        first_words = what.text.splitlines()[0][:N_NAME_LETTERS].replace("/", "_")
        made.append(GivenFile(f"{first_words}.txt", what.text.encode()))
    return tuple(made)


def _png(picture: QImage) -> bytes:
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, b"PNG").write(picture)
    return bytes(content.data())
