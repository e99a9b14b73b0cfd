"""The warmer works only when it may, says what it does, and stops when told."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import cast

import pytest

from app.protocol import MemoryState, Reply, WarmerStage
from app.service import Service
from app.warmer import Warmer
from engine.answers import MemoryUse
from engine.events import CancelToken
from engine.warming import BankWarmed


class ScriptedService:
    """A service with three passages to warm."""

    def __init__(self) -> None:
        self.use = MemoryUse(n_cells=512)
        self.n_warmed = 0
        self.state = (1, 0)

    def memory_use(self) -> MemoryUse:
        return self.use

    def warming_state(self) -> tuple[int, int]:
        return self.state

    def warm(self, *, cancel: CancelToken) -> Iterator[BankWarmed]:
        for n in range(3):
            if cancel.is_set():
                return
            self.n_warmed += 1
            yield BankWarmed(n + 1, 3)


@pytest.fixture
def service() -> ScriptedService:
    return ScriptedService()


@pytest.fixture
def said() -> list[MemoryState]:
    return []


def make(
    service: ScriptedService,
    said: list[MemoryState],
    *,
    battery: bool = False,
    busy: bool = False,
) -> Warmer:
    def reply(value: Reply) -> None:
        assert isinstance(value, MemoryState)
        said.append(value)

    return Warmer(
        cast(Service, service), reply, is_busy=lambda: busy, is_on_battery=lambda: battery
    )


def stages(said: list[MemoryState]) -> list[WarmerStage]:
    return [state.stage for state in said]


def test_nothing_is_done_before_the_model_is_there(
    service: ScriptedService, said: list[MemoryState]
) -> None:
    make(service, said).run(threading.Event())
    assert (service.n_warmed, said) == (0, [])


def test_all_is_warmed_once_and_again_when_the_library_changed(
    service: ScriptedService, said: list[MemoryState]
) -> None:
    warmer = make(service, said)
    warmer.start()
    warmer.run(threading.Event())
    assert stages(said) == [WarmerStage.WARMING, WarmerStage.DONE]
    assert (said[-1].done, said[-1].total) == (3, 3)
    warmer.run(threading.Event())
    assert service.n_warmed == 3
    service.state = (2, 0)
    warmer.run(threading.Event())
    assert service.n_warmed == 6


def test_a_pause_holds_until_it_is_taken_back(
    service: ScriptedService, said: list[MemoryState]
) -> None:
    warmer = make(service, said)
    warmer.start()
    warmer.pause(is_paused=True)
    warmer.run(threading.Event())
    warmer.run(threading.Event())
    assert stages(said) == [WarmerStage.PAUSED]
    warmer.pause(is_paused=False)
    warmer.run(threading.Event())
    assert service.n_warmed == 3


def test_a_question_interrupts_and_the_rest_is_done_later(
    service: ScriptedService, said: list[MemoryState]
) -> None:
    warmer = make(service, said)
    warmer.start()
    cancel = threading.Event()
    cancel.set()
    warmer.run(cancel)
    assert stages(said) == [WarmerStage.WAITING]
    warmer.run(threading.Event())
    assert stages(said)[-1] is WarmerStage.DONE


def test_nothing_is_warmed_while_files_are_indexed(
    service: ScriptedService, said: list[MemoryState]
) -> None:
    warmer = make(service, said, busy=True)
    warmer.start()
    warmer.run(threading.Event())
    assert (service.n_warmed, stages(said)) == (0, [WarmerStage.WAITING])


def test_nothing_is_warmed_on_battery_or_without_a_bank(
    service: ScriptedService, said: list[MemoryState]
) -> None:
    warmer = make(service, said, battery=True)
    warmer.start()
    warmer.run(threading.Event())
    service.use = MemoryUse(bank_off="no folder for it")
    warmer.run(threading.Event())
    assert service.n_warmed == 0
    assert stages(said) == [WarmerStage.ON_BATTERY, WarmerStage.OFF]
