"""Every key there is, beside what it does. Read from the menus, so that none is forgotten."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFont, QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QGridLayout,
    QLabel,
    QMenu,
    QMenuBar,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.window import theme

SIZE = (560, 560)
Row = tuple[str, str]


class KeysDialog(QDialog):
    """Open it with ``show``: the window goes on beside it. Esc closes it."""

    def __init__(self, menus: QMenuBar, owner: QWidget) -> None:
        super().__init__(owner)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._menus = menus
        self._area = QScrollArea(self)
        self._area.setObjectName("keys")
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._area)
        room = owner.size()
        self.resize(min(SIZE[0], room.width()), min(SIZE[1], room.height()))
        self.retranslate()

    def rows(self) -> tuple[Row, ...]:
        """What each key does, and the key, as shown."""
        return tuple(row for _, rows in self._groups() for row in rows)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language, when the menus have."""
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def retranslate(self) -> None:
        """All words again."""
        self.setWindowTitle(self.tr("Keyboard shortcuts"))
        self._area.setAccessibleName(self.tr("Keyboard shortcuts"))
        inside = QWidget(self._area)
        inside.setObjectName("keysInside")
        grid = QGridLayout(inside)
        grid.setContentsMargins(theme.WIDE, theme.GAP, theme.WIDE, theme.WIDE)
        grid.setHorizontalSpacing(theme.WIDE)
        grid.setVerticalSpacing(theme.HALF)
        grid.setColumnStretch(0, 1)
        for title, rows in self._groups():
            heading = QLabel(title, inside)
            heading.setFont(theme.scaled(self.font(), 1.0, weight=QFont.Weight.DemiBold))
            heading.setContentsMargins(0, theme.SPACE, 0, 0)
            grid.addWidget(heading, grid.rowCount(), 0, 1, 2)
            for what, keys in rows:
                n = grid.rowCount()
                name = QLabel(what, inside)
                name.setWordWrap(True)
                grid.addWidget(name, n, 0)
                shown = QLabel(keys, inside)
                shown.setObjectName("muted")
                grid.addWidget(shown, n, 1, Qt.AlignmentFlag.AlignRight)
        grid.setRowStretch(grid.rowCount(), 1)
        self._area.setWidget(inside)

    def _groups(self) -> Iterator[tuple[str, tuple[Row, ...]]]:
        yield (
            self.tr("In the ask box"),
            (
                (self.tr("Ask"), _native("Return")),
                (self.tr("New line"), _native("Shift+Return")),
                (self.tr("Earlier and later questions"), _native("Up", "Down")),
            ),
        )
        yield (
            self.tr("On a page of evidence"),
            (
                (self.tr("Previous and next page"), _native("PgUp", "PgDown")),
                (self.tr("Move the page"), _native("Left", "Right", "Up", "Down")),
                (self.tr("Zoom at the pointer"), self.tr("Ctrl+wheel")),
            ),
        )
        for menu in _menus_of(self._menus):
            rows = tuple(
                (_plain(action.text()), _native(*(s.toString() for s in action.shortcuts())))
                for action in menu.actions()
                if action.shortcuts() and action.isVisible()
            )
            if rows:
                yield _plain(menu.title()), rows


def _menus_of(bar: QMenuBar) -> Iterator[QMenu]:
    for action in bar.actions():
        menu = action.menu()
        if isinstance(menu, QMenu):
            yield menu


def _native(*keys: str) -> str:
    native = QKeySequence.SequenceFormat.NativeText
    return ", ".join(QKeySequence(one).toString(native) for one in keys)


def _plain(text: str) -> str:
    """Without the letter to press, which Japanese writes behind the word."""
    head, bracket, tail = text.partition("(&")
    if bracket:
        text = head + tail.partition(")")[2]
    return text.replace("&", "").rstrip("…").strip()
