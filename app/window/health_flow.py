"""Keeps what is said of the engine's health up to date while somebody looks at it."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication

from app.engine_protocol import HealthRead, ReadHealth
from app.messages import describe
from app.protocol import EngineState, JobFailed
from app.window.answer_states import short_model
from app.window.engine_link import OPEN_STAGES, EngineLink
from app.window.status_line import StatusLine
from engine.domain import Failure

REFRESH_MS = 2000


class HealthFlow(QObject):
    """Between the status line's popover and the engine."""

    restart_wanted = Signal()

    def __init__(self, link: EngineLink, status: StatusLine, owner: QObject | None = None) -> None:
        super().__init__(owner)
        self._link = link
        self._status = status
        self._popover = status.popover
        self._since = datetime.now()
        self._stage = link.state.stage
        self._failure: Failure | None = None
        self._job: int | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(REFRESH_MS)
        self._timer.timeout.connect(self._refresh)
        link.state_changed.connect(self.show_state)
        self._popover.shown.connect(self._begin)
        self._popover.hidden.connect(self._timer.stop)
        self._popover.restart_wanted.connect(self.restart_wanted)
        self._popover.copy_wanted.connect(self._copy)
        self.show_state(link.state)

    @Slot(object)
    def show_state(self, state: EngineState) -> None:
        """The engine has come further, or is gone."""
        if state.stage is not self._stage:
            self._stage, self._since = state.stage, datetime.now()
        if state.failure is not None:
            self._failure = state.failure
        if state.stage not in OPEN_STAGES:
            self._popover.show_health(None)
        self._show()

    def _show(self) -> None:
        self._popover.show_engine(
            stage=self._status.stage_words,
            model=short_model(self._link.state.model),
            since=self._since,
            error=self._error_words,
        )

    def _error_words(self) -> str:
        return describe(self._failure).what if self._failure else ""

    @Slot()
    def _begin(self) -> None:
        self._show()
        self._timer.start()
        self._refresh()

    @Slot()
    def _refresh(self) -> None:
        if self._job is not None or self._link.state.stage not in OPEN_STAGES:
            return
        self._job = self._link.begin(
            ReadHealth, on_event=self._show_health, on_done=self._end, on_failed=self._fail
        )

    def _show_health(self, health: HealthRead) -> None:
        self._popover.show_health(health)

    def _end(self) -> None:
        self._job = None

    def _fail(self, _failed: JobFailed) -> None:
        self._job = None
        self._popover.show_health(None)

    @Slot()
    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._popover.report())
