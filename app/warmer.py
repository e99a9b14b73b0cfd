"""The background warmer: fills the KV bank while the engine is idle and the machine on mains power.

Runs on the answer lane, which owns the model, and is cancelled by the next question within a batch.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

import psutil

from app.protocol import MemoryState, Reply, WarmerStage
from engine.events import CancelToken

if TYPE_CHECKING:
    from app.service import Service

_NEWS_EVERY_S = 1.0


class Warmer:
    """Idle work for the lane of the model. ``reply`` is called on that lane's thread.

    ``is_busy`` tells of other work that somebody waits for.
    """

    def __init__(
        self,
        service: Service,
        reply: Callable[[Reply], None],
        *,
        is_busy: Callable[[], bool],
        is_on_battery: Callable[[], bool] | None = None,
    ) -> None:
        self._service = service
        self._reply = reply
        self._is_busy = is_busy
        self._is_on_battery = is_on_battery or _is_on_battery
        self._is_started = threading.Event()
        self._is_paused = False
        self._last_said: MemoryState | None = None
        self._done_for: tuple[int, int] | None = None

    def start(self) -> None:
        """A model is loaded, perhaps another than before, or the bank was emptied: begin anew."""
        self._done_for = None
        self._is_started.set()

    def pause(self, *, is_paused: bool) -> None:
        """Stop at the next batch, or go on at the next idle moment."""
        self._is_paused = is_paused

    def run(self, cancel: CancelToken) -> None:
        """One stretch of warming: until cancelled, paused, or nothing is left to do."""
        if not self._is_started.is_set():
            return
        if self._service.memory_use().bank_off:
            self._say(WarmerStage.OFF)
        elif self._is_paused:
            self._say(WarmerStage.PAUSED)
        elif self._is_on_battery():
            self._say(WarmerStage.ON_BATTERY)
        elif self._is_busy():
            self._say(WarmerStage.WAITING)
        elif self._done_for == self._service.warming_state():
            self._say(WarmerStage.DONE)
        else:
            self._warm(cancel)

    def _warm(self, cancel: CancelToken) -> None:
        wanted = self._service.warming_state()
        said_at, done, total = 0.0, 0, 0
        for progress in self._service.warm(cancel=cancel):
            done, total = progress.done, progress.total
            if time.monotonic() - said_at > _NEWS_EVERY_S:
                said_at = time.monotonic()
                self._say(WarmerStage.WARMING, done, total)
                if self._is_on_battery():
                    return
        if cancel.is_set():
            self._say(WarmerStage.PAUSED if self._is_paused else WarmerStage.WAITING, done, total)
        else:
            self._done_for = wanted
            self._say(WarmerStage.DONE, done, total)

    def _say(self, stage: WarmerStage, done: int = 0, total: int = 0) -> None:
        state = MemoryState(self._service.memory_use(), stage, done, total)
        if state != self._last_said:
            self._last_said = state
            self._reply(state)


def _is_on_battery() -> bool:
    # Not every platform has the function, and a desktop has no battery.
    battery = psutil.sensors_battery() if hasattr(psutil, "sensors_battery") else None
    return battery is not None and not battery.power_plugged
