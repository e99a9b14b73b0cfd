"""One setting: its name, what it does, its control, and the way back to the default."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QFont, QWheelEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.window import icons, theme
from app.window.choices import CheckBox, ChoiceBox
from app.window.number_box import NumberBox
from app.window.settings_words import SETTINGS

CONTROL_WIDTH = 360


class SettingChoice(ChoiceBox):
    """A choice box that leaves the wheel to the page it stands on."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave it to the page."""
        event.ignore()


class SettingRow(QFrame):
    """Shows a value and tells another by ``changed``; what it means is the flow's."""

    changed = Signal(str, object)  # The setting's key and the value; None is the default.
    acted = Signal(str)  # The key of a button that was pressed.

    def __init__(self, key: str, owner: QWidget | None = None) -> None:
        super().__init__(owner)
        self.key = key
        self.setObjectName("settingRow")
        self.title = QLabel(self)
        self.title.setFont(theme.scaled(self.font(), 1.0, weight=QFont.Weight.DemiBold))
        self.line = QLabel(self)
        self.line.setObjectName("muted")
        self.note = QLabel(self)
        self.note.hide()
        for label in (self.title, self.line, self.note):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.back = QToolButton(self)
        self.back.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.back.clicked.connect(lambda: self.changed.emit(self.key, None))
        policy = self.back.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.back.setSizePolicy(policy)
        self.back.hide()
        self._controls = QVBoxLayout()
        self._controls.setSpacing(theme.SPACE)
        grid = QGridLayout(self)
        grid.setContentsMargins(theme.GAP, 12, theme.SPACE, 12)
        grid.setHorizontalSpacing(theme.GAP)
        grid.setVerticalSpacing(2)
        grid.addWidget(self.title, 0, 0)
        grid.addWidget(self.line, 1, 0)
        grid.addWidget(self.note, 2, 0)
        grid.setRowStretch(3, 1)  # The words stay together beside a high control.
        grid.addLayout(self._controls, 0, 1, 4, 1)
        grid.addWidget(self.back, 0, 2, 4, 1, Qt.AlignmentFlag.AlignVCenter)
        grid.setColumnStretch(0, 1)
        self.buttons: dict[str, QPushButton] = {}
        self._named: list[QWidget] = []
        self.retranslate()

    def add_choice(self) -> SettingChoice:
        """A list to choose from."""
        box = SettingChoice(self)
        box.activated.connect(lambda n: self.changed.emit(self.key, box.itemData(n)))
        self._add(box)
        box.setFixedWidth(CONTROL_WIDTH)
        return box

    def add_number(self, low: int, high: int, *, step: int) -> NumberBox:
        """A number; 0 is the step below the lowest."""
        box = NumberBox(low, high, step=step, owner=self)
        box.chosen.connect(lambda value: self.changed.emit(self.key, value))
        self._add(box)
        box.setFixedWidth(CONTROL_WIDTH)
        return box

    def add_check(self) -> CheckBox:
        """On or off."""
        box = CheckBox(self)
        box.clicked.connect(lambda is_on: self.changed.emit(self.key, is_on))
        self._add(box)
        box.setMinimumWidth(CONTROL_WIDTH)
        return box

    def add_buttons(self, *keys: str) -> None:
        """Buttons beside each other, told apart by their keys."""
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE)
        row.addStretch(1)
        for key in keys:
            button = QPushButton(self)
            button.clicked.connect(lambda _=False, key=key: self.acted.emit(key))
            row.addWidget(button)
            self.buttons[key] = button
        self._controls.addLayout(row)

    def add_widget(self, widget: QWidget) -> None:
        """Something else, beside the words."""
        self._controls.addWidget(widget)

    def _add(self, widget: QWidget) -> None:
        self._named.append(widget)
        self._controls.addWidget(widget)
        self.retranslate()

    def show_default(self, *, is_default: bool) -> None:
        """Whether there is a way back to the default."""
        if is_default and self.back.hasFocus() and self._named:
            self._named[0].setFocus()  # The button that was pressed goes.
        self.back.setVisible(not is_default)

    def show_note(self, text: str, look: str = "muted") -> None:
        """What came of it, or what has to be known; nothing to hide it. ``look``: a label's."""
        self.note.setText(text)
        self.note.setVisible(bool(text))
        if self.note.objectName() != look:
            self.note.setObjectName(look)
            self.note.style().unpolish(self.note)
            self.note.style().polish(self.note)

    def words(self) -> tuple[str, ...]:
        """What its control says, to be found by."""
        texts = [self.note.text(), *(button.text() for button in self.buttons.values())]
        for widget in self._named:
            if isinstance(widget, ChoiceBox):
                texts += [widget.itemText(n) for n in range(widget.count())]
            elif isinstance(widget, CheckBox):
                texts.append(widget.text())
        return tuple(texts)

    def changeEvent(self, event: QEvent) -> None:
        """Follow language and palette."""
        if event.type() in {QEvent.Type.LanguageChange, QEvent.Type.PaletteChange}:
            self.retranslate()
        super().changeEvent(event)

    def retranslate(self) -> None:
        """All words again."""
        title, line = SETTINGS[self.key].shown
        self.title.setText(title)
        self.line.setText(line)
        for widget in self._named:
            widget.setAccessibleName(title)
            widget.setAccessibleDescription(line)
            if isinstance(widget, ChoiceBox):
                widget.view().setAccessibleName(title)
        ink = theme.current().muted
        self.back.setIcon(icons.icon("undo", ink))
        self.back.setIconSize(QSize(theme.ICON, theme.ICON))
        words = self.tr("Back to the default")
        self.back.setToolTip(words)
        self.back.setAccessibleName(f"{title}: {words}")


def fill_choice(box: ChoiceBox, options: Sequence[tuple[object, str]], value: object) -> None:
    """Offer these (value, words) and show one; what is not among them shows nothing."""
    now = [(box.itemData(n), box.itemText(n)) for n in range(box.count())]
    if now != list(options):
        box.clear()
        for data, text in options:
            box.addItem(text, data)
    index = next((n for n, (data, _) in enumerate(options) if data == value), -1)
    if box.currentIndex() != index:
        box.setCurrentIndex(index)
