"""News that needs no dialog: what happened, what to do next, and at most a few buttons.

A notice is told by functions that make its words, so that it follows a change of language.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from PySide6.QtCore import QEvent, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.messages import Message
from app.window import icons, theme

MAX_NOTICES = 3  # More would push the work off a small screen; the oldest leaves.


class Severity(StrEnum):
    """How loud a notice is."""

    INFO = "info"
    WARNING = "warning"
    DANGER = "danger"


@dataclass(frozen=True, slots=True)
class NoticeAction:
    """A button of a notice. ``label`` makes its words; the notice leaves when it was pressed."""

    label: Callable[[], str]
    act: Callable[[], None]
    is_undo: bool = False  # Then Edit, Undo presses it too.


class MessageBar(QWidget):
    """The notices above the panels, newest on top, one for each key."""

    def __init__(self, owner: QWidget | None = None) -> None:
        super().__init__(owner)
        self._notices: dict[str, _Notice] = {}
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)

    def show_notice(
        self,
        key: str,
        severity: Severity,
        words: Callable[[], Message],
        *,
        actions: Sequence[NoticeAction] = (),
        leaves_after_s: float | None = None,
    ) -> None:
        """Show a notice in place of the one with the same key."""
        self.dismiss(key)
        while len(self._notices) >= MAX_NOTICES:
            self.dismiss(next(iter(self._notices)))
        notice = _Notice(severity, words, actions, self)
        notice.closed.connect(lambda: self._dismiss_if(key, notice))
        self._notices[key] = notice
        self._layout.insertWidget(0, notice)
        if leaves_after_s is not None:
            QTimer.singleShot(
                round(leaves_after_s * 1000), notice, lambda: self._dismiss_if(key, notice)
            )

    def dismiss(self, key: str) -> None:
        """Take the notice with this key away, if there is one."""
        notice = self._notices.pop(key, None)
        if notice is not None:
            self._layout.removeWidget(notice)
            notice.hide()
            notice.deleteLater()

    @property
    def can_undo(self) -> bool:
        """Whether a notice offers to take something back."""
        return self._undo_button() is not None

    def undo(self) -> None:
        """Take back what the newest notice that can offers to."""
        if (button := self._undo_button()) is not None:
            button.click()

    def _undo_button(self) -> QPushButton | None:
        for notice in reversed(self._notices.values()):
            if notice.undo_button is not None:
                return notice.undo_button
        return None

    def text(self, key: str) -> str:
        """What the notice with this key says, or nothing."""
        notice = self._notices.get(key)
        return notice.text() if notice else ""

    def button(self, key: str, n: int = 0) -> QPushButton:
        """The notice's nth button."""
        return self._notices[key].buttons[n]

    def _dismiss_if(self, key: str, notice: _Notice) -> None:
        if self._notices.get(key) is notice:
            self.dismiss(key)


class _Notice(QFrame):
    """One notice: sign, words, buttons, close."""

    closed = Signal()

    def __init__(
        self,
        severity: Severity,
        words: Callable[[], Message],
        actions: Sequence[NoticeAction],
        owner: QWidget,
    ) -> None:
        super().__init__(owner)
        self.setObjectName("notice")
        self.setProperty("severity", severity.value)
        self._severity = severity
        self._words = words
        self._actions = tuple(actions)
        self._sign = QLabel(self)
        self._text = QLabel(self)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setWordWrap(True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._close = QToolButton(self)
        self._close.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._close.clicked.connect(self.closed)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(theme.GAP, theme.SPACE, theme.SPACE, theme.SPACE)
        layout.setSpacing(theme.SPACE)
        layout.addWidget(self._sign)
        layout.addWidget(self._text, 1)
        self.buttons: list[QPushButton] = []
        for action in self._actions:
            button = QPushButton(self)
            button.clicked.connect(self._acting(action))
            layout.addWidget(button)
            self.buttons.append(button)
        layout.addWidget(self._close)
        for before, behind in pairwise((*self.buttons, self._close)):
            self.setTabOrder(before, behind)
        self._retranslate()
        self._colour()

    def text(self) -> str:
        """What it says."""
        return self._text.text()

    def _acting(self, action: NoticeAction) -> Callable[[], None]:
        def act() -> None:
            self.closed.emit()
            action.act()

        return act

    def changeEvent(self, event: QEvent) -> None:
        """Follow language and palette."""
        if event.type() is QEvent.Type.LanguageChange:
            self._retranslate()
        elif event.type() is QEvent.Type.PaletteChange:
            self._colour()
        super().changeEvent(event)

    @property
    def undo_button(self) -> QPushButton | None:
        """The button that takes something back, if it has one."""
        pairs = zip(self.buttons, self._actions, strict=True)
        return next((button for button, action in pairs if action.is_undo), None)

    @Slot()
    def _retranslate(self) -> None:
        message = self._words()
        self._text.setText(message.text)
        self.setAccessibleName(self._text.text())
        self._close.setAccessibleName(self.tr("Close this message"))
        self._close.setToolTip(self.tr("Close this message"))
        for button, action in zip(self.buttons, self._actions, strict=True):
            button.setText(action.label())

    def _colour(self) -> None:
        colours = theme.current()
        ink = {
            Severity.INFO: colours.accent,
            Severity.WARNING: colours.warning,
            Severity.DANGER: colours.danger,
        }[self._severity]
        ratio = self.devicePixelRatioF()
        self._sign.setPixmap(icons.pixmap(self._severity.value, ink, theme.ICON, ratio))
        self._close.setIcon(icons.icon("close", colours.muted))
