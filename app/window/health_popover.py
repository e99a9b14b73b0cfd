"""How the engine is, in a few lines that open above the status line and close with a click."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QDateTime, QEvent, QLocale, QPoint, Qt, Signal
from PySide6.QtGui import QFont, QHideEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QPushButton, QWidget

from app.engine_protocol import HealthRead
from app.window import theme
from app.window.model_words import size_words

_N_ROWS = 6


class HealthPopover(QFrame):
    """Shows what it is told; never stops the window."""

    restart_wanted = Signal()
    copy_wanted = Signal()
    shown = Signal()
    hidden = Signal()

    def __init__(self, owner: QWidget) -> None:
        super().__init__(owner, Qt.WindowType.Popup)
        self.setObjectName("popover")
        self._model = ""
        self._stage: Callable[[], str] = str
        self._error: Callable[[], str] = str
        self._since: datetime | None = None
        self._health: HealthRead | None = None
        self._names = [QLabel(self) for _ in range(_N_ROWS)]
        self.values = [QLabel(self) for _ in range(_N_ROWS)]
        self.restart = QPushButton(self)
        self.restart.clicked.connect(self.restart_wanted)
        self.restart.clicked.connect(self.hide)
        self.copy = QPushButton(self)
        self.copy.clicked.connect(self.copy_wanted)
        grid = QGridLayout(self)
        grid.setContentsMargins(theme.GAP, theme.GAP, theme.GAP, theme.GAP)
        grid.setHorizontalSpacing(theme.GAP)
        grid.setVerticalSpacing(theme.SPACE)
        for n, (name, value) in enumerate(zip(self._names, self.values, strict=True)):
            name.setObjectName("muted")
            value.setTextFormat(Qt.TextFormat.PlainText)
            value.setWordWrap(True)
            value.setMinimumWidth(240)
            value.setMaximumWidth(320)
            grid.addWidget(name, n, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(value, n, 1)
        self.values[0].setFont(theme.scaled(self.font(), 1.0, weight=QFont.Weight.DemiBold))
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.SPACE)
        buttons.addStretch(1)
        buttons.addWidget(self.copy)
        buttons.addWidget(self.restart)
        grid.addLayout(buttons, _N_ROWS, 0, 1, 2)
        self.retranslate()

    def show_engine(
        self,
        *,
        stage: Callable[[], str],
        model: str,
        since: datetime,
        error: Callable[[], str],
    ) -> None:
        """What the window itself knows, as functions where it is words: the language may change."""
        self._stage, self._model, self._since, self._error = stage, model, since, error
        self.retranslate()

    def show_health(self, health: HealthRead | None) -> None:
        """What the engine says of itself; None while it says nothing."""
        self._health = health
        self.retranslate()

    def open_above(self, button: QWidget) -> None:
        """Open with its lower left corner on the button, on the screen as a whole."""
        self.adjustSize()
        place = button.mapToGlobal(QPoint(0, -self.sizeHint().height() - theme.HALF))
        self.move(place)
        self.show()
        self.copy.setFocus()

    def report(self) -> str:
        """All of it as lines to be sent to somebody."""
        pairs = zip(self._names, self.values, strict=True)
        return "\n".join(f"{name.text()}: {value.text()}" for name, value in pairs)

    def showEvent(self, event: QShowEvent) -> None:
        """Somebody looks: it is kept up to date."""
        super().showEvent(event)
        self.shown.emit()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks any more."""
        super().hideEvent(event)
        self.hidden.emit()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def retranslate(self) -> None:
        """All words again."""
        names = (
            self.tr("Engine"),
            self.tr("Since"),
            self.tr("Model"),
            self.tr("Memory"),
            self.tr("Process"),
            self.tr("Last error"),
        )
        health = self._health
        since = _moment(self._since) if self._since else "–"
        memory = process = self.tr("no answer")
        if health is not None:
            memory = self.tr("{used} in use, {free} free on this computer").format(
                used=size_words(health.memory_bytes), free=size_words(health.free_bytes)
            )
            process = self.tr("{pid}, started {time}").format(
                pid=health.pid, time=_moment(health.started_at)
            )
        texts = (
            self._stage() or "–",
            since,
            self._model or "–",
            memory,
            process,
            self._error() or self.tr("none"),
        )
        for label, text in zip((*self._names, *self.values), (*names, *texts), strict=True):
            label.setText(text)
        self.restart.setText(self.tr("Restart the engine"))
        self.restart.setToolTip(self.tr("A running answer is interrupted; nothing stored is lost."))
        self.copy.setText(self.tr("Copy report"))
        self.setAccessibleName(self.tr("How the engine is"))


def _moment(moment: datetime) -> str:
    """In local time, as the window's language writes it."""
    local = QDateTime.fromSecsSinceEpoch(int(moment.timestamp()))
    return QLocale().toString(local, QLocale.FormatType.ShortFormat)
