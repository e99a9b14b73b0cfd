"""Rows of a log table with the cited ones marked."""

from __future__ import annotations

from collections.abc import Collection, Iterator

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
from engine.domain import Cell

AnyIndex = QModelIndex | QPersistentModelIndex
MAX_COLUMN_PX = 280
ROW_PX, GAP_PX = 28, 16
GAP = 0  # Stands in place of a row number where rows are left out; rows count from 1.
NO_ROWS = RowsRead(table="", titles=(), numbers=(), rows=(), n_rows=0)


class RowModel(QAbstractTableModel):
    """Some rows of a log table, numbered as in the file, with a gap where some are left out."""

    def __init__(self, owner: QObject | None = None) -> None:
        super().__init__(owner)
        self._titles: tuple[str, ...] = ()
        self._lines: list[tuple[int, tuple[Cell, ...]]] = []
        self._cited: frozenset[int] = frozenset()

    def set_rows(self, read: RowsRead, cited: Collection[int]) -> None:
        """Show other rows; ``cited`` are row numbers."""
        self.beginResetModel()
        self._titles = read.titles
        self._lines = list(_with_gaps(read))
        self._cited = frozenset(cited)
        self.endResetModel()

    def first_cited(self) -> int | None:
        """The position of the first cited row among those shown."""
        shown = enumerate(number for number, _ in self._lines)
        return next((position for position, number in shown if number in self._cited), None)

    def gaps(self) -> list[int]:
        """The positions where rows are left out."""
        return [n for n, (number, _) in enumerate(self._lines) if number == GAP]

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """How many rows are shown, gaps included."""
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """How many columns the table has."""
        return 0 if parent.isValid() else len(self._titles)

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        """A gap cannot be chosen."""
        if index.isValid() and self._lines[index.row()][0] == GAP:
            return Qt.ItemFlag.NoItemFlags
        return super().flags(index)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """A cell as text; numbers to the right; cited rows on marker colour."""
        if not index.isValid() or index.row() >= len(self._lines):
            return None
        number, row = self._lines[index.row()]
        cell = row[index.column()] if index.column() < len(row) else None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return "" if cell is None else str(cell)
            case Qt.ItemDataRole.TextAlignmentRole:
                side = "AlignRight" if isinstance(cell, int | float) else "AlignLeft"
                return Qt.AlignmentFlag[side] | Qt.AlignmentFlag.AlignVCenter
            case Qt.ItemDataRole.BackgroundRole:
                if number == GAP:
                    return theme.current().window
                return theme.current().row_marker if number in self._cited else None
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
            number = self._lines[section][0] if section < len(self._lines) else GAP
            return "⋯" if number == GAP else str(number)
        return self._titles[section] if section < len(self._titles) else None


def _with_gaps(read: RowsRead) -> Iterator[tuple[int, tuple[Cell, ...]]]:
    before: int | None = None
    for number, row in zip(read.numbers, read.rows, strict=True):
        if before is not None and number != before + 1:
            yield GAP, ()
        yield number, row
        before = number


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
        self.verticalHeader().setMinimumSectionSize(GAP_PX)
        self.verticalHeader().setDefaultSectionSize(ROW_PX)
        self.verticalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        )

    def show_rows(self, read: RowsRead, cited: Collection[int]) -> None:
        """Show rows and bring the first cited one into view."""
        self.rows.set_rows(read, cited)
        self.resizeColumnsToContents()
        # Said again: the header forgets it where the table gets its first columns in view.
        self.horizontalHeader().setStretchLastSection(False)
        self.horizontalHeader().setStretchLastSection(True)
        self.clearSpans()
        gaps = self.rows.gaps()
        for position in range(self.rows.rowCount()):  # The header keeps the heights of before.
            self.setRowHeight(position, GAP_PX if position in gaps else ROW_PX)
        for gap in gaps:
            self.setSpan(gap, 0, 1, max(2, self.rows.columnCount()))
        cited_position = self.rows.first_cited()
        if cited_position is not None:
            middle = QAbstractItemView.ScrollHint.PositionAtCenter
            self.scrollTo(self.rows.index(cited_position, 0), middle)
