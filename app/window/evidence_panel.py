"""The evidence at the right: a page with the cited places marked, or the cited rows of a log."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import replace

from PySide6.QtCore import QEvent, QRectF, QSizeF, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QPixmap, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from app.history_protocol import Absence
from app.messages import Message, describe
from app.page_protocol import PageTextRead
from app.protocol import RowsRead
from app.row_protocol import TablesFound
from app.window import icons, theme
from app.window.drawn import PageDrawn, TileDrawn
from app.window.evidence_header import WIDE_PX, EvidenceHeader
from app.window.find_bar import FindBar
from app.window.page_text import PageText, Stretch
from app.window.page_tiles import Tile, TileKey
from app.window.page_view import PageView, Picture
from app.window.places import rows_text
from app.window.row_view import RowView
from app.window.sights import RowSight, Sight
from app.window.thumbnails import Thumbnails
from engine.domain import Failure

N_CACHED = 8
N_TEXTS = 16
TOLD_MS = 10_000
MAX_CACHED_PIXELS = 16_000_000  # 64 MB; five drawings, or eight pages of a manual.


class EvidencePanel(QWidget):
    """Asks for pages and rows by signals, shows what comes."""

    page_wanted = Signal(str, int, float)  # document_id, page, pixels per point
    tiles_wanted = Signal(object)  # TileKey, ...; replaces those before
    text_wanted = Signal(str, int)  # document_id, page
    thumbnails_wanted = Signal(str, object)  # document_id, pages, ...; replaces those before
    rows_wanted = Signal(str, object)  # table, row numbers
    tables_wanted = Signal(str)  # document_id
    looked = Signal(object)  # The Sight or RowSight that is looked at now.

    def __init__(self, owner: QWidget | None = None) -> None:
        super().__init__(owner)
        self.setObjectName("evidencePanel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._sight: Sight | RowSight | None = None
        self._failure: Message | None = None
        self._absent: tuple[str, Absence, str] | None = None  # Document, why, its passage.
        self._found: tuple[Stretch, ...] = ()
        self._current = 0
        self._cache: OrderedDict[tuple[str, int], Picture] = OrderedDict()
        self._texts: OrderedDict[tuple[str, int], PageText] = OrderedDict()
        self._page_counts: dict[str, int] = {}
        self.header = EvidenceHeader(self)
        self.page = PageView(self)
        self.log = RowView(self)
        self.table = self.log.table
        self._hint = _Hint(self)
        self.find_bar = FindBar(self)
        self.thumbnails = Thumbnails(self)
        self.told = QLabel(self)  # What became of something that was done with the page.
        self._stack = QStackedWidget(self)
        self.log.rows_wanted.connect(self.rows_wanted)
        self._lay_out()
        self.page.scale_wanted.connect(self._want_sharper)
        self.page.tiles_wanted.connect(self.tiles_wanted)
        self.page.turned.connect(self._turn)
        self.page.zoomed.connect(self.header.show_zoom)
        self.page.find_wanted.connect(self.find_bar.open)
        self.find_bar.sought.connect(self._seek)
        self.find_bar.stepped.connect(self._step)
        self.find_bar.closed.connect(self._close_find)
        self.thumbnails.page_chosen.connect(self._go_to)
        self.thumbnails.pictures_wanted.connect(self.thumbnails_wanted)
        self.header.thumbnails.toggled.connect(self._make_room)
        self.header.turned.connect(self._turn)
        self.header.page_chosen.connect(self._go_to)
        self.header.zoomed_in.connect(self.page.zoom_in)
        self.header.zoomed_out.connect(self.page.zoom_out)
        self.header.fitted.connect(self.page.fit_width)
        self.retranslate()

    def _lay_out(self) -> None:
        for widget in (self._hint, self.page, self.log):
            self._stack.addWidget(widget)
        self.told.setObjectName("muted")
        self.told.setWordWrap(True)
        self.told.setTextFormat(Qt.TextFormat.PlainText)
        self.told.setContentsMargins(theme.GAP, theme.SPACE, theme.GAP, theme.SPACE)
        self.told.hide()
        self._silence = QTimer(self)
        self._silence.setSingleShot(True)
        self._silence.setInterval(TOLD_MS)
        self._silence.timeout.connect(self.told.hide)
        self.thumbnails.hide()
        beside = QHBoxLayout()
        beside.setSpacing(0)
        beside.addWidget(self.thumbnails)
        beside.addWidget(self._stack, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.header)
        layout.addWidget(self.find_bar)
        layout.addLayout(beside, 1)
        layout.addWidget(self.told)

    @property
    def sight(self) -> Sight | RowSight | None:
        """What is being looked at."""
        return self._sight

    def hint(self) -> str:
        """What the panel says in place of a page."""
        return self._hint.text() if self._stack.currentWidget() is self._hint else ""

    def show_sight(self, sight: Sight | RowSight) -> None:
        """Look at a page or at rows."""
        self._sight = sight
        self._failure = None
        self._absent = None
        self.told.hide()
        match sight:
            case Sight():
                self._show_page(sight)
            case RowSight(table=""):
                self.tables_wanted.emit(sight.document_id)
                self._make_room()
                self.retranslate()
            case RowSight(rows=rows, table=table):
                # First of all in view: a hidden table does not know where its middle will be.
                self._stack.setCurrentWidget(self.log)
                self.log.show_table(table, rows)
                self.retranslate()
        self.looked.emit(sight)

    def clear(self) -> None:
        """Nothing to look at yet."""
        self._sight = None
        self._failure = None
        self._absent = None
        self._stack.setCurrentWidget(self._hint)
        self.retranslate()

    def show_absent(self, document: str, absence: Absence, passage: str) -> None:
        """A place that cannot be shown any more: why, and what stood there."""
        self.clear()
        self._absent = (document, absence, passage)
        self.retranslate()

    def forget_pictures(self) -> None:
        """The documents may have changed."""
        self._cache.clear()
        self._texts.clear()
        self.page.tiles.clear()
        self.thumbnails.pages.clear_pictures()

    @Slot(object)
    def show_drawn(self, drawn: PageDrawn) -> None:
        """A page has come; it is shown if it is the one being looked at."""
        rendered = drawn.rendered
        size = QSizeF(rendered.width_px, rendered.height_px) / rendered.scale
        picture = Picture(QPixmap.fromImage(drawn.image), rendered.scale, size)
        key = (rendered.document_id, rendered.page)
        self._cache[key] = picture
        self._cache.move_to_end(key)
        while len(self._cache) > 1 and self._is_cache_full():
            self._cache.popitem(last=False)
        self._page_counts[rendered.document_id] = rendered.n_pages
        if isinstance(self._sight, Sight) and key == (self._sight.document_id, self._sight.page):
            self.page.show_picture(picture)
            self._stack.setCurrentWidget(self.page)
            self._show_text(key)
            self._make_room()
            self.retranslate()

    def show_tile(self, key: TileKey, drawn: TileDrawn) -> None:
        """A part of a page has come."""
        part = drawn.rendered
        where = QRectF(part.x_px, part.y_px, part.width_px, part.height_px)
        on_page = QRectF(where.topLeft() / part.scale, where.size() / part.scale)
        self.page.show_tile(key, Tile(QPixmap.fromImage(drawn.image), on_page))

    @Slot(object)
    def show_text(self, read: PageTextRead) -> None:
        """The text of a page has come."""
        place = (read.document_id, read.page)
        self._texts[place] = PageText(read.lines)
        while len(self._texts) > N_TEXTS:
            self._texts.popitem(last=False)
        self._show_text(place)

    @Slot(object)
    def show_thumbnail(self, drawn: PageDrawn) -> None:
        """A small picture of a page has come."""
        rendered = drawn.rendered
        picture = QPixmap.fromImage(drawn.image)
        self.thumbnails.pages.set_picture(rendered.document_id, rendered.page, picture)

    def tell(self, text: str) -> None:
        """Say for a while what became of something that was done with the page."""
        self.told.setText(text)
        self.told.show()
        self._silence.start()

    @Slot(object)
    def show_rows(self, read: RowsRead) -> None:
        """Rows have come; they are shown if they are of the table being looked at."""
        if isinstance(self._sight, RowSight) and self._sight.table == read.table:
            self.log.take(read)

    @Slot(object)
    def show_tables(self, found: TablesFound) -> None:
        """The tables of a document are known; the first of them is shown."""
        sight = self._sight
        if isinstance(sight, RowSight) and sight.document_id == found.document_id:
            if found.tables:
                self.show_sight(replace(sight, table=found.tables[0]))
            else:
                failure = Failure("FileVanished", (("path", sight.document),))
                self.show_failure(describe(failure))

    def show_failure(self, message: Message) -> None:
        """The page or the rows cannot be shown."""
        self._failure = message
        self._stack.setCurrentWidget(self._hint)
        self.retranslate()

    def _is_cache_full(self) -> bool:
        sizes = [picture.pixmap.size() for picture in self._cache.values()]
        n_pixels = sum(size.width() * size.height() for size in sizes)
        return len(sizes) > N_CACHED or n_pixels > MAX_CACHED_PIXELS

    def _show_page(self, sight: Sight) -> None:
        self.page.setAccessibleDescription(sight.quote)
        place = (sight.document_id, sight.page)
        preview = self.thumbnails.pages.picture(*place)
        self.page.show_blank(place, sight.rects.get(sight.page, ()), preview)
        self._stack.setCurrentWidget(self.page)
        picture = self._cache.get(place)
        if picture is None:
            self.page_wanted.emit(sight.document_id, sight.page, self.page.wanted_scale)
        else:
            self._cache.move_to_end(place)
            self.page.show_picture(picture)
            self._show_text(place)
        self._make_room()
        self.retranslate()

    def _show_text(self, place: tuple[str, int]) -> None:
        """Give the page its text, or have it read; only once its picture is there."""
        sight = self._sight
        if not isinstance(sight, Sight) or place != (sight.document_id, sight.page):
            return
        text = self._texts.get(place)
        if text is None:
            self.text_wanted.emit(*place)
        elif text is not self.page.hand.text:
            self.page.hand.set_text(text)
            if self.find_bar.isVisible():
                self._seek(self.find_bar.field.text())

    @Slot()
    def _make_room(self) -> None:
        """The pages at the left, where they are wanted and leave the page enough."""
        sight = self._sight
        is_wanted = self.header.thumbnails.isChecked() and self.width() >= WIDE_PX
        is_page = isinstance(sight, Sight)
        self.thumbnails.setVisible(is_wanted and is_page)
        if isinstance(sight, Sight):
            marked = [page for page, rects in sight.rects.items() if rects]
            self.thumbnails.show_document(
                sight.document_id, self._n_pages(sight), sight.page, marked
            )

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show what there is room for."""
        super().resizeEvent(event)
        self._make_room()

    @Slot(str)
    def _seek(self, words: str) -> None:
        self._found = self.page.hand.text.found(words)
        self._current = 0
        self._show_found()

    @Slot(int)
    def _step(self, by: int) -> None:
        if self._found:
            self._current = (self._current + by) % len(self._found)
            self._show_found()

    def _show_found(self) -> None:
        self.page.show_found(self._found, self._current)
        if self.find_bar.field.text().strip():
            self.find_bar.show_count(self._current + 1, len(self._found))
        else:
            self.find_bar.show_nothing()

    @Slot()
    def _close_find(self) -> None:
        self.find_bar.hide()
        self._found = ()
        self.page.show_found((), 0)
        self.page.setFocus()

    @Slot(float)
    def _want_sharper(self, scale: float) -> None:
        if isinstance(self._sight, Sight):
            self.page_wanted.emit(self._sight.document_id, self._sight.page, scale)

    @Slot(int)
    def _turn(self, by: int) -> None:
        if isinstance(self._sight, Sight):
            self._go_to(self._sight.page + by)

    @Slot(int)
    def _go_to(self, page: int) -> None:
        sight = self._sight
        if not isinstance(sight, Sight) or page == sight.page:
            return
        if 1 <= page <= self._n_pages(sight):
            self.show_sight(replace(sight, page=page))

    def _n_pages(self, sight: Sight) -> int:
        return self._page_counts.get(sight.document_id, sight.n_pages)

    def changeEvent(self, event: QEvent) -> None:
        """Follow language and palette."""
        if event.type() in {QEvent.Type.LanguageChange, QEvent.Type.PaletteChange}:
            self.retranslate()
        super().changeEvent(event)

    def retranslate(self) -> None:
        """All words again."""
        match self._sight:
            case Sight() as sight:
                self.header.show_page(sight.document, sight.page, self._n_pages(sight))
            case RowSight(document=document, rows=rows):
                self.header.show_rows(document, rows_text(rows))
            case None if self._absent is not None:
                self.header.show_rows(self._absent[0], "")
            case None:
                self.header.show_nothing()
        self.page.setAccessibleName(self.tr("Page of the document"))
        if self._failure is not None:
            self._hint.show_text(f"{self._failure.what}\n{self._failure.action}")
        elif self._absent is not None:
            _, absence, passage = self._absent
            why = (
                self.tr("This document is not there any more.")
                if absence is Absence.GONE
                else self.tr("This document has changed since the answer. No page is shown.")
            )
            before = self.tr("What stood there:")
            self._hint.show_text(f"{why}\n{before}\n\n{passage}")
        else:
            self._hint.show_text(
                self.tr("The page that proves the answer appears here, with the place marked.")
            )


class _Hint(QWidget):
    """A sign and a sentence in the middle of the empty panel."""

    def __init__(self, owner: QWidget | None = None) -> None:
        super().__init__(owner)
        self._sign = QLabel(self)
        self._sign.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._text = QLabel(self)
        self._text.setObjectName("muted")
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._text.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(48, theme.WIDE, 48, theme.WIDE)
        layout.setSpacing(theme.SPACE)
        layout.addStretch(2)
        layout.addWidget(self._sign)
        layout.addWidget(self._text)
        layout.addStretch(3)

    def text(self) -> str:
        """What it says."""
        return self._text.text()

    def show_text(self, text: str) -> None:
        """Say it."""
        self._text.setText(text)
        ink = theme.current().muted
        self._sign.setPixmap(icons.pixmap("page-hint", ink, 40, self.devicePixelRatioF()))
