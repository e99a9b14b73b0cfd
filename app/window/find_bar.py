"""A line to look for words on the page that is shown."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QToolButton, QWidget

from app.window import icons, theme


class FindBar(QWidget):
    """Asks by signals; is told how much was found. Escape closes it."""

    sought = Signal(str)
    stepped = Signal(int)  # -1 or 1
    closed = Signal()

    def __init__(self, owner: QWidget | None = None) -> None:
        super().__init__(owner)
        self.setObjectName("panelHeader")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._counts: tuple[int, int] | None = None
        self.field = QLineEdit(self)
        self.count = QLabel(self)
        self.count.setObjectName("muted")
        self.previous, self.next, self.close_button = (QToolButton(self) for _ in range(3))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(theme.GAP, theme.HALF, theme.SPACE, theme.HALF)
        layout.setSpacing(2)
        layout.addWidget(self.field, 1)
        layout.addSpacing(theme.SPACE)
        layout.addWidget(self.count)
        for button in (self.previous, self.next, self.close_button):
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            layout.addWidget(button)
        self.field.textChanged.connect(self.sought)
        self.previous.clicked.connect(lambda: self.stepped.emit(-1))
        self.next.clicked.connect(lambda: self.stepped.emit(1))
        self.close_button.clicked.connect(self.closed)
        self.hide()
        self.retranslate()

    def open(self) -> None:
        """Show it, ready to type."""
        self.show()
        self.field.setFocus()
        self.field.selectAll()

    def show_count(self, current: int, total: int) -> None:
        """The ``current`` (from 1) of ``total`` places is shown."""
        self._counts = (current, total)
        self._say_count()

    def show_nothing(self) -> None:
        """Nothing is looked for."""
        self._counts = None
        self._say_count()

    def _say_count(self) -> None:
        if self._counts is None:
            text = ""
        elif self._counts[1] == 0:
            text = self.tr("not on this page")
        else:
            text = self.tr("{n} of {total}").format(n=self._counts[0], total=self._counts[1])
        self.count.setText(text)
        for button in (self.previous, self.next):
            button.setEnabled(bool(self._counts and self._counts[1]))

    @Slot(QKeyEvent)
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on, Shift and Enter go back, Escape closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            is_back = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            self.stepped.emit(-1 if is_back else 1)
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Escape closes the bar before it stops the answer."""
        if (
            event.type() is QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Escape
        ):
            event.accept()
            return True
        return super().event(event)

    def changeEvent(self, event: QEvent) -> None:
        """Follow language and palette."""
        if event.type() in {QEvent.Type.LanguageChange, QEvent.Type.PaletteChange}:
            self.retranslate()
        super().changeEvent(event)

    def retranslate(self) -> None:
        """All words and icons again."""
        self.field.setPlaceholderText(self.tr("Find on this page"))
        self.field.setAccessibleName(self.tr("Find on this page"))
        ink = theme.current().text
        for button, name, text in (
            (self.previous, "previous", self.tr("Previous place (Shift+Enter)")),
            (self.next, "next", self.tr("Next place (Enter)")),
            (self.close_button, "close", self.tr("Close (Esc)")),
        ):
            button.setIcon(icons.icon(name, ink))
            button.setToolTip(text)
            button.setAccessibleName(text)
        self._say_count()
