"""Which files of the library are shown: words of their names and numbers, and a row of choices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from enum import StrEnum
from itertools import pairwise
from typing import TypeVar

from PySide6.QtCore import (
    QDate,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSignalBlocker,
    QSortFilterProxyModel,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtWidgets import (
    QDateEdit,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.window import icons, theme
from app.window.chips import Chip, ChipRow
from app.window.choices import ChoiceBox
from app.window.filter_words import choice_words, period_words
from app.window.library_criteria import Criteria, Group, Kind, Period, Revisions, Shown
from app.window.library_model import LibraryModel

FILTER_FROM = 8  # Fewer rows are read faster than filtered.

AnyChoice = TypeVar("AnyChoice", bound=StrEnum)


class LibraryFilter(QWidget):
    """A field, a button that opens the choices, and a chip for each that is in use.

    It is there only while it has something to choose from.
    """

    changed = Signal(object)  # Criteria
    scope_wanted = Signal()  # To ask only in what is shown

    def __init__(self, owner: QWidget | None = None) -> None:
        super().__init__(owner)
        self._counts: Mapping[StrEnum, int] = {}
        self._group: Group | None = None
        self._n_found = 0
        self.words = QLineEdit(self)
        self.words.setClearButtonEnabled(True)
        self.words.textChanged.connect(self._tell)
        self.more = QToolButton(self)
        self.more.setCheckable(True)
        self.more.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.more.toggled.connect(self._open)
        self.state, self.kind, self.revisions, self.period = (ChoiceBox(self) for _ in range(4))
        self._choices: tuple[tuple[ChoiceBox, type[StrEnum]], ...] = (
            (self.kind, Kind),
            (self.revisions, Revisions),
            (self.period, Period),
            (self.state, Shown),
        )
        for box, _ in self._choices:
            box.currentIndexChanged.connect(self._tell)
        self.first, self.last = QDateEdit(self), QDateEdit(self)
        for field, day in ((self.first, QDate.currentDate().addMonths(-1)), (self.last, None)):
            field.setDate(day or QDate.currentDate())
            field.setDisplayFormat("yyyy-MM-dd")
            field.dateChanged.connect(self._tell)
        self.chips = ChipRow(self)
        self.ask = QPushButton(self)
        self.ask.setObjectName("quiet")
        self.ask.clicked.connect(self.scope_wanted)
        self._lay_out()
        self.show_counts({})

    @property
    def criteria(self) -> Criteria:
        """What is chosen now."""
        return Criteria(
            words=self.words.text(),
            state=_chosen(self.state, Shown),
            kind=_chosen(self.kind, Kind),
            revisions=_chosen(self.revisions, Revisions),
            period=_chosen(self.period, Period),
            first=_day(self.first),
            last=_day(self.last),
            group=self._group,
        )

    @Slot()
    def show_failed(self) -> None:
        """Choose the files with errors, whatever they are called."""
        self.choose(Criteria(state=Shown.FAILED))

    @Slot()
    def clear(self) -> None:
        """Show everything."""
        self.choose(Criteria())

    def choose(self, criteria: Criteria) -> None:
        """Choose all of this at once; the days of the range stay."""
        blockers = [QSignalBlocker(box) for box, _ in self._choices]
        blockers.append(QSignalBlocker(self.words))
        self.words.setText(criteria.words)
        self._group = criteria.group
        wanted: Sequence[tuple[ChoiceBox, StrEnum]] = (
            (self.state, criteria.state),
            (self.kind, criteria.kind),
            (self.revisions, criteria.revisions),
            (self.period, criteria.period),
        )
        for box, choice in wanted:
            if box.findData(choice) < 0:
                box.addItem("", choice)
            box.setCurrentIndex(box.findData(choice))
        del blockers
        self._tell()

    def show_counts(self, counts: Mapping[StrEnum, int]) -> None:
        """How many files there are of each kind. A filter that is in use stays."""
        self._counts = counts
        n = counts.get(Shown.ALL, 0)
        special = (*Shown, Revisions.OLDER)
        has_special = any(counts.get(c, 0) for c in special if c is not Shown.ALL)
        self.setVisible(n >= FILTER_FROM or has_special or not self.criteria.is_everything)
        self.retranslate()

    def show_found(self, n_documents: int) -> None:
        """How many documents the files that are shown lead to."""
        self._n_found = n_documents
        is_narrowed = not self.criteria.is_everything and n_documents > 0
        self.ask.setVisible(is_narrowed)
        if n_documents == 1:
            self.ask.setText(self.tr("Ask only in this document"))
        else:
            self.ask.setText(self.tr("Ask only in these {n}").format(n=f"{n_documents:,}"))

    @Slot()
    def _tell(self) -> None:
        self._show_chips()
        self.changed.emit(self.criteria)

    @Slot(bool)
    def _open(self, is_open: bool) -> None:
        for box, _ in self._choices:
            box.setVisible(is_open)
        self._show_chips()

    def _show_chips(self) -> None:
        criteria = self.criteria
        is_range = criteria.period is Period.RANGE
        for field in (self.first, self.last):
            field.setVisible(self.more.isChecked() and is_range)
        plain = Criteria()
        active: list[tuple[str, Criteria]] = []
        if criteria.group is not None:
            words = self.tr("Like {file}").replace("{file}", criteria.group.name)
            active.append((words, replace(criteria, group=None)))
        if criteria.kind is not Kind.ALL:
            active.append((choice_words(criteria.kind), replace(criteria, kind=plain.kind)))
        if criteria.revisions is not Revisions.ALL:
            words = choice_words(criteria.revisions)
            active.append((words, replace(criteria, revisions=plain.revisions)))
        if criteria.period is not Period.ALL:
            active.append((period_words(criteria), replace(criteria, period=plain.period)))
        if criteria.state is not Shown.ALL:
            active.append((choice_words(criteria.state), replace(criteria, state=plain.state)))
        if self.more.isChecked():  # The boxes say the rest.
            active = active[: criteria.group is not None]
        chips = [self._chip(words, without) for words, without in active]
        if len(chips) > 1 or (self.more.isChecked() and not criteria.is_everything):
            chips.append(Chip(self.tr("Clear"), self.tr("Show all files"), self.clear))
        self.chips.set_chips(chips)

    def _chip(self, words: str, without: Criteria) -> Chip:
        said = self.tr("Take the filter away: {words}").replace("{words}", words)
        return Chip(words, said, lambda: self.choose(without))

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(theme.HALF)
        top.addWidget(self.words, 1)
        top.addWidget(self.more)
        days = QHBoxLayout()
        days.setSpacing(theme.HALF)
        days.addWidget(self.first, 1)
        days.addWidget(self.last, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.HALF)
        column.addLayout(top)
        for box in (self.kind, self.revisions, self.period):
            column.addWidget(box)
        column.addLayout(days)
        column.addWidget(self.state)
        column.addWidget(self.chips)
        column.addWidget(self.ask)
        for widget in (self.kind, self.revisions, self.period, self.state, self.first, self.last):
            widget.hide()
        self.ask.hide()
        # The tab key goes down the panel, and the days stand after the box that shows them.
        order: Sequence[QWidget] = (
            *(self.words, self.more, self.kind, self.revisions, self.period),
            *(self.first, self.last, self.state, self.chips, self.ask),
        )
        for before, after in pairwise(order):
            QWidget.setTabOrder(before, after)

    def changeEvent(self, event: QEvent) -> None:
        """Follow language and palette."""
        if event.type() in {QEvent.Type.LanguageChange, QEvent.Type.PaletteChange}:
            self.retranslate()
        super().changeEvent(event)

    def retranslate(self) -> None:
        """All words again."""
        self.words.setPlaceholderText(self.tr("Name, number, revision"))
        self.words.setToolTip(self.words.placeholderText())  # Shortened in a narrow panel.
        self.words.setAccessibleName(self.tr("Filter by name, drawing number or revision"))
        self.more.setIcon(icons.icon("filter", theme.current().text))
        self.more.setToolTip(self.tr("Filters"))
        self.more.setAccessibleName(self.tr("Filters"))
        for box, said in (
            (self.state, self.tr("State of the files")),
            (self.kind, self.tr("Kind of document")),
            (self.revisions, self.tr("Revisions of drawings")),
            (self.period, self.tr("Date of the files")),
        ):
            box.setAccessibleName(said)
            box.view().setAccessibleName(said)
        self.first.setAccessibleName(self.tr("First day"))
        self.last.setAccessibleName(self.tr("Last day"))
        for box, choices in self._choices:
            self._fill(box, choices)
        self._show_chips()
        self.show_found(self._n_found)

    def _fill(self, box: ChoiceBox, choices: type[StrEnum]) -> None:
        """What there is none of is not offered, unless it is chosen."""
        chosen = box.currentData()
        blocker = QSignalBlocker(box)
        box.clear()
        for choice in choices:
            n = self._counts.get(choice, 0)
            is_counted = choices is not Period
            if is_counted and not n and choice not in {chosen, _all(choices)}:
                continue
            words = choice_words(choice)
            box.addItem(f"{words}  {n:,}" if is_counted else words, choice)
        box.setCurrentIndex(max(0, box.findData(chosen)))
        del blocker


def _all(choices: type[StrEnum]) -> StrEnum:
    return next(iter(choices))


def _chosen(box: ChoiceBox, choices: type[AnyChoice]) -> AnyChoice:
    return choices(box.currentData() or next(iter(choices)))


def _day(field: QDateEdit) -> date:
    day = field.date()
    return date(day.year(), day.month(), day.day())


class ShownRows(QSortFilterProxyModel):
    """The rows of a LibraryModel that fit. Asked once for all: one by one ten thousand are slow."""

    def __init__(self, model: LibraryModel, owner: QObject | None = None) -> None:
        super().__init__(owner)
        self._model = model
        self._criteria = Criteria()
        self._fitting: frozenset[int] | None = None
        self._generation = -1
        self.setSourceModel(model)

    @property
    def is_everything(self) -> bool:
        """Whether nothing is left out."""
        return self._criteria.is_everything

    @property
    def positions(self) -> Sequence[int]:
        """The rows of the model that are shown, in order."""
        if self._fitting is None:
            return range(self._model.rowCount())
        return sorted(self._fitting)

    def set_criteria(self, criteria: Criteria) -> None:
        """Show what fits."""
        self._criteria = criteria
        self._generation = -1
        self.invalidate()  # invalidateRowsFilter leaves Qt with 6.10.

    def filterAcceptsRow(
        self,
        source_row: int,
        source_parent: QModelIndex | QPersistentModelIndex,  # noqa: ARG002
    ) -> bool:
        """Whether a row fits."""
        if self._generation != self._model.generation:
            self._generation = self._model.generation
            is_all = self.is_everything
            self._fitting = None if is_all else self._model.fitting(self._criteria, date.today())
        return self._fitting is None or source_row in self._fitting
