"""The settings page: searching it, changing each kind of setting, and going back to the default."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.engine_protocol import ApplySettings, JournalVerified, ReadModels, VerifyJournal
from app.protocol import Ask, Blame, EngineStage, EngineState, IndexPaths, JobFailed, PauseWarming
from app.service_settings import ServiceSettings
from app.window import theme
from app.window.appearance import Scheme, set_scheme, set_text_percent
from app.window.language import Language
from app.window.main_window import MainWindow
from app.window.preferences import Preferences
from app.window.setting_row import SettingChoice
from engine.domain import Failure
from engine.events import AnswerFinished
from tests.app.engine_facts import BIG, SMALL, models_read
from tests.app.scripted import ScriptedEngine, answer, engine_of, settle


@pytest.fixture
def page(window: MainWindow, engine: ScriptedEngine) -> MainWindow:
    """A window on its settings, whose engine knows its models."""
    engine.say(EngineState(EngineStage.READY, BIG))
    engine.finish(ReadModels, models_read())
    window.menus.settings.trigger()
    settle()
    return window


@pytest.fixture
def looks(qapp: QApplication) -> Iterator[None]:
    """The application's looks are put back."""
    palette, font = qapp.palette(), qapp.font()
    yield
    set_text_percent(qapp, 100)
    set_scheme(qapp, Scheme.SYSTEM)
    qapp.setPalette(palette)
    qapp.setFont(font)


def pick(box: SettingChoice, value: object) -> None:
    n = next(n for n in range(box.count()) if box.itemData(n) == value)
    box.setCurrentIndex(n)
    box.activated.emit(n)


def shown(window: MainWindow) -> set[str]:
    return {row.key for row in window.settings.rows if row.isVisible()}


def test_the_page_opens_ready_to_search(page: MainWindow) -> None:
    assert page.settings.isVisible()
    assert page.settings.search.hasFocus()
    assert "kv_limit_mb" in shown(page)


@pytest.mark.parametrize(
    ("language", "query", "wanted"),
    [
        (Language.ENGLISH, "kv cache", {"kv_limit_mb"}),
        (Language.ENGLISH, "DARK", {"scheme"}),
        (Language.JAPANESE, "text size", {"text_percent"}),
        (Language.ENGLISH, "journal chain of", set()),
    ],
)
def test_settings_are_found_by_their_words(
    page: MainWindow, language: Language, query: str, wanted: set[str]
) -> None:
    page.speak(language)
    page.settings.search.setText(query)
    settle()

    assert shown(page) == wanted
    assert page.settings._nothing.isVisible() == (not wanted)
    QTest.keyClick(page.settings.search, Qt.Key.Key_Escape)
    assert "language" in shown(page)


def test_every_shortcut_of_the_menus_is_listed(page: MainWindow) -> None:
    said = page.settings.rows.shortcuts.words()

    assert "Ctrl+," in said
    assert "Settings" in said
    assert "New question" in said


def test_the_language_follows_the_system_again(page: MainWindow, settings: QSettings) -> None:
    rows = page.settings.rows
    pick(rows.language, Language.JAPANESE)

    assert Preferences(settings).language is Language.JAPANESE
    assert rows["language"].title.text() != ""
    assert rows["language"].back.isVisible()
    rows["language"].back.click()
    assert not Preferences(settings).has_language
    assert rows.language.currentData() is None
    assert not rows["language"].back.isVisible()


def test_text_grows_everywhere_at_once(
    page: MainWindow, engine: ScriptedEngine, settings: QSettings, looks: None
) -> None:
    page.questions.ask("?")
    engine.finish(Ask, AnswerFinished(answer()))
    page.settings.left.emit()
    title = page.question._title
    places = (page.library.list, title, page.question.ask_box.text, page.status.health)
    before = [place.font().pointSizeF() for place in places]
    written = page.question.answer.browser.textCursor().charFormat().font().pointSizeF()
    height = page.question.ask_box.text.height()
    pick(page.settings.rows.text_percent, 150)
    settle()

    after = [place.font().pointSizeF() for place in places]
    assert after == pytest.approx([1.5 * size for size in before], rel=0.02)
    browser = page.question.answer.browser
    assert browser.textCursor().charFormat().font().pointSizeF() == pytest.approx(
        1.5 * written, rel=0.02
    )
    assert page.question.ask_box.text.height() > height
    assert Preferences(settings).text_percent == 150
    pick(page.settings.rows.text_percent, 100)
    settle()
    again = [place.font().pointSizeF() for place in places]
    assert again == pytest.approx(before, rel=0.02)


def test_dark_and_light_are_chosen_at_once(
    page: MainWindow, settings: QSettings, looks: None
) -> None:
    pick(page.settings.rows.scheme, Scheme.DARK)
    assert theme.current().is_dark
    pick(page.settings.rows.scheme, Scheme.LIGHT)
    assert not theme.current().is_dark
    assert Preferences(settings).scheme is Scheme.LIGHT


