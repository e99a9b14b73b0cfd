"""The window as a whole: a lost engine, languages, restoring, closing, keyboard and names."""

from __future__ import annotations

import threading
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QProgressBar,
    QTextBrowser,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.protocol import (
    Ask,
    Blame,
    EngineStage,
    EngineState,
    IndexPaths,
    JobDone,
    JobEvent,
    JobFailed,
    ListLibrary,
)
from app.window.elided_label import ElidedLabel
from app.window.folder_model import FolderRow
from app.window.language import Language
from app.window.main_window import SMALLEST, MainWindow
from app.window.pattern_dialog import PatternDialog
from engine.domain import Failure, Folder, Source, SourceState
from engine.events import AnswerFinished, AnswerGrew, FilesAdvanced, FileStarted
from tests.app.scripted import (
    EMPTY_LIBRARY,
    ScriptedEngine,
    answer,
    document,
    engine_of,
    library,
    settle,
)

KILLED = Failure("EngineLost", (("exit_code", "-9"),))


def lose(window: MainWindow, engine: ScriptedEngine) -> None:
    window.questions.ask("What torque?")
    engine.say(
        EngineState(EngineStage.LOST, failure=KILLED),
        JobFailed(engine.last(Ask).job, Blame.ENVIRONMENT, Failure("EngineLost")),
    )


def test_a_lost_engine_is_told_with_what_to_do(window: MainWindow, engine: ScriptedEngine) -> None:
    lose(window, engine)

    assert "The engine stopped unexpectedly." in window.notices.text("engine")
    assert "in the journal as interrupted" in window.notices.text("engine")
    assert "The engine stopped during this question" in window.question.answer.text()
    assert "restarting" in window.status.text()
    assert window.question.ask_box.text.toPlainText() == "What torque?"


def test_after_the_restart_the_lost_question_can_be_asked_again(
    window: MainWindow, engine: ScriptedEngine
) -> None:
    lose(window, engine)
    engine.say(EngineState(EngineStage.STARTING))
    engine.become_ready()
    assert window.notices.text("engine") == ""
    window.notices.button("lost question").click()
    settle()
    engine.finish(Ask, AnswerFinished(answer("12 Nm")))

    assert len(engine.all(Ask)) == 2
    assert "12 Nm" in window.question.answer.text()


def test_an_engine_that_gave_up_can_be_started_by_hand(
    window: MainWindow, engine: ScriptedEngine
) -> None:
    window.questions.ask("What torque?")
    engine.say(EngineState(EngineStage.FAILED, failure=KILLED))
    assert not window.questions.is_running
    window.notices.button("engine").click()
    settle()

    assert engine_of(window) is not engine
    assert not engine.is_running
    engine_of(window).become_ready()
    assert "Ready" in window.status.text()


def test_a_mistake_of_ours_can_be_copied(window: MainWindow, engine: ScriptedEngine) -> None:
    window.stock.refresh()
    failure = Failure("ZeroDivisionError")
    engine.fail(ListLibrary, lambda job: JobFailed(job, Blame.BUG, failure, "Traceback: x"))
    assert "Genba made a mistake (ZeroDivisionError)." in window.notices.text("bug")
    window.notices.button("bug").click()

    assert QGuiApplication.clipboard().text() == "Traceback: x"


def test_replies_from_another_thread_arrive_in_the_window_thread(
    qtbot: QtBot, window: MainWindow, engine: ScriptedEngine
) -> None:
    threads: list[threading.Thread] = []
    job = window.link.ask(
        "?", on_event=lambda _: threads.append(threading.current_thread()), on_failed=print
    )
    n = 3000
    reader = threading.Thread(
        target=lambda: [engine.on_reply(JobEvent(job, AnswerGrew("x"))) for _ in range(n)]
    )
    reader.start()
    reader.join()
    qtbot.waitUntil(lambda: len(threads) == n)

    assert set(threads) == {threading.main_thread()}


def test_a_broken_handler_does_not_hold_up_the_replies_behind_it(
    qtbot: QtBot, window: MainWindow, engine: ScriptedEngine
) -> None:
    heard: list[object] = []

    def break_down(_: object) -> None:
        raise LookupError

    broken = window.link.ask("?", on_event=break_down, on_failed=print)
    whole = window.link.ask("?", on_event=heard.append, on_failed=print)
    with qtbot.captureExceptions() as caught:
        engine.say(JobEvent(broken, AnswerGrew("x")), JobEvent(whole, AnswerGrew("y")))

    assert [type(error) for _, error, _ in caught] == [LookupError]
    assert heard == [AnswerGrew("y")]


def test_a_job_ends_once(window: MainWindow, engine: ScriptedEngine) -> None:
    ends: list[str] = []
    job = window.link.ask(
        "?",
        on_event=lambda _: None,
        on_done=lambda: ends.append("done"),
        on_failed=lambda _: ends.append("failed"),
    )
    engine.say(JobDone(job), JobDone(job), JobFailed(job, Blame.BUG, Failure("X")))

    assert ends == ["done"]


