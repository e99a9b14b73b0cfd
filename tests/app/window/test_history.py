"""The history with a scripted engine: the list, answers of before, and marks."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from app.history_protocol import (
    Absence,
    AnswerJudged,
    AnswersExported,
    ExportAnswers,
    HistoryListed,
    JudgeAnswer,
    ListHistory,
    QuestionRecalled,
    RecallQuestion,
)
from app.protocol import (
    Ask,
    Blame,
    EngineStage,
    EngineState,
    JobEvent,
    JobFailed,
    RenderPage,
)
from app.window.history_model import HistoryModel, answer_words
from app.window.history_panel import TYPING_MS, Since
from app.window.language import Language
from app.window.main_window import MainWindow
from app.window.panel_switch import Side
from engine.answers import Judged, Judgement, Route
from engine.asked import Ending, HistoryPage, HistoryRow, Kept, Recalled
from engine.domain import Failure
from engine.events import AnswerFinished, EvidenceFound
from tests.app.scripted import CITATION, ScriptedEngine, answer, passage, settle

NOW = datetime.now().astimezone().replace(hour=12, minute=0, second=0, microsecond=0)
DOCUMENT = "sha256:manual.pdf"


def row(number: int, question: str = "", *, days_ago: int = 0, **facts: object) -> HistoryRow:
    values: dict[str, object] = {
        "id": number,
        "at": NOW - timedelta(days=days_ago),
        "question": question or f"Question {number}",
        "ending": Ending.ANSWERED,
        "answer": "**12 Nm** [1], twice.",
    }
    return HistoryRow(**(values | facts))  # type: ignore[arg-type]


def listed(*rows: HistoryRow, is_last: bool = True) -> HistoryListed:
    return HistoryListed(HistoryPage(rows, is_last))


def recalled(number: int = 7, **facts: object) -> Recalled:
    values: dict[str, object] = {
        "id": number,
        "at": NOW - timedelta(days=40),
        "question": "What torque?",
        "model": "tiny-1.5b@0123",
        "ending": Ending.ANSWERED,
        "passages": (passage(),),
        "answer": answer(journal_id=number),
    }
    return Recalled(**(values | facts))  # type: ignore[arg-type]


def texts(window: MainWindow) -> list[str]:
    model = window.history.model
    return [str(model.index(n).data()) for n in range(model.rowCount())]


@pytest.fixture
def history(window: MainWindow, engine: ScriptedEngine) -> MainWindow:
    """A window that shows three questions of two days."""
    window.menus.history.trigger()
    settle()
    engine.finish(ListHistory, listed(row(9), row(8), row(3, days_ago=1)))
    return window


def open_row(window: MainWindow, engine: ScriptedEngine, what: Recalled, **absent: Absence) -> None:
    window.history.list.setCurrentIndex(window.history.model.index(1))
    window.history.list.activated.emit(window.history.model.index(1))
    settle()
    engine.finish(RecallQuestion, QuestionRecalled(what, absent))


def test_nothing_is_read_before_the_history_is_seen(
    window: MainWindow, engine: ScriptedEngine
) -> None:
    assert engine.all(ListHistory) == []
    window.library.switch.buttons[Side.HISTORY].click()
    settle()

    assert window.side.side is Side.HISTORY
    assert window.history.isVisible()
    assert len(engine.all(ListHistory)) == 1
    window.history.switch.buttons[Side.LIBRARY].click()
    assert window.library.isVisible()
    assert window.library.switch.buttons[Side.LIBRARY].isChecked()


def test_the_keys_lead_to_either_side(window: MainWindow, engine: ScriptedEngine) -> None:
    keys = [key.toString() for key in window.menus.history.shortcuts()]
    assert keys == ["Ctrl+2", "Ctrl+H"]
    window.menus.library.trigger()  # The column is folded away.
    window.menus.history.trigger()
    settle()
    assert window.history.isVisible()
    assert window.history.words.hasFocus()
    window.menus.documents.trigger()
    assert window.library.list.hasFocus()


def test_questions_stand_below_their_days(history: MainWindow) -> None:
    shown = texts(history)

    assert shown[0] == "Today"
    assert shown[1].startswith("Question 9, 12 Nm, twice., ")
    assert shown[3] == "Yesterday"
    heading = history.history.model.index(0)
    assert not heading.flags() & Qt.ItemFlag.ItemIsSelectable
    history.history.put((row(10, days_ago=-2),))
    history.speak(Language.JAPANESE)
    assert re.match(r"\d{4}年\d", texts(history)[0])


def test_how_a_question_ended_is_said() -> None:
    ends = (Ending.ABSTAINED, Ending.STOPPED, Ending.FAILED, Ending.INTERRUPTED, Ending.OPEN)
    said = [answer_words(row(1, ending=end, answer="x")) for end in ends]
    assert said == ["No answer", "Stopped", "Failed", "Interrupted", "Being answered"]


def test_typing_searches_after_a_pause_and_old_results_are_dropped(
    history: MainWindow, engine: ScriptedEngine, qtbot: QtBot
) -> None:
    before = len(engine.all(ListHistory))
    for typed in ("t", "to", "tor"):
        history.history.words.setText(typed)
    assert len(engine.all(ListHistory)) == before
    qtbot.waitUntil(lambda: len(engine.all(ListHistory)) == before + 1, timeout=TYPING_MS * 10)
    assert engine.last(ListHistory).query.words == "tor"
    history.history.kept.setCurrentIndex(history.history.kept.findData(Kept.WRONG))
    settle()
    assert engine.last(ListHistory).query.kept is Kept.WRONG
    old = engine.all(ListHistory)[-2].job
    engine.say(JobEvent(old, listed(row(1))))
    assert "Question 1" not in " ".join(texts(history))

    engine.finish(ListHistory, listed())
    assert texts(history) == []
    assert "No question fits." in history.history._nothing.text()


def test_the_days_that_are_listed_can_be_chosen(
    history: MainWindow, engine: ScriptedEngine
) -> None:
    history.history.since.setCurrentIndex(history.history.since.findData(Since.WEEK))
    settle()

    since = engine.last(ListHistory).query.since
    assert since is not None
    assert timedelta(days=5) < NOW - since < timedelta(days=8)


def test_older_questions_are_read_when_the_end_is_reached(
    window: MainWindow, engine: ScriptedEngine
) -> None:
    window.menus.history.trigger()
    settle()
    engine.finish(ListHistory, listed(*(row(n) for n in range(160, 100, -1)), is_last=False))
    settle()
    n = len(engine.all(ListHistory))
    bar = window.history.list.verticalScrollBar()
    bar.setValue(bar.maximum())
    settle()
    assert len(engine.all(ListHistory)) == n + 1
    assert engine.last(ListHistory).before == 101
    engine.finish(ListHistory, listed(row(100), row(99, days_ago=1)))

    assert [one.id for one in window.history.model.rows][-3:] == [101, 100, 99]
    assert texts(window)[-2] == "Yesterday"
    bar.setValue(bar.maximum())
    settle()
    assert len(engine.all(ListHistory)) == n + 1


def test_a_new_answer_goes_on_top_and_the_place_in_the_list_stays(
    window: MainWindow, engine: ScriptedEngine
) -> None:
    window.menus.history.trigger()
    settle()
    rows = tuple(row(n) for n in range(160, 100, -1))
    engine.finish(ListHistory, listed(*rows))
    view = window.history.list
    view.verticalScrollBar().setValue(600)
    settle()
    top = view.indexAt(view.viewport().rect().topLeft()).data()
    window.questions.ask("New?")
    engine.finish(Ask, AnswerFinished(answer(question="New?", journal_id=161)))
    engine.finish(ListHistory, listed(row(161, "New?"), *rows[:4], is_last=False))

    assert window.history.model.rows[0].question == "New?"
    assert view.indexAt(view.viewport().rect().topLeft()).data() == top


def test_an_answer_of_before_is_shown_as_it_was(
    history: MainWindow, engine: ScriptedEngine
) -> None:
    open_row(history, engine, recalled(judged=Judged(Judgement.WRONG, "13 Nm", "see the sheet")))

    assert engine.last(RecallQuestion).question == 9
    assert "The torque is 12 Nm [1]." in history.question.answer.text()
    bar = history.question.recall
    assert bar.isVisible()
    assert "tiny-1.5b · journal entry 7" in bar.text()
    assert str((NOW - timedelta(days=40)).year) in bar.text()
    assert history.question.passages.passages.rowCount() == 1
    assert engine.last(RenderPage).page == CITATION.page
    judge = history.question.answer.judge
    assert judge.wrong.isChecked()
    assert (judge.correct.text(), judge.note.text()) == ("13 Nm", "see the sheet")
    assert engine.all(JudgeAnswer) == []


def test_a_document_that_is_not_as_it_was_is_named_and_not_shown(
    history: MainWindow, engine: ScriptedEngine
) -> None:
    n = len(engine.all(RenderPage))
    open_row(history, engine, recalled(), **{DOCUMENT: Absence.CHANGED})

    assert len(engine.all(RenderPage)) == n
    assert "has changed since the answer" in history.evidence.hint()
    assert CITATION.quote in history.evidence.hint()
    assert history.evidence.header.name.text() == "manual.pdf"
    history.questions.show_passage(passage())
    assert len(engine.all(RenderPage)) == n
    assert passage().text in history.evidence.hint()

    history.questions.ask("Next?")
    assert "has changed" not in history.evidence.hint()
    engine.finish(Ask, EvidenceFound((passage(),), 0.1), AnswerFinished(answer()))
    assert len(engine.all(RenderPage)) > n


@pytest.mark.parametrize(
    ("ending", "failure", "said"),
    [
        (Ending.STOPPED, None, "You stopped this answer."),
        (Ending.INTERRUPTED, None, "The engine stopped during this question."),
        (Ending.FAILED, Failure("LibraryEmpty"), "There are no documents in the library yet."),
    ],
)
def test_a_question_without_an_answer_is_shown_as_what_it_was(
    history: MainWindow,
    engine: ScriptedEngine,
    ending: Ending,
    failure: Failure | None,
    said: str,
) -> None:
    open_row(history, engine, recalled(ending=ending, failure=failure, answer=None))

    assert said in history.question.answer.text()
    assert history.question.answer.judge.isHidden()


def test_asking_again_asks_and_leaves_the_old_answer(
    history: MainWindow, engine: ScriptedEngine
) -> None:
    open_row(history, engine, recalled())
    history.question.ask_box.set_question("A draft")
    history.question.recall.ask_again.click()
    settle()
    assert history.question.ask_box.text.toPlainText() == "A draft"

    assert engine.last(Ask).question == "What torque?"
    assert history.question.recall.isHidden()


def test_an_old_answer_can_be_closed(history: MainWindow, engine: ScriptedEngine) -> None:
    open_row(history, engine, recalled())
    history.question.recall.close_button.click()
    settle()

    assert history.question.recall.isHidden()
    assert history.question.answer.question == ""
    assert history.evidence.sight is None


def test_a_running_answer_is_not_pushed_away(history: MainWindow, engine: ScriptedEngine) -> None:
    history.questions.ask("Running?")
    settle()
    history.history.list.activated.emit(history.history.model.index(1))
    settle()

    assert engine.all(RecallQuestion) == []
    assert "being written" in history.notices.text("history")
    history.history.asked_again.emit("Other?")
    settle()
    assert len(engine.all(Ask)) == 1
    assert history.question.answer.question == "Running?"


def test_marks_go_to_the_journal_and_can_be_taken_back(
    window: MainWindow, engine: ScriptedEngine
) -> None:
    window.questions.ask("What torque?")
    settle()
    judge = window.question.answer.judge
    assert judge.isHidden()
    engine.finish(Ask, AnswerFinished(answer()))
    assert judge.isVisible()
    judge.right.click()
    settle()
    assert (engine.last(JudgeAnswer).question, engine.last(JudgeAnswer).judged) == (
        7, Judged(Judgement.RIGHT)
    )  # fmt: skip
    judge.wrong.click()
    settle()
    assert engine.last(JudgeAnswer).judged == Judged(Judgement.WRONG)
    assert not judge.right.isChecked()
    assert judge.correct.isVisible()
    assert judge.correct.hasFocus()
    judge.correct.setText("13 Nm")
    judge.note.setText("sheet 4")
    judge.note.returnPressed.emit()
    settle()
    assert engine.last(JudgeAnswer).judged == Judged(Judgement.WRONG, "13 Nm", "sheet 4")
    judge.undo.click()
    settle()
    assert engine.last(JudgeAnswer).judged.judgement is Judgement.WITHDRAWN
    assert not judge.wrong.isChecked()
    assert judge.details.isHidden()
    assert judge.undo.isHidden()
    assert len(engine.all(JudgeAnswer)) == 4


def test_the_menu_marks_too_and_the_same_mark_again_takes_it_back(
    window: MainWindow, engine: ScriptedEngine
) -> None:
    window.menus.mark_right.trigger()
    assert engine.all(JudgeAnswer) == []  # There is no answer.
    window.questions.ask("What torque?")
    engine.finish(Ask, AnswerFinished(answer()))
    window.menus.mark_right.trigger()
    window.menus.mark_right.trigger()
    settle()

    said = [request.judged.judgement for request in engine.all(JudgeAnswer)]
    assert said == [Judgement.RIGHT, Judgement.WITHDRAWN]


def test_a_note_is_not_to_be_judged(window: MainWindow, engine: ScriptedEngine) -> None:
    window.questions.ask("Note: blue key")
    engine.finish(Ask, AnswerFinished(answer("Noted.", route=Route.NOTE)))

    assert window.question.answer.judge.isHidden()


def test_a_mark_that_was_not_kept_is_not_shown(window: MainWindow, engine: ScriptedEngine) -> None:
    window.questions.ask("What torque?")
    engine.finish(Ask, AnswerFinished(answer()))
    window.question.answer.judge.right.click()
    settle()
    failure = Failure("WorkspaceLocked", (("path", "/w/journal.db"),))
    engine.fail(JudgeAnswer, lambda job: JobFailed(job, Blame.ENVIRONMENT, failure))

    assert not window.question.answer.judge.right.isChecked()


def test_a_mark_shows_in_the_list(history: MainWindow, engine: ScriptedEngine) -> None:
    open_row(history, engine, recalled(9))
    history.question.answer.judge.wrong.click()
    settle()
    engine.finish(JudgeAnswer, AnswerJudged(replace(row(9), judged=Judged(Judgement.WRONG))))

    assert "Marked wrong" in texts(history)[1]


@pytest.mark.qt_log_ignore("propagateSizeHints")
def test_chosen_questions_are_exported_in_the_language_of_the_window(
    history: MainWindow, engine: ScriptedEngine, tmp_path: object
) -> None:
    assert not history.history.export.isEnabled()
    view = history.history.list
    view.selectAll()
    assert [one.id for one in history.history.selected_rows()] == [9, 8, 3]
    history.speak(Language.JAPANESE)
    history.history.export.click()
    settle()
    (dialog,) = history.findChildren(QFileDialog)
    dialog.fileSelected.emit("/reports/answers.csv")
    settle()
    request = engine.last(ExportAnswers)
    assert (request.questions, request.path.name) == ((3, 8, 9), "answers.csv")
    assert request.language == "ja"
    dialog.reject()
    history.speak(Language.ENGLISH)
    engine.finish(ExportAnswers, AnswersExported(request.path, 3))
    assert "“answers.csv”" in history.notices.text("export")


def test_what_kept_a_file_from_being_written_is_said(
    history: MainWindow, engine: ScriptedEngine
) -> None:
    history.exports.save((9,), Path("/reports/answers.pdf"))
    settle()
    failure = Failure(
        "ReportUnwritable", (("path", "/reports/answers.pdf"), ("detail", "Permission denied"))
    )
    engine.fail(ExportAnswers, lambda job: JobFailed(job, Blame.ENVIRONMENT, failure))

    assert "Permission denied" in history.notices.text("export")


def test_without_an_answer_there_is_nothing_to_print_or_export(
    window: MainWindow, engine: ScriptedEngine
) -> None:
    window.menus.print.trigger()
    assert "No answer" in window.notices.text("export")
    window.notices.dismiss("export")
    window.menus.export.trigger()
    assert "No answer" in window.notices.text("export")


def test_questions_can_be_copied(history: MainWindow) -> None:
    history.history.list.selectAll()
    history.history._copy_action.trigger()

    assert QGuiApplication.clipboard().text() == "Question 9\nQuestion 8\nQuestion 3"


def test_choosing_several_with_the_mouse_opens_none_of_them(
    history: MainWindow, engine: ScriptedEngine, qtbot: QtBot
) -> None:
    view = history.history.list

    def click(n: int, modifier: Qt.KeyboardModifier) -> None:
        where = view.visualRect(history.history.model.index(n)).center()
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, modifier, where)
        settle()

    click(1, Qt.KeyboardModifier.NoModifier)
    assert len(engine.all(RecallQuestion)) == 1
    click(2, Qt.KeyboardModifier.ControlModifier)
    assert len(history.history.selected_rows()) == 2
    assert len(engine.all(RecallQuestion)) == 1


def test_there_is_no_way_to_delete_and_the_menu_says_why(history: MainWindow) -> None:
    last = history.history.list.actions()[-1]

    assert last.text() == "Entries cannot be deleted"
    assert not last.isEnabled()
    assert "only grows" in last.toolTip()


def test_a_new_engine_is_asked_for_the_list_again(
    history: MainWindow, engine: ScriptedEngine
) -> None:
    n = len(engine.all(ListHistory))
    engine.say(EngineState(EngineStage.OPEN))

    assert len(engine.all(ListHistory)) == n + 1


def test_the_model_keeps_its_promises(qapp: object) -> None:
    model = HistoryModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)
    model.set_page(HistoryPage((row(9), row(8), row(3, days_ago=1)), is_last=False))
    model.append(HistoryPage((row(2, days_ago=1), row(1, days_ago=2)), is_last=True))
    model.put((row(10), row(9, "Changed")))
    model.put((row(12, days_ago=-1),))
    shown = [str(model.index(n).data()) for n in range(model.rowCount())]
    assert len(shown) == 4 + 7
    assert not model.canFetchMore(QModelIndex())
    assert not model.canFetchMore(QPersistentModelIndex(model.index(0)))
    model.clear()
    del tester
