"""What in an answer leads somewhere: numbers to their places, an abstention to other questions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QTextCharFormat
from PySide6.QtTest import QSignalSpy, QTest

from app.protocol import Ask, RenderPage
from app.search_protocol import AdviceFound, Advise
from app.window.answer_browser import ADD_SCHEME, PLACE_SCHEME, TRY_SCHEME, AnswerBrowser
from app.window.main_window import MainWindow
from engine.answers import Advice, AnswerNumber, NumberStatus, Rephrasing, RephrasingKind
from engine.domain import Rect
from engine.events import AnswerFinished, EvidenceFound
from tests.app.scripted import CITATION, ScriptedEngine, answer, passage

OTHER = replace(CITATION, page=7, quote="then 85 Nm", rects=(Rect(10, 20, 90, 30),))
FOUND = (
    AnswerNumber("12 Nm", NumberStatus.FOUND, "[1]"),
    AnswerNumber("85 Nm", NumberStatus.FOUND, "[1]"),
)
QUESTION = "What torque for SH-240?"
NOTHING = answer("The documents do not say.", question=QUESTION, is_abstained=True, citations=())
ADVICE = Advice(
    missing=("SH-240",),
    rephrasings=(
        Rephrasing(RephrasingKind.PART, "SH-204", "What torque for SH-204?"),
        Rephrasing(RephrasingKind.DOCUMENT, "manual.pdf", "What torque for SH-240 manual"),
    ),
)


@pytest.fixture
def browser(window: MainWindow) -> AnswerBrowser:
    return window.question.answer.browser


@pytest.fixture
def found(window: MainWindow, engine: ScriptedEngine) -> None:
    """An answer with two numbers, each in a sentence of its own on the page."""
    window.questions.ask("What torque?")
    one = answer("12 Nm, then 85 Nm [1].", citations=(CITATION, OTHER), numbers=FOUND)
    engine.finish(Ask, AnswerFinished(one))


@pytest.fixture
def abstain(window: MainWindow, engine: ScriptedEngine) -> Callable[[Advice], str]:
    """Abstains; gives everything that can be read then."""

    def abstain(advice: Advice) -> str:
        window.questions.ask(QUESTION)
        engine.tell(Ask, EvidenceFound((passage(),), 0.1))
        engine.finish(Ask, AnswerFinished(NOTHING))
        engine.finish(Advise, AdviceFound(advice))
        return window.question.answer.browser.toPlainText()

    return abstain


def href(browser: AnswerBrowser, text: str) -> str:
    return browser.document().find(text).charFormat().anchorHref()


@pytest.mark.usefixtures("found")
def test_a_number_opens_the_very_place_it_was_found_in(
    window: MainWindow, engine: ScriptedEngine, browser: AnswerBrowser
) -> None:
    browser.anchorClicked.emit(QUrl(href(browser, "85 Nm")))

    assert engine.last(RenderPage).page == 7
    assert window.evidence.page.rects == OTHER.rects


@pytest.mark.usefixtures("found")
def test_a_found_number_is_calm_and_says_where_it_is_from(browser: AnswerBrowser) -> None:
    look = browser.document().find("85 Nm").charFormat()

    assert look.underlineStyle() is QTextCharFormat.UnderlineStyle.SingleUnderline
    assert look.foreground() == browser.document().find("then").charFormat().foreground()
    assert "manual.pdf, p. 7" in look.toolTip()


@pytest.mark.usefixtures("found")
def test_numbers_are_reached_with_the_keyboard(
    window: MainWindow, engine: ScriptedEngine, browser: AnswerBrowser
) -> None:
    window.activateWindow()
    browser.setFocus()
    QTest.keyClick(browser, Qt.Key.Key_Tab)
    QTest.keyClick(browser, Qt.Key.Key_Tab)
    assert browser.textCursor().selectedText() == "85 Nm"
    QTest.keyClick(browser, Qt.Key.Key_Return)

    assert engine.last(RenderPage).page == 7


def test_a_link_of_an_answer_before_leads_nowhere(
    window: MainWindow, browser: AnswerBrowser, engine: ScriptedEngine
) -> None:
    window.questions.ask("What torque?")
    n = len(engine.all(RenderPage))
    browser.anchorClicked.emit(QUrl(f"{PLACE_SCHEME}:0"))

    assert len(engine.all(RenderPage)) == n


def test_an_abstention_asks_for_advice_on_its_passages(
    engine: ScriptedEngine, abstain: Callable[[Advice], str]
) -> None:
    abstain(Advice())

    assert engine.last(Advise).question == QUESTION
    assert engine.last(Advise).passages == (passage(),)


def test_an_answer_needs_no_advice(window: MainWindow, engine: ScriptedEngine) -> None:
    window.questions.ask("What torque?")
    engine.finish(Ask, AnswerFinished(answer()))

    assert engine.all(Advise) == []


def test_a_number_that_no_document_has_is_named(abstain: Callable[[Advice], str]) -> None:
    text = abstain(ADVICE)

    assert "Found in no document: “SH-240”." in text
    assert "Try instead" in text
    assert "With the document: manual.pdf" in text


def test_another_question_goes_into_the_box(
    window: MainWindow,
    engine: ScriptedEngine,
    browser: AnswerBrowser,
    abstain: Callable[[Advice], str],
) -> None:
    abstain(ADVICE)
    n_asked = len(engine.all(Ask))
    browser.anchorClicked.emit(QUrl(href(browser, "What torque for SH-204?")))

    assert window.question.ask_box.text.toPlainText() == "What torque for SH-204?"
    assert len(engine.all(Ask)) == n_asked


def test_files_can_be_added_from_an_abstention(
    window: MainWindow, browser: AnswerBrowser, abstain: Callable[[Advice], str]
) -> None:
    abstain(Advice())
    panel = window.question.answer
    panel.files_wanted.disconnect()  # A dialog would wait for somebody.
    wanted = QSignalSpy(panel.files_wanted)
    browser.anchorClicked.emit(QUrl(href(browser, "Add files")))

    assert wanted.count() == 1
    assert href(browser, "Add files").startswith(ADD_SCHEME)


def test_advice_that_comes_after_the_next_question_is_dropped(
    window: MainWindow, engine: ScriptedEngine
) -> None:
    window.questions.ask(QUESTION)
    engine.finish(Ask, AnswerFinished(NOTHING))
    window.questions.ask("What pressure?")
    engine.finish(Ask, AnswerFinished(replace(NOTHING, question="What pressure?")))
    first = engine.all(Advise)[0]
    engine.requests.remove(engine.last(Advise))
    assert engine.last(Advise) == first
    engine.finish(Advise, AdviceFound(ADVICE))

    assert "SH-240" not in window.question.answer.browser.toPlainText()
    assert not window.question.answer.browser.document().find(TRY_SCHEME).hasSelection()
