"""The tickets of a run with their verdicts; one of them is chosen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QWidget

from app.window import theme
from app.window.tool_tips import plain_tip
from engine.qualify.verdict import Verdict
from engine.qualify.words import figure

if TYPE_CHECKING:  # The window starts sooner without what it needs to be made.
    from engine.qualify.summary import TicketSummary

AnyIndex = QModelIndex | QPersistentModelIndex
ROW_PX = 34
_SIGNS = {Verdict.PASSES: "●", Verdict.FAILS: "×", Verdict.OPEN: "△"}
_NAME, _VERDICT = 0, 1
_LEAST_PX = 340  # For name and verdict; the last columns give way where there is less.
_NOT_MEASURED = "–"


class TicketModel(QAbstractTableModel):
    """A row for each ticket."""

    def __init__(self, owner: QObject | None = None) -> None:
        super().__init__(owner)
        self._tickets: tuple[TicketSummary, ...] = ()
        self._names: Mapping[str, str] = {}

    def set_tickets(self, tickets: Sequence[TicketSummary], names: Mapping[str, str]) -> None:
        """Show other tickets, or the same further on."""
        self.beginResetModel()
        self._tickets, self._names = tuple(tickets), names
        self.endResetModel()

    def retranslate(self) -> None:
        """All words again."""
        self.set_tickets(self._tickets, self._names)

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """How many tickets there are."""
        return 0 if parent.isValid() else len(self._tickets)

    def columnCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Name, verdict, cases, seconds, energy, memory."""
        return 0 if parent.isValid() else 6

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """A cell; figures to the right; the verdict in its colour, and with a sign."""
        if not index.isValid() or index.row() >= len(self._tickets):
            return None
        one, column = self._tickets[index.row()], index.column()
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._cells(one)[column]
            case Qt.ItemDataRole.ToolTipRole if column <= _VERDICT:
                return plain_tip(self._cells(one)[column])
            case Qt.ItemDataRole.TextAlignmentRole:
                side = "AlignLeft" if column <= _VERDICT else "AlignRight"
                return Qt.AlignmentFlag[side] | Qt.AlignmentFlag.AlignVCenter
            case Qt.ItemDataRole.ForegroundRole if column == _VERDICT:
                return _ink(one)
            case _:
                return None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        """The titles of the columns, each above its values."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = "AlignLeft" if section <= _VERDICT else "AlignRight"
            return Qt.AlignmentFlag[side] | Qt.AlignmentFlag.AlignVCenter
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return (
            self.tr("Ticket"),
            self.tr("Verdict"),
            self.tr("Cases"),
            self.tr("Answer, s"),
            self.tr("Energy, Wh"),
            self.tr("Memory, MB"),
        )[section]

    def _cells(self, one: TicketSummary) -> tuple[str, ...]:
        speed = one.speed
        return (
            self._names.get(one.ticket.id, one.ticket.id),
            f"{_SIGNS[one.verdict.verdict]}  {self._verdict(one)}",
            f"{one.n_asked}/{one.n_planned}",
            _measured(speed.answer_s if speed else None),
            _measured(speed.wh_per_answer if speed else None),
            _measured(speed.resident_mb if speed else None),
        )

    def _verdict(self, one: TicketSummary) -> str:
        match one.verdict.verdict:
            case Verdict.PASSES:
                said = self.tr("passes")
            case Verdict.FAILS:
                said = self.tr("fails")
            case Verdict.OPEN:
                missing = [found.n_missing for found in one.abilities(Verdict.OPEN)]
                said = self.tr("not enough cases yet")
                if missing and all(missing):
                    more = self.tr("not enough cases yet, at least {n} more")
                    said = more.format(n=sum(missing))
        return self.tr("{verdict} (stopped early)").format(verdict=said) if one.dropped else said


def _measured(value: float | None) -> str:
    return _NOT_MEASURED if value is None else figure(value)


def _ink(one: TicketSummary) -> QColor:
    colours = theme.current()
    match one.verdict.verdict:
        case Verdict.PASSES if not one.dropped:
            return colours.good
        case Verdict.FAILS:
            return colours.danger
        case _:
            return colours.text


class TicketTable(QTableView):
    """As high as its rows, as wide as its place; tells which ticket is chosen by its number."""

    chosen = Signal(int)

    def __init__(self, owner: QWidget | None = None) -> None:
        super().__init__(owner)
        self.tickets = TicketModel(self)
        self.setModel(self.tickets)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW_PX)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setSectionsClickable(False)
        self.selectionModel().currentRowChanged.connect(self._tell)
        self.retranslate()

    def show_tickets(self, tickets: Sequence[TicketSummary], names: Mapping[str, str]) -> None:
        """Show other tickets, or the same further on; the chosen one stays chosen."""
        row = max(0, min(self.currentIndex().row(), len(tickets) - 1))
        self.selectionModel().blockSignals(True)
        self.tickets.set_tickets(tickets, names)
        self.selectRow(row)
        self.selectionModel().blockSignals(False)
        self._fit()
        self.chosen.emit(row)

    def _tell(self, index: QModelIndex) -> None:
        self.chosen.emit(index.row())

    def _fit(self) -> None:
        """The name takes what the other columns leave."""
        header = self.horizontalHeader()
        self.setFixedHeight(header.sizeHint().height() + ROW_PX * self.tickets.rowCount() + 2)
        rest = self.viewport().width()
        for column in range(_VERDICT + 1, self.tickets.columnCount()):
            self.setColumnHidden(column, False)  # A hidden one would say it needs no room.
            width = max(self.sizeHintForColumn(column), header.sectionSizeHint(column))
            is_hidden = rest - width < _LEAST_PX
            self.setColumnHidden(column, is_hidden)
            if not is_hidden:
                header.resizeSection(column, width)
                rest -= width
        verdict = max(self.sizeHintForColumn(_VERDICT), header.sectionSizeHint(_VERDICT))
        verdict = min(verdict + theme.SPACE, max(rest * 3 // 5, 0))
        header.resizeSection(_VERDICT, verdict)
        header.resizeSection(_NAME, max(rest - verdict, 0))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The columns share the new width."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def retranslate(self) -> None:
        """All words again."""
        self.setAccessibleName(self.tr("Tickets with their verdicts"))
        row = self.currentIndex().row()
        self.tickets.retranslate()
        if row >= 0:
            self.selectRow(row)
        self._fit()
