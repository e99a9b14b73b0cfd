"""Ways for files to come into the library: chosen, dropped anywhere on the window, the samples."""

from __future__ import annotations

import tempfile
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QFileDialog, QMainWindow, QWidget

from app.window.drop import DropOverlay, Given, given, is_link, is_welcome, local_paths
from app.window.library_flow import LibraryFlow
from app.window.message_bar import MessageBar
from app.window.preferences import Preferences
from app.window.receiving import Receiving
from app.window.resources import SAMPLE

translate = QCoreApplication.translate


class Adding(QObject):
    """Watches the window for what is dragged over it."""

    def __init__(
        self,
        window: QMainWindow,
        stock: LibraryFlow,
        notices: MessageBar,
        preferences: Preferences,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._stock = stock
        self._preferences = preferences
        self.temporary = Path(tempfile.gettempdir())
        """Files below it vanish when the program that put them there likes."""
        self.receiving = Receiving(notices, self)
        self.receiving.kept.connect(stock.add)
        self.overlay = DropOverlay(window.centralWidget() or window)
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    @Slot()
    def add_sample(self) -> None:
        """Add the documents that come with Genba."""
        self._stock.add((SAMPLE,))

    @Slot()
    def choose_files(self) -> None:
        """Let the person choose files to add."""
        dialog = QFileDialog(self._window, translate("MainWindow", "Add files"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        self._choose(dialog)

    @Slot()
    def choose_folder(self) -> None:
        """Let the person choose a folder to add."""
        dialog = QFileDialog(self._window, translate("MainWindow", "Add a folder"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        self._choose(dialog)

    def _choose(self, dialog: QFileDialog) -> None:
        """Not exec(): the window goes on while the dialog is open."""
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if folder := self._preferences.last_folder:
            dialog.setDirectory(str(folder))
        dialog.filesSelected.connect(self._take)
        dialog.open()

    def paste_from(self, field: QWidget) -> None:
        """Have files that are pasted into a text field go to the library too."""
        field.installEventFilter(self)

    @Slot()
    def paste(self) -> None:
        """Add the files or the picture on the clipboard. Words are for text fields."""
        data = QGuiApplication.clipboard().mimeData()
        pasted = given(data)
        if pasted.paths or pasted.files or (pasted.picture is not None and not data.hasText()):
            self.take(pasted)
        else:
            self.receiving.refuse_paste()

    def take(self, what: Given) -> None:
        """Add what lies on the disk; keep what does not, or will not for long, and add that."""
        passing = [path for path in what.paths if self._is_passing(path)]
        lasting = [path for path in what.paths if path not in passing]
        if lasting:
            self._stock.add(lasting)
        if passing or not lasting:
            self.receiving.keep(what, passing)

    def _is_passing(self, path: Path) -> bool:
        return path.is_file() and path.resolve().is_relative_to(self.temporary.resolve())

    @Slot(list)
    def _take(self, names: list[str]) -> None:
        paths = [Path(name) for name in names]
        if paths:
            self._preferences.keep_last_folder(paths[0].parent)
        self._stock.add(paths)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Files are welcome anywhere; a drag does not survive a change of size."""
        match event:
            # What is dragged out of this very window has no business in the library.
            case QDropEvent() if event.source() is not None:
                pass
            case QDropEvent() if event.type() is QEvent.Type.Drop:
                self.overlay.hide()
                if is_welcome(event.mimeData()) or is_link(event.mimeData()):
                    event.acceptProposedAction()
                    self.take(given(event.mimeData()))
                return True
            case QDragEnterEvent() if event.type() is QEvent.Type.DragEnter:
                has_files = is_welcome(event.mimeData())
                if has_files or is_link(event.mimeData()):
                    event.acceptProposedAction()
                    self.overlay.cover(is_welcome=has_files)
                return True
            case QKeyEvent() if (
                event.type() is QEvent.Type.KeyPress and watched is not self._window
            ):
                if event.matches(QKeySequence.StandardKey.Paste) and _has_files():
                    self.paste()
                    return True
            case _ if event.type() in {QEvent.Type.DragLeave, QEvent.Type.Resize}:
                self.overlay.hide()
        return super().eventFilter(watched, event)


def _has_files() -> bool:
    data = QGuiApplication.clipboard().mimeData()
    return bool(local_paths(data)) or (is_welcome(data) and not data.hasText())
