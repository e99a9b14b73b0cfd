"""Switching the model, restarting the engine, and what is said of both in the status line."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtGui import QGuiApplication

from app.engine_protocol import ApplySettings, HealthRead, ReadHealth, ReadModels, SettingsApplied
from app.protocol import Ask, Blame, EngineStage, EngineState, JobFailed
from app.service_settings import KvCells, ServiceSettings
from app.window.main_window import MainWindow
from app.window.preferences import Preferences
from engine.domain import Failure
from engine.events import AnswerFinished
from tests.app.engine_facts import BIG, SMALL, models_read
from tests.app.scripted import ScriptedEngine, answer

UNUSABLE = Failure("ModelUnusable", (("model", SMALL), ("detail", "no tensors")))
HEALTH = HealthRead(4711, datetime(2026, 5, 4, 8, 0, tzinfo=UTC), 1_900_000_000, 6_000_000_000)


@pytest.fixture
def chooser(window: MainWindow, engine: ScriptedEngine) -> MainWindow:
    """A window that knows its models; the big one answers."""
    engine.say(EngineState(EngineStage.READY, BIG))
    engine.finish(ReadModels, models_read())
    return window


def choose(window: MainWindow, model: str) -> None:
    window.status.models.actions_by_model[model].trigger()


def applied(engine: ScriptedEngine, model: str) -> None:
    """The engine has loaded what it was asked for."""
    engine.say(EngineState(EngineStage.LOADING, BIG), EngineState(EngineStage.READY, model))
    settings = engine.last(ApplySettings).settings
    engine.finish(ApplySettings, SettingsApplied(settings, model))


def test_the_menu_has_the_models_of_this_machine_with_their_verdicts(
    window: MainWindow, engine: ScriptedEngine
) -> None:
    read = models_read()
    first, second, *rest = read.models
    judged = (replace(first, verdict="passes"), replace(second, verdict="fails"), *rest)
    engine.say(EngineState(EngineStage.READY, BIG))
    engine.finish(ReadModels, replace(read, models=judged))
    menu = window.status.models.actions_by_model

    assert list(menu) == [BIG, SMALL]
    assert menu[BIG].isChecked()
    assert "1.1 GB" in menu[BIG].text()
    assert "qualified" in menu[BIG].text()
    assert "failed" in menu[SMALL].text()


def test_a_model_is_changed_without_a_word_and_remembered(
    chooser: MainWindow, engine: ScriptedEngine, settings: QSettings
) -> None:
    choose(chooser, SMALL)

    assert engine.last(ApplySettings).settings.language_model == SMALL
    assert "Loading the model" in chooser.status.text()
    applied(engine, SMALL)
    assert f"Ready {SMALL}" in chooser.status.text()
    assert chooser.notices.text("model") == ""
    assert Preferences(settings).engine.language_model == SMALL


def test_the_answer_on_show_stays_while_a_model_is_loaded(
    chooser: MainWindow, engine: ScriptedEngine
) -> None:
    chooser.questions.ask("What torque?")
    engine.finish(Ask, AnswerFinished(answer("The torque is 12 Nm [1].")))
    choose(chooser, SMALL)
    engine.say(EngineState(EngineStage.LOADING, BIG))

    assert "12 Nm" in chooser.question.answer.text()


def test_an_answer_that_is_written_is_finished_first(
    chooser: MainWindow, engine: ScriptedEngine
) -> None:
    chooser.questions.ask("What torque?")
    choose(chooser, SMALL)

    assert "after this answer" in chooser.status.text()
    engine.finish(Ask, AnswerFinished(answer("The torque is 12 Nm [1].")))
    assert "12 Nm" in chooser.question.answer.text()
    assert "Loading the model" in chooser.status.text()


def test_what_cannot_be_loaded_is_told_and_the_old_model_goes_on(
    chooser: MainWindow, engine: ScriptedEngine, settings: QSettings
) -> None:
    choose(chooser, SMALL)
    engine.say(EngineState(EngineStage.LOADING, BIG), EngineState(EngineStage.READY, BIG))
    engine.fail(ApplySettings, lambda job: JobFailed(job, Blame.USER, UNUSABLE))

    assert f"“{SMALL}” cannot be loaded" in chooser.notices.text("model")
    assert f"goes on with “{BIG}”" in chooser.notices.text("model")
    assert Preferences(settings).engine.language_model is None
    assert f"Ready {BIG}" in chooser.status.text()
    assert chooser.status.models.actions_by_model[BIG].isChecked()


def test_the_last_wish_wins(chooser: MainWindow, engine: ScriptedEngine) -> None:
    choose(chooser, SMALL)
    choose(chooser, BIG)

    assert len(engine.all(ApplySettings)) == 1  # One change at a time.
    applied(engine, SMALL)
    assert engine.last(ApplySettings).settings.language_model is None  # The default.
    applied(engine, BIG)
    assert f"Ready {BIG}" in chooser.status.text()


def test_a_lost_engine_says_no_second_word_about_the_model(
    chooser: MainWindow, engine: ScriptedEngine, settings: QSettings
) -> None:
    choose(chooser, SMALL)
    engine.say(EngineState(EngineStage.LOST, failure=Failure("EngineLost")))
    engine.fail(ApplySettings, lambda job: JobFailed(job, Blame.ENVIRONMENT, Failure("EngineLost")))

    assert chooser.notices.text("model") == ""
    assert Preferences(settings).engine == ServiceSettings()


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_health_is_asked_for_while_somebody_looks(
    chooser: MainWindow, engine: ScriptedEngine
) -> None:
    engine.say(EngineState(EngineStage.LOST, failure=Failure("EngineLost")))
    engine.become_ready()
    popover = chooser.status.popover
    chooser.status.health.click()
    engine.finish(ReadHealth, HEALTH)
    said = " ".join(value.text() for value in popover.values)

    for words in ("Ready", "1.9 GB", "6.0 GB", "4711", "The engine stopped unexpectedly."):
        assert words in said
    popover.copy.click()
    assert "4711" in QGuiApplication.clipboard().text()
    popover.hide()


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_the_engine_is_restarted_from_its_health(
    chooser: MainWindow, engine: ScriptedEngine
) -> None:
    chooser.status.health.click()
    chooser.status.popover.restart.click()

    assert engine.restarted_with == ServiceSettings()
    assert "Starting the engine" in chooser.status.text()
    assert not chooser.status.popover.isVisible()


def test_settings_that_make_no_sense_count_as_not_chosen(settings: QSettings) -> None:
    preferences = Preferences(settings)
    for key, value in (
        ("n_threads", "many"),
        ("kv_limit_mb", "3"),
        ("kv_cells", "q2"),
        ("bank_limit_mb", "-4"),
    ):
        settings.setValue(f"engine/{key}", value)

    assert preferences.engine == ServiceSettings()


def test_settings_of_the_engine_come_back(settings: QSettings) -> None:
    wanted = ServiceSettings(
        language_model=SMALL,
        embedding_model="minilm",
        n_threads=3,
        kv_limit_mb=256,
        kv_cells=KvCells.Q8_0,
        bank_limit_mb=0,
    )
    Preferences(settings).keep_engine(wanted)

    assert Preferences(settings).engine == wanted
    Preferences(settings).keep_engine(ServiceSettings())
    assert settings.allKeys() == []
