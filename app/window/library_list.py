"""The list of files: rows of one height, badges to click, letters to jump to a name."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QListView, QWidget

from app.window.library_filter import ShownRows
from app.window.library_model import LibraryModel
from app.window.row_delegate import AnyIndex, RowDelegate, RowLook


class FileList(QListView):
    """Opens nothing itself."""

    badge_clicked = Signal(QModelIndex)
    details_wanted = Signal()
    copy_wanted = Signal()

    def __init__(
        self,
        model: LibraryModel,
        shown: ShownRows,
        look: Callable[[AnyIndex], RowLook | None],
        owner: QWidget,
    ) -> None:
        super().__init__(owner)
        self._model = model
        self._shown = shown
        self._look = look
        self._rows = RowDelegate(look, self)
        self._typed = ""
        self._typed_at = 0.0
        self.setModel(shown)
        self.setItemDelegate(self._rows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setUniformItemSizes(True)
        self.setMinimumHeight(48)  # A file; the choices of the filter may take the rest.
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)

    def copy(self) -> None:
        """What is to be put on the clipboard of the chosen files is for others to say."""
        self.copy_wanted.emit()

    def measure_again(self) -> None:
        """Rows have another height, and the list has measured one of the others."""
        self.setUniformItemSizes(False)
        self.setUniformItemSizes(True)
        self.doItemsLayout()

    def keyboardSearch(self, search: str) -> None:
        """Go to the next name that begins with what is typed. Qt's own asks each row in turn."""
        now = time.monotonic()
        if now - self._typed_at > QApplication.keyboardInputInterval() / 1000:
            self._typed = ""
        self._typed_at = now
        is_repeated = len(self._typed) == 1 and search == self._typed
        self._typed = search if is_repeated else self._typed + search
        current = self.currentIndex().row()
        after = max(0, current) if len(self._typed) > 1 else current + 1
        positions = self._shown.positions
        row = self._model.position_from(self._typed, after, positions) if positions else None
        if row is not None:
            self.setCurrentIndex(self._shown.index(row, 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Alt+Enter for the details, as file managers have it."""
        is_enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if is_enter and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.details_wanted.emit()
        else:
            super().keyPressEvent(event)

    def badge_at(self, point: QPointF) -> QModelIndex:
        """The row whose badge is there; invalid where there is none."""
        index = self.indexAt(point.toPoint())
        look = self._look(index) if index.isValid() else None
        if look is None or not look.badge:
            return QModelIndex()
        where = self._rows.badge_rect(QRectF(self.visualRect(index)), self.font(), look)
        return index if where.contains(point) else QModelIndex()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click on a badge neither chooses nor opens the file."""
        index = self.badge_at(event.position())
        if index.isValid() and event.button() is Qt.MouseButton.LeftButton:
            self.badge_clicked.emit(index)
        else:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """A hand over what can be clicked."""
        shape = Qt.CursorShape.PointingHandCursor
        if self.badge_at(event.position()).isValid():
            self.viewport().setCursor(shape)
        else:
            self.viewport().unsetCursor()
        super().mouseMoveEvent(event)
