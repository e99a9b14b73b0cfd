"""The memory meter: what it says, that it does not jump, and its pause button."""

from __future__ import annotations

from collections.abc import Callable

from pytestqt.qtbot import QtBot

from app.protocol import EngineStage, EngineState, MemoryState, PauseWarming, WarmerStage
from app.window.language import Language
from app.window.main_window import MainWindow
from engine.domain import MemoryUse
from tests.app.scripted import engine_of

MB = 2**20
USE = MemoryUse(
    used_cells=1400,
    n_cells=4096,
    used_bytes=38 * MB,
    n_bytes=112 * MB,
    bank_entries=120,
    bank_bytes=300 * MB,
    bank_limit_bytes=2048 * MB,
)


def say(window: MainWindow, qtbot: QtBot, state: MemoryState | EngineState) -> None:
    link = window.link
    signal = link.memory_changed if isinstance(state, MemoryState) else link.state_changed
    with qtbot.waitSignal(signal):
        engine_of(window).on_reply(state)


def test_nothing_is_said_before_there_is_a_model(window: MainWindow) -> None:
    assert not window.status.memory.isVisible()


def test_memory_bank_and_progress_are_shown(window: MainWindow, qtbot: QtBot) -> None:
    say(window, qtbot, MemoryState(USE, WarmerStage.WARMING, 120, 1610))
    meter = window.status.memory
    assert meter.text() == "Reading ahead 120 / 1,610 Memory 38 / 112 MB"
    assert "1,400 of 4,096 tokens" in meter._memory.toolTip()
    assert "120 passages are kept ready on disk, 300 of 2,048 MB" in meter._memory.toolTip()
    say(window, qtbot, MemoryState(USE, WarmerStage.DONE))
    assert meter.text() == "Memory 38 / 112 MB"
    assert not meter._pause.isVisible()


def test_the_meter_does_not_change_its_width_as_it_counts(window: MainWindow, qtbot: QtBot) -> None:
    say(window, qtbot, MemoryState(USE, WarmerStage.DONE))
    meter = window.status.memory
    width = meter.sizeHint().width()
    meter.show_use(MemoryUse(n_cells=4096, used_bytes=2 * MB, n_bytes=112 * MB))
    assert meter.text() == "Memory 2 / 112 MB"
    assert meter.sizeHint().width() == width


def test_why_there_is_no_bank_is_in_the_tooltip(window: MainWindow, qtbot: QtBot) -> None:
    off = MemoryUse(n_cells=512, n_bytes=MB, bank_off="it reads differently")
    say(window, qtbot, MemoryState(off, WarmerStage.OFF))
    assert "it reads differently" in window.status.memory._memory.toolTip()


def test_pause_reaches_the_engine_and_the_next_start(
    window: MainWindow, make_window: Callable[..., MainWindow], qtbot: QtBot
) -> None:
    say(window, qtbot, EngineState(EngineStage.OPEN))
    say(window, qtbot, MemoryState(USE, WarmerStage.WARMING, 1, 10))
    button = window.status.memory._pause
    assert button.isVisible()
    button.click()
    assert engine_of(window).requests[-1] == PauseWarming(is_paused=True)
    assert "Reading ahead paused" in window.status.memory.text()
    later = make_window()
    say(later, qtbot, EngineState(EngineStage.OPEN))
    assert PauseWarming(is_paused=True) in engine_of(later).requests
    say(later, qtbot, MemoryState(USE, WarmerStage.PAUSED))
    later.status.memory._pause.click()
    assert engine_of(later).requests[-1] == PauseWarming(is_paused=False)


def test_it_speaks_japanese_and_can_be_heard(window: MainWindow, qtbot: QtBot) -> None:
    window.speak(Language.JAPANESE)
    say(window, qtbot, MemoryState(USE, WarmerStage.WARMING, 120, 610))
    meter = window.status.memory
    assert meter.text() == "先読み中 120 / 610 メモリ 38 / 112 MB"
    assert meter._pause.accessibleName() == "先読みを一時停止"
    assert "短期メモリ" in meter._memory.accessibleDescription()
