"""The rows of a log table, however many: those that are looked at are fetched in blocks."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Mapping
from typing import TypeAlias

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from app.protocol import RowsRead
from app.window import theme
from engine.domain import Cell

AnyIndex: TypeAlias = QModelIndex | QPersistentModelIndex

BLOCK = 200  # Rows that are fetched together: some screens full, and a few milliseconds to send.
N_BLOCKS = 60
_NOT_YET = "…"


class RowModel(QAbstractTableModel):
    """A whole log table, numbered from 1 as in the file. Cells that have not come are dots.

    It fetches nothing by itself: ``missing`` tells what to ask for, ``take`` what has come.
    """

    def __init__(self, owner: QObject | None = None) -> None:
        super().__init__(owner)
        self._titles: tuple[str, ...] = ()
        self._n_rows = 0
        self._cited: frozenset[int] = frozenset()
        self._blocks: OrderedDict[int, Mapping[int, tuple[Cell, ...]]] = OrderedDict()

    @property
    def titles(self) -> tuple[str, ...]:
        """The titles of the columns."""
        return self._titles

    def clear(self, cited: Iterable[int]) -> None:
        """Nothing of a table is known but its cited rows, by number."""
        self.beginResetModel()
        self._titles, self._n_rows = (), 0
        self._cited = frozenset(cited)
        self._blocks.clear()
        self.endResetModel()

    def take(self, read: RowsRead) -> None:
        """Rows have come. If the table is not what it was, all others are forgotten."""
        if (read.titles, read.n_rows) != (self._titles, self._n_rows):
            self.beginResetModel()
            self._titles, self._n_rows = read.titles, read.n_rows
            self._blocks.clear()
            self._keep(read)
            self.endResetModel()
        elif read.numbers:
            self._keep(read)
            first, last = self.index(read.numbers[0] - 1, 0), read.numbers[-1] - 1
            self.dataChanged.emit(first, self.index(last, len(self._titles) - 1))

    def _keep(self, read: RowsRead) -> None:
        come: dict[int, dict[int, tuple[Cell, ...]]] = {}
        for number, row in zip(read.numbers, read.rows, strict=True):
            come.setdefault(_block_of(number), {})[number] = row
        for block, rows in come.items():
            self._blocks[block] = rows
            self._blocks.move_to_end(block)
        while len(self._blocks) > N_BLOCKS:
            self._blocks.popitem(last=False)

    def missing(self, first: int, last: int) -> tuple[int, ...]:
        """The rows of the blocks between two rows that are not here; those here stay longer.

        Before the table has been asked once, its end is not known and nothing is left out for it.
        """
        end = self._n_rows or last
        wanted = range(_block_of(max(first, 1)), _block_of(max(1, min(last, end))) + 1)
        numbers: list[int] = []
        for block in wanted:
            if block in self._blocks:
                self._blocks.move_to_end(block)
            else:
                numbers += _rows_of(block)
        return tuple(numbers)

    def row(self, number: int) -> tuple[Cell, ...] | None:
        """A row by its number, or None if it has not come."""
        return self._blocks.get(_block_of(number), {}).get(number)

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """How many rows the whole table has."""
        return 0 if parent.isValid() else self._n_rows

    def columnCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """How many columns the table has."""
        return 0 if parent.isValid() else len(self._titles)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """A cell as text; numbers to the right; cited rows on marker colour."""
        if not index.isValid():
            return None
        row = self.row(index.row() + 1)
        cell = row[index.column()] if row and index.column() < len(row) else None
        match role:
            case Qt.ItemDataRole.BackgroundRole:
                is_cited = index.row() + 1 in self._cited
                return theme.current().row_marker if is_cited else None
            case Qt.ItemDataRole.ForegroundRole:
                return theme.current().muted if row is None else None
            case Qt.ItemDataRole.TextAlignmentRole:
                side = "AlignRight" if isinstance(cell, int | float) else "AlignLeft"
                return Qt.AlignmentFlag[side] | Qt.AlignmentFlag.AlignVCenter
            case Qt.ItemDataRole.DisplayRole:
                return _NOT_YET if row is None else _text(cell)
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
            return str(section + 1)
        return self._titles[section] if section < len(self._titles) else None


def _text(cell: Cell) -> str:
    return "" if cell is None else str(cell)


def _block_of(number: int) -> int:
    return (number - 1) // BLOCK


def _rows_of(block: int) -> range:
    return range(block * BLOCK + 1, (block + 1) * BLOCK + 1)
