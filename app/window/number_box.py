"""A field for a whole number in which nothing else can be entered."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QSpinBox, QWidget


class NumberBox(QSpinBox):
    """``low`` to ``high``, or automatic: the step below the lowest. Tells a value once it is whole.

    The wheel scrolls the page, not a setting that happens to lie under the pointer.
    """

    chosen = Signal(int)  # 0 means automatic.

    def __init__(self, low: int, high: int, *, step: int, owner: QWidget | None = None) -> None:
        super().__init__(owner)
        self._low, self._told = low, 0
        self.setRange(low - 1, high)
        self.setSingleStep(step)
        self.setKeyboardTracking(False)
        self.lineEdit().setTextMargins(6, 0, 6, 0)  # A style sheet does not reach inside.
        self.valueChanged.connect(self._tell)

    def show_value(self, value: int) -> None:
        """Show what holds, without telling it back; 0 is automatic."""
        self._told = value
        self.setValue(value or self._low - 1)

    def stepBy(self, steps: int) -> None:
        """From automatic to the lowest and back."""
        if self.value() < self._low:
            self.setValue(self._low if steps > 0 else self.value())
        elif steps < 0 and self.value() == self._low:
            self.setValue(self._low - 1)
        else:
            self.setValue(max(self._low, self.value() + steps * self.singleStep()))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave it to the page."""
        event.ignore()

    @Slot(int)
    def _tell(self, shown: int) -> None:
        value = 0 if shown < self._low else shown
        if value != self._told:
            self._told = value
            self.chosen.emit(value)
