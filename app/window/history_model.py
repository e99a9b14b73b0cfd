"""The questions of the journal as a list with a heading for each day, read as it is scrolled."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, TypeAlias

from PySide6.QtCore import (
    QAbstractListModel,
    QCoreApplication,
    QDate,
    QLocale,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTime,
    Signal,
)

from app.tool_calls import one_line
from app.window.answer_spans import BOLD, MARK
from engine.answers import Judgement
from engine.asked import Ending, HistoryPage, HistoryRow

ITEM_ROLE: Final = Qt.ItemDataRole.UserRole + 1
MAX_LINE = 200

AnyIndex: TypeAlias = QModelIndex | QPersistentModelIndex
translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class Day:
    """A heading above the questions of one day."""

    day: date


_MARKS = re.compile(rf"\s*{MARK.pattern}")  # With the space before them.
_WEEKDAY = re.compile(r"\W*dddd\W*")

Item: TypeAlias = Day | HistoryRow


class HistoryModel(QAbstractListModel):
    """Asks for older questions when a view comes to its end."""

    more_wanted = Signal()

    def __init__(self, owner: QObject | None = None) -> None:
        super().__init__(owner)
        self._items: list[Item] = []
        self._is_complete = True
        self._is_waiting = False

    @property
    def rows(self) -> tuple[HistoryRow, ...]:
        """The questions that are there, newest first."""
        return tuple(item for item in self._items if isinstance(item, HistoryRow))

    def clear(self) -> None:
        """Nothing, and nothing to come until ``set_page``."""
        self.beginResetModel()
        self._items, self._is_complete, self._is_waiting = [], True, False
        self.endResetModel()

    def set_page(self, page: HistoryPage) -> None:
        """The newest questions of another list."""
        self.beginResetModel()
        self._items = _with_days(page.rows, None)
        self._is_complete, self._is_waiting = page.is_last, False
        self.endResetModel()

    def append(self, page: HistoryPage) -> None:
        """Older questions, behind those that are there."""
        self._is_complete, self._is_waiting = page.is_last, False
        last = next((one for one in reversed(self._items) if isinstance(one, HistoryRow)), None)
        new = _with_days(page.rows, _day_of(last) if last else None)
        if new:
            n = len(self._items)
            self.beginInsertRows(QModelIndex(), n, n + len(new) - 1)
            self._items += new
            self.endInsertRows()

    def give_up_waiting(self) -> None:
        """The older questions did not come; the next look at the end asks again."""
        self._is_waiting = False

    def put(self, rows: Sequence[HistoryRow]) -> None:
        """The latest state of questions: those there are changed, newer ones go on top."""
        known = {item.id: n for n, item in enumerate(self._items) if isinstance(item, HistoryRow)}
        newest = max(known, default=0)
        for row in rows:
            if row.id in known:
                self._items[known[row.id]] = row
                index = self.index(known[row.id])
                self.dataChanged.emit(index, index)
        new = [row for row in rows if row.id > newest and row.id not in known]
        for row in sorted(new, key=lambda row: row.id):
            self._put_on_top(row)

    def _put_on_top(self, row: HistoryRow) -> None:
        top = self._items[0] if self._items else None
        has_day = isinstance(top, Day) and top.day == _day_of(row)
        at = 1 if has_day else 0
        new: list[Item] = [row] if has_day else [Day(_day_of(row)), row]
        self.beginInsertRows(QModelIndex(), at, at + len(new) - 1)
        self._items[at:at] = new
        self.endInsertRows()

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Questions and headings."""
        return 0 if parent.isValid() else len(self._items)

    def canFetchMore(self, parent: AnyIndex) -> bool:
        """Whether there are older questions that nobody asked for yet."""
        return not (parent.isValid() or self._is_complete or self._is_waiting)

    def fetchMore(self, parent: AnyIndex) -> None:
        """Ask for older questions."""
        if self.canFetchMore(parent):
            self._is_waiting = True
            self.more_wanted.emit()

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        """Headings cannot be chosen."""
        if isinstance(index.data(ITEM_ROLE), Day):
            return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemNeverHasChildren
        return super().flags(index)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Texts for screen readers, the item for the delegate."""
        if not index.isValid() or index.row() >= len(self._items):
            return None
        item = self._items[index.row()]
        if role == ITEM_ROLE:
            return item
        if role == Qt.ItemDataRole.DisplayRole:
            return day_words(item.day) if isinstance(item, Day) else spoken(item)
        return None


def _with_days(rows: Sequence[HistoryRow], before: date | None) -> list[Item]:
    items: list[Item] = []
    for row in rows:
        if _day_of(row) != before:
            before = _day_of(row)
            items.append(Day(before))
        items.append(row)
    return items


def _day_of(row: HistoryRow) -> date:
    return row.at.astimezone().date()


def day_words(day: date) -> str:
    """Today, yesterday, or the date as the language has it."""
    days_ago = (datetime.now().astimezone().date() - day).days
    if days_ago == 0:
        return translate("History", "Today")
    if days_ago == 1:
        return translate("History", "Yesterday")
    shown = QDate(day.year, day.month, day.day)
    return QLocale().toString(shown, QLocale.FormatType.LongFormat)


def time_words(moment: datetime) -> str:
    """The time of day as the language has it."""
    local = moment.astimezone()
    return QLocale().toString(QTime(local.hour, local.minute), QLocale.FormatType.ShortFormat)


def moment_words(moment: datetime) -> str:
    """Day and time."""
    local = moment.astimezone()
    locale = QLocale()
    form = _WEEKDAY.sub("", locale.dateFormat(QLocale.FormatType.LongFormat))
    shown = locale.toString(QDate(local.year, local.month, local.day), form)
    return translate("History", "{day}, {time}").format(day=shown, time=time_words(moment))


def answer_words(row: HistoryRow) -> str:
    """The first words of the answer, or why there is none."""
    match row.ending:
        case Ending.ANSWERED | Ending.NOTE:
            return one_line(BOLD.sub(r"\1", _MARKS.sub("", row.answer)), MAX_LINE)
        case Ending.ABSTAINED:
            return translate("History", "No answer")
        case Ending.STOPPED:
            return translate("History", "Stopped")
        case Ending.FAILED:
            return translate("History", "Failed")
        case Ending.INTERRUPTED:
            return translate("History", "Interrupted")
        case Ending.OPEN:
            return translate("History", "Being answered")


def mark_words(row: HistoryRow) -> str:
    """Whether a person marked the answer, and as what."""
    if row.judged is None:
        return ""
    if row.judged.judgement is Judgement.RIGHT:
        return translate("History", "Marked right")
    return translate("History", "Marked wrong")


def spoken(row: HistoryRow) -> str:
    """A row as a screen reader says it."""
    parts = (row.question, answer_words(row), mark_words(row), time_words(row.at))
    return ", ".join(part for part in parts if part)
