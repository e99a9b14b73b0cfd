"""Which panel the left column shows, chosen in the header of each of them."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QToolButton, QWidget

from app.window import theme


class Side(StrEnum):
    """The panels of the left column."""

    LIBRARY = "library"
    HISTORY = "history"


class PanelSwitch(QWidget):
    """Two buttons side by side; that of the panel it belongs to stays pressed."""

    chosen = Signal(object)  # Side

    def __init__(self, own: Side, owner: QWidget | None = None) -> None:
        super().__init__(owner)
        self._own = own
        self.buttons: dict[Side, QToolButton] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        for side in Side:
            button = QToolButton(self)
            button.setObjectName("segment")
            button.setCheckable(True)
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            button.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
            button.setFixedHeight(theme.CONTROL_HEIGHT)
            button.clicked.connect(lambda _=False, side=side: self._choose(side))
            self.buttons[side] = button
            row.addWidget(button)
        row.addStretch(1)
        self._settle()
        self.retranslate()

    def _choose(self, side: Side) -> None:
        self._settle()
        self.chosen.emit(side)

    def _settle(self) -> None:
        for side, button in self.buttons.items():
            button.setChecked(side is self._own)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def retranslate(self) -> None:
        """All words again."""
        words = {Side.LIBRARY: self.tr("Library"), Side.HISTORY: self.tr("History")}
        tips = {
            Side.LIBRARY: self.tr("Documents in the library (Ctrl+1)"),
            Side.HISTORY: self.tr("Questions asked before (Ctrl+2)"),
        }
        for side, button in self.buttons.items():
            button.setText(words[side])
            button.setToolTip(tips[side])
            button.setAccessibleName(words[side])
            button.setAccessibleDescription(tips[side])


class SideColumn(QStackedWidget):
    """The left column: one panel at a time."""

    def __init__(self, panels: dict[Side, QWidget], owner: QWidget | None = None) -> None:
        super().__init__(owner)
        self._panels = panels
        for panel in panels.values():
            self.addWidget(panel)
            for switch in panel.findChildren(PanelSwitch):
                switch.chosen.connect(self.choose)

    @property
    def side(self) -> Side:
        """Which panel is shown."""
        return next(side for side, panel in self._panels.items() if panel is self.currentWidget())

    @Slot(object)
    def choose(self, side: Side) -> None:
        """Show a panel. The focus stays on the button that was pressed."""
        had_focus = any(
            button.hasFocus()
            for switch in self._panels[self.side].findChildren(PanelSwitch)
            for button in switch.buttons.values()
        )
        panel = self._panels[side]
        self.setCurrentWidget(panel)
        if had_focus:
            for switch in panel.findChildren(PanelSwitch):
                switch.buttons[side].setFocus()
