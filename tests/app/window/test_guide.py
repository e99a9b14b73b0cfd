"""The first steps: from an empty workspace over models and samples to the first question."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from app.engine_protocol import ApplySettings, FetchModels, ReadModels, SettingsApplied
from app.protocol import (
    Ask,
    Blame,
    Cancel,
    EngineStage,
    EngineState,
    IndexPaths,
    JobDone,
    JobFailed,
    ListLibrary,
)
from app.window.first_steps import StepStage
from app.window.language import Language
from app.window.main_window import MainWindow
from app.window.resources import SAMPLE
from engine.domain import Failure
from engine.events import IndexFinished, IndexReport
from engine.models.store import FetchAdvanced, FetchFinished, FetchStarted
from tests.app.engine_facts import BIG, models_read
from tests.app.scripted import EMPTY_LIBRARY, ScriptedEngine, document, engine_of, library

MISSING = Failure("ModelMissing", (("model", BIG),))
UNOBTAINABLE = Failure(
    "ModelUnobtainable", (("model", BIG), ("detail", "hub x: it cannot be reached"))
)
READ = IndexReport(n_files=4, n_indexed=4)


@pytest.fixture
def new(make_window: Callable[..., MainWindow]) -> MainWindow:
    """A window on a new workspace, on a machine without models."""
    window = make_window(is_new_workspace=True)
    engine = engine_of(window)
    engine.say(EngineState(EngineStage.OPEN))
    engine.finish(ListLibrary, EMPTY_LIBRARY)
    engine.finish(ReadModels, models_read(are_here=False))
    engine.say(EngineState(EngineStage.WITHOUT_MODEL, failure=MISSING))
    return window


@pytest.fixture
def with_models(new: MainWindow) -> MainWindow:
    """The same once its models are there."""
    engine = engine_of(new)
    engine.say(EngineState(EngineStage.READY, BIG))
    engine.finish(ReadModels, models_read())
    return new


def stages(window: MainWindow) -> list[StepStage]:
    return [step._badge.stage for step in window.empty.guide.steps]


def read_samples(window: MainWindow) -> ScriptedEngine:
    engine = engine_of(window)
    window.empty.guide.sample.click()
    engine.finish(IndexPaths, IndexFinished(READ))
    engine.finish(ListLibrary, library(document("L-7 maintenance manual.pdf")))
    return engine


def test_the_guide_says_what_is_fetched_and_from_where(new: MainWindow) -> None:
    guide = new.empty.guide

    assert guide.isVisible()
    assert stages(new) == [StepStage.NOW, StepStage.NOW, StepStage.LATER]
    assert "2.2 GB" in guide.fetching.text()
    assert "hub x" in guide.fetching.text()


def test_models_are_fetched_with_progress_and_loaded(new: MainWindow) -> None:
    engine, panel = engine_of(new), new.empty.guide.fetching
    panel.fetch.click()
    engine.tell(FetchModels, FetchStarted(BIG, "hub x"), FetchAdvanced(400_000_000, 1_100_000_000))

    assert "400 MB of 1.1 GB" in panel.text()
    assert panel.cancel.isVisible()
    engine.finish(FetchModels, FetchFinished(BIG, Path("there")))
    settings = engine.last(ApplySettings).settings
    engine.say(EngineState(EngineStage.READY, BIG))
    engine.finish(ApplySettings, SettingsApplied(settings, BIG))
    engine.finish(ReadModels, models_read())
    assert stages(new)[0] is StepStage.DONE
    assert not panel.isVisible()


def test_a_fetch_is_cancelled_and_says_what_is_kept(new: MainWindow) -> None:
    engine, panel = engine_of(new), new.empty.guide.fetching
    panel.fetch.click()
    panel.cancel.click()

    job = engine.last(FetchModels).job
    assert engine.last(Cancel).job == job
    engine.say(JobDone(job))
    assert "goes on from there" in panel.text()
    assert panel.fetch.isVisible()


def test_without_a_network_the_guide_says_so(new: MainWindow) -> None:
    engine, panel = engine_of(new), new.empty.guide.fetching
    panel.fetch.click()
    engine.fail(FetchModels, lambda job: JobFailed(job, Blame.USER, UNOBTAINABLE))

    assert "it cannot be reached" in panel.text()
    assert "offline pack" in panel.text()
    assert panel.fetch.isVisible()


def test_an_offline_pack_is_taken(new: MainWindow, tmp_path: Path) -> None:
    new.empty.guide.fetching.pack_wanted.emit(tmp_path)

    assert engine_of(new).last(FetchModels).from_folder == tmp_path


@pytest.mark.parametrize("language", list(Language))
def test_after_the_samples_three_questions_can_be_clicked(
    with_models: MainWindow, language: Language
) -> None:
    with_models.speak(language)
    engine = read_samples(with_models)
    examples = with_models.question.examples

    assert engine.last(IndexPaths).paths == (SAMPLE,)
    assert examples.isVisible()
    asked = examples.buttons[0].whole_text()
    examples.buttons[0].click()
    assert engine.last(Ask).question == asked
    assert not examples.isVisible()


def test_a_question_of_ones_own_ends_the_guide(with_models: MainWindow) -> None:
    read_samples(with_models)
    with_models.question.ask_box.set_question("And mine?")
    with_models.question.ask_box.button.click()

    assert not with_models.question.examples.isVisible()


def test_who_has_asked_already_is_not_offered_questions(with_models: MainWindow) -> None:
    with_models.empty.guide.sample.click()
    box = with_models.question.ask_box
    box.set_question("What torque?")
    box.button.click()
    box.setFocus()
    engine_of(with_models).finish(IndexPaths, IndexFinished(READ))

    assert not with_models.question.examples.isVisible()
    assert QApplication.focusWidget() is box.text


def test_the_guide_is_skipped_for_good_and_comes_back_from_the_menu(
    with_models: MainWindow, make_window: Callable[..., MainWindow]
) -> None:
    with_models.empty.guide.skip.click()
    again = make_window(is_new_workspace=True)

    assert not again.empty.guide.isVisible()
    assert again.empty.files.isVisible()
    again.menus.first_steps.trigger()
    assert again.empty.guide.isVisible()


def test_the_guide_opens_over_a_library_and_leads_back(window: MainWindow) -> None:
    window.menus.first_steps.trigger()
    assert window.empty.guide.isVisible()
    assert stages(window)[1] is StepStage.DONE
    window.empty.guide.skip.click()

    assert window.question.isVisible()
