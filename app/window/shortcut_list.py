"""The keys of the menus, as a list to read."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from app.window import theme
from app.window.setting_row import CONTROL_WIDTH


class ShortcutList(QWidget):
    """Names on the left, keys on the right."""

    def __init__(self, owner: QWidget | None = None) -> None:
        super().__init__(owner)
        self._shown: tuple[tuple[str, str], ...] = ()
        self._labels: list[QLabel] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.GAP)
        self._grid.setVerticalSpacing(theme.HALF)
        self._grid.setColumnStretch(0, 1)
        self.setMinimumWidth(CONTROL_WIDTH + 80)

    def show_shortcuts(self, shortcuts: Sequence[tuple[str, str]]) -> None:
        """What has a key."""
        if tuple(shortcuts) == self._shown:
            return
        self._shown = tuple(shortcuts)
        for label in self._labels:
            self._grid.removeWidget(label)
            label.deleteLater()
        self._labels = []
        for n, texts in enumerate(shortcuts):
            for column, text in enumerate(texts):
                label = QLabel(text, self)
                label.setTextFormat(Qt.TextFormat.PlainText)
                label.setObjectName("" if column == 0 else "muted")
                self._grid.addWidget(label, n, column)
                self._labels.append(label)

    def words(self) -> tuple[str, ...]:
        """Everything it says."""
        return tuple(text for pair in self._shown for text in pair)
