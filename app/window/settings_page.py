"""The page of all settings: groups on the left, a search field above, one row for each setting."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QFont, QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.window import theme
from app.window.appearance import is_font_change, text_percent
from app.window.elided_label import ElidedLabel
from app.window.settings_groups import Rows
from app.window.settings_words import GROUPS, IN_GROUP, found, translate

INSIDE_WIDTH = 860


@dataclass(frozen=True, slots=True)
class Shortcut:
    """An entry of the menus with its key."""

    name: str
    keys: str


class SettingsPage(QWidget):
    """Filters what it shows; the rows tell what was changed."""

    left = Signal()

    def __init__(self, owner: QWidget | None = None) -> None:
        super().__init__(owner)
        self.setObjectName("settingsPage")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._title = ElidedLabel(self, elide=Qt.TextElideMode.ElideRight)
        self._title.setFont(theme.scaled(self.font(), 1.1, weight=QFont.Weight.DemiBold))
        self.search = _SearchEdit(self)
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._filter)
        self.leave = QPushButton(self)
        self.leave.clicked.connect(self.left)
        self.rows = Rows(self)
        self.headings = {name: QLabel(self) for name in GROUPS}
        self.places = {name: QPushButton(self) for name in GROUPS}
        self._nothing = QLabel(self)
        self._nothing.setObjectName("muted")
        self._nothing.hide()
        self._cards: dict[str, QFrame] = {}
        self._lay_out()
        self.retranslate()

    def _lay_out(self) -> None:
        header = QWidget(self)
        header.setObjectName("panelHeader")
        header.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        header.setMinimumHeight(theme.HEADER_HEIGHT)
        bar = QHBoxLayout(header)
        bar.setContentsMargins(theme.GAP, 0, theme.GAP, 0)
        bar.setSpacing(theme.SPACE)
        bar.addWidget(self._title, 1)
        self.search.setMinimumWidth(240)
        bar.addWidget(self.search)
        bar.addWidget(self.leave)
        below = QHBoxLayout()
        below.setSpacing(0)
        below.addLayout(self._lay_out_places())
        below.addWidget(self._lay_out_rows(), 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(header)
        column.addLayout(below, 1)

    def _lay_out_places(self) -> QVBoxLayout:
        places = QVBoxLayout()
        places.setContentsMargins(theme.SPACE, theme.GAP, theme.SPACE, theme.GAP)
        places.setSpacing(2)
        for name, button in self.places.items():
            button.setObjectName("place")
            button.clicked.connect(lambda _=False, name=name: self.show_group(name))
            places.addWidget(button)
        places.addStretch(1)
        return places

    def _lay_out_rows(self) -> QScrollArea:
        inside = QWidget()
        inside.setObjectName("settingsInside")
        column = QVBoxLayout()
        column.setContentsMargins(theme.GAP, theme.GAP, theme.GAP, theme.WIDE)
        column.setSpacing(theme.SPACE)
        for name, heading in self.headings.items():
            heading.setFont(theme.scaled(self.font(), 1.1, weight=QFont.Weight.DemiBold))
            column.addWidget(heading)
            card = QFrame(inside)
            card.setObjectName("settingsCard")
            rows = QVBoxLayout(card)
            rows.setContentsMargins(0, 0, 0, 0)
            rows.setSpacing(0)
            for n, key in enumerate(IN_GROUP[name]):
                self.rows[key].setProperty("isFirst", n == 0)
                rows.addWidget(self.rows[key])
            self._cards[name] = card
            column.addWidget(card)
            column.addSpacing(theme.SPACE)
        column.addWidget(self._nothing)
        column.addStretch(1)
        self._inside = row = QHBoxLayout(inside)
        row.setContentsMargins(0, 0, 0, 0)
        self._content = content = QWidget(inside)
        content.setLayout(column)
        row.addWidget(content, 100)
        row.addStretch(1)
        self.area = QScrollArea(self)
        self.area.setObjectName("settingsArea")
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # What is in it is reached by itself.
        self.area.setWidget(inside)
        return self.area

    def show_group(self, name: str) -> None:
        """Scroll to a group; a search that hides it is over."""
        if self.headings[name].isHidden():
            self.search.clear()
        self._inside.activate()  # A search that ended just now has moved everything.
        bar, top = self.area.verticalScrollBar(), self.headings[name].y()
        bar.setValue(min(bar.maximum(), max(0, top - theme.GAP)))

    def show_shortcuts(self, shortcuts: Sequence[Shortcut]) -> None:
        """What has a key, as two columns of text."""
        self.rows.shortcuts.show_shortcuts([(one.name, one.keys) for one in shortcuts])

    def show_workspaces(self, current: Path | None, others: Sequence[Path]) -> None:
        """Which workspace this is, and which were opened before."""
        self.rows.show_workspaces(current, others)

    @Slot()
    def _filter(self) -> None:
        query = self.search.text()
        n_shown = 0
        for group, keys in IN_GROUP.items():
            shown = [key for key in keys if found(query, group, key, self.rows.more_words(key))]
            for key in keys:
                self.rows[key].setVisible(key in shown)
                self.rows[key].setProperty("isFirst", bool(shown) and key == shown[0])
                self.rows[key].style().unpolish(self.rows[key])
                self.rows[key].style().polish(self.rows[key])
            for widget in (self.headings[group], self._cards[group]):
                widget.setVisible(bool(shown))
            n_shown += len(shown)
        self._nothing.setVisible(n_shown == 0)
        self.area.verticalScrollBar().setValue(0)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language and the size of text."""
        if event.type() is QEvent.Type.LanguageChange or is_font_change(event):
            self.retranslate()
        super().changeEvent(event)

    def retranslate(self) -> None:
        """All words again."""
        self._content.setMaximumWidth(INSIDE_WIDTH * text_percent() // 100)
        self._title.set_text(self.tr("Settings"))
        self.search.setPlaceholderText(self.tr("Search settings"))
        self.search.setAccessibleName(self.tr("Search settings"))
        self.leave.setText(self.tr("Back to the documents"))
        self.area.setAccessibleName(self.tr("Settings"))
        self._nothing.setText(self.tr("No setting is called that."))
        for name, source in GROUPS.items():
            self.headings[name].setText(translate("Settings", source))
            self.places[name].setText(translate("Settings", source))


class _SearchEdit(QLineEdit):
    """Esc empties it."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc is for the search first."""
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)
