"""A page as a picture, with marked places, zoom and panning. Draws what it is given.

The picture is made by the engine. Until a sharper one comes, the old one is shown scaled.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QPointF, QRectF, QSizeF, Qt, QTimer, Signal, Slot
from PySide6.QtGui import (
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from app.window import theme
from engine.domain import Rect

MAX_SIDE_PX = 4000  # An A1 drawing at 170 %: its 2.5 mm lettering can be read.
DEBOUNCE_MS = 120
SHARP_ENOUGH = (0.92, 2.2)  # Shown to wanted scale: what Qt's smooth scaling makes good.
ACTUAL_SIZE = 96 / 72  # Logical pixels per point at 100 %.
ZOOM_STEP = 1.25
MIN_ZOOM, MAX_ZOOM = 0.15, 8.0
MARGIN = theme.GAP


@dataclass(frozen=True, slots=True)
class Picture:
    """A rendered page. ``scale`` is pixels per point."""

    pixmap: QPixmap
    scale: float
    size_pt: QSizeF


class PageView(QAbstractScrollArea):
    """Asks for a sharper picture when the zoom has settled."""

    scale_wanted = Signal(float)
    turned = Signal(int)  # -1 or 1
    zoomed = Signal(float)  # Share of actual size.

    def __init__(self, owner: QWidget | None = None) -> None:
        super().__init__(owner)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setCursor(Qt.CursorShape.OpenHandCursor)
        self._picture: Picture | None = None
        self._size_pt = QSizeF(595, 842)
        self._rects: tuple[Rect, ...] = ()
        self._zoom = 1.0
        self._is_fitting = True
        self._is_reveal_due = False
        self._drag_from: QPoint | None = None
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(DEBOUNCE_MS)
        self._settle.timeout.connect(self._want_sharper)

    @property
    def zoom(self) -> float:
        """Logical pixels per point."""
        return self._zoom

    @property
    def is_fitting(self) -> bool:
        """Whether the zoom follows the width of the view."""
        return self._is_fitting

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
        """Pixels per point for a sharp picture on this screen, bounded."""
        longest = max(self._size_pt.width(), self._size_pt.height(), 1.0)
        return min(self._zoom * self.devicePixelRatioF(), MAX_SIDE_PX / longest)

    def show_blank(self, rects: Sequence[Rect]) -> None:
        """Another page, whose picture is still to come. Keeps size and zoom as a guess."""
        self._picture = None
        self._rects = tuple(rects)
        self._is_reveal_due = True
        self._lay_out()

    def show_picture(self, picture: Picture) -> None:
        """The page's picture, or a sharper one of the same page."""
        self._picture = picture
        self._size_pt = picture.size_pt
        if self._is_fitting:
            self._fit()
        self._lay_out()
        if self._is_reveal_due:
            self._is_reveal_due = False
            self._reveal()
        if not self._is_sharp():
            self._settle.start()

    @Slot()
    def zoom_in(self) -> None:
        """One step nearer."""
        self._zoom_to(self._zoom * ZOOM_STEP, self._centre())

    @Slot()
    def zoom_out(self) -> None:
        """One step away."""
        self._zoom_to(self._zoom / ZOOM_STEP, self._centre())

    @Slot()
    def fit_width(self) -> None:
        """The whole width, from now on also when the window changes."""
        self._is_fitting = True
        self._fit()
        self._lay_out()
        self._settle.start()

    def restore_zoom(self, zoom: float) -> None:
        """A zoom that was chosen before; logical pixels per point."""
        self._zoom_to(zoom, self._centre())

    def _fit(self) -> None:
        room = self.viewport().width() - 2 * MARGIN
        self._zoom = min(MAX_ZOOM, max(MIN_ZOOM, room / max(1.0, self._size_pt.width())))
        self.zoomed.emit(self._zoom / ACTUAL_SIZE)

    def _zoom_to(self, zoom: float, anchor: QPointF) -> None:
        """Change the zoom so that what is under ``anchor`` stays there."""
        on_page = (anchor - self._paper().topLeft()) / self._zoom
        self._is_fitting = False
        self._zoom = min(MAX_ZOOM, max(MIN_ZOOM, zoom))
        self._lay_out()
        moved = on_page * self._zoom + self._paper().topLeft() - anchor
        horizontal, vertical = self.horizontalScrollBar(), self.verticalScrollBar()
        horizontal.setValue(horizontal.value() + round(moved.x()))
        vertical.setValue(vertical.value() + round(moved.y()))
        self.zoomed.emit(self._zoom / ACTUAL_SIZE)
        self._settle.start()

    def _reveal(self) -> None:
        """Bring the first marked place into view with some of what is above it."""
        if not self._rects:
            self.verticalScrollBar().setValue(0)
            return
        first = min(self._rects, key=lambda rect: rect.y0)
        view = self.viewport().size()
        self.verticalScrollBar().setValue(round(MARGIN + first.y0 * self._zoom - view.height() / 3))
        if self.horizontalScrollBar().maximum():
            left = round(MARGIN + first.x0 * self._zoom - view.width() / 4)
            self.horizontalScrollBar().setValue(left)

    @Slot()
    def _want_sharper(self) -> None:
        if not self._is_sharp():
            self.scale_wanted.emit(self.wanted_scale)

    def _is_sharp(self) -> bool:
        if self._picture is None:
            return False
        least, most = SHARP_ENOUGH
        return least <= self._picture.scale / self.wanted_scale <= most

    def _lay_out(self) -> None:
        view = self.viewport().size()
        width = round(self._size_pt.width() * self._zoom) + 2 * MARGIN
        height = round(self._size_pt.height() * self._zoom) + 2 * MARGIN
        self.horizontalScrollBar().setRange(0, max(0, width - view.width()))
        self.horizontalScrollBar().setPageStep(view.width())
        self.horizontalScrollBar().setSingleStep(theme.WIDE)
        self.verticalScrollBar().setRange(0, max(0, height - view.height()))
        self.verticalScrollBar().setPageStep(view.height())
        self.verticalScrollBar().setSingleStep(theme.WIDE)
        self.viewport().update()

    def _paper(self) -> QRectF:
        """Where the page stands in the viewport."""
        size = self._size_pt * self._zoom
        free = self.viewport().width() - size.width()
        left = free / 2 if free > 2 * MARGIN else MARGIN - self.horizontalScrollBar().value()
        return QRectF(QPointF(left, MARGIN - self.verticalScrollBar().value()), size)

    def _centre(self) -> QPointF:
        return QPointF(self.viewport().rect().center())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Desk, paper, picture, marks."""
        colours = theme.current()
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), colours.sunken)
        paper = self._paper()
        painter.fillRect(paper, Qt.GlobalColor.white)
        if self._picture is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            pixmap = self._picture.pixmap
            painter.drawPixmap(paper, pixmap, QRectF(pixmap.rect()))
        painter.setPen(QPen(colours.line, 1))
        painter.drawRect(paper)
        if self._picture is not None:
            self._paint_marks(painter, paper)
        painter.end()

    def _paint_marks(self, painter: QPainter, paper: QRectF) -> None:
        """Like a marker pen: the paper takes the colour, the ink stays black."""
        colours = theme.current()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for rect in self._rects:
            top_left = QPointF(rect.x0, rect.y0) * self._zoom + paper.topLeft()
            size = QSizeF(rect.x1 - rect.x0, rect.y1 - rect.y0) * self._zoom
            where = QRectF(top_left, size).adjusted(-3, -2, 3, 2)
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colours.marker)
            painter.drawRoundedRect(where, 3, 3)
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
            painter.setPen(QPen(colours.marker_edge, 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(where, 3, 3)
        if self.hasFocus():
            painter.setPen(QPen(colours.accent, 2))
            painter.drawRect(self.viewport().rect().adjusted(1, 1, -1, -1))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Follow the width while fitting."""
        super().resizeEvent(event)
        if self._is_fitting:
            self._fit()
            if self._picture is not None:
                self._settle.start()
        self._lay_out()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Ctrl and wheel zoom at the pointer."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            steps = event.angleDelta().y() / 120
            self._zoom_to(self._zoom * ZOOM_STEP**steps, event.position())
            event.accept()
        else:
            super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Page Up and Page Down turn pages; arrows scroll."""
        if event.key() == Qt.Key.Key_PageUp:
            self.turned.emit(-1)
        elif event.key() == Qt.Key.Key_PageDown:
            self.turned.emit(1)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the page."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._drag_from = event.position().toPoint()
            self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move the page."""
        if self._drag_from is not None:
            here = event.position().toPoint()
            moved = here - self._drag_from
            self._drag_from = here
            for bar, by in (
                (self.horizontalScrollBar(), moved.x()),
                (self.verticalScrollBar(), moved.y()),
            ):
                bar.setValue(bar.value() - by)

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Let the page go."""
        self._drag_from = None
        self.viewport().setCursor(Qt.CursorShape.OpenHandCursor)
