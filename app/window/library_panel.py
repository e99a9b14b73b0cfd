"""The library at the left: every file with its state, its folders, the running indexing below."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionRange,
    QModelIndex,
    QPoint,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QColor, QHideEvent, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLabel,
    QMenu,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.protocol import LibraryListed
from app.row_runs import runs
from app.window import icons, theme
from app.window.file_actions import FileActions
from app.window.file_card import FileCard
from app.window.folder_panel import FolderPanel
from app.window.index_progress import IndexProgress
from app.window.library_criteria import Criteria, Group, Shown
from app.window.library_filter import LibraryFilter, ShownRows
from app.window.library_list import FileList
from app.window.library_model import ROW_ROLE, LibraryModel
from app.window.library_row import Row, RowState
from app.window.library_words import advice, badge, detail
from app.window.panel_switch import PanelSwitch, Side
from app.window.row_delegate import AnyIndex, RowLine, RowLook
from engine.domain import DocumentKind
from engine.events import IndexEvent

ROOM_PX = 620  # For header, choices, a few files and two folders.
N_ADVICE_LINES = 3  # The longest advice in both languages, in a panel of the usual width.


class LibraryPanel(QWidget):
    """Shows what it is given; asks for files, and by its actions for what is done with them."""

    files_wanted = Signal()
    folder_wanted = Signal()
    opened = Signal(object)  # Row
    scope_wanted = Signal(object)  # tuple[(root, path), ...]
    cancelled = Signal()

    def __init__(self, owner: QWidget | None = None) -> None:
        super().__init__(owner)
        self.setObjectName("libraryPanel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.model = LibraryModel(self)
        self._shown = ShownRows(self.model, self)
        self.switch = PanelSwitch(Side.LIBRARY, self)
        self.add = QToolButton(self)
        self.add.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.add.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        add_menu = QMenu(self)
        self._add_files = add_menu.addAction("", self.files_wanted.emit)
        self._add_folder = add_menu.addAction("", self.folder_wanted.emit)
        self.add.setMenu(add_menu)
        self.filter = LibraryFilter(self)
        self._nothing = QLabel(self)
        self._nothing.setObjectName("muted")
        self._nothing.setWordWrap(True)
        self._nothing.hide()
        self.list = FileList(self.model, self._shown, self._look, self)
        self.folders = FolderPanel(self)
        self.progress = IndexProgress(self)
        self.progress.hide()
        self.actions_of_files = FileActions(self.selected_rows, self)
        self.list.addActions(self.actions_of_files.shortcuts)
        self.list.copy_wanted.connect(self.actions_of_files.copy.trigger)
        self.card = FileCard(self.actions_of_files, self)
        self._lay_out()
        self._connect()
        self.retranslate()

    def _connect(self) -> None:
        self.progress.cancelled.connect(self.cancelled)
        self.filter.changed.connect(self._filter_rows)
        self.filter.scope_wanted.connect(self._ask_in_shown)
        self.filter.more.toggled.connect(self._make_room)
        self.list.customContextMenuRequested.connect(self._show_menu)
        self.list.clicked.connect(self._open_clicked)
        self.list.activated.connect(self._open)
        self.list.badge_clicked.connect(self._show_relatives_of)
        self.list.details_wanted.connect(self.toggle_details)
        self.list.selectionModel().currentChanged.connect(self._follow_current)
        actions = self.actions_of_files
        actions.opened.connect(self.opened)
        actions.details_wanted.connect(self.toggle_details)
        actions.related_wanted.connect(self.show_relatives)
        actions.scope_wanted.connect(self._ask_in)
        self.card.left.connect(self.list.setFocus)
        self.card.relative_wanted.connect(self.go_to)

    @property
    def n_rows(self) -> int:
        """How many files there are, filtered or not."""
        return self.model.rowCount()

    @Slot(object)
    def show_library(self, listed: LibraryListed) -> None:
        """What is stored now; the selection stays on the files it was on."""
        selected = self.model.keys(self._selected_positions())
        current = self.list.currentIndex().data(ROW_ROLE)
        scroll = self.list.verticalScrollBar().value()
        self.model.set_library(listed)
        selection = self.list.selectionModel()
        if isinstance(current, Row):
            index = self._index_of(current.key)
            selection.setCurrentIndex(index, selection.SelectionFlag.NoUpdate)
        selection.select(self._selection_of(selected), selection.SelectionFlag.Select)
        self.list.verticalScrollBar().setValue(scroll)
        self.filter.show_counts(self.model.counts())
        self._show_found()
        self._refresh_card()

    @Slot(object)
    def show_progress(self, news: IndexEvent) -> None:
        """One event of the running indexing."""
        self.model.show_progress(news)
        self.progress.show_progress(news)
        self.progress.show()
        self._say_if_nothing()

    @Slot()
    def settle(self) -> None:
        """The indexing is over."""
        self.model.settle()
        self.progress.hide()

    def selected_rows(self, limit: int | None = None) -> tuple[Row, ...]:
        """The chosen files, in the order of the list; the first of them if there is a limit."""
        positions = self._selected_positions()[:limit]
        return tuple(self.model.index(position).data(ROW_ROLE) for position in positions)

    def _selected_positions(self) -> list[int]:
        """By ranges: asking for each of ten thousand chosen rows takes seconds."""
        shown = self._shown.positions
        selection = self.list.selectionModel().selection()
        ranges = [selection.at(n) for n in range(selection.count())]
        rows = sorted(n for part in ranges for n in range(part.top(), part.bottom() + 1))
        return [shown[row] for row in rows if row < len(shown)]

    def _selection_of(self, keys: Iterable[tuple[str, str]]) -> QItemSelection:
        rows = sorted(index.row() for key in keys if (index := self._index_of(key)).isValid())
        found = QItemSelection()
        for first, last in runs(rows):
            found.append(
                QItemSelectionRange(self._shown.index(first, 0), self._shown.index(last, 0))
            )
        return found

    @Slot()
    def toggle_details(self) -> None:
        """Open the card of the current file, or close it."""
        row = self.list.currentIndex().data(ROW_ROLE)
        if self.card.isVisible():
            self.card.leave()
        elif isinstance(row, Row):
            self.card.show_row(row)
            self.card.buttons[0].setFocus()

    @Slot(object)
    def show_relatives(self, row: Row) -> None:
        """Show only what belongs to a file: its copies, its revisions, similar names."""
        keys = frozenset(key for group in row.related for key in group.keys)
        if keys:
            self.filter.choose(Criteria(group=Group(row.name, keys)))

    @Slot(object)
    def go_to(self, key: tuple[str, str]) -> None:
        """Choose the file with this (root, path), though a filter hides it."""
        if not self._index_of(key).isValid():
            self.filter.clear()
        if (index := self._index_of(key)).isValid():
            self.list.setCurrentIndex(index)
            self.list.scrollTo(index)

    def _index_of(self, key: tuple[str, str]) -> QModelIndex:
        return self._shown.mapFromSource(self.model.index_of(key))

    @Slot(object)
    def _filter_rows(self, criteria: Criteria) -> None:
        self._shown.set_criteria(criteria)
        self.list.measure_again()  # Rows with advice are higher.
        self._show_found()

    def _show_found(self) -> None:
        is_all = self._shown.is_everything
        self.filter.show_found(0 if is_all else self.model.n_documents(self._shown.positions))
        self._say_if_nothing()

    def _say_if_nothing(self) -> None:
        """A filter that leaves nothing should not look like an empty library."""
        self._nothing.setVisible(not self._shown.is_everything and not self._shown.rowCount())

    @Slot()
    def _ask_in_shown(self) -> None:
        self.scope_wanted.emit(self.model.keys_with_documents(self._shown.positions))

    @Slot(object)
    def _ask_in(self, rows: tuple[Row, ...]) -> None:
        if keys := tuple(row.key for row in rows if row.document is not None):
            self.scope_wanted.emit(keys)

    def _look(self, index: AnyIndex) -> RowLook | None:
        is_failed = self.filter.criteria.state is Shown.FAILED
        return _look(index.data(ROW_ROLE), with_advice=is_failed)

    @Slot(QModelIndex)
    def _open_clicked(self, index: QModelIndex) -> None:
        """Ctrl and Shift choose several files, and open none."""
        if QApplication.keyboardModifiers() == Qt.KeyboardModifier.NoModifier:
            self._open(index)

    @Slot(QModelIndex)
    def _open(self, index: QModelIndex) -> None:
        row = index.data(ROW_ROLE)
        if isinstance(row, Row):
            self.opened.emit(row)

    @Slot(QModelIndex)
    def _show_relatives_of(self, index: QModelIndex) -> None:
        row = index.data(ROW_ROLE)
        if isinstance(row, Row):
            self.show_relatives(row)

    @Slot(QModelIndex)
    def _follow_current(self) -> None:
        if self.card.isVisible():
            self._refresh_card()

    def _refresh_card(self) -> None:
        """The card is about the current file; without one it goes."""
        row = self.list.currentIndex().data(ROW_ROLE)
        if self.card.isVisible() and isinstance(row, Row):
            self.card.show_row(row)
        elif self.card.isVisible():
            self.card.leave()

    @Slot(QPoint)
    def _show_menu(self, where: QPoint) -> None:
        if self.selected_rows():
            menu = self.actions_of_files.menu(self)
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.popup(self.list.viewport().mapToGlobal(where))

    @Slot()
    def _make_room(self) -> None:
        """On a low screen the choices of the filter and the folders have no room for both."""
        self.folders.setVisible(not self.filter.more.isChecked() or self.height() >= ROOM_PX)

    def hideEvent(self, event: QHideEvent) -> None:
        """The card goes with the list."""
        super().hideEvent(event)
        self.card.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The card stays beside the list."""
        super().resizeEvent(event)
        self._make_room()
        if self.card.isVisible():
            self.card.place()

    def _lay_out(self) -> None:
        header = QWidget(self)
        header.setObjectName("panelHeader")
        header.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        header.setFixedHeight(theme.HEADER_HEIGHT)
        row = QHBoxLayout(header)
        row.setContentsMargins(theme.SPACE, 0, theme.SPACE, 0)
        row.addWidget(self.switch, 1)
        row.addWidget(self.add)
        inset = QWidget(self)
        column = QVBoxLayout(inset)
        column.setContentsMargins(theme.SPACE, theme.SPACE, theme.SPACE, 0)
        column.setSpacing(theme.SPACE)
        column.addWidget(self.filter)
        column.addWidget(self._nothing)
        column.addWidget(self.list, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(header)
        layout.addWidget(inset, 1)
        layout.addWidget(self.folders)
        layout.addWidget(self.progress)

    def changeEvent(self, event: QEvent) -> None:
        """Follow language and palette."""
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
        elif event.type() is QEvent.Type.PaletteChange:
            self.add.setIcon(icons.icon("add", theme.current().text))
        super().changeEvent(event)

    def retranslate(self) -> None:
        """All words again."""
        self.add.setIcon(icons.icon("add", theme.current().text))
        self.add.setToolTip(self.tr("Add files or a folder"))
        self.add.setAccessibleName(self.tr("Add files or a folder"))
        self._add_files.setText(self.tr("Add files…"))
        self._add_folder.setText(self.tr("Add a folder…"))
        self._nothing.setText(self.tr("No file fits."))
        self.list.setAccessibleName(self.tr("Documents in the library"))
        self.actions_of_files.retranslate()
        self.list.viewport().update()


def _look(row: object, *, with_advice: bool) -> RowLook | None:
    """The name, what there is to say about the file, and perhaps what to do about it."""
    if not isinstance(row, Row):
        return None
    colours = theme.current()
    ink = colours.muted
    if row.state is RowState.FAILED:
        ink = colours.danger
    elif row.state is RowState.INDEXED and row.newer is not None:
        ink = colours.warning
    lines = [
        RowLine(row.name, colours.text, Qt.TextElideMode.ElideMiddle),
        RowLine(detail(row), ink),
    ]
    if with_advice:
        lines.append(RowLine(advice(row), colours.muted, n_lines=N_ADVICE_LINES))
    return RowLook(*_sign(row), tuple(lines), badge(row))


def _sign(row: Row) -> tuple[str, QColor]:
    colours = theme.current()
    match row.state:
        case RowState.FAILED:
            return "warning", colours.danger
        case RowState.READING:
            return "working", colours.accent
        case _:
            pass
    is_table = row.document is not None and row.document.kind is DocumentKind.LOG_TABLE
    has_problems = row.document is not None and bool(row.document.problems)
    return "table" if is_table else "document", colours.warning if has_problems else colours.muted
