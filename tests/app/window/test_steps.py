"""The steps of an answer: said while they are taken, listed when somebody wants to know."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import Qt as GuiQt
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QProgressBar
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from app.protocol import Ask
from app.window.language import Language
from app.window.main_window import MainWindow
from app.window.steps_list import N_ROWS_OPEN, StepsList
from engine.answers import Step, StepKind
from engine.events import (
    AnswerFinished,
    AnswerGrew,
    AnswerWithdrawn,
    EvidenceFound,
    PrefillAdvanced,
    StepChanged,
)
from tests.app.scripted import ScriptedEngine, answer, passage, query, settle

SLOW_MS = 1000
QUESTION = "What torque, and how many failed?"
SQL = "SELECT COUNT(*) FROM log WHERE a <b AND c> d"
STEPS = (
    Step(1, 0, StepKind.SEARCH, QUESTION, "manual.pdf", seconds=0.2),
    Step(2, 0, StepKind.DIVISION, QUESTION, "2 parts", seconds=1.9),
    Step(3, 0, StepKind.PART, "What torque?", "12 Nm", seconds=3.4),
    Step(4, 3, StepKind.READING, "What torque?", "12 Nm", seconds=3.2),
    Step(5, 0, StepKind.PART, "How many failed?", seconds=4.4),
    Step(6, 5, StepKind.QUERY, "failed", call=query(SQL, (), error="nothing"), seconds=0.02),
)


def begin(n: int, kind: StepKind, subject: str = "?", parent: int = 0) -> StepChanged:
    return StepChanged(Step(n, parent, kind, subject))


def end(begun: StepChanged) -> StepChanged:
    return StepChanged(replace(begun.step, outcome="done", seconds=0.1))


def status(window: MainWindow) -> str:
    return window.question.answer._status.text()


def slow_down(window: MainWindow) -> None:
    """So that a busy machine does not make short steps long."""
    window.question.answer._status._settled.setInterval(SLOW_MS)


def bar(window: MainWindow) -> tuple[int, int]:
    (found,) = window.question.answer._status.findChildren(QProgressBar)
    return found.maximum(), found.value()


# What is being done.
def test_the_status_says_what_is_being_done(
    qtbot: QtBot, window: MainWindow, engine: ScriptedEngine
) -> None:
    window.questions.ask(QUESTION)
    search, read, ask_log = (
        begin(n, kind)
        for n, kind in enumerate((StepKind.SEARCH, StepKind.READING, StepKind.QUERY), start=1)
    )
    engine.tell(Ask, search)
    assert status(window) == "Searching the documents"
    engine.tell(Ask, EvidenceFound((passage(),), 0.1), end(search), read, PrefillAdvanced(40, 100))
    qtbot.waitUntil(lambda: status(window) == "Reading the evidence 40 %")
    assert bar(window) == (100, 40)
    engine.tell(Ask, PrefillAdvanced(80, 100))
    assert status(window) == "Reading the evidence 80 %"
    engine.tell(Ask, end(read), ask_log)
    qtbot.waitUntil(lambda: status(window) == "Asking the log")

    assert bar(window)[0] == 0


def test_a_step_that_is_over_at_once_is_not_shown(
    qtbot: QtBot, window: MainWindow, engine: ScriptedEngine
) -> None:
    slow_down(window)
    window.questions.ask(QUESTION)
    first = begin(1, StepKind.READING)
    engine.tell(Ask, first, PrefillAdvanced(100, 100))
    seen = []
    for n in range(2, 6):
        calculation = begin(n, StepKind.CALCULATION)
        engine.tell(Ask, end(first), calculation, end(calculation))
        seen.append(status(window))
        first = begin(10 + n, StepKind.QUERY)
        engine.tell(Ask, first)
        seen.append(status(window))
    qtbot.waitUntil(lambda: status(window) == "Asking the log")

    assert set(seen) == {"Reading the evidence 100 %"}


def test_a_step_that_lasts_is_shown_after_a_moment(
    qtbot: QtBot, window: MainWindow, engine: ScriptedEngine
) -> None:
    slow_down(window)
    window.questions.ask(QUESTION)
    engine.tell(Ask, begin(1, StepKind.SEARCH))
    began = QSignalSpy(window.question.answer._status._settled.timeout)
    engine.tell(Ask, begin(2, StepKind.DIVISION), PrefillAdvanced(1, 9))
    engine.tell(Ask, PrefillAdvanced(2, 9))
    assert status(window) == "Searching the documents"
    qtbot.waitUntil(
        lambda: began.count() == 1,
    )

    assert status(window) == "Dividing the question"


def test_the_part_that_is_worked_on_is_named(
    qtbot: QtBot, window: MainWindow, engine: ScriptedEngine
) -> None:
    window.questions.ask(QUESTION)
    part = begin(1, StepKind.PART, "What torque?")
    inner = begin(2, StepKind.READING, "What torque?", parent=1)
    engine.tell(Ask, part)
    assert status(window) == "Part: What torque?"
    engine.tell(Ask, inner)
    qtbot.waitUntil(lambda: status(window) == "Reading the evidence · Part: What torque?")
    engine.tell(Ask, end(inner))
    qtbot.waitUntil(lambda: status(window) == "Part: What torque?")


def test_writing_is_said_until_the_next_step_begins(
    qtbot: QtBot, window: MainWindow, engine: ScriptedEngine
) -> None:
    window.questions.ask(QUESTION)
    engine.tell(Ask, begin(1, StepKind.READING), AnswerGrew("12"))
    qtbot.waitUntil(lambda: status(window) == "Writing the answer")
    engine.tell(Ask, begin(2, StepKind.QUERY))
    assert status(window) == "Asking the log"
    assert "12" in window.question.answer.browser.toPlainText()
    engine.tell(Ask, AnswerWithdrawn())

    assert "12" not in window.question.answer.browser.toPlainText()
    assert status(window) == "Asking the log"


def test_evidence_that_comes_while_text_is_written_takes_nothing_away(
    qtbot: QtBot, window: MainWindow, engine: ScriptedEngine
) -> None:
    window.questions.ask(QUESTION)
    engine.tell(Ask, EvidenceFound((passage(),), 0.1), AnswerGrew("12 Nm"))
    qtbot.waitUntil(lambda: "12 Nm" in window.question.answer.browser.toPlainText())
    engine.tell(Ask, EvidenceFound((passage(), passage("more")), 0.1), PrefillAdvanced(1, 2))
    engine.tell(Ask, AnswerGrew(" or so"))
    qtbot.waitUntil(lambda: "12 Nm or so" in window.question.answer.browser.toPlainText())


def test_what_is_done_is_said_in_the_language_of_the_window(
    window: MainWindow, engine: ScriptedEngine
) -> None:
    window.questions.ask(QUESTION)
    engine.tell(Ask, begin(1, StepKind.QUERY))
    window.speak(Language.JAPANESE)
    settle()

    assert status(window) == "検査記録を照会しています"


# How it was found.
def finish(window: MainWindow, engine: ScriptedEngine, *steps: Step) -> StepsList:
    window.questions.ask(QUESTION)
    engine.finish(Ask, AnswerFinished(answer(question=QUESTION, steps=steps)))
    return window.question.answer.steps


def rows(steps: StepsList, parent: QModelIndex | None = None, depth: int = 0) -> list[str]:
    model = steps.tree.steps
    above = parent or QModelIndex()
    found = []
    for n in range(model.rowCount(above)):
        cells = [str(model.index(n, column, above).data()) for column in range(3)]
        found += ["  " * depth + " | ".join(cells)]
        found += rows(steps, model.index(n, 0, above), depth + 1)
    return found


def test_the_steps_are_closed_until_they_are_wanted(
    window: MainWindow, engine: ScriptedEngine
) -> None:
    steps = finish(window, engine, *STEPS)

    assert steps.isVisible()
    assert not steps.tree.isVisible()
    assert steps.toggle.text() == "How it was found"
    assert steps._count.text() == "6 steps"


def test_an_answer_without_steps_has_no_list(window: MainWindow, engine: ScriptedEngine) -> None:
    assert not finish(window, engine).isVisible()


def test_the_steps_stand_below_what_they_belong_to(
    window: MainWindow, engine: ScriptedEngine
) -> None:
    steps = finish(window, engine, *STEPS)
    steps.toggle.click()

    assert rows(steps) == [
        "Route | looked up in the text | 2.0 s",
        "Search | manual.pdf | 0.2 s",
        "Division | 2 parts | 1.9 s",
        "Part: What torque? | 12 Nm | 3.4 s",
        "  Reading | 12 Nm | 3.2 s",
        "Part: How many failed? | nothing found | 4.4 s",
        "  Query: failed | dropped | < 0.1 s",
    ]
    model = steps.tree.steps
    assert steps.tree.isExpanded(model.index(3, 0))
    assert model.index(3, 0).data(Qt.ItemDataRole.AccessibleTextRole) == (
        "Part: What torque?, 12 Nm, 3.4 s"
    )


def test_a_step_tells_its_query_and_why_it_was_dropped(
    window: MainWindow, engine: ScriptedEngine
) -> None:
    steps = finish(window, engine, *STEPS)
    steps.toggle.click()
    model = steps.tree.steps
    tip = model.index(0, 0, model.index(4, 0)).data(Qt.ItemDataRole.ToolTipRole)

    assert "FROM log" in tip
    assert "nothing" in tip
    assert not GuiQt.mightBeRichText(tip)


@pytest.mark.parametrize("parent", [7, 99])
def test_a_step_that_belongs_to_nothing_known_stands_by_itself(
    window: MainWindow, engine: ScriptedEngine, parent: int
) -> None:
    steps = finish(window, engine, Step(7, parent, StepKind.SEARCH, "x", "y", seconds=1.0))
    steps.toggle.click()

    assert rows(steps)[1:] == ["Search: x | y | 1.0 s"]
    assert steps._count.text() == "1 step"


def test_the_list_is_opened_and_walked_with_the_keyboard(
    window: MainWindow, engine: ScriptedEngine
) -> None:
    steps = finish(window, engine, *STEPS)
    window.question.answer.browser.setFocus()
    for _ in range(5):  # Over the links of the answer.
        if not steps.toggle.hasFocus():
            QTest.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
    assert steps.toggle.hasFocus()
    QTest.keyClick(steps.toggle, Qt.Key.Key_Space)
    assert steps.tree.isVisible()
    QTest.keyClick(steps.toggle, Qt.Key.Key_Tab)
    assert steps.tree.hasFocus()
    for _ in range(4):
        QTest.keyClick(steps.tree, Qt.Key.Key_Down)

    assert steps.tree.currentIndex().data() == "Reading"


def test_the_next_question_closes_the_list(window: MainWindow, engine: ScriptedEngine) -> None:
    finish(window, engine, *STEPS).toggle.click()
    window.questions.ask(QUESTION)
    assert not window.question.answer.steps.isVisible()
    steps = finish(window, engine, *STEPS)

    assert not steps.tree.isVisible()


def test_many_steps_leave_the_answer_in_sight(window: MainWindow, engine: ScriptedEngine) -> None:
    many = (Step(n, 0, StepKind.SEARCH, f"{n}", "x", seconds=1.0) for n in range(1, 200))
    steps = finish(window, engine, *many)
    steps.toggle.click()
    settle()

    assert steps.tree.height() <= (N_ROWS_OPEN + 1) * steps.tree._row_height()
    assert window.question.answer.browser.height() > 40


def test_the_open_list_follows_the_language(window: MainWindow, engine: ScriptedEngine) -> None:
    steps = finish(window, engine, *STEPS)
    steps.toggle.click()
    window.speak(Language.JAPANESE)
    settle()

    assert rows(steps)[1] == "検索 | manual.pdf | 0.2 秒"
    assert steps.toggle.text() == steps.tree.accessibleName() == "回答までの手順"


def test_the_model_of_the_steps_keeps_qt_rules(
    qtmodeltester: ModelTester, window: MainWindow, engine: ScriptedEngine
) -> None:
    steps = finish(window, engine, *STEPS)
    steps.toggle.click()
    qtmodeltester.check(steps.tree.steps)
