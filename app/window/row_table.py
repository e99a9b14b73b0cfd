"""Rows of a log table with the cited ones marked."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from app.protocol import RowsRead
from app.window import theme

AnyIndex = QModelIndex | QPersistentModelIndex
MAX_COLUMN_PX = 280
NO_ROWS = RowsRead(table="", titles=(), first=1, rows=(), n_rows=0)


class RowModel(QAbstractTableModel):
    """Some rows of a log table, numbered as in the file."""

    def __init__(self, owner: QObject | None = None) -> None:
        super().__init__(owner)
        self._read = NO_ROWS
        self._cited: frozenset[int] = frozenset()

    def set_rows(self, read: RowsRead, cited: Collection[int]) -> None:
        """Show other rows; ``cited`` are row numbers."""
        self.beginResetModel()
        self._read = read
        self._cited = frozenset(cited)
        self.endResetModel()

    def first_cited(self) -> int | None:
        """The position of the first cited row among those shown."""
        shown = range(self._read.first, self._read.first + len(self._read.rows))
        return next((n - self._read.first for n in shown if n in self._cited), None)

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """How many rows are shown."""
        return 0 if parent.isValid() else len(self._read.rows)

    def columnCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """How many columns the table has."""
        return 0 if parent.isValid() else len(self._read.titles)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """A cell as text; numbers to the right; cited rows on marker colour."""
        if not index.isValid() or index.row() >= len(self._read.rows):
            return None
        row = self._read.rows[index.row()]
        cell = row[index.column()] if index.column() < len(row) else None
        is_cited = self._read.first + index.row() in self._cited
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return "" if cell is None else str(cell)
            case Qt.ItemDataRole.TextAlignmentRole:
                side = "AlignRight" if isinstance(cell, int | float) else "AlignLeft"
                return Qt.AlignmentFlag[side] | Qt.AlignmentFlag.AlignVCenter
            case Qt.ItemDataRole.BackgroundRole:
                return theme.current().row_marker if is_cited else None
            case _:
                return None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        """Column titles and row numbers."""
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation is Qt.Orientation.Vertical:
            return str(self._read.first + section)
        return self._read.titles[section] if section < len(self._read.titles) else None


class RowTable(QTableView):
    """The table itself; scrolls to the first cited row."""

    def __init__(self, owner: QWidget | None = None) -> None:
        super().__init__(owner)
        self.rows = RowModel(self)
        self.setModel(self.rows)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setStretchLastSection(True)
        self.horizontalHeader().setMaximumSectionSize(MAX_COLUMN_PX)
        self.horizontalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )
        self.verticalHeader().setHighlightSections(False)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(28)
        self.verticalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        )

    def show_rows(self, read: RowsRead, cited: Collection[int]) -> None:
        """Show rows and bring the first cited one into view."""
        self.rows.set_rows(read, cited)
        self.resizeColumnsToContents()
        position = self.rows.first_cited()
        if position is not None:
            middle = QAbstractItemView.ScrollHint.PositionAtCenter
            self.scrollTo(self.rows.index(position, 0), middle)
