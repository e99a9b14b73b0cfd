"""A step is opened, edited and run again; the answer before is never far."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.engine_process import EngineProcess
from app.protocol import Ask, Blame, Cancel, JobFailed
from app.rerun_protocol import RunEditedCalculation, RunEditedQuery
from app.service_settings import ServiceSettings
from app.window.engine_link import EngineLink
from app.window.language import Language, Translators
from app.window.main_window import MainWindow
from app.window.preferences import Preferences
from app.window.sights import RowSight, Sight
from app.window.steps_list import StepsList
from engine.answers import (
    Answer,
    AnswerNumber,
    Edit,
    Fate,
    NumberStatus,
    Route,
    Said,
    Step,
    StepDetails,
    StepKind,
)
from engine.domain import Failure, RowSpan
from engine.events import AnswerFinished, EvidenceFound
from engine.store.journal import EntryKind, Journal
from engine.store.library import Library
from tests.app.scripted import (
    ScriptedEngine,
    answer,
    calculation,
    document,
    library,
    passage,
    query,
    settle,
)
from tests.engine.conftest import log_parts, source

QUESTION = "What is the average torque of P-2?"
LOG = "torque.csv"
SQL = "SELECT AVG(torque) FROM log WHERE part = 'P-2'"
EVIDENCE = (
    passage(),
    passage(
        "Part: P-2, Torque: 52.5",
        document="log.csv",
        document_id="sha256:log",
        places=(),
        rows=RowSpan("log", 3, 8),
        chunk_id=2,
    ),
)
DROPPED = query("SELECT 1 FROM log", ((1,),), error="it does not ask for P-2")
SEARCH = Step(1, 0, StepKind.SEARCH, QUESTION, "manual.pdf", None, 0.2, StepDetails((1, 2)))
READING = Step(
    2,
    0,
    StepKind.READING,
    QUESTION,
    "",
    None,
    3.0,
    StepDetails((1, 2), (Said(1, "13 Nm", Fate.FOREIGN_FIGURE),)),
)
QUERY = Step(
    3, 0, StepKind.QUERY, QUESTION, "50", query(SQL, ((50.0,),)), 2.4,
    StepDetails((2,), dropped=(DROPPED,)),
)  # fmt: skip
CALCULATION = Step(
    4,
    0,
    StepKind.CALCULATION,
    QUESTION,
    "25 N·m",
    calculation("85 N·m - 60 N·m", "25 N·m"),
    1.0,
    StepDetails(
        numbers=(
            AnswerNumber("25 N·m", NumberStatus.COMPUTED, "calculator 1"),
            AnswerNumber("85 N·m", NumberStatus.FOUND, "[1]"),
            AnswerNumber("60 N·m", NumberStatus.FOUND, "question"),
        )
    ),
)
ORIGINAL = answer(
    "50",
    question=QUESTION,
    route=Route.LOG_QUERY,
    steps=(SEARCH, READING, QUERY, CALCULATION),
    citations=(),
)


@pytest.fixture
def steps(window: MainWindow, engine: ScriptedEngine) -> StepsList:
    window.questions.ask(QUESTION)
    engine.finish(Ask, EvidenceFound(EVIDENCE, 0.1), AnswerFinished(ORIGINAL))
    steps = window.question.answer.steps
    steps.toggle.click()
    return steps


def open_step(steps: StepsList, step_id: int) -> str:
    """Choose a step as the keyboard does; what it says is returned."""
    model, tree = steps.tree.steps, steps.tree
    tree.setCurrentIndex(model.index(step_id, 0))
    settle()
    return steps.details.browser.toPlainText()


def edit(steps: StepsList, step_id: int, text: str) -> None:
    open_step(steps, step_id)
    steps.details.edit.click()
    steps.details.editor.setPlainText(text)
    QTest.keyClick(steps.details.editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def edited(before: Answer, **facts: object) -> Answer:
    values = {"journal_id": 9, "edit": Edit("sql", SQL, "SELECT 2", 7), "steps": (QUERY,)}
    return replace(before, **(values | facts))  # type: ignore[arg-type]


def said(window: MainWindow) -> str:
    return window.question.answer.browser.toPlainText()


# Opened.
def test_no_step_is_open_until_one_is_chosen(window: MainWindow, steps: StepsList) -> None:
    assert not steps.details.isVisible()
    assert window.question.passages.isVisible()
    open_step(steps, 1)
    assert steps.details.isVisible()
    assert not window.question.passages.isVisible()
    steps.details.close_button.click()
    assert window.question.passages.isVisible()
    assert steps.tree.hasFocus()


def test_the_first_line_tells_the_route(steps: StepsList) -> None:
    text = open_step(steps, 0)

    assert steps.details.title.text() == "Route"
    assert "asked of the logs" in text
    assert "tiny-1.5b" in text


def test_a_search_shows_its_query_and_opens_its_passages(
    window: MainWindow, steps: StepsList
) -> None:
    text = open_step(steps, 1)
    assert QUESTION in text
    assert "[1] manual.pdf, p. 3  Tighten the lock nut" in text
    steps.details.browser.anchorClicked.emit(QUrl("genba-citation:2"))
    sight = window.evidence.sight
    assert isinstance(sight, RowSight)
    assert sight.table == "log"
    steps.details.browser.anchorClicked.emit(QUrl("genba-citation:1"))
    assert isinstance(window.evidence.sight, Sight)
    for foreign in ("genba-citation:3", "genba-citation:0", "genba-citation:x", "file:///etc"):
        steps.details.browser.anchorClicked.emit(QUrl(foreign))
    assert isinstance(window.evidence.sight, Sight)


def test_a_reading_tells_what_was_said_and_why_it_was_dropped(steps: StepsList) -> None:
    text = open_step(steps, 2)

    assert "“13 Nm” Dropped: it has a number that the passage does not have." in text
    assert "Not read: [2]" in text


def test_a_query_shows_itself_its_result_and_what_was_tried_besides(steps: StepsList) -> None:
    text = open_step(steps, 3)

    assert "WHERE part = 'P-2'" in text
    assert "→ 50" in text
    assert "Rows behind it: [2]" in text
    assert "Dropped: it does not ask for P-2" in text


def test_a_calculation_tells_where_its_numbers_come_from(steps: StepsList) -> None:
    text = open_step(steps, 4)

    assert "85 N·m - 60 N·m = 25 N·m" in text
    assert "85 N·m  ← [1] manual.pdf, p. 3" in text
    assert "60 N·m  ← from the question" in text


def test_an_open_step_follows_the_language_and_keeps_what_is_typed(
    window: MainWindow, steps: StepsList
) -> None:
    open_step(steps, 3)
    steps.details.edit.click()
    steps.details.editor.setPlainText("SELECT 2 FROM log")
    window.speak(Language.JAPANESE)
    settle()

    assert steps.details.isVisible()
    assert steps.details.editor.isVisible()
    assert steps.details.editor.toPlainText() == "SELECT 2 FROM log"
    assert steps.details.title.text().startswith("照会")


def test_another_question_closes_the_open_step(window: MainWindow, steps: StepsList) -> None:
    open_step(steps, 3)
    window.questions.ask("What else?")

    assert not steps.details.isVisible()
    assert steps.tree.chosen_step is None


# Edited.
def test_the_editor_begins_with_the_query_as_it_was(steps: StepsList) -> None:
    open_step(steps, 3)
    steps.details.edit.click()

    assert steps.details.editor.hasFocus()
    assert steps.details.editor.toPlainText().splitlines() == [
        "SELECT AVG(torque)",
        "FROM log",
        "WHERE part = 'P-2'",
    ]
    QTest.keyClick(steps.details.editor, Qt.Key.Key_Escape)
    assert not steps.details.editor.isVisible()
    assert steps.details.edit.hasFocus()


def test_an_edited_query_becomes_an_answer_that_says_so(
    window: MainWindow, engine: ScriptedEngine, steps: StepsList
) -> None:
    edit(steps, 3, "SELECT 2 FROM log")
    request = engine.last(RunEditedQuery)
    assert (request.answer, request.step, request.sql) == (ORIGINAL, QUERY, "SELECT 2 FROM log")
    assert not steps.details.run.isEnabled()
    own = passage("Part: P-1", document="log.csv", rows=RowSpan("log", 1, 1), places=())
    new = edited(ORIGINAL, text="2")
    engine.finish(RunEditedQuery, EvidenceFound((own,), 0.0), AnswerFinished(new))

    assert said(window).splitlines()[-1] == "2"
    bar = window.question.answer.edited
    assert bar.isVisible()
    assert bar.label.text() == "Query edited by you"
    assert window.question.passages.passages.rowCount() == 1
    assert steps.details.title.text().startswith("Query")
    window.menus.copy_answer.trigger()
    assert "Query edited by you" in QGuiApplication.clipboard().text()


def test_the_original_answer_comes_back_with_its_evidence(
    window: MainWindow, engine: ScriptedEngine, steps: StepsList
) -> None:
    edit(steps, 3, "SELECT 2 FROM log")
    engine.finish(RunEditedQuery, AnswerFinished(edited(ORIGINAL, text="2")))
    edit(steps, 1, "SELECT 3 FROM log")  # The edited answer has this step alone.
    engine.finish(RunEditedQuery, AnswerFinished(edited(ORIGINAL, text="3")))
    assert window.question.passages.passages.rowCount() == 0
    window.question.answer.edited.back.click()

    assert window.question.answer.answer == ORIGINAL
    assert window.question.passages.passages.rowCount() == 2
    assert not window.question.answer.edited.isVisible()


def test_a_refused_query_says_why_in_place_and_keeps_what_was_typed(
    window: MainWindow, engine: ScriptedEngine, steps: StepsList
) -> None:
    edit(steps, 3, "DROP TABLE log")
    failure = Failure("QueryRefused", (("sql", "DROP TABLE log"), ("reason", "only SELECT runs")))
    engine.fail(RunEditedQuery, lambda job: JobFailed(job, Blame.USER, failure))

    assert "only SELECT runs" in steps.details.problem.text()
    assert steps.details.problem.isVisible()
    assert steps.details.editor.toPlainText() == "DROP TABLE log"
    assert steps.details.run.isEnabled()
    assert window.question.answer.answer == ORIGINAL


def test_a_running_query_can_be_stopped(engine: ScriptedEngine, steps: StepsList) -> None:
    edit(steps, 3, "SELECT 2 FROM log")
    steps.details.cancel.click()
    assert engine.last(Cancel).job == engine.last(RunEditedQuery).job
    engine.finish(RunEditedQuery)

    assert steps.details.run.isEnabled()
    assert steps.details.editor.isVisible()


def test_another_question_drops_what_is_still_running(
    window: MainWindow, engine: ScriptedEngine, steps: StepsList
) -> None:
    edit(steps, 3, "SELECT 2 FROM log")
    window.questions.ask("What else?")
    engine.finish(RunEditedQuery, AnswerFinished(edited(ORIGINAL, text="2")))

    assert window.question.answer.answer is None
    engine.finish(Ask, AnswerFinished(answer("Other.", question="What else?")))
    assert not window.question.answer.edited.isVisible()


def test_an_edited_number_is_shown_as_entered(
    window: MainWindow, engine: ScriptedEngine, steps: StepsList
) -> None:
    edit(steps, 4, "85 N·m - 60 N·m\n* 3")
    request = engine.last(RunEditedCalculation)
    assert request.expression == "85 N·m - 60 N·m * 3"
    assert request.passages == EVIDENCE
    numbers = (AnswerNumber("3", NumberStatus.ENTERED, "entered"),)
    new = edited(
        ORIGINAL,
        text="75 N·m ((85 N·m - 60 N·m) * 3)",
        numbers=numbers,
        edit=Edit("calculator", "85 N·m - 60 N·m", "(85 N·m - 60 N·m) * 3", 7),
        steps=(replace(CALCULATION, details=StepDetails(numbers=numbers)),),
    )
    engine.finish(RunEditedCalculation, AnswerFinished(new))

    assert window.question.answer.edited.label.text() == "Calculation edited by you"
    assert "Entered by you, not from the evidence: 3." in said(window)
    assert "3  ← entered by you" in steps.details.browser.toPlainText()


# One document.
def test_the_same_question_is_asked_of_one_document(
    window: MainWindow, engine: ScriptedEngine, steps: StepsList
) -> None:
    window.stock.show_library(library(document("manual.pdf"), document("other.pdf")))
    open_step(steps, 1)
    documents = steps.details.documents
    names = [documents.itemText(n) for n in range(documents.count())]
    assert names == ["manual.pdf", "log.csv", "other.pdf"], "those of the answer first"
    documents.setCurrentIndex(2)
    steps.details.ask.click()
    request = engine.last(Ask)
    assert (request.question, request.documents) == (QUESTION, ("sha256:other.pdf",))
    alone = answer("12 Nm", question=QUESTION, only_from=("other.pdf",), steps=(SEARCH,))
    engine.finish(Ask, EvidenceFound((), 0.1), AnswerFinished(alone))
    bar = window.question.answer.edited
    assert bar.label.text() == "From other.pdf alone"
    bar.back.click()

    assert window.question.answer.answer == ORIGINAL
    assert not bar.isVisible()


def test_a_question_that_was_stopped_leaves_the_way_back(
    window: MainWindow, engine: ScriptedEngine, steps: StepsList
) -> None:
    open_step(steps, 1)
    steps.details.ask.click()
    assert not window.question.answer.edited.isVisible()
    engine.finish(Ask)
    window.question.answer.edited.back.click()

    assert window.question.answer.answer == ORIGINAL


def test_a_question_of_ones_own_takes_the_way_back_away(
    window: MainWindow, engine: ScriptedEngine, steps: StepsList
) -> None:
    open_step(steps, 1)
    steps.details.ask.click()
    engine.finish(Ask)
    window.questions.ask("What else?")
    engine.finish(Ask, AnswerFinished(answer("Other.", question="What else?")))

    assert not window.question.answer.edited.isVisible()


# With the real engine.
@pytest.mark.real
def test_a_query_over_a_log_is_edited_in_the_window(
    qtbot: QtBot, settings: QSettings, translators: Translators, workspace: Path
) -> None:
    stock = Library.open(workspace)
    rows = [(f"P-{n % 3}", n / 2) for n in range(1, 901)]
    stock.store_document(source(LOG, "sha256:log"), log_parts("torque", rows))
    stock.close()
    small = ServiceSettings(
        language_model="smollm2-135m-instruct-q4_1", embedding_model="all-minilm-l6-v2"
    )
    link = EngineLink(lambda on_reply: EngineProcess(workspace, on_reply, small))
    window = MainWindow(link, Preferences(settings), translators)
    window.show()
    link.start()
    try:
        _drive(qtbot, window)
    finally:
        link.stop()
        window.close()
        window.deleteLater()
    journal = Journal(workspace)
    entries = list(journal.entries())
    journal.close()
    kinds = [entry.kind for entry in entries]
    assert kinds == [EntryKind.QUESTION, EntryKind.EVIDENCE, EntryKind.STEP, EntryKind.ANSWER]
    assert entries[0].body["edit_of"] == ORIGINAL.journal_id


def _drive(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: window.library.model.document_named(LOG) is not None, timeout=90_000)
    log = window.library.model.document_named(LOG)
    assert log is not None
    window.show_document(log.path)
    table = window.evidence.table
    qtbot.waitUntil(lambda: table.rows.row(1) is not None, timeout=30_000)
    assert table.rows.rowCount() == log.n_rows
    name = window.evidence.sight.table  # type: ignore[union-attr]
    step = replace(QUERY, call=query(f"SELECT COUNT(*) FROM {name}", ((1,),)))
    window.questions.show_finished(replace(ORIGINAL, steps=(step,)), ())
    steps = window.question.answer.steps
    steps.toggle.click()
    edit(steps, 1, f"DELETE FROM {name}")
    qtbot.waitUntil(lambda: bool(steps.details.problem.text()), timeout=30_000)
    edit(steps, 1, f"SELECT COUNT(*) FROM {name}")
    shown = window.question.answer
    qtbot.waitUntil(
        lambda: shown.answer is not None and shown.answer.edit is not None, timeout=30_000
    )
    assert shown.answer is not None
    assert shown.answer.text.startswith(str(log.n_rows))
    assert shown.edited.label.text() == "Query edited by you"
