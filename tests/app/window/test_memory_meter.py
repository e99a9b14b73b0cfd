"""The memory meter: what it says, that nothing jumps, its pause button, and who is told of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import QPoint, QRect, QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from app.protocol import (
    Ask,
    EngineStage,
    EngineState,
    JobDone,
    JobEvent,
    JobEventBody,
    MemoryState,
    PauseWarming,
    Reply,
    WarmerStage,
)
from app.window import theme
from app.window.language import Language
from app.window.main_window import MainWindow
from app.window.memory_words import off_reason
from app.window.tool_tips import plain_tip
from engine import domain
from engine.answers import MemoryUse
from engine.domain import Failure
from engine.events import MemoryChanged
from tests.app.scripted import ScriptedEngine, engine_of, settle

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
FULL = replace(USE, used_cells=4096, used_bytes=112 * MB)
OFF = MemoryUse(used_bytes=38 * MB, n_bytes=112 * MB, bank_off="it reads <b>differently")
WARMING = MemoryState(USE, WarmerStage.WARMING, 120, 610)
KILLED = Failure("EngineLost", (("exit_code", "-9"),))
LONG_NAME = "qwen2.5-coder-instruct-with-a-very-long-name-1.5b-q4_k_m"


def says(window: MainWindow) -> str:
    return window.status.memory.text()


def tip(window: MainWindow) -> str:
    return window.status.memory._memory.toolTip()


def has_switch(window: MainWindow) -> bool:
    return window.status.memory._pause.isVisible()


def restart(engine: ScriptedEngine) -> None:
    """The process died and its successor has come up; requests to it are what follows."""
    engine.say(EngineState(EngineStage.LOST, failure=KILLED), EngineState(EngineStage.STARTING))
    engine.requests.clear()
    engine.become_ready()


# What it says.
def test_nothing_is_said_before_there_is_a_memory(window: MainWindow) -> None:
    assert not window.status.memory.isVisible()


def test_memory_and_reading_ahead_are_shown_while_the_bank_is_filled(
    window: MainWindow, engine: ScriptedEngine
) -> None:
    engine.say(replace(WARMING, total=1610))

    assert says(window) == "Reading ahead 120 / 1,610 Memory 38 / 112 MB"
    assert has_switch(window)


def test_on_battery_reading_ahead_says_what_it_waits_for(
    window: MainWindow, engine: ScriptedEngine
) -> None:
    engine.say(MemoryState(USE, WarmerStage.ON_BATTERY))

    assert says(window) == "Reading ahead waits for mains power Memory 38 / 112 MB"
    assert not has_switch(window)


@pytest.mark.parametrize(
    "state",
    [
        MemoryState(USE, WarmerStage.WAITING, 120, 610),
        MemoryState(USE, WarmerStage.DONE, 610, 610),
        MemoryState(OFF, WarmerStage.OFF),
    ],
)
def test_with_nothing_to_tell_of_reading_ahead_there_is_only_the_meter(
    window: MainWindow, engine: ScriptedEngine, state: MemoryState
) -> None:
    engine.say(WARMING, state)

    assert says(window) == "Memory 38 / 112 MB"
    assert not has_switch(window)


def test_an_answer_moves_the_meter_and_leaves_reading_ahead_alone(
    window: MainWindow, engine: ScriptedEngine
) -> None:
    engine.say(WARMING)
    window.questions.ask("?")
    engine.tell(Ask, MemoryChanged(FULL))

    assert says(window) == "Reading ahead 120 / 610 Memory 112 / 112 MB"


def test_an_answer_may_be_the_first_to_tell_of_the_memory(
    window: MainWindow, engine: ScriptedEngine
) -> None:
    window.questions.ask("?")
    engine.tell(Ask, MemoryChanged(USE))

    assert says(window) == "Memory 38 / 112 MB"


def test_the_memory_goes_with_its_engine(window: MainWindow, engine: ScriptedEngine) -> None:
    engine.say(WARMING, EngineState(EngineStage.LOST, failure=KILLED))

    assert not window.status.memory.isVisible()


# The tooltip.
def test_the_tooltip_tells_of_memory_and_bank(window: MainWindow, engine: ScriptedEngine) -> None:
    engine.say(WARMING)

    assert tip(window).split("\n") == [
        "Short-term memory holds what the model reads and writes for a question.",
        "1,400 of 4,096 cells are in use, one for each token; there are never more.",
        "120 passages are kept ready on disk (300 of 2,048 MB).",
        "More are read ahead while nobody waits.",
    ]


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (MemoryState(USE, WarmerStage.WAITING), "Reading ahead goes on when nobody waits."),
        (MemoryState(USE, WarmerStage.ON_BATTERY), "when the mains is connected."),
        (MemoryState(USE, WarmerStage.DONE), "There is nothing left to read ahead."),
        (MemoryState(replace(USE, is_bank_full=True), WarmerStage.DONE), "space for them is full"),
        (MemoryState(replace(USE, bank_entries=1), WarmerStage.DONE), "1 passage is kept ready"),
        (MemoryState(OFF, WarmerStage.OFF), "are not kept ready: it reads <b>differently."),
    ],
)
def test_the_tooltip_says_what_the_warmer_does(
    window: MainWindow, engine: ScriptedEngine, state: MemoryState, words: str
) -> None:
    engine.say(state)

    assert plain_tip(words) in tip(window)


@pytest.mark.parametrize("stage", list(WarmerStage))
@pytest.mark.parametrize("use", [USE, replace(USE, bank_entries=1), replace(OFF, bank_off="x")])
def test_everything_is_said_in_japanese_too(
    window: MainWindow, engine: ScriptedEngine, stage: WarmerStage, use: MemoryUse
) -> None:
    engine.say(MemoryState(use, stage, 1, 2))
    window.speak(Language.JAPANESE)
    settle()
    said = f"{says(window)} {tip(window)} {window.status.memory._pause.toolTip()}"

    assert set(re.findall(r"[A-Za-z]{2,}", said)) <= {"MB"}
    assert "メモリ 38 / 112 MB" in said


def test_every_reason_of_the_engine_for_having_no_bank_has_words(window: MainWindow) -> None:
    source = (Path(domain.__file__).parent / "llm" / "banked_states.py").read_text("utf-8")
    told = re.findall(r'(?:_switch_off\(f?|self\.off = "" if bank else )"(.+?)"', source)
    window.speak(Language.JAPANESE)

    assert len(told) == 4
    assert [reason for reason in told if off_reason(reason) == reason] == []


# Nothing jumps.
def places(window: MainWindow) -> list[tuple[int, int]]:
    meter = window.status.memory
    parts = (meter._ahead, meter._pause, meter._memory, window.status._documents)
    return [(part.mapTo(window, part.rect().topLeft()).x(), part.width()) for part in parts]


def test_nothing_moves_while_it_counts(window: MainWindow, engine: ScriptedEngine) -> None:
    found = []
    for done, used in ((1, 2), (88, 44), (444, 111), (610, 112)):
        engine.say(MemoryState(replace(USE, used_bytes=used * MB), WarmerStage.WARMING, done, 610))
        found.append(places(window))

    assert found == [found[0]] * 4


@pytest.mark.parametrize("language", list(Language))
def test_the_line_is_as_high_whatever_it_says(
    window: MainWindow, engine: ScriptedEngine, language: Language
) -> None:
    window.speak(language)
    settle()
    heights = {window.status.height()}
    for stage in WarmerStage:
        engine.say(MemoryState(USE, stage, 1, 2))
        heights.add(window.status.height())

    assert len(heights) == 1


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("stage", list(WarmerStage))
@pytest.mark.parametrize("width", [840, 1092])  # 1366 pixels at 150 % (with a margin), at 125 %.
def test_a_long_model_name_is_shortened_and_nothing_is_pushed_out(
    window: MainWindow, engine: ScriptedEngine, language: Language, stage: WarmerStage, width: int
) -> None:
    window.speak(language)
    window.resize(width, 580)
    engine.say(EngineState(EngineStage.READY, LONG_NAME), MemoryState(FULL, stage, 1000, 1610))
    line = window.status
    shown = [
        part
        for part in (line.health, line.models, line.memory, line._documents, line._seal)
        if part.isVisible()
    ]
    places = [QRect(part.mapTo(line, QPoint(0, 0)), part.size()) for part in shown]
    edges = [x for place in places for x in (place.left(), place.right())]

    assert window.width() == width
    assert edges == sorted(edges)
    assert edges[-1] < width
    assert all(part.width() >= cast(QWidget, part).sizeHint().width() for part in shown[2:])
    assert LONG_NAME in line.models.toolTip()


# The switch.
def test_the_switch_is_flat_named_and_large_enough(
    window: MainWindow, engine: ScriptedEngine
) -> None:
    engine.say(WARMING)
    switch = window.status.memory._pause

    assert switch.autoRaise()
    assert switch.accessibleName() == "Pause reading ahead"
    assert switch.width() >= theme.CONTROL_HEIGHT
    assert switch.height() >= theme.CONTROL_HEIGHT


def test_the_switch_works_from_the_keyboard(window: MainWindow, engine: ScriptedEngine) -> None:
    engine.say(WARMING)
    switch = window.status.memory._pause
    assert switch.focusPolicy() & Qt.FocusPolicy.TabFocus
    QTest.keyClick(switch, Qt.Key.Key_Space)

    assert engine.last(PauseWarming) == PauseWarming(is_paused=True)
    assert says(window) == "Reading ahead paused Memory 38 / 112 MB"
    assert switch.toolTip() == "Go on reading ahead"
    assert "You paused reading ahead." in tip(window)


def test_the_switch_stays_until_the_engine_goes_on(
    window: MainWindow, engine: ScriptedEngine
) -> None:
    engine.say(WARMING)
    window.status.memory._pause.click()
    engine.say(MemoryState(USE, WarmerStage.PAUSED))
    window.status.memory._pause.click()

    assert engine.last(PauseWarming) == PauseWarming(is_paused=False)
    assert says(window) == "Reading ahead Memory 38 / 112 MB"
    assert has_switch(window)


def test_without_a_bank_there_is_nothing_to_pause(
    window: MainWindow, engine: ScriptedEngine
) -> None:
    window.status.memory.set_paused(True)
    engine.say(MemoryState(OFF, WarmerStage.OFF))

    assert says(window) == "Memory 38 / 112 MB"
    assert not has_switch(window)


# Who is told.
def test_the_next_engine_is_told_of_the_pause(window: MainWindow, engine: ScriptedEngine) -> None:
    engine.say(WARMING)
    window.status.memory._pause.click()
    restart(engine)

    assert engine.all(PauseWarming) == [PauseWarming(is_paused=True)]


def test_the_next_engine_needs_not_be_told_of_no_pause(
    window: MainWindow, engine: ScriptedEngine
) -> None:
    engine.say(WARMING)
    window.status.memory._pause.click()
    window.status.memory._pause.click()
    restart(engine)

    assert engine.all(PauseWarming) == []


def test_an_engine_started_by_hand_is_told_of_the_pause(
    window: MainWindow, engine: ScriptedEngine
) -> None:
    window.status.memory.set_paused(True)
    engine.say(EngineState(EngineStage.FAILED, failure=KILLED))
    window.notices.button("engine").click()
    engine_of(window).become_ready()

    assert engine_of(window).all(PauseWarming) == [PauseWarming(is_paused=True)]


@pytest.mark.parametrize("is_paused", [True, False])
def test_the_pause_is_kept_over_starts(
    make_window: Callable[..., MainWindow], settings: QSettings, is_paused: bool
) -> None:
    first = make_window()
    engine_of(first).become_ready()
    first.status.memory.set_paused(True)
    first.status.memory.set_paused(is_paused)
    first.close()
    settings.sync()
    second = make_window()
    engine_of(second).become_ready()

    assert second.status.memory.is_paused is is_paused
    assert bool(engine_of(second).all(PauseWarming)) is is_paused


def test_replies_that_are_not_known_are_passed_over(
    window: MainWindow, engine: ScriptedEngine
) -> None:
    window.questions.ask("?")
    job = engine.last(Ask).job
    strange = cast(Reply, object())
    engine.say(strange, JobEvent(job, cast(JobEventBody, object())), WARMING, JobDone(job))

    assert says(window) == "Reading ahead 120 / 610 Memory 38 / 112 MB"
    assert not window.questions.is_running