def texts(window: QWidget) -> str:
    found = [label.text() for label in window.findChildren(QLabel)]
    found += [button.text() for button in window.findChildren(QAbstractButton)]
    found += [edit.placeholderText() for edit in window.findChildren(QPlainTextEdit)]
    return " ".join(found)


def test_the_language_changes_while_running(window: MainWindow, engine: ScriptedEngine) -> None:
    engine.say(EngineState(EngineStage.WITHOUT_MODEL, failure=Failure("ModelMissing")))
    window.questions.ask("?")
    window.menus.languages[Language.JAPANESE].trigger()
    settle()
    japanese = texts(window) + window.question.answer.text()

    for words in (
        "ライブラリ",
        "停止",
        "オフライン",
        "文書 1 件",
        "文書について質問",
        "まだこのパソコン",
    ):
        assert words in japanese
    assert window.menus.quit.text().startswith("終了")
    window.menus.languages[Language.ENGLISH].trigger()
    settle()

    assert "Library" in texts(window)
    assert "ライブラリ" not in texts(window)


def test_no_english_is_left_over_in_japanese(window: MainWindow, engine: ScriptedEngine) -> None:
    window.questions.ask("?")
    engine.finish(Ask, AnswerFinished(answer("12", question="?")))
    engine.say(EngineState(EngineStage.LOST, failure=KILLED))
    window.speak(Language.JAPANESE)
    settle()
    names = {"PDF", "tiny", "manual", "Genba", "Page", "Down", "Esc", "Enter", "Shift", "Ctrl"}
    names |= {"HTML", "CSV", "genba", "models", "fetch", "USB", "GGUF"}
    everywhere = [texts(window)]
    for widget in window.findChildren(QWidget):
        everywhere += [widget.toolTip(), widget.accessibleName()]
    for action in window.findChildren(QAction):
        everywhere.append(action.text().replace("English", "").replace("Language", ""))
    for part in " ".join(everywhere).replace("·", " ").split():
        letters = "".join(c for c in part if c.isascii() and c.isalpha())
        assert len(letters) < 3 or any(name in part for name in names), part


def test_language_and_layout_are_remembered(
    make_window: Callable[..., MainWindow], settings: QSettings
) -> None:
    first = make_window()
    first.speak(Language.JAPANESE)
    first.resize(1100, 640)  # The offscreen screen is 800 wide: only the height comes back.
    first.menus.library.setChecked(False)
    settle()
    first.close()
    second = make_window()

    assert settings.value("language") == "ja"
    assert second.height() == 640
    assert not second.menus.library.isChecked()
    assert second._panels.sizes()[0] == 0


def test_the_library_panel_folds_away_and_comes_back(window: MainWindow) -> None:
    window.menus.library.trigger()
    assert window._panels.sizes()[0] == 0
    window.menus.library.trigger()

    assert window._panels.sizes()[0] > 150


def test_the_window_closes_while_a_question_is_running(
    window: MainWindow, engine: ScriptedEngine
) -> None:
    window.questions.ask("?")
    engine.tell(Ask, AnswerGrew("half"))
    window.close()
    window.link.stop()
    engine.on_reply(JobDone(engine.last(Ask).job))
    settle()

    assert not window.isVisible()
    assert not engine.is_running


@pytest.mark.qt_log_ignore("propagateSizeHints")
def test_every_control_has_a_name_for_screen_readers(
    window: MainWindow, engine: ScriptedEngine
) -> None:
    engine.say(EngineState(EngineStage.LOST, failure=KILLED))
    window.folders.ask_for_patterns(FolderRow(Folder("/shop")))
    kinds = (QAbstractButton, QAbstractItemView, QLineEdit, QPlainTextEdit, QTextBrowser)
    nameless = [
        widget
        for kind in (*kinds, QComboBox, QProgressBar)
        for widget in window.findChildren(kind)
        if not widget.accessibleName()
        and not (isinstance(widget, QAbstractButton) and widget.text())
        and not widget.objectName().startswith("qt_")
        and not isinstance(widget.parent(), QLineEdit | QAbstractItemView)
    ]

    assert nameless == []
    dialog = window.findChild(PatternDialog)
    assert isinstance(dialog, PatternDialog)
    dialog.reject()


def test_tab_goes_from_the_library_over_the_question_to_the_evidence(
    window: MainWindow, engine: ScriptedEngine
) -> None:
    window.questions.ask("?")
    engine.finish(Ask, AnswerFinished(answer()))
    engine.draw()
    order: list[QWidget] = []
    widget = window.library.list
    for _ in range(200):
        if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            order.append(widget)
        widget = widget.nextInFocusChain()
    wanted = [
        window.library.list,
        window.question.ask_box.text,
        window.question.ask_box.button,
        window.question.answer.copy,
        window.question.answer.browser,
        window.evidence.header.next,
        window.evidence.page,
    ]

    places = [order.index(widget) for widget in wanted]
    assert all(one < other for one, other in pairwise(places))


