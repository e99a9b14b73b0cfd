"""The library at the left: every file with its state, and the running indexing below."""

from __future__ import annotations

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRectF,
    QSize,
    QSortFilterProxyModel,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QAction, QColor, QFont, QKeySequence, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListView,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.protocol import LibraryListed
from app.window import icons, theme
from app.window.index_progress import IndexProgress
from app.window.library_model import ROW_ROLE, LibraryModel, Row, RowState, detail
from engine.domain import DocumentKind
from engine.events import IndexEvent

FILTER_FROM = 8  # Fewer rows are read faster than filtered.


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
        self._shown = QSortFilterProxyModel(self)
        self._shown.setSourceModel(self.model)
        self._shown.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._title = QLabel(self)
        self._title.setFont(theme.scaled(self.font(), 1.0, weight=QFont.Weight.DemiBold))
        self._add = QToolButton(self)
        self._add.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._add.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        add_menu = QMenu(self)
        self._add_files = add_menu.addAction("", self.files_wanted.emit)
        self._add_folder = add_menu.addAction("", self.folder_wanted.emit)
        self._add.setMenu(add_menu)
        self._filter = QLineEdit(self)
        self._filter.setClearButtonEnabled(True)
        self._filter.textChanged.connect(self._shown.setFilterFixedString)
        self._filter.hide()
        self.list = QListView(self)
        self.list.setModel(self._shown)
        self.list.setItemDelegate(LibraryDelegate(self.list))
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.list.setUniformItemSizes(True)
        self.list.setMouseTracking(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.list.customContextMenuRequested.connect(self._show_menu)
        self.list.clicked.connect(self._open)
        self.list.activated.connect(self._open)
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
        self._filter.setVisible(self.model.rowCount() >= FILTER_FROM or bool(self._filter.text()))

    @Slot(object)
    def show_progress(self, news: IndexEvent) -> None:
        """One event of the running indexing."""
        self.model.show_progress(news)
        self.progress.show_progress(news)
        self.progress.show()

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
        row.setContentsMargins(theme.GAP, 0, theme.SPACE, 0)
        row.addWidget(self._title, 1)
        row.addWidget(self._add)
        inset = QWidget(self)
        column = QVBoxLayout(inset)
        column.setContentsMargins(theme.SPACE, theme.SPACE, theme.SPACE, 0)
        column.setSpacing(theme.SPACE)
        column.addWidget(self._filter)
        column.addWidget(self.list, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(header)
        layout.addWidget(inset, 1)
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
            self._add.setIcon(icons.icon("add", theme.current().text))
        super().changeEvent(event)

    def retranslate(self) -> None:
        """All words again."""
        self._title.setText(self.tr("Library"))
        self._add.setIcon(icons.icon("add", theme.current().text))
        self._add.setToolTip(self.tr("Add files or a folder"))
        self._add.setAccessibleName(self.tr("Add files or a folder"))
        self._add_files.setText(self.tr("Add files…"))
        self._add_folder.setText(self.tr("Add a folder…"))
        self._filter.setPlaceholderText(self.tr("Filter by name"))
        self._filter.setAccessibleName(self.tr("Filter by name"))
        self.list.setAccessibleName(self.tr("Documents in the library"))
        self._retry_action.setText(self.tr("Read again"))
        self._remove_action.setText(self.tr("Remove from the library"))
        self.list.viewport().update()


class LibraryDelegate(QStyledItemDelegate):
    """Two lines and a sign: the name, and what there is to say about the file."""

    def sizeHint(
        self,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,  # noqa: ARG002
    ) -> QSize:
        """Two lines with air."""
        return QSize(0, option.fontMetrics.height() * 2 + 2 * theme.SPACE)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """The row, without HTML: file names are strangers' texts."""
        row = index.data(ROW_ROLE)
        if not isinstance(row, Row):
            return
        colours = theme.current()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        where = QRectF(option.rect).adjusted(1, 1, -1, -1)
        is_selected = bool(option.state & QStyle.StateFlag.State_Selected)
        is_hot = bool(option.state & QStyle.StateFlag.State_MouseOver)
        has_focus = bool(option.state & QStyle.StateFlag.State_HasFocus)
        if is_selected or is_hot or has_focus:
            painter.setPen(QPen(colours.accent, 2) if has_focus else Qt.PenStyle.NoPen)
            painter.setBrush(colours.accent_soft if is_selected else colours.hover)
            painter.drawRoundedRect(where, theme.RADIUS, theme.RADIUS)
        line = option.fontMetrics.height()
        top = where.y() + (where.height() - 2 * line) / 2
        sign = QRectF(where.x() + theme.SPACE, top + (line - 16) / 2, 16, 16)
        name, ink = _sign(row)
        icons.paint(painter, name, ink, sign)
        left = sign.right() + theme.SPACE
        width = where.right() - theme.SPACE - left
        metrics = option.fontMetrics
        painter.setFont(option.font)
        painter.setPen(colours.text)
        middle = Qt.TextElideMode.ElideMiddle
        painter.drawText(
            QRectF(left, top, width, line),
            Qt.AlignmentFlag.AlignVCenter,
            metrics.elidedText(row.name, middle, int(width)),
        )
        painter.setPen(colours.danger if row.state is RowState.FAILED else colours.muted)
        painter.setFont(theme.scaled(option.font, 0.9))
        painter.drawText(
            QRectF(left, top + line, width, line),
            Qt.AlignmentFlag.AlignVCenter,
            painter.fontMetrics().elidedText(detail(row), Qt.TextElideMode.ElideRight, int(width)),
        )
        painter.restore()


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
