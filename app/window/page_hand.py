"""The pointer on a page: takes hold of text where there is some, of the page where there is none.

With the middle button, or while the space bar is held, it always takes hold of the page.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, QPointF, Qt, Signal
from PySide6.QtGui import QGuiApplication, QMouseEvent

from app.window.page_text import PageText, Spot, Stretch
from app.window.paper_view import PaperView

_SCROLL_PX = 24  # A step when text is selected past the edge of the view.


class PageHand(QObject):
    """Pans and selects. The text is given; it is told of every event."""

    selected = Signal()  # Something else, or nothing any more.
    carried_off = Signal()  # The selected text is dragged out.

    def __init__(self, view: PaperView) -> None:
        super().__init__(view)
        self._view = view
        self._text = PageText()
        self._selection: Stretch | None = None
        self._pan_from: QPointF | None = None
        self._select_from: Spot | None = None
        self._carry_from: QPointF | None = None
        self._is_space_held = False
        view.viewport().setMouseTracking(True)
        self._point_at(None)

    @property
    def text(self) -> PageText:
        """Of the page."""
        return self._text

    @property
    def selection(self) -> Stretch | None:
        """What is selected; never an empty stretch."""
        return self._selection

    def set_text(self, text: PageText) -> None:
        """Another page's text, or none: nothing is selected."""
        self._text = text
        self._select_from = None
        self.select(None)

    def select(self, stretch: Stretch | None) -> None:
        """Select that, and nothing else."""
        if stretch is not None and stretch.start == stretch.end:
            stretch = None
        if stretch != self._selection:
            self._selection = stretch
            self.selected.emit()

    def selected_text(self) -> str:
        """What would be copied."""
        return self._text.text(self._selection) if self._selection else ""

    def hold_space(self, *, is_held: bool) -> None:
        """The space bar makes it a hand over text too."""
        self._is_space_held = is_held
        self._point_at(QPointF(self._view.viewport().mapFromGlobal(self._view.cursor().pos())))

    def press(self, event: QMouseEvent) -> None:
        """Take hold of something."""
        where = event.position()
        button = event.button()
        if button is Qt.MouseButton.MiddleButton or (
            button is Qt.MouseButton.LeftButton and not self._is_text_at(where)
        ):
            self._pan_from = where
            if button is Qt.MouseButton.LeftButton and not self._is_space_held:
                self.select(None)
        elif button is Qt.MouseButton.LeftButton:
            if self._is_selected_at(where):
                self._carry_from = where
                return
            spot = self._text.spot_near(self._view.to_page(where))
            is_longer = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            if is_longer and self._selection is not None:
                self._select_from = self._selection.start
                self.select(self._text.between(self._select_from, spot))
            else:
                self._select_from = spot
                self.select(None)
        self._point_at(where)

    def press_twice(self, event: QMouseEvent) -> None:
        """Select a word."""
        where = event.position()
        if event.button() is Qt.MouseButton.LeftButton and self._is_text_at(where):
            self._carry_from = None
            self.select(self._text.word_at(self._text.spot_near(self._view.to_page(where))))

    def move(self, event: QMouseEvent) -> None:
        """Follow the pointer."""
        where = event.position()
        if self._pan_from is not None:
            self._scroll(self._pan_from - where)
            self._pan_from = where
        elif self._carry_from is not None:
            distance = (where - self._carry_from).manhattanLength()
            if distance >= QGuiApplication.styleHints().startDragDistance():
                self._carry_from = None
                self.carried_off.emit()
        elif self._select_from is not None:
            self._scroll(_beyond(where, self._view.viewport().width(), self._view.height()))
            spot = self._text.spot_near(self._view.to_page(where))
            self.select(self._text.between(self._select_from, spot))
        else:
            self._point_at(where)

    def release(self, event: QMouseEvent) -> None:
        """Let go. A click on what is selected unselects it."""
        if self._carry_from is not None:
            self.select(None)
        self._pan_from = self._select_from = self._carry_from = None
        self._point_at(event.position())

    def _scroll(self, by: QPointF) -> None:
        for bar, distance in (
            (self._view.horizontalScrollBar(), by.x()),
            (self._view.verticalScrollBar(), by.y()),
        ):
            bar.setValue(bar.value() + round(distance))

    def _is_text_at(self, where: QPointF) -> bool:
        return not self._is_space_held and self._text.is_text_at(self._view.to_page(where))

    def _is_selected_at(self, where: QPointF) -> bool:
        point = self._view.to_page(where)
        stretch = self._selection
        return stretch is not None and any(
            rect.contains(point) for rect in self._text.rects(stretch)
        )

    def _point_at(self, where: QPointF | None) -> None:
        if self._pan_from is not None:
            shape = Qt.CursorShape.ClosedHandCursor
        elif self._select_from is not None:
            shape = Qt.CursorShape.IBeamCursor
        elif where is not None and self._is_selected_at(where):
            shape = Qt.CursorShape.ArrowCursor
        elif where is not None and self._is_text_at(where):
            shape = Qt.CursorShape.IBeamCursor
        else:
            shape = Qt.CursorShape.OpenHandCursor
        if self._view.viewport().cursor().shape() is not shape:
            self._view.viewport().setCursor(shape)


def _beyond(where: QPointF, width: int, height: int) -> QPointF:
    """A step towards what lies outside of the view, if the pointer is there."""
    across = _SCROLL_PX * ((where.x() > width) - (where.x() < 0))
    down = _SCROLL_PX * ((where.y() > height) - (where.y() < 0))
    return QPointF(across, down)
