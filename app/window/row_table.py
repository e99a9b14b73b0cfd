"""The table of a log: as smooth with a million rows as with ten."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QItemSelectionModel, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from app.protocol import RowsRead
from app.window import theme
from app.window.row_model import RowModel

MAX_COLUMN_PX = 280
MAX_COPIED_ROWS = 10_000
ROW_PX = 28
ASK_MS = 25  # While the scroll bar is dragged: what was passed by meanwhile is not asked for.
_N_NEAR = 60  # Rows asked for before and behind those in view.


class RowTable(QTableView):
    """Asks for the rows in view and shows dots in their place until they come."""

    rows_wanted = Signal(object)  # Row numbers, ascending; each wish replaces the one before.
    copied = Signal(int, int)  # How many rows went to the clipboard, of how many.
    stepped = Signal(int)  # The next or the previous cited row is wanted: 1 or -1.

    def __init__(self, owner: QWidget | None = None) -> None:
        super().__init__(owner)
        self.rows = RowModel(self)
        self._first = 1  # The row to begin at, until the table has come.
        self._is_new = False
        self._copying: tuple[int, int, tuple[int, ...]] | None = None
        self._ask = QTimer(self)
        self._ask.setSingleShot(True)
        self._ask.setInterval(ASK_MS)
        self._ask.timeout.connect(self._ask_for_rows)
        self.setModel(self.rows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self._set_up_headers()
        self.verticalScrollBar().valueChanged.connect(self._want_rows)

    def _set_up_headers(self) -> None:
        across, down = self.horizontalHeader(), self.verticalHeader()
        # Of its own and always empty: to paint a selected column Qt asks each row of it.
        across.setSelectionModel(QItemSelectionModel(self.rows, across))
        across.setHighlightSections(False)
        across.setStretchLastSection(True)
        across.setMaximumSectionSize(MAX_COLUMN_PX)
        across.setResizeContentsPrecision(0)  # By the rows in view, which have come.
        across.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        # All rows are of one height, so that nothing is ever measured for a million of them.
        down.setHighlightSections(False)
        down.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        down.setMinimumSectionSize(theme.GAP)
        down.setDefaultSectionSize(self._row_height())
        down.setDefaultAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

    def _row_height(self) -> int:
        return max(ROW_PX, self.fontMetrics().height() + theme.SPACE)

    def begin(self, cited: Sequence[int]) -> None:
        """Another table, of which nothing has come: the rows around its first cited one, please."""
        self._first = cited[0] if cited else 1
        self._is_new = True
        self._copying = None
        self.rows.clear(cited)
        wanted = self.rows.missing(self._first - _N_NEAR, self._first + _N_NEAR)
        self.rows_wanted.emit(wanted)

    def take(self, read: RowsRead) -> None:
        """Rows have come."""
        self.rows.take(read)
        if self._is_new and self.rows.columnCount():
            self._is_new = False
            self.show_row(self._first)
            self.resizeColumnsToContents()
            # Said again: the header forgets it where the table gets its first columns in view.
            self.horizontalHeader().setStretchLastSection(False)
            self.horizontalHeader().setStretchLastSection(True)
        self._copy_what_has_come()
        self._want_rows()

    def show_row(self, number: int) -> None:
        """Bring a row into the middle and make it the current one."""
        index = self.rows.index(min(number, self.rows.rowCount()) - 1, 0)
        flag = QItemSelectionModel.SelectionFlag.NoUpdate
        self.selectionModel().setCurrentIndex(index, flag)
        self.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)

    @property
    def current_row(self) -> int:
        """The number of the row that the keyboard is at; 0 if there is none."""
        return self.currentIndex().row() + 1

    # Fetching.
    @Slot()
    def _want_rows(self) -> None:
        if not self._ask.isActive():
            self._ask.start()

    @Slot()
    def _ask_for_rows(self) -> None:
        if not self.rows.rowCount():
            return
        first = self.rowAt(0) + 1
        last = self.rowAt(self.viewport().height() - 1) + 1 or self.rows.rowCount()
        wanted = self.rows.missing(first - _N_NEAR, last + _N_NEAR)
        if self._copying is not None:
            wanted = tuple(sorted({*wanted, *self._not_here(self._copying)}))
        if wanted:
            self.rows_wanted.emit(wanted)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More rows may be in view."""
        super().resizeEvent(event)
        self._want_rows()

    # Copying.
    def copy(self) -> None:
        """Put the selected cells on the clipboard, a line a row, cells behind tabs.

        Rows that have not come are asked for first, and the clipboard is filled when they are here.
        """
        selection = self.selectionModel().selection()
        if selection.isEmpty():
            return
        cells = selection.first()  # The only one: what is selected hangs together.
        first, last = cells.top() + 1, cells.bottom() + 1
        columns = tuple(range(cells.left(), cells.right() + 1))
        self._copying = (first, last, columns)
        self._copy_what_has_come()
        if self._copying is not None:
            self._ask_for_rows()

    def _not_here(self, copying: tuple[int, int, tuple[int, ...]]) -> tuple[int, ...]:
        first, last, _ = copying
        return self.rows.missing(first, min(last, first + MAX_COPIED_ROWS - 1))

    def _copy_what_has_come(self) -> None:
        if self._copying is None or self._not_here(self._copying):
            return
        first, last, columns = self._copying
        self._copying = None
        taken = range(first, min(last, first + MAX_COPIED_ROWS - 1) + 1)
        lines = [[self._text(number, column) for column in columns] for number in taken]
        if len(columns) == self.rows.columnCount() > 1:  # Whole rows: under their titles.
            lines.insert(0, [*self.rows.titles])
        text = io.StringIO()
        csv.writer(text, dialect="excel-tab", lineterminator="\n").writerows(lines)
        # One cell is copied as the text it is, without a line behind it.
        QGuiApplication.clipboard().setText(text.getvalue().removesuffix("\n"))
        self.copied.emit(len(taken), last - first + 1)

    def _text(self, number: int, column: int) -> str:
        row = self.rows.row(number)
        cell = row[column] if row is not None and column < len(row) else None
        return "" if cell is None else str(cell)

    # Keys.
    def event(self, event: QEvent) -> bool:
        """Its own way of copying comes before the window's."""
        if (
            event.type() is QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.matches(QKeySequence.StandardKey.Copy)
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy, and step through the cited rows; the rest is a table's own."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.key() == Qt.Key.Key_F3:
            is_back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.stepped.emit(-1 if is_back else 1)
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, _text: str) -> None:
        """Nothing: Qt would read a million rows in the window's thread."""

    def changeEvent(self, event: QEvent) -> None:
        """Follow the size of the font."""
        if event.type() == QEvent.Type.FontChange:
            self.verticalHeader().setDefaultSectionSize(self._row_height())
        super().changeEvent(event)