def full_library(window: MainWindow, engine: ScriptedEngine) -> None:
    """Every control of the library panel has something to do."""
    failed = Source("/shop", "b.pdf", 1, 0, SourceState.FAILED, "h", None, Failure("FileDamaged"))
    documents = tuple(document(f"part-{n}.pdf") for n in range(9))
    window.stock.refresh()
    engine.finish(ListLibrary, library(*documents, folders=(Folder("/shop"),), failed=(failed,)))
    window.stock.add([Path("/shop")])
    engine.tell(
        IndexPaths,
        FileStarted("検査基準書 gjpq.pdf", 3, 4),
        FilesAdvanced(2, 4, 50, 100, 4.0, 130.0),
    )


def test_the_tab_key_goes_down_the_library_and_shows_where_it_is(
    window: MainWindow, engine: ScriptedEngine
) -> None:
    full_library(window, engine)
    panel = window.library
    panel.list.setCurrentIndex(panel.list.model().index(0, 0))
    wanted = [
        panel.add,
        panel.filter.words,
        panel.filter.more,
        panel.list,
        panel.folders.toggle,
        panel.folders.more,
        panel.folders.add,
        panel.folders.list,
        panel.progress.cancel,
    ]
    wanted[0].setFocus()
    seen = []
    for _ in wanted:
        widget = QApplication.focusWidget()
        assert widget is not None
        seen.append(widget)
        with_focus = widget.grab().toImage()
        QTest.keyClick(widget, Qt.Key.Key_Tab)
        settle()
        assert widget.grab().toImage() != with_focus, widget

    assert seen == wanted
    for widget, top in pairwise(wanted):
        where = [w.mapTo(panel, w.rect().center()) for w in (widget, top)]
        is_below = where[0].y() < where[1].y()
        is_beside = abs(where[0].y() - where[1].y()) < 8 and where[0].x() < where[1].x()
        assert is_below or is_beside


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("height", [768, 440])
def test_no_line_of_text_is_cut(
    window: MainWindow, engine: ScriptedEngine, language: Language, height: int
) -> None:
    window.speak(language)
    window.resize(1366, height)
    full_library(window, engine)
    window.questions.ask("?")
    engine.finish(Ask, AnswerFinished(answer()))
    labels = [*window.findChildren(QLabel), *window.findChildren(ElidedLabel)]
    cut = [
        (label.text(), label.height(), needed)
        for label in labels
        if label.isVisible() and label.text()
        for needed in [_needed_height(label)]
        if needed > label.height()
    ]

    assert cut == []
    assert any("gjpq" in label.text() for label in labels)


def _needed_height(label: QLabel | ElidedLabel) -> int:
    """What its text takes; of a text on several lines in the width that it has."""
    if isinstance(label, QLabel) and label.wordWrap():
        return label.heightForWidth(label.width())
    metrics = label.fontMetrics()
    return max(label.sizeHint().height(), metrics.boundingRect(label.text()).height())


def test_the_main_path_fits_a_small_screen(window: MainWindow, engine: ScriptedEngine) -> None:
    window.resize(1366, 708)
    window.questions.ask("What torque for the L-7 spindle lock nut, and did SH-204 pass in May?")
    engine.finish(Ask, AnswerFinished(answer("The torque is 12 Nm [1]. " * 4)))

    assert window.question.answer.browser.verticalScrollBar().maximum() == 0
    assert window.minimumSizeHint().width() <= 911
    assert window.minimumSizeHint().height() <= 470


@pytest.mark.parametrize("language", list(Language))
def test_no_panel_lies_over_another_in_the_smallest_window(
    window: MainWindow, engine: ScriptedEngine, language: Language
) -> None:
    window.speak(language)
    window.questions.ask("?")
    engine.finish(Ask, AnswerFinished(answer()))
    engine.draw()
    window.resize(*SMALLEST)
    settle()
    panels = (window.library, window.question, window.evidence)

    assert window.width() == SMALLEST[0]
    assert all(one.geometry().right() < other.geometry().left() for one, other in pairwise(panels))


@pytest.mark.qt_log_ignore("propagateSizeHints")
def test_about_does_not_stop_the_window(window: MainWindow) -> None:
    window.menus.about.trigger()
    box = QApplication.activeModalWidget()

    assert box is not None
    box.close()


def test_an_empty_listing_after_an_answer_does_not_hide_it(
    window: MainWindow, engine: ScriptedEngine
) -> None:
    window.questions.ask("?")
    engine.finish(Ask, AnswerFinished(answer()))
    window.stock.refresh()
    engine.finish(ListLibrary, EMPTY_LIBRARY)

    assert window.question.isVisible()
