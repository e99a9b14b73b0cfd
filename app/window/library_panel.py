"""The library at the left: every file with its state, its folders, the running indexing below."""

from __future__ import annotations

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPoint,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QAction, QColor, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QListView,
    QMenu,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.protocol import LibraryListed
from app.window import icons, theme
from app.window.folder_panel import FolderPanel
from app.window.index_progress import IndexProgress
from app.window.library_filter import LibraryFilter, ShownRows
from app.window.library_model import (
    ROW_ROLE,
    LibraryModel,
    Row,
    RowState,
    Shown,
    advice,
    detail,
)
from app.window.panel_switch import PanelSwitch, Side
from app.window.row_delegate import AnyIndex, RowDelegate, RowLine, RowLook
from engine.domain import DocumentKind
from engine.events import IndexEvent

N_ADVICE_LINES = 3  # The longest advice in both languages, in a panel of the usual width.


class LibraryPanel(QWidget):
    """Shows what it is given; asks for files, removal, another try."""

    files_wanted = Signal()
    folder_wanted = Signal()
    opened = Signal(object)  # Row
    removed = Signal(object)  # tuple[Row, ...]
    retried = Signal(object)  # tuple[Row, ...]
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
        self.filter.changed.connect(self._filter_rows)
        self._nothing = QLabel(self)
        self._nothing.setObjectName("muted")
        self._nothing.setWordWrap(True)
        self._nothing.hide()
        self.list = QListView(self)
        self.list.setModel(self._shown)
        self.list.setItemDelegate(RowDelegate(self._look, self.list))
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.list.setUniformItemSizes(True)
        self.list.setMouseTracking(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.list.customContextMenuRequested.connect(self._show_menu)
        self.list.clicked.connect(self._open)
        self.list.activated.connect(self._open)
        self.folders = FolderPanel(self)
        self.progress = IndexProgress(self)
        self.progress.cancelled.connect(self.cancelled)
        self.progress.hide()
        self._lay_out()
        self._make_actions()
        self.retranslate()

    @property
    def n_rows(self) -> int:
        """How many files are shown, filtered or not."""
        return self.model.rowCount()

    @Slot(object)
    def show_library(self, listed: LibraryListed) -> None:
        """What is stored now; the selection stays on the files it was on."""
        selected = [row.key for row in self.selected_rows()]
        scroll = self.list.verticalScrollBar().value()
        self.model.set_library(listed)
        selection = self.list.selectionModel()
        for key in selected:
            index = self._shown.mapFromSource(self.model.index_of(key))
            selection.select(index, selection.SelectionFlag.Select)
        self.list.verticalScrollBar().setValue(scroll)
        self.filter.show_counts(self.model.counts())
        self._say_if_nothing()

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

    def selected_rows(self) -> tuple[Row, ...]:
        """The chosen files, in the order of the list."""
        indexes = sorted(self.list.selectionModel().selectedIndexes(), key=lambda i: i.row())
        return tuple(index.data(ROW_ROLE) for index in indexes)

    @Slot()
    def remove_selected(self) -> None:
        """Ask for the removal of the chosen files that are stored."""
        rows = tuple(row for row in self.selected_rows() if row.key[0])
        if rows:
            self.removed.emit(rows)

    @Slot()
    def retry_selected(self) -> None:
        """Ask for another reading of the chosen files."""
        if rows := self.selected_rows():
            self.retried.emit(rows)

    @Slot(str, object)
    def _filter_rows(self, words: str, state: Shown) -> None:
        self._shown.set_filter(words, state)
        # Rows with advice are higher, and the list has measured one of the others.
        self.list.setUniformItemSizes(False)
        self.list.setUniformItemSizes(True)
        self.list.doItemsLayout()
        self._say_if_nothing()

    def _say_if_nothing(self) -> None:
        """A filter that leaves nothing should not look like an empty library."""
        self._nothing.setVisible(not self._shown.is_everything and not self._shown.rowCount())

    def _look(self, index: AnyIndex) -> RowLook | None:
        return _look(index.data(ROW_ROLE), with_advice=self.filter.shown is Shown.FAILED)

    @Slot(QModelIndex)
    def _open(self, index: QModelIndex) -> None:
        row = index.data(ROW_ROLE)
        if isinstance(row, Row):
            self.opened.emit(row)

    @Slot(QPoint)
    def _show_menu(self, where: QPoint) -> None:
        if self.selected_rows():
            menu = QMenu(self)
            menu.addActions(self.list.actions())
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.popup(self.list.viewport().mapToGlobal(where))

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

    def _make_actions(self) -> None:
        self._retry_action = QAction(self)
        self._retry_action.triggered.connect(self.retry_selected)
        self._remove_action = QAction(self)
        self._remove_action.setShortcut(QKeySequence(QKeySequence.StandardKey.Delete))
        self._remove_action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self._remove_action.triggered.connect(self.remove_selected)
        self.list.addActions((self._retry_action, self._remove_action))

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
        self._retry_action.setText(self.tr("Read again"))
        self._remove_action.setText(self.tr("Remove from the library"))
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
    return RowLook(*_sign(row), tuple(lines))


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
