"""The pages of a document, small, beside the one that is shown."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    QTimer,
    Signal,
    Slot,
)
from PySide6.QtGui import QPainter, QPen, QPixmap, QShowEvent
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.window import theme

AnyIndex = QModelIndex | QPersistentModelIndex
WIDTH_PX = 96  # Of a picture, as its height at most.
CELL = QSize(WIDTH_PX + 2 * theme.SPACE, WIDTH_PX + theme.WIDE + theme.SPACE)
STRIP_PX = CELL.width() + theme.SCROLL_BAR + 2
SCALE = WIDTH_PX / 842  # Pixels per point: an A4 page fills its cell on a plain screen.
N_KEPT = 400  # 15 MB.
IS_MARKED = Qt.ItemDataRole.UserRole


class ThumbnailModel(QAbstractListModel):
    """One row a page. Pictures come late, or never."""

    def __init__(self, owner: QWidget | None = None) -> None:
        super().__init__(owner)
        self._document_id = ""
        self._n_pages = 0
        self._marked: frozenset[int] = frozenset()
        self._pictures: OrderedDict[tuple[str, int], QPixmap] = OrderedDict()

    @property
    def document_id(self) -> str:
        """Whose pages they are."""
        return self._document_id

    def set_document(self, document_id: str, n_pages: int, marked: Collection[int]) -> None:
        """The pages of a document; ``marked`` hold a place that is cited."""
        if (document_id, n_pages) != (self._document_id, self._n_pages):
            self.beginResetModel()
            self._document_id, self._n_pages = document_id, n_pages
            self._marked = frozenset(marked)
            self.endResetModel()
        elif self._marked != frozenset(marked):
            self._marked = frozenset(marked)
            self.dataChanged.emit(self.index(0), self.index(max(0, n_pages - 1)))

    def picture(self, document_id: str, page: int) -> QPixmap | None:
        """A page (from 1), small, if it has come."""
        return self._pictures.get((document_id, page))

    def set_picture(self, document_id: str, page: int, picture: QPixmap) -> None:
        """A page (from 1) has come."""
        self._pictures[document_id, page] = picture
        while len(self._pictures) > N_KEPT:
            self._pictures.popitem(last=False)
        if document_id == self._document_id and page <= self._n_pages:
            self.dataChanged.emit(self.index(page - 1), self.index(page - 1))

    def clear_pictures(self) -> None:
        """The documents may have changed."""
        self._pictures.clear()

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """How many pages there are."""
        return 0 if parent.isValid() else self._n_pages

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The number, the picture, whether a cited place is on it, and all of it in words."""
        page = index.row() + 1
        if not index.isValid() or page > self._n_pages:
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return str(page)
            case Qt.ItemDataRole.DecorationRole:
                return self._pictures.get((self._document_id, page))
            case Qt.ItemDataRole.AccessibleTextRole | Qt.ItemDataRole.ToolTipRole:
                is_marked = page in self._marked
                words = self.tr("Page {page}, cited") if is_marked else self.tr("Page {page}")
                return words.format(page=page)
            case _ if role == IS_MARKED:
                return page in self._marked
            case _:
                return None


class Thumbnails(QListView):
    """Asks for the pictures of the pages in view, once the view rests."""

    page_chosen = Signal(int)
    pictures_wanted = Signal(str, object)  # document_id, pages, ...; replaces those before

    def __init__(self, owner: QWidget | None = None) -> None:
        super().__init__(owner)
        self.pages = ThumbnailModel(self)
        self.setModel(self.pages)
        self.setItemDelegate(_Cell(self))
        self.setFixedWidth(STRIP_PX)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(80)
        self._rest.timeout.connect(self._want)
        self.verticalScrollBar().valueChanged.connect(lambda _: self._rest.start())
        self.pages.modelReset.connect(self._rest.start)
        self.selectionModel().currentChanged.connect(self._choose)
        self._is_told = False  # The page was chosen elsewhere.
        self.retranslate()

    def show_document(
        self, document_id: str, n_pages: int, page: int, marked: Collection[int]
    ) -> None:
        """The pages of a document, one of which is shown."""
        self._is_told = True
        self.pages.set_document(document_id, n_pages, marked)
        current = self.pages.index(page - 1)
        self.setCurrentIndex(current)
        self.scrollTo(current)
        self._is_told = False
        self._rest.start()

    @Slot(QModelIndex)
    def _choose(self, index: QModelIndex) -> None:
        if index.isValid() and not self._is_told:
            self.page_chosen.emit(index.row() + 1)

    @Slot()
    def _want(self) -> None:
        if not self.isVisible():
            return
        first = max(0, self.indexAt(self.viewport().rect().topLeft()).row())
        n_shown = self.viewport().height() // CELL.height() + 2
        pages = range(first + 1, min(first + n_shown, self.pages.rowCount()) + 1)
        document_id = self.pages.document_id
        missing = tuple(p for p in pages if self.pages.picture(document_id, p) is None)
        self.pictures_wanted.emit(document_id, missing)

    def showEvent(self, event: QShowEvent) -> None:
        """Now they are wanted."""
        super().showEvent(event)
        self._rest.start()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def retranslate(self) -> None:
        """All words again."""
        self.setAccessibleName(self.tr("Pages of the document"))


class _Cell(QStyledItemDelegate):
    """A sheet with its number below; the one that is shown has a frame, a cited one a flag."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: AnyIndex) -> QSize:
        return CELL

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        colours = theme.current()
        cell: QRect = option.rect
        state: QStyle.StateFlag = option.state
        is_current = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        if is_current:
            painter.fillRect(cell, colours.accent_soft)
        room = QRect(cell.x() + theme.SPACE, cell.y() + theme.SPACE, WIDTH_PX, WIDTH_PX)
        sheet = QRect(0, 0, round(WIDTH_PX / 2**0.5), WIDTH_PX)
        picture = index.data(Qt.ItemDataRole.DecorationRole)
        if isinstance(picture, QPixmap):
            sheet.setSize(picture.size().scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio))
        sheet.moveCenter(room.center())
        painter.fillRect(sheet, Qt.GlobalColor.white)
        if isinstance(picture, QPixmap):
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawPixmap(sheet, picture)
        painter.setPen(QPen(colours.accent, 2) if is_current else QPen(colours.edge, 1))
        painter.drawRect(sheet)
        if index.data(IS_MARKED):
            flag = QRect(sheet.right() - 13, sheet.top() - 3, 10, 16)
            painter.setPen(QPen(colours.marker_edge, 1.5))
            painter.setBrush(colours.marker)
            painter.drawRect(flag)
        painter.setPen(colours.text if is_current else colours.muted)
        below = QRect(cell.x(), room.bottom() + 2, cell.width(), cell.bottom() - room.bottom() - 2)
        number = str(index.data(Qt.ItemDataRole.DisplayRole))
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, number)
        if is_current and state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(colours.accent, 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(cell.adjusted(1, 1, -1, -1))
        painter.restore()
