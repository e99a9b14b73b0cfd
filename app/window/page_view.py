"""A page as a picture, with marked places and text to select. Draws what it is given.

The pictures are made by the engine: one of the whole page, which is always there, and over it tiles
of what is looked at where the whole would be too large at the sharpness of the screen. Until
sharper ones come, the old ones are shown scaled.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, QSizeF, Qt, QTimer, Signal, Slot
from PySide6.QtGui import (
    QFocusEvent,
    QImage,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QRegion,
)
from PySide6.QtWidgets import QWidget

from app.window import theme
from app.window.page_hand import PageHand
from app.window.page_marks import paint_found, paint_marks, paint_selection
from app.window.page_text import PageText, Stretch
from app.window.page_tiles import Tile, TileCache, TileKey, cells
from app.window.paper_view import PaperView
from engine.domain import Rect

Key = QKeySequence.StandardKey
MAX_SIDE_PX = 2000  # Of the whole page; larger ones take longer to pack and unpack than all tiles.
COARSE_SIDE_PX = 1000  # Enough under tiles.
DEBOUNCE_MS = 120
SHARP_ENOUGH = (0.92, 2.2)  # Shown to wanted scale: what Qt's smooth scaling makes good.
RING = 1  # Tiles around those that are seen, for the next movement.


@dataclass(frozen=True, slots=True)
class Picture:
    """A rendered page. ``scale`` is pixels per point."""

    pixmap: QPixmap
    scale: float
    size_pt: QSizeF


class PageView(PaperView):
    """Asks for sharper pictures when the zoom has settled, and for tiles while it is moved."""

    scale_wanted = Signal(float)
    tiles_wanted = Signal(object)  # TileKey, ..., the most wanted first; replaces those before.
    turned = Signal(int)  # -1 or 1
    copy_wanted = Signal()
    find_wanted = Signal()

    def __init__(self, owner: QWidget | None = None) -> None:
        super().__init__(owner)
        self.tiles = TileCache()
        self.hand = PageHand(self)
        self.hand.selected.connect(self.viewport().update)
        self._place = ("", 0)
        self._found: tuple[Stretch, ...] = ()
        self._preview: QPixmap | None = None
        self._asked: tuple[TileKey, ...] = ()
        self._picture: Picture | None = None
        self._rects: tuple[Rect, ...] = ()
        self._is_reveal_due = False
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(DEBOUNCE_MS)
        self._settle.timeout.connect(self._want_sharper)
        self._moved = QTimer(self)  # Once a turn of the event loop, however many scrolled.
        self._moved.setSingleShot(True)
        self._moved.setInterval(0)
        self._moved.timeout.connect(self._want_tiles)

    @property
    def rects(self) -> tuple[Rect, ...]:
        """The places that are marked, in points."""
        return self._rects

    @property
    def picture(self) -> Picture | None:
        """What is shown."""
        return self._picture

    @property
    def wanted_scale(self) -> float:
        """Pixels per point of the whole page for a sharp picture on this screen, bounded."""
        return min(self.screen_scale, MAX_SIDE_PX / self.longest_pt)

    @property
    def needs_tiles(self) -> bool:
        """Whether the whole page is too large to be drawn at the sharpness of the screen."""
        return self.screen_scale * SHARP_ENOUGH[0] > MAX_SIDE_PX / self.longest_pt

    @property
    def is_sharp(self) -> bool:
        """Whether all that is seen is shown at the sharpness of the screen."""
        if self.needs_tiles:
            return self._are_tiles_there(self._seen())
        return self._is_sharp()

    def show_blank(
        self, place: tuple[str, int], rects: Sequence[Rect], preview: QPixmap | None = None
    ) -> None:
        """Another page (document, number), whose picture is still to come.

        Keeps size and zoom as a guess. ``preview`` is shown for it until then.
        """
        self._place = place
        self._picture = None
        self._preview = preview
        self._rects = tuple(rects)
        self._found = ()
        self.hand.set_text(PageText())
        self._is_reveal_due = True
        self.lay_out()

    def show_picture(self, picture: Picture) -> None:
        """The page's picture, or a sharper one of the same page."""
        self._picture = picture
        self._preview = None
        self.set_size(picture.size_pt)
        if self._is_reveal_due:
            self._is_reveal_due = False
            self.reveal(min(self._rects, key=lambda rect: rect.y0, default=None))
        if not self._is_sharp():
            self._settle.start()

    def show_tile(self, key: TileKey, tile: Tile) -> None:
        """A part of a page has come; it is kept even if the page is no longer looked at."""
        self.tiles.put(key, tile)
        if (key.document_id, key.page) == self._place:
            self.viewport().update(self.on_view(tile.where).toAlignedRect().adjusted(-1, -1, 1, 1))

    def show_found(self, found: Sequence[Stretch], current: int) -> None:
        """Mark what was looked for; ``current`` of them (from 0) is selected and in view."""
        self._found = tuple(found)
        if self._found:
            self.hand.select(self._found[current])
            for place in self.hand.text.rects(self._found[current])[:1]:
                self.bring_into_view(place)
        self.viewport().update()

    def zoom_has_changed(self) -> None:
        """Wait until it has settled."""
        if self._picture is not None:
            self._settle.start()

    def part_has_changed(self) -> None:
        """Look soon what is in view now."""
        self._moved.start()

    @Slot()
    def _want_sharper(self) -> None:
        if not self._is_sharp():
            self.scale_wanted.emit(self.wanted_scale)
        self._want_tiles()

    def _is_sharp(self) -> bool:
        if self._picture is None:
            return False
        if self.needs_tiles:
            return self._picture.scale * self.longest_pt >= COARSE_SIDE_PX
        least, most = SHARP_ENOUGH
        return least <= self._picture.scale / self.wanted_scale <= most

    @Slot()
    def _want_tiles(self) -> None:
        """Ask for what is seen and what lies around it, unless the zoom is still changing."""
        if self._settle.isActive():
            return
        keys: tuple[TileKey, ...] = ()
        if self._picture is not None and self.needs_tiles:
            keys = tuple(
                key for key in self._tile_keys(self._seen(), ring=RING) if key not in self.tiles
            )
        if keys != self._asked:
            self._asked = keys
            self.tiles_wanted.emit(keys)

    def _seen(self) -> QRectF:
        """The part of the page that is in view, in points."""
        view = QRectF(self.viewport().rect())
        return QRectF(self.to_page(view.topLeft()), view.size() / self._zoom)

    def _tile_keys(self, part: QRectF, *, ring: int) -> list[TileKey]:
        """The tiles of a part of the page (in points) at the scale of the screen."""
        scale = self.screen_scale
        pixels = QRectF(part.topLeft() * scale, part.size() * scale).toAlignedRect()
        picture = (self._size_pt * scale).toSize()
        return [
            TileKey(*self._place, scale, column, row)
            for column, row in cells(picture, pixels, ring=ring)
        ]

    def _are_tiles_there(self, part: QRectF) -> bool:
        return all(key in self.tiles for key in self._tile_keys(part, ring=0))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Desk, paper, picture, marks."""
        painter = QPainter(self.viewport())
        try:
            self._paint(painter)
        finally:  # A painter that outlives its event takes the program with it.
            painter.end()

    def _paint(self, painter: QPainter) -> None:
        colours = theme.current()
        painter.fillRect(self.viewport().rect(), colours.sunken)
        paper = self.paper()
        painter.fillRect(paper, Qt.GlobalColor.white)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        self._paint_page(painter, paper, self._seen())
        painter.setPen(QPen(colours.line, 1))
        painter.drawRect(paper)
        if self._picture is not None:
            paint_marks(painter, map(self.to_view, self._rects))
            self._paint_selected(painter)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(colours.accent, 2))
            painter.drawRect(self.viewport().rect().adjusted(1, 1, -1, -1))

    def _paint_selected(self, painter: QPainter) -> None:
        text, stretch = self.hand.text, self.hand.selection
        others = (rect for found in self._found if found != stretch for rect in text.rects(found))
        paint_found(painter, map(self.on_view, others))
        if stretch is not None:
            paint_selection(painter, map(self.on_view, text.rects(stretch)))

    def _paint_page(self, painter: QPainter, paper: QRectF, seen: QRectF) -> None:
        """The whole picture, and sharper parts of what is seen over it, as far as they are there.

        ``seen`` is in points.
        """
        pixmap = self._picture.pixmap if self._picture is not None else self._preview
        if pixmap is None:
            return
        tiles: list[tuple[QRectF, QPixmap]] = []
        if self._picture is not None and self.needs_tiles:
            tiles = [
                (self._on_pixels(tile.where), tile.pixmap)
                for tile in self.tiles.over(*self._place, self.screen_scale, seen)
            ]
        # Scaling is what costs time: it is done only where nothing sharper lies over it.
        bare = QRegion(self.on_view(seen).toAlignedRect())
        for where, picture in tiles:
            if round(where.width() * self.devicePixelRatioF()) == picture.width():
                bare -= QRegion(where.toRect())
        if not bare.isEmpty():
            painter.save()
            painter.setClipRegion(bare, Qt.ClipOperation.IntersectClip)
            painter.drawPixmap(paper, pixmap, QRectF(pixmap.rect()))
            painter.restore()
        for where, picture in tiles:
            painter.drawPixmap(where, picture, QRectF(picture.rect()))

    def _on_pixels(self, place: QRectF) -> QRectF:
        """A place (in points) in the view, moved to whole pixels of the screen.

        There a tile of the right scale is copied as it is.
        """
        ratio = self.devicePixelRatioF()
        corner = self.on_view(place).topLeft() * ratio
        at = QPointF(round(corner.x()), round(corner.y())) / ratio
        return QRectF(at, place.size() * self._zoom)

    def event(self, event: QEvent) -> bool:
        """Keys that act on the page do so before the window's own of the same name."""
        if (
            event.type() is QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and any(event.matches(key) for key in (Key.Copy, Key.SelectAll, Key.Find))
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Page Up and Page Down turn pages; arrows scroll; plus and minus zoom."""
        if event.matches(Key.Copy):
            self.copy_wanted.emit()
        elif event.matches(Key.Find):
            self.find_wanted.emit()
        elif event.matches(Key.SelectAll):
            self.select_all()
        elif event.text() == "+":
            self.zoom_in()
        elif event.text() == "-":
            self.zoom_out()
        elif event.key() == Qt.Key.Key_PageUp:
            self.turned.emit(-1)
        elif event.key() == Qt.Key.Key_PageDown:
            self.turned.emit(1)
        elif event.key() == Qt.Key.Key_Space:
            self.hand.hold_space(is_held=True)
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """The space bar was let go."""
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self.hand.hold_space(is_held=False)
        super().keyReleaseEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """A space bar that is let go elsewhere is not heard of."""
        self.hand.hold_space(is_held=False)
        super().focusOutEvent(event)

    def image_of(self, place: QRectF) -> QImage:
        """A place (in points) as it is shown, without marks, as sharp as it is there."""
        ratio = self.devicePixelRatioF()
        size = place.size() * self.screen_scale
        image = QImage(size.toSize().expandedTo(QSize(1, 1)), QImage.Format.Format_RGB32)
        image.fill(Qt.GlobalColor.white)
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.scale(ratio, ratio)
        painter.translate(-self.on_view(place).topLeft())
        self._paint_page(painter, self.paper(), place)
        painter.end()
        return image

    @Slot()
    def select_all(self) -> None:
        """All text of the page."""
        if len(self.hand.text):
            self.hand.select(self.hand.text.everything())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the page or of its text."""
        self.hand.press(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Select a word."""
        self.hand.press_twice(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move the page, or select."""
        self.hand.move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        self.hand.release(event)