def test_numbers_are_applied_once_they_are_settled(
    page: MainWindow, engine: ScriptedEngine
) -> None:
    box = page.settings.rows.kv_limit
    assert box.text() == "A quarter of free memory"
    box.stepBy(1)
    box.stepBy(1)

    assert engine.all(ApplySettings) == []
    page.care.settings.apply_now()
    assert engine.last(ApplySettings).settings == ServiceSettings(kv_limit_mb=64)


@pytest.mark.parametrize("typed", ["7", "abc", "-5", "999999"])
def test_no_number_out_of_bounds_can_be_entered(page: MainWindow, typed: str) -> None:
    box = page.settings.rows.kv_limit
    box.show_value(64)
    box.selectAll()
    QTest.keyClicks(box, typed)
    box.clearFocus()
    box.interpretText()

    assert box.value() >= 31
    assert box.value() <= 65536


def test_the_bank_is_switched_off_and_comes_back(page: MainWindow, engine: ScriptedEngine) -> None:
    rows = page.settings.rows
    rows.bank_limit.setValue(rows.bank_limit.minimum())
    page.care.settings.apply_now()

    assert engine.last(ApplySettings).settings.bank_limit_mb == 0
    assert not rows["clear_bank"].buttons["clear_bank"].isEnabled()
    rows["bank_limit_mb"].back.click()
    assert rows.bank_limit.value() == ServiceSettings().bank_limit_mb


def test_another_language_model_is_applied(page: MainWindow, engine: ScriptedEngine) -> None:
    pick(page.settings.rows.language_model, SMALL)
    page.care.settings.apply_now()

    assert engine.last(ApplySettings).settings.language_model == SMALL


def test_another_search_model_waits_for_a_restart(page: MainWindow, engine: ScriptedEngine) -> None:
    row = page.settings.rows["embedding_model"]
    assert not row.buttons["restart"].isVisible()
    pick(page.settings.rows.embedding_model, "minilm")
    page.care.settings.apply_now()

    assert "restarts" in row.note.text()
    row.buttons["restart"].click()
    assert engine.restarted_with == ServiceSettings(embedding_model="minilm")
    assert not row.buttons["restart"].isVisible()
    engine.become_ready()
    assert engine.last(IndexPaths).paths == ()  # Everything is embedded again.


def test_reading_ahead_is_one_switch_in_two_places(
    page: MainWindow, engine: ScriptedEngine
) -> None:
    page.settings.rows.reading_ahead.click()

    assert page.status.memory.is_paused
    assert engine.last(PauseWarming).is_paused
    page.status.memory.set_paused(False)
    settle()
    page.menus.settings.trigger()
    assert page.settings.rows.reading_ahead.isChecked()


def test_the_journal_is_checked_in_place(page: MainWindow, engine: ScriptedEngine) -> None:
    row = page.settings.rows["journal"]
    row.buttons["verify_journal"].click()
    engine.finish(VerifyJournal, JournalVerified(1204, "ab" * 32))

    assert "1,204 entries, unbroken" in row.note.text()
    row.buttons["verify_journal"].click()
    broken = Failure("JournalBroken", (("entry", "17"), ("path", "journal.db")))
    engine.fail(VerifyJournal, lambda job: JobFailed(job, Blame.ENVIRONMENT, broken))
    assert "entry 17" in row.note.text()


def test_another_workspace_is_asked_for(page: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    other = tmp_path / "other"
    page.settings.show_workspaces(tmp_path, [tmp_path, other])
    with qtbot.waitSignal(page.workspace_wanted) as asked:
        pick(page.settings.rows.workspaces, str(other))

    assert asked.args == [other]


def test_the_workspaces_that_are_still_there_are_remembered(
    settings: QSettings, tmp_path: Path
) -> None:
    preferences = Preferences(settings)
    first, second, gone = (tmp_path / name for name in ("a", "b", "gone"))
    for path in (first, second):
        path.mkdir()
        (path / "library.db").touch()
    for path in (first, gone, second, first):
        preferences.keep_workspace(path)

    assert Preferences(settings).workspaces == (first, second)


def test_the_page_is_left_for_the_documents(page: MainWindow) -> None:
    page.settings.leave.click()

    assert page.question.isVisible()
    assert page.question.ask_box.text.hasFocus()


@pytest.mark.parametrize("language", list(Language))
def test_every_setting_has_a_name_and_can_be_reached(
    make_window: Callable[..., MainWindow], language: Language
) -> None:
    window = make_window()
    engine_of(window).become_ready()
    window.speak(language)
    window.menus.settings.trigger()
    for row in window.settings.rows:
        assert row.title.text()
        assert row.line.text()
        for widget in row._named:
            assert widget.accessibleName() == row.title.text()
            assert widget.focusPolicy() & Qt.FocusPolicy.TabFocus
