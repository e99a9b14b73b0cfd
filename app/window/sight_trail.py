"""What was looked at in the evidence, and the way back through it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from app.window.sights import RowSight, Sight

MAX_SIGHTS = 50


class SightTrail(QObject):
    """As in a browser: what lies ahead is forgotten when something else is looked at."""

    wanted = Signal(object)  # Sight | RowSight
    moved = Signal()

    def __init__(self, owner: QObject | None = None) -> None:
        super().__init__(owner)
        self._sights: list[Sight | RowSight] = []
        self._place = -1

    @property
    def can_go_back(self) -> bool:
        """Whether something was looked at before."""
        return self._place > 0

    @property
    def can_go_forward(self) -> bool:
        """Whether somebody went back from something."""
        return self._place < len(self._sights) - 1

    @Slot(object)
    def note(self, sight: Sight | RowSight) -> None:
        """Something is being looked at. Leafing page by page is one place, not many."""
        now = self._sights[self._place] if self._sights else None
        if sight == now:
            return
        if _is_next_page(now, sight):
            self._sights[self._place] = sight
        else:
            self._sights[self._place + 1 :] = [sight]
            del self._sights[:-MAX_SIGHTS]
            self._place = len(self._sights) - 1
        self.moved.emit()

    @Slot()
    def go_back(self) -> None:
        """To what was looked at before."""
        if self.can_go_back:
            self._go_to(self._place - 1)

    @Slot()
    def go_forward(self) -> None:
        """To where somebody went back from."""
        if self.can_go_forward:
            self._go_to(self._place + 1)

    def _go_to(self, place: int) -> None:
        self._place = place
        self.moved.emit()
        self.wanted.emit(self._sights[place])


def _is_next_page(now: Sight | RowSight | None, sight: Sight | RowSight) -> bool:
    if not isinstance(now, Sight) or not isinstance(sight, Sight):
        return False
    return now.document_id == sight.document_id and abs(now.page - sight.page) == 1
