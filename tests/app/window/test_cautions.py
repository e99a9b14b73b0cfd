"""Cautions of an answer: in words, on the page, and the newest revision one click away."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QUrl

from app.cautions import caution_lines, cautions_of
from app.protocol import Ask, ListLibrary, RenderPage
from app.window import theme
from app.window.answer_browser import DOCUMENT_SCHEME, linked_document
from app.window.answer_spans import caution_spans
from app.window.main_window import MainWindow
from engine.answers import (
    Answer,
    AnswerNumber,
    Caution,
    CautionKind,
    NumberStatus,
)
from engine.events import AnswerFinished
from tests.app.scripted import CITATION, ScriptedEngine, answer, document, library

NEWER = "drawings/a [2] {b}<i>.pdf"
OLD = Caution(CautionKind.SUPERSEDED, (("revision", "C"), ("document", NEWER)))
UNSURE = Caution(CautionKind.RECOGNISED, (("confidence", "63%"),))


def with_cautions() -> Answer:
    first = replace(CITATION, cautions=(OLD, UNSURE))
    second = replace(CITATION, number=2, cautions=(OLD,))
    doubtful = AnswerNumber("14", NumberStatus.UNVERIFIED)
    return answer("It is 12 Nm [1][2] or 14.", citations=(first, second), numbers=(doubtful,))


def show(window: MainWindow, engine: ScriptedEngine) -> None:
    window.questions.ask("What torque?")
    engine.finish(Ask, AnswerFinished(with_cautions()))


def link_to_newest(window: MainWindow) -> QUrl:
    found = window.question.answer.browser.document().find("a [2] {b}<i>.pdf")
    return QUrl(found.charFormat().anchorHref())


def test_a_caution_of_several_citations_is_said_once() -> None:
    assert caution_lines(with_cautions()) == (
        f"Older revision: [1] [2]. The newest is revision C, {NEWER}.",
        "Read from a picture, 63% sure: [1]. Compare with the page.",
    )


def test_citations_and_the_newest_document_can_be_opened() -> None:
    found = with_cautions()
    spans = caution_spans(found, cautions_of(found)[0])

    assert [span.citation for span in spans if span.citation] == [1, 2]
    assert [(span.text, span.document) for span in spans if span.document] == [
        ("a [2] {b}<i>.pdf", NEWER)
    ]


def test_cautions_stand_on_a_ground_of_their_own(
    window: MainWindow, engine: ScriptedEngine
) -> None:
    show(window, engine)
    frames = window.question.answer.browser.document().rootFrame().childFrames()
    text = window.question.answer.text()

    grounds = [frame.frameFormat().background().color() for frame in frames]
    assert grounds == [theme.current().warning_soft]
    assert text.count("⚠ ") == 3
    assert text.index("Not found in the evidence: 14.") < text.index("Older revision")


def test_an_answer_without_cautions_has_no_such_ground(
    window: MainWindow, engine: ScriptedEngine
) -> None:
    window.questions.ask("What torque?")
    engine.finish(Ask, AnswerFinished(answer()))

    assert window.question.answer.browser.document().rootFrame().childFrames() == []


def test_the_newest_revision_opens_on_a_click(window: MainWindow, engine: ScriptedEngine) -> None:
    window.stock.refresh()
    engine.finish(ListLibrary, library(document(), document(NEWER, id="newest")))
    show(window, engine)
    link = link_to_newest(window)
    assert link.scheme() == DOCUMENT_SCHEME
    assert linked_document(link.path()) == NEWER
    window.question.answer.browser.anchorClicked.emit(link)

    assert engine.last(RenderPage).document_id == "newest"
    assert window.evidence.header.name.text() == "a [2] {b}<i>.pdf"


def test_a_newest_revision_that_is_gone_is_told(window: MainWindow, engine: ScriptedEngine) -> None:
    show(window, engine)
    link = link_to_newest(window)
    window.question.answer.browser.anchorClicked.emit(link)

    assert "is gone" in window.notices.text("row")
