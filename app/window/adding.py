"""Ways for files to come into the library: chosen, dropped anywhere on the window, the samples."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QMainWindow

from app.window.drop import DropOverlay, local_paths
from app.window.library_flow import LibraryFlow
from app.window.preferences import Preferences
from app.window.resources import SAMPLE

translate = QCoreApplication.translate


class Adding(QObject):
    """Watches the window for what is dragged over it."""

    def __init__(self, window: QMainWindow, stock: LibraryFlow, preferences: Preferences) -> None:
        super().__init__(window)
        self._window = window
        self._stock = stock
        self._preferences = preferences
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

    @Slot(list)
    def _take(self, names: list[str]) -> None:
        paths = [Path(name) for name in names]
        if paths:
            self._preferences.keep_last_folder(paths[0].parent)
        self._stock.add(paths)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Files are welcome anywhere; a drag does not survive a change of size."""
        match event:
            case QDropEvent() if event.type() is QEvent.Type.Drop:
                self.overlay.hide()
                if paths := local_paths(event.mimeData()):
                    event.acceptProposedAction()
                    self._stock.add(paths)
                return True
            case QDragEnterEvent() if event.type() is QEvent.Type.DragEnter:
                if local_paths(event.mimeData()):
                    event.acceptProposedAction()
                    self.overlay.cover()
                return True
            case _ if event.type() in {QEvent.Type.DragLeave, QEvent.Type.Resize}:
                self.overlay.hide()
        return super().eventFilter(watched, event)
