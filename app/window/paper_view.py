"""A sheet of paper to be zoomed and moved about in a view. What is on it, its heirs know."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSizeF, Qt, Signal, Slot
from PySide6.QtGui import QNativeGestureEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QFrame, QWidget

from app.window import theme
from engine.domain import Rect

ACTUAL_SIZE = 96 / 72  # Logical pixels per point at 100 %.
ZOOM_STEP = 1.25
MIN_ZOOM, MAX_ZOOM = 0.15, 16.0
MARGIN = theme.GAP


class PaperView(QAbstractScrollArea):
    """Keeps what is under the pointer there while it zooms; fits the width until then."""

    zoomed = Signal(float)  # Share of actual size.

    def __init__(self, owner: QWidget | None = None) -> None:
        super().__init__(owner)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._size_pt = QSizeF(595, 842)
        self._zoom = 1.0
        self._is_fitting = True

    def set_size(self, size_pt: QSizeF) -> None:
        """Another sheet, or what the guess of its size was wrong about."""
        self._size_pt = size_pt
        if self._is_fitting:
            self._fit()
        self.lay_out()

    def zoom_has_changed(self) -> None:
        """For heirs: the sheet has another size in the view."""

    def part_has_changed(self) -> None:
        """For heirs: another part of the sheet may be in view."""

    @property
    def zoom(self) -> float:
        """Logical pixels per point."""
        return self._zoom

    @property
    def is_fitting(self) -> bool:
        """Whether the zoom follows the width of the view."""
        return self._is_fitting

    def restore_zoom(self, zoom: float) -> None:
        """A zoom that was chosen before; logical pixels per point."""
        self.zoom_to(zoom, self._centre())

    @property
    def screen_scale(self) -> float:
        """Pixels of the screen per point."""
        return self._zoom * self.devicePixelRatioF()

    @property
    def longest_pt(self) -> float:
        """The longer side of the sheet, at least one."""
        return max(self._size_pt.width(), self._size_pt.height(), 1.0)

    @Slot()
    def zoom_in(self) -> None:
        """One step nearer."""
        self.zoom_to(self._zoom * ZOOM_STEP, self._centre())

    @Slot()
    def zoom_out(self) -> None:
        """One step away."""
        self.zoom_to(self._zoom / ZOOM_STEP, self._centre())

    @Slot()
    def fit_width(self) -> None:
        """The whole width, from now on also when the window changes."""
        self._is_fitting = True
        self._fit()
        self.lay_out()
        self.zoom_has_changed()

    def reveal(self, place: Rect | None) -> None:
        """Bring a place into view with some of what is above it, or the top of the sheet."""
        if place is None:
            self.verticalScrollBar().setValue(0)
            return
        view = self.viewport().size()
        self.verticalScrollBar().setValue(round(MARGIN + place.y0 * self._zoom - view.height() / 3))
        if self.horizontalScrollBar().maximum():
            left = round(MARGIN + place.x0 * self._zoom - view.width() / 4)
            self.horizontalScrollBar().setValue(left)

    def bring_into_view(self, place: QRectF) -> None:
        """Scroll only if a place (in points) is not in view already, then to its middle."""
        where = self.on_view(place)
        view = QRectF(self.viewport().rect()).adjusted(MARGIN, MARGIN, -MARGIN, -MARGIN)
        if not view.contains(where):
            away = where.center() - view.center()
            for bar, by in (
                (self.horizontalScrollBar(), away.x()),
                (self.verticalScrollBar(), away.y()),
            ):
                bar.setValue(bar.value() + round(by))

    def to_page(self, where: QPointF) -> QPointF:
        """A point of the view in points of the page."""
        return (where - self.paper().topLeft()) / self._zoom

    def to_view(self, rect: Rect) -> QRectF:
        """A place on the page in the view."""
        return self.on_view(QRectF(rect.x0, rect.y0, rect.x1 - rect.x0, rect.y1 - rect.y0))

    def on_view(self, place: QRectF) -> QRectF:
        """As ``to_view``."""
        return QRectF(
            place.topLeft() * self._zoom + self.paper().topLeft(), place.size() * self._zoom
        )

    def paper(self) -> QRectF:
        """Where the page stands in the viewport."""
        size = self._size_pt * self._zoom
        free = self.viewport().width() - size.width()
        # Whole pixels: tiles are then copied as they are, not blurred.
        is_narrow = free > 2 * MARGIN
        left = free // 2 if is_narrow else MARGIN - self.horizontalScrollBar().value()
        return QRectF(QPointF(left, MARGIN - self.verticalScrollBar().value()), size)

    def lay_out(self) -> None:
        """Have the scroll bars follow sheet, zoom and view."""
        view = self.viewport().size()
        width = round(self._size_pt.width() * self._zoom) + 2 * MARGIN
        height = round(self._size_pt.height() * self._zoom) + 2 * MARGIN
        self.horizontalScrollBar().setRange(0, max(0, width - view.width()))
        self.horizontalScrollBar().setPageStep(view.width())
        self.horizontalScrollBar().setSingleStep(theme.WIDE)
        self.verticalScrollBar().setRange(0, max(0, height - view.height()))
        self.verticalScrollBar().setPageStep(view.height())
        self.verticalScrollBar().setSingleStep(theme.WIDE)
        self.part_has_changed()
        self.viewport().update()

    def _fit(self) -> None:
        room = self.viewport().width() - 2 * MARGIN
        self._zoom = min(MAX_ZOOM, max(MIN_ZOOM, room / max(1.0, self._size_pt.width())))
        self.zoomed.emit(self._zoom / ACTUAL_SIZE)

    def zoom_to(self, zoom: float, anchor: QPointF) -> None:
        """Change the zoom so that what is under ``anchor`` stays there."""
        on_page = (anchor - self.paper().topLeft()) / self._zoom
        self._is_fitting = False
        self._zoom = min(MAX_ZOOM, max(MIN_ZOOM, zoom))
        self.lay_out()
        moved = on_page * self._zoom + self.paper().topLeft() - anchor
        horizontal, vertical = self.horizontalScrollBar(), self.verticalScrollBar()
        horizontal.setValue(horizontal.value() + round(moved.x()))
        vertical.setValue(vertical.value() + round(moved.y()))
        self.zoomed.emit(self._zoom / ACTUAL_SIZE)
        self.zoom_has_changed()

    def _centre(self) -> QPointF:
        return QPointF(self.viewport().rect().center())

    def scrollContentsBy(self, _dx: int, _dy: int) -> None:
        """All is painted again, and what comes into view is asked for."""
        self.part_has_changed()
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Follow the width while fitting."""
        super().resizeEvent(event)
        if self._is_fitting:
            self._fit()
            self.zoom_has_changed()
        self.lay_out()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Ctrl and wheel zoom at the pointer, Shift and wheel go sideways."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            steps = event.angleDelta().y() / 120
            self.zoom_to(self._zoom * ZOOM_STEP**steps, event.position())
            event.accept()
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier and event.angleDelta().y():
            bar = self.horizontalScrollBar()
            steps = event.angleDelta().y() / 120 * QApplication.wheelScrollLines()
            bar.setValue(bar.value() - round(steps * bar.singleStep()))
            event.accept()
        else:
            super().wheelEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        """Two fingers on a touch pad zoom where they are."""
        if (
            isinstance(event, QNativeGestureEvent)
            and event.gestureType() is Qt.NativeGestureType.ZoomNativeGesture
        ):
            self.zoom_to(self._zoom * (1 + event.value()), event.position())
            return True
        return super().viewportEvent(event)
