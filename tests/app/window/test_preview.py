"""Passages while typing: they come at a pause, only for the newest text, and go away again."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.protocol import Ask, Blame, Cancel, EngineStage, EngineState, JobFailed, RenderPage
from app.search_protocol import PassagesFound, Search, SearchWay
from app.window.main_window import MainWindow
from app.window.passage_list import WORDS_ROLE
from app.window.preview_flow import BLANK_MS, PAUSE_MS, REST_MS
from engine.domain import Failure, Passage
from engine.events import AnswerFinished, EvidenceFound
from tests.app.scripted import ScriptedEngine, answer, engine_of, passage


def passages(*texts: str) -> tuple[Passage, ...]:
    return tuple(passage(text, chunk_id=n) for n, text in enumerate(texts, start=1))


def typed(window: MainWindow, text: str) -> None:
    QTest.keyClicks(window.question.ask_box.text, text)


def press(window: MainWindow, key: Qt.Key) -> None:
    QTest.keyClick(window.question.ask_box.text, key)


def title(window: MainWindow) -> str:
    return window.question._title.text()


def texts(window: MainWindow) -> list[str]:
    model = window.question.passages.passages
    description = Qt.ItemDataRole.AccessibleDescriptionRole
    return [str(model.index(n).data(description)) for n in range(model.rowCount())]


@pytest.fixture
def preview(qtbot: QtBot, window: MainWindow, engine: ScriptedEngine) -> Callable[..., None]:
    """Type a text, wait for the search, and answer it."""

    def type_and_find(text: str, *found: str) -> None:
        n = len(engine.all(Search))
        typed(window, text)
        qtbot.waitUntil(lambda: len(engine.all(Search)) > n)
        engine.finish(Search, PassagesFound(passages(*found), 0.001))

    return type_and_find


def test_passages_come_at_a_pause_with_the_words_marked(
    window: MainWindow, engine: ScriptedEngine, preview: Callable[..., None]
) -> None:
    typed(window, "spindle")
    assert engine.all(Search) == []
    preview(" tor", "the torque", "the spindle")

    assert engine.last(Search).question == "spindle tor"
    assert engine.last(Search).way is SearchWay.WORDS
    assert texts(window) == ["the torque", "the spindle"]
    assert title(window) == "While you type  2"
    assert window.question.passages.passages.index(0).data(WORDS_ROLE) == ("spindle", "tor")


def test_meaning_is_looked_up_when_the_pause_goes_on(
    qtbot: QtBot, window: MainWindow, engine: ScriptedEngine, preview: Callable[..., None]
) -> None:
    preview("spindle", "by words")
    qtbot.waitUntil(lambda: engine.last(Search).way is SearchWay.IDLE)
    engine.finish(Search, PassagesFound(passages("by meaning"), 0.1))

    assert texts(window) == ["by meaning"]


def test_meaning_is_not_looked_up_while_an_answer_is_written(
    qtbot: QtBot, window: MainWindow, engine: ScriptedEngine, preview: Callable[..., None]
) -> None:
    window.questions.ask("What torque?")
    preview("spindle", "by words")
    qtbot.wait(REST_MS + 50)

    assert {search.way for search in engine.all(Search)} == {SearchWay.WORDS}


def test_a_later_keystroke_overtakes_a_search(
    qtbot: QtBot, window: MainWindow, engine: ScriptedEngine
) -> None:
    typed(window, "spindle")
    qtbot.waitUntil(lambda: len(engine.all(Search)) == 1)
    first = engine.last(Search)
    typed(window, " tor")
    assert engine.last(Cancel) == Cancel(first.job)
    engine.finish(Search, PassagesFound(passages("old"), 0.1))
    assert texts(window) == []
    qtbot.waitUntil(lambda: len(engine.all(Search)) == 2)

    engine.finish(Search, PassagesFound(passages("new"), 0.1))
    assert texts(window) == ["new"]


@pytest.mark.parametrize(("text", "n_searches"), [("ab", 0), ("abc", 1), ("軸", 0), ("主軸", 1)])
def test_a_few_letters_are_needed(
    qtbot: QtBot, window: MainWindow, engine: ScriptedEngine, text: str, n_searches: int
) -> None:
    window.question.ask_box.text.insertPlainText(text)
    qtbot.wait(PAUSE_MS + 50)

    assert len(engine.all(Search)) == n_searches


def test_nothing_is_looked_up_while_a_conversion_is_under_way(
    qtbot: QtBot, window: MainWindow, engine: ScriptedEngine
) -> None:
    edit = window.question.ask_box.text
    edit.insertPlainText("主軸の")
    QCoreApplication.sendEvent(edit, QInputMethodEvent("しめつけ", []))
    qtbot.wait(PAUSE_MS + 50)
    assert engine.all(Search) == []

    done = QInputMethodEvent("", [])
    done.setCommitString("締付")
    QCoreApplication.sendEvent(edit, done)
    qtbot.waitUntil(lambda: len(engine.all(Search)) == 1)
    assert engine.last(Search).question == "主軸の締付"


@pytest.mark.parametrize("how", ["clear", "escape"])
def test_the_evidence_of_the_answer_comes_back(
    window: MainWindow, engine: ScriptedEngine, preview: Callable[..., None], how: str
) -> None:
    window.questions.ask("What torque?")
    engine.tell(Ask, EvidenceFound(passages("evidence", "more"), 0.1))
    engine.finish(Ask, AnswerFinished(answer()))
    preview("spindle", "preview")
    assert texts(window) == ["preview"]

    if how == "clear":
        window.question.ask_box.text.clear()
    else:
        press(window, Qt.Key.Key_Escape)
        assert window.question.ask_box.text.toPlainText() == "spindle"
    assert texts(window) == ["evidence", "more"]
    assert title(window) == "Evidence  2"
    assert window.question.passages.passages.cited_rows(passage()) == ()


def test_an_answer_that_comes_meanwhile_does_not_take_the_list(
    window: MainWindow, engine: ScriptedEngine, preview: Callable[..., None]
) -> None:
    window.questions.ask("What torque?")
    preview("spindle", "preview")
    engine.tell(Ask, EvidenceFound(passages("evidence"), 0.1))
    engine.finish(Ask, AnswerFinished(answer("", is_abstained=True, citations=())))

    assert texts(window) == ["preview"]
    window.question.ask_box.text.clear()
    assert texts(window) == ["evidence"]
    assert title(window) == "Nearest passages  1"


def test_enter_keeps_what_was_found_until_the_evidence_comes(
    window: MainWindow, engine: ScriptedEngine, preview: Callable[..., None]
) -> None:
    preview("spindle", "preview", "another")
    resets: list[list[str]] = []
    window.question.passages.passages.modelReset.connect(lambda: resets.append(texts(window)))
    press(window, Qt.Key.Key_Return)

    assert texts(window) == ["preview", "another"]
    assert title(window) == "Evidence  2"
    assert engine.last(Ask).question == "spindle"
    engine.tell(Ask, EvidenceFound(passages("evidence"), 0.1))
    assert texts(window) == ["evidence"]
    assert resets == [["evidence"]]  # Never empty between the two.


def test_enter_without_a_pause_looks_the_words_up_at_once(
    window: MainWindow, engine: ScriptedEngine
) -> None:
    typed(window, "spindle")
    press(window, Qt.Key.Key_Return)
    assert engine.last(Search).way is SearchWay.WORDS
    engine.finish(Search, PassagesFound(passages("words"), 0.001))

    assert texts(window) == ["words"]
    engine.tell(Ask, EvidenceFound(passages("evidence"), 0.1))
    assert texts(window) == ["evidence"]


def test_the_list_before_goes_if_nothing_comes_soon(
    qtbot: QtBot, window: MainWindow, engine: ScriptedEngine
) -> None:
    window.questions.ask("What torque?")
    engine.tell(Ask, EvidenceFound(passages("evidence"), 0.1))
    engine.finish(Ask, AnswerFinished(answer()))
    window.questions.ask("What pressure?")
    assert texts(window) == ["evidence"]  # Emptied at once, it would flicker.
    qtbot.waitUntil(lambda: texts(window) == [], timeout=BLANK_MS * 20)

    assert not window.question.passages.isVisible()


def test_words_that_are_late_do_not_replace_the_evidence(
    window: MainWindow, engine: ScriptedEngine
) -> None:
    typed(window, "spindle")
    press(window, Qt.Key.Key_Return)
    engine.tell(Ask, EvidenceFound(passages("evidence"), 0.1))
    engine.finish(Search, PassagesFound(passages("words"), 0.001))

    assert texts(window) == ["evidence"]


def test_passages_come_before_the_models_are_loaded(
    qtbot: QtBot, make_window: Callable[..., MainWindow]
) -> None:
    window = make_window()
    engine = engine_of(window)
    typed(window, "spindle")
    qtbot.wait(PAUSE_MS + 50)
    assert engine.all(Search) == []  # The library is not open yet.
    engine.say(EngineState(EngineStage.OPEN), EngineState(EngineStage.LOADING))

    engine.finish(Search, PassagesFound(passages("early"), 0.001))
    assert texts(window) == ["early"]
    press(window, Qt.Key.Key_Return)
    assert texts(window) == ["early"]
    assert engine.all(Ask) == []


def test_a_passage_chosen_while_typing_stays_open_when_the_question_is_asked(
    window: MainWindow, engine: ScriptedEngine, preview: Callable[..., None]
) -> None:
    preview("spindle", "preview", "another")
    cards = window.question.passages
    cards.setCurrentIndex(cards.passages.index(1))
    QTest.keyClick(cards, Qt.Key.Key_Return)
    n_pages = len(engine.all(RenderPage))
    assert n_pages == 1
    press(window, Qt.Key.Key_Return)
    engine.tell(Ask, EvidenceFound(tuple(reversed(passages("preview", "another"))), 0.1))
    engine.finish(Ask, AnswerFinished(answer()))

    assert len(engine.all(RenderPage)) == n_pages
    assert window.evidence.sight is not None
    assert cards.currentIndex().row() == 0  # The same passage, at its new place.


def test_words_that_are_nowhere_are_said_to_be(
    window: MainWindow, preview: Callable[..., None]
) -> None:
    preview("zzyzx")

    assert title(window) == "While you type"
    assert window.question._nothing.isVisible()
    assert not window.question.passages.isVisible()


def test_a_search_that_fails_for_lack_of_an_engine_is_not_news(
    qtbot: QtBot, window: MainWindow, engine: ScriptedEngine
) -> None:
    typed(window, "spindle")
    qtbot.waitUntil(lambda: len(engine.all(Search)) == 1)
    engine.fail(Search, lambda job: JobFailed(job, Blame.ENVIRONMENT, Failure("EngineLost")))
    assert not window.notices.text("EngineLost")

    typed(window, " tor")
    qtbot.waitUntil(lambda: len(engine.all(Search)) == 2)
    engine.fail(Search, lambda job: JobFailed(job, Blame.BUG, Failure("KeyError"), "trace"))
    assert window.notices.text("bug")
