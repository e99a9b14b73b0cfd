"""A question from the ask box to the highlighted page, through real widgets."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication, QTextCharFormat, QTextCursor
from PySide6.QtGui import Qt as GuiQt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.protocol import (
    Ask,
    Blame,
    Cancel,
    EngineStage,
    EngineState,
    JobFailed,
    ReadRows,
    RenderPage,
)
from app.search_protocol import PassagesFound, Search
from app.window.answer_panel import FLUSH_MS
from app.window.main_window import MainWindow
from app.window.passage_list import NUMBERS_ROLE
from engine.answers import AnswerNumber, Citation, NumberStatus, Step, StepKind
from engine.domain import RowSpan
from engine.events import (
    AnswerCancelled,
    AnswerFinished,
    AnswerGrew,
    EvidenceFound,
    PrefillAdvanced,
    QuestionAccepted,
)
from tests.app.scripted import (
    CITATION,
    RECT,
    ScriptedEngine,
    answer,
    engine_of,
    passage,
    rows_read,
    settle,
)


def ask(window: MainWindow, question: str = "What torque?") -> None:
    window.question.ask_box.set_question(question)
    QTest.keyClick(window.question.ask_box.text, Qt.Key.Key_Return)


def shown(window: MainWindow) -> str:
    return window.question.answer.text()


def test_enter_asks_and_clears_the_box(window: MainWindow, engine: ScriptedEngine) -> None:
    ask(window, "  What torque? ")

    assert engine.last(Ask).question == "What torque?"
    assert window.question.ask_box.text.toPlainText() == ""
    assert "What torque?" in shown(window)


def test_shift_enter_starts_a_new_line(window: MainWindow, engine: ScriptedEngine) -> None:
    edit = window.question.ask_box.text
    QTest.keyClicks(edit, "a")
    QTest.keyClick(edit, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)

    assert edit.toPlainText().count("\n") == 1 or "\u2028" in edit.toPlainText()
    assert engine.all(Ask) == []


def test_an_empty_question_is_not_asked(window: MainWindow, engine: ScriptedEngine) -> None:
    ask(window, "   ")

    assert engine.all(Ask) == []


def test_up_and_down_walk_through_earlier_questions(
    window: MainWindow, engine: ScriptedEngine
) -> None:
    edit = window.question.ask_box.text
    for question in ("first?", "second?"):
        ask(window, question)
        engine.finish(Ask, AnswerFinished(answer()))
    QTest.keyClicks(edit, "draft")

    seen = []
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Down):
        QTest.keyClick(edit, key)
        seen.append(edit.toPlainText())

    assert seen == ["second?", "first?", "first?", "second?", "draft"]


def test_evidence_is_listed_before_the_answer(window: MainWindow, engine: ScriptedEngine) -> None:
    ask(window)
    engine.tell(Ask, QuestionAccepted(1), EvidenceFound((passage(), passage()), 0.1))

    assert window.question.passages.passages.rowCount() == 2
    assert window.question.passages.isVisible()
    assert engine.last(RenderPage).page == 3


def test_reading_the_evidence_shows_its_share(window: MainWindow, engine: ScriptedEngine) -> None:
    ask(window)
    engine.tell(Ask, PrefillAdvanced(43, 100))

    assert "Reading the evidence 43 %" in shown(window)


def test_streamed_text_is_replaced_by_the_finished_answer(
    qtbot: QtBot, window: MainWindow, engine: ScriptedEngine
) -> None:
    ask(window)
    engine.tell(Ask, AnswerGrew(" The tor"), AnswerGrew("que"))
    qtbot.waitUntil(lambda: "The torque" in shown(window))
    engine.finish(Ask, AnswerFinished(answer("12 Nm [1].")))

    assert "The torque" not in shown(window)
    assert "12 Nm [1]." in shown(window)
    assert window.question.ask_box.button.text() == "Ask"


def test_thousands_of_pieces_become_few_edits(
    qtbot: QtBot, window: MainWindow, engine: ScriptedEngine
) -> None:
    ask(window)
    n = 5000
    before = window.question.answer.n_edits
    engine.tell(Ask, *(AnswerGrew(f"{i} ") for i in range(n)))
    qtbot.waitUntil(lambda: f"{n - 1} " in shown(window) + " ")

    assert window.question.answer.n_edits - before < n / 20


def test_the_first_citation_opens_by_itself(window: MainWindow, engine: ScriptedEngine) -> None:
    ask(window)
    engine.finish(Ask, AnswerFinished(answer()))

    request = engine.draw()
    assert (request.document_id, request.page) == ("sha256:manual.pdf", 3)
    assert window.evidence.page.rects == (RECT,)
    assert window.evidence.header.number.text() == "3"


def click_citation(window: MainWindow, mark: str) -> None:
    browser = window.question.answer.browser
    found = browser.document().find(mark)
    found.setPosition(found.selectionStart() + 1)
    where = browser.cursorRect(found).center() + QPoint(1, 0)
    QTest.mouseClick(browser.viewport(), Qt.MouseButton.LeftButton, pos=where)
    settle()


def test_a_clicked_citation_opens_its_page_with_its_places(
    window: MainWindow, engine: ScriptedEngine
) -> None:
    other = Citation(2, "sha256:other.pdf", "other.pdf", 9, (RECT, RECT), "quote")
    ask(window)
    engine.finish(Ask, AnswerFinished(answer("a [1] b [2]", citations=(CITATION, other))))
    for _ in range(2):  # The second click works as the first did.
        click_citation(window, "[2]")
        assert engine.last(RenderPage).document_id == "sha256:other.pdf"
        assert engine.last(RenderPage).page == 9
        assert len(window.evidence.page.rects) == 2
        click_citation(window, "[1]")
        assert engine.last(RenderPage).page == 3


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The documents disagree: 12 Nm [1]; 85 Nm [2]"),
        ("ja", "文書の間で内容が食い違っています：12 Nm [1]；85 Nm [2]"),
    ],
)
def test_documents_that_disagree_are_both_shown(
    window: MainWindow, engine: ScriptedEngine, language: str, text: str
) -> None:
    names = {"document_id": "sha256:bulletin.pdf", "document": "bulletin.pdf"}
    other = Citation(2, *names.values(), 3, (RECT,), "tighten to 85 Nm")
    ask(window)
    engine.tell(Ask, EvidenceFound((passage(), passage("Tighten to 85 Nm.", **names)), 0.1))
    both = answer(text, citations=(CITATION, other), language=language)
    engine.finish(Ask, AnswerFinished(both))
    cards = window.question.passages.passages
    opened = []
    for mark in ("[2]", "[1]"):
        click_citation(window, mark)
        engine.draw()
        opened.append((engine.last(RenderPage).document_id, window.evidence.header.name.text()))
    window.menus.copy_answer.trigger()
    copied = QGuiApplication.clipboard().text()

    assert text in shown(window)
    assert [cards.data(cards.index(n), NUMBERS_ROLE) for n in range(2)] == [(1,), (2,)]
    assert opened == [
        ("sha256:bulletin.pdf", "bulletin.pdf"),
        ("sha256:manual.pdf", "manual.pdf"),
    ]
    assert "[1] manual.pdf" in copied
    assert "[2] bulletin.pdf" in copied


def test_a_chosen_passage_is_not_taken_away_by_the_answer(
    window: MainWindow, engine: ScriptedEngine
) -> None:
    ask(window)
    other = passage(document_id="sha256:other.pdf", document="other.pdf")
    engine.tell(Ask, EvidenceFound((passage(), other), 0.1))
    cards = window.question.passages
    cards.setCurrentIndex(cards.passages.index(1))
    QTest.keyClick(cards, Qt.Key.Key_Return)
    engine.finish(Ask, AnswerFinished(answer()))

    assert engine.last(RenderPage).document_id == "sha256:other.pdf"


def test_a_document_opened_meanwhile_is_not_taken_away_either(
    window: MainWindow, engine: ScriptedEngine
) -> None:
    ask(window)
    window.library.list.setCurrentIndex(window.library.list.model().index(0, 0))
    QTest.keyClick(window.library.list, Qt.Key.Key_Return)
    engine.finish(Ask, AnswerFinished(answer()))

    assert engine.last(RenderPage).page == 1


def test_the_quote_is_there_for_a_screen_reader(window: MainWindow, engine: ScriptedEngine) -> None:
    ask(window)
    engine.finish(Ask, AnswerFinished(answer()))

    assert window.evidence.page.accessibleDescription() == "lock nut to 12 Nm"


def test_cited_rows_are_shown_as_a_marked_table(window: MainWindow, engine: ScriptedEngine) -> None:
    rows = Citation(1, "sha256:log.csv", "log.csv", None, (), "q", table="log", rows=(45, 46))
    ask(window)
    engine.finish(Ask, AnswerFinished(answer(citations=(rows,))))
    request = engine.last(ReadRows)
    engine.finish(ReadRows, rows_read(request))

    model = window.evidence.table.rows
    marked = [
        model.headerData(n, Qt.Orientation.Vertical)
        for n in range(model.rowCount())
        if model.data(model.index(n, 0), Qt.ItemDataRole.BackgroundRole) is not None
    ]
    assert {45, 46} <= set(request.rows)
    assert marked == ["45", "46"]
    assert window.evidence.table.isVisible()


def test_an_unverified_number_is_marked_and_named(
    window: MainWindow, engine: ScriptedEngine
) -> None:
    number = AnswerNumber("12.5", NumberStatus.UNVERIFIED)
    ask(window)
    engine.finish(Ask, AnswerFinished(answer("It is 12.5 Nm, not 112.5.", numbers=(number,))))

    document = window.question.answer.browser.document()
    first = document.find("12.5")
    wave = QTextCharFormat.UnderlineStyle.WaveUnderline
    assert first.charFormat().underlineStyle() is wave
    assert first.charFormat().toolTip()
    assert document.find("112.5").charFormat().underlineStyle() is not wave
    assert "Not found in the evidence: 12.5." in shown(window)


def test_abstaining_keeps_the_nearest_passages_and_helps(
    window: MainWindow, engine: ScriptedEngine
) -> None:
    ask(window)
    engine.tell(Ask, EvidenceFound((passage(),), 0.1))
    engine.finish(Ask, AnswerFinished(answer("", is_abstained=True, citations=())))

    assert "The documents do not say." in shown(window)
    assert "Try other words" in shown(window)
    assert window.question.passages.passages.rowCount() == 1
    assert window.question.passages.accessibleName() == "Nearest passages"


def test_escape_cancels_and_keeps_what_was_written(
    qtbot: QtBot, window: MainWindow, engine: ScriptedEngine
) -> None:
    ask(window)
    engine.tell(Ask, AnswerGrew("half an ans"))
    qtbot.waitUntil(lambda: "half" in shown(window))
    window.menus.stop.trigger()
    job = engine.last(Ask).job
    assert engine.last(Cancel) == Cancel(job)
    engine.finish(Ask, AnswerCancelled(1))

    assert "half an ans" in shown(window)
    assert "You stopped this answer." in shown(window)
    assert not window.questions.is_running


def test_text_that_waits_to_be_shown_does_not_leak_into_the_next_answer(
    qtbot: QtBot, window: MainWindow, engine: ScriptedEngine
) -> None:
    ask(window)
    engine.tell(Ask, AnswerGrew("old"))
    engine.finish(Ask, AnswerFinished(answer("done")))
    ask(window)
    qtbot.wait(3 * FLUSH_MS)

    assert "old" not in shown(window)


def test_a_question_before_the_model_is_ready_waits_for_it(make_window: object) -> None:
    window: MainWindow = make_window()  # type: ignore[operator]
    engine = engine_of(window)
    engine.say(EngineState(EngineStage.OPEN), EngineState(EngineStage.LOADING))
    ask(window)
    assert engine.all(Ask) == []
    assert "your question is next" in shown(window)

    engine.say(EngineState(EngineStage.READY, "tiny"))
    assert len(engine.all(Ask)) == 1


def test_a_waiting_question_can_be_cancelled(make_window: object) -> None:
    window: MainWindow = make_window()  # type: ignore[operator]
    ask(window)
    window.questions.stop()
    settle()

    assert "You stopped this answer." in shown(window)
    assert not window.questions.is_running


def test_without_a_model_the_passages_are_the_answer(
    window: MainWindow, engine: ScriptedEngine
) -> None:
    engine.say(EngineState(EngineStage.WITHOUT_MODEL))
    ask(window)
    engine.finish(Search, PassagesFound((passage(),), 0.1))

    assert window.question.passages.passages.rowCount() == 1
    assert "There is no model on this computer yet" in shown(window)
    assert "genba models fetch" in window.notices.text("engine")


def test_a_failed_question_says_what_to_do(window: MainWindow, engine: ScriptedEngine) -> None:
    from engine.domain import Failure

    ask(window)
    failure = Failure("QuestionTooLong", (("tokens", "9000"), ("limit", "4096")))
    engine.fail(Ask, lambda job: JobFailed(job, Blame.USER, failure))

    assert "9000 of 4096" in shown(window)
    assert "Shorten the question" in shown(window)
    assert window.notices.text("QuestionTooLong") == ""  # Once is enough.
    assert not window.questions.is_running


def test_html_of_strangers_is_shown_as_characters(
    window: MainWindow, engine: ScriptedEngine
) -> None:
    evil = '<b>x</b><img src="http://evil/x.png"><a href="file:///etc/passwd">open</a>'
    ask(window, evil)
    engine.tell(Ask, EvidenceFound((passage(evil, document=evil),), 0.1))
    engine.finish(Ask, AnswerFinished(answer(evil, question=evil, citations=())))

    assert shown(window).count(evil) == 2
    cards = window.question.passages.passages
    assert not GuiQt.mightBeRichText(cards.data(cards.index(0), Qt.ItemDataRole.ToolTipRole))
    cursor = QTextCursor(window.question.answer.browser.document())
    while not cursor.atEnd():
        cursor.movePosition(QTextCursor.MoveOperation.NextCharacter)
        assert not cursor.charFormat().isAnchor()


def test_the_answer_is_copied_with_its_sources(window: MainWindow, engine: ScriptedEngine) -> None:
    ask(window)
    engine.finish(Ask, AnswerFinished(answer()))
    window.menus.copy_answer.trigger()

    copied = QGuiApplication.clipboard().text()
    assert "The torque is 12 Nm [1]." in copied
    assert "[1] manual.pdf, p. 3: lock nut to 12 Nm" in copied


def test_rows_of_a_passage_open_as_a_table(window: MainWindow, engine: ScriptedEngine) -> None:
    ask(window)
    rows = passage(places=(), rows=RowSpan("log", 5, 8))
    engine.tell(Ask, EvidenceFound((rows,), 0.1))

    assert engine.last(ReadRows).table == "log"


def test_in_the_smallest_window_the_answer_is_seen_without_scrolling(
    window: MainWindow, engine: ScriptedEngine
) -> None:
    window.resize(window.minimumSize())
    question = "What torque is needed for the spindle lock nut of the lathe L-7?"
    ask(window, question)
    passages = (passage(), passage(), passage())
    step = Step(1, 0, StepKind.SEARCH, "What torque?", "manual.pdf", seconds=0.1)
    finished = replace(answer("12 Nm [1]."), question=question, steps=(step,))
    engine.tell(Ask, EvidenceFound(passages, 0.1), AnswerFinished(finished))
    settle()
    browser = window.question.answer.browser
    found = browser.document().find("12 Nm")

    assert browser.viewport().rect().contains(browser.cursorRect(found))
