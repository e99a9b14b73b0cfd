"""Which files of the library are shown: words of their names and numbers, and a state."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Signal,
    Slot,
)
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from app.window import theme
from app.window.choices import ChoiceBox
from app.window.library_model import LibraryModel, Shown

FILTER_FROM = 8  # Fewer rows are read faster than filtered.


class LibraryFilter(QWidget):
    """A field and a list of states. Each is there only while it has something to choose from."""

    changed = Signal(str, object)  # The words as typed, Shown

    def __init__(self, owner: QWidget | None = None) -> None:
        super().__init__(owner)
        self.words = QLineEdit(self)
        self.words.setClearButtonEnabled(True)
        self.words.textChanged.connect(self._tell)
        self.state = ChoiceBox(self)
        for shown in Shown:
            self.state.addItem("", shown)
        self.state.currentIndexChanged.connect(self._tell)
        self._counts: Mapping[Shown, int] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.HALF)
        column.addWidget(self.words)
        column.addWidget(self.state)
        self.show_counts({})

    @property
    def shown(self) -> Shown:
        """The state that is chosen."""
        return Shown(self.state.currentData())

    @Slot()
    def show_failed(self) -> None:
        """Choose the files with errors, whatever they are called."""
        self.words.clear()
        self.state.setCurrentIndex(self.state.findData(Shown.FAILED))

    def show_counts(self, counts: Mapping[Shown, int]) -> None:
        """How many files there are of each state. A filter that is in use stays."""
        self._counts = counts
        n = counts.get(Shown.ALL, 0)
        has_more = any(count for shown, count in counts.items() if shown is not Shown.ALL)
        is_stated = self.shown is not Shown.ALL
        self.words.setVisible(n >= FILTER_FROM or bool(self.words.text()))
        self.state.setVisible(has_more or is_stated)
        self.setVisible(not self.words.isHidden() or not self.state.isHidden())
        self.retranslate()

    @Slot()
    def _tell(self) -> None:
        self.changed.emit(self.words.text(), self.shown)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def retranslate(self) -> None:
        """All words again."""
        self.words.setPlaceholderText(self.tr("Name, drawing number, revision"))
        self.words.setToolTip(self.words.placeholderText())  # Shortened in a narrow panel.
        self.words.setAccessibleName(self.tr("Filter by name, drawing number or revision"))
        for widget in (self.state, self.state.view()):
            widget.setAccessibleName(self.tr("Which files are shown"))
        words = {
            Shown.ALL: self.tr("All files"),
            Shown.FAILED: self.tr("With errors"),
            Shown.TO_CHECK: self.tr("To check"),
            Shown.OLDER: self.tr("Older revisions"),
        }
        for n in range(self.state.count()):
            shown = Shown(self.state.itemData(n))
            self.state.setItemText(n, f"{words[shown]}  {self._counts.get(shown, 0):,}")


class ShownRows(QSortFilterProxyModel):
    """The rows of a LibraryModel that fit. Asked once for all: one by one ten thousand are slow."""

    def __init__(self, model: LibraryModel, owner: QObject | None = None) -> None:
        super().__init__(owner)
        self._model = model
        self._words = ""
        self._state = Shown.ALL
        self._fitting: frozenset[int] | None = None
        self._generation = -1
        self.setSourceModel(model)

    @property
    def is_everything(self) -> bool:
        """Whether nothing is left out."""
        return not self._words.strip() and self._state is Shown.ALL

    @Slot(str, object)
    def set_filter(self, words: str, state: Shown) -> None:
        """Show what has all the words and is in that state."""
        self._words, self._state = words, state
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
            self._fitting = None if is_all else self._model.fitting(self._words, self._state)
        return self._fitting is None or source_row in self._fitting
