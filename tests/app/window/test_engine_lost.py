"""The engine dies under the window: what was going on goes on, nothing typed is lost."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from pytestqt.qtbot import QtBot

from app.engine_process import EngineProcess
from app.protocol import (
    Ask,
    Blame,
    EngineStage,
    EngineState,
    IndexPaths,
    JobFailed,
    ListLibrary,
    ReadRows,
    RenderPage,
)
from app.service_settings import ServiceSettings
from app.window.engine_link import EngineLink
from app.window.language import Translators
from app.window.main_window import MainWindow
from app.window.preferences import Preferences
from app.window.sights import RowSight, Sight, document_sight
from engine.assets import asset
from engine.domain import Failure
from tests.app.scripted import RECT, ScriptedEngine, library, rows_read, settle

KILLED = Failure("EngineLost", (("exit_code", "-9"),))
SIGHT = Sight("sha256:manual.pdf", "manual.pdf", 3, {3: (RECT,)}, 12)
SMALL = ServiceSettings(
    language_model="smollm2-135m-instruct-q4_1", embedding_model="all-minilm-l6-v2", n_context=2048
)
QUESTION = "What torque for the L-7 spindle lock nut?"
PATIENCE_MS = 90_000


def lose(engine: ScriptedEngine, *kinds: type[Ask | RenderPage | ReadRows | IndexPaths]) -> None:
    jobs = [engine.last(kind).job for kind in kinds]
    lost = (JobFailed(job, Blame.ENVIRONMENT, KILLED) for job in jobs)
    engine.say(EngineState(EngineStage.LOST, failure=KILLED), *lost)


def test_a_page_that_was_being_drawn_is_drawn_by_the_next_engine(
    window: MainWindow, engine: ScriptedEngine
) -> None:
    window.evidence.show_sight(SIGHT)
    lose(engine, RenderPage)
    assert window.evidence.hint() == ""
    engine.become_ready()
    engine.draw()

    assert len(engine.all(RenderPage)) == 2
    assert window.evidence.page.picture is not None
    assert window.evidence.page.rects == (RECT,)


def test_rows_that_were_being_read_are_read_by_the_next_engine(
    window: MainWindow, engine: ScriptedEngine
) -> None:
    window.evidence.show_sight(RowSight("log.csv", "t_1", (4,)))
    lose(engine, ReadRows)
    engine.become_ready()
    engine.finish(ReadRows, rows_read(engine.last(ReadRows)))

    assert len(engine.all(ReadRows)) == 2
    assert window.evidence.table.isVisible()


def test_a_page_that_had_come_is_not_drawn_again(
    window: MainWindow, engine: ScriptedEngine
) -> None:
    window.evidence.show_sight(SIGHT)
    engine.draw()
    window.evidence.page._settle.stop()
    n = len(engine.all(RenderPage))
    lose(engine)
    engine.become_ready()

    assert len(engine.all(RenderPage)) == n
    assert window.evidence.page.picture is not None


def test_a_page_that_no_engine_will_draw_says_so(
    window: MainWindow, engine: ScriptedEngine
) -> None:
    window.evidence.show_sight(SIGHT)
    lose(engine, RenderPage)
    engine.say(EngineState(EngineStage.FAILED, failure=KILLED))

    assert "The engine stopped several times" in window.evidence.hint()


def test_an_engine_that_gave_up_is_not_said_to_restart(
    window: MainWindow, engine: ScriptedEngine
) -> None:
    engine.say(EngineState(EngineStage.FAILED, failure=KILLED))

    assert "not started again by itself" in window.notices.text("engine")
    assert "restarts by itself" not in window.notices.text("engine")
    assert window.notices.button("engine").text() == "Start again"


def test_what_was_typed_during_the_answer_is_not_replaced_by_its_question(
    window: MainWindow, engine: ScriptedEngine
) -> None:
    window.questions.ask("What torque?")
    window.question.ask_box.set_question("and for SH-2")
    lose(engine, Ask)
    engine.become_ready()

    assert window.question.ask_box.text.toPlainText() == "and for SH-2"
    assert window.notices.button("lost question").text() == "Ask again"


def test_the_filter_and_the_chosen_file_stay(window: MainWindow, engine: ScriptedEngine) -> None:
    window.library.filter.words.setText("man")
    window.library.list.setCurrentIndex(window.library.list.model().index(0, 0))
    lose(engine)
    engine.say(EngineState(EngineStage.OPEN))
    engine.finish(ListLibrary, library())

    assert window.library.filter.words.text() == "man"
    assert [row.name for row in window.library.selected_rows()] == ["manual.pdf"]


@pytest.fixture
def real_window(
    qtbot: QtBot, settings: QSettings, translators: Translators, workspace: Path
) -> Iterator[MainWindow]:
    link = EngineLink(lambda on_reply: EngineProcess(workspace, on_reply, SMALL))
    window = MainWindow(link, Preferences(settings), translators, workspace=workspace)
    window.show()
    link.start()
    yield window
    window.close()
    link.stop()
    window.deleteLater()
    settle()


def kill_engine(window: MainWindow) -> None:
    engine = window.link._engine
    assert isinstance(engine, EngineProcess)
    assert engine.pid is not None
    os.kill(engine.pid, signal.SIGKILL)


@pytest.fixture
def until(qtbot: QtBot) -> Callable[[Callable[[], bool]], None]:
    return lambda is_so: qtbot.waitUntil(is_so, timeout=PATIENCE_MS)


@pytest.mark.real
@pytest.mark.skipif(os.name != "posix", reason="sends SIGKILL")
def test_the_window_goes_on_after_every_death_of_its_engine(
    real_window: MainWindow, until: Callable[[Callable[[], bool]], None]
) -> None:
    """One window through all of it: while files are read, a question is answered, a page drawn."""
    window, stock, notices = real_window, real_window.stock, real_window.notices

    stock.add((asset("sample"),))
    until(lambda: window.library.n_rows > 0 and stock.is_indexing)
    kill_engine(window)
    until(lambda: "interrupted" in notices.text("interrupted"))
    assert not window.library.progress.isVisible()
    until(lambda: window.link.state.stage is EngineStage.READY)
    notices.button("interrupted").click()
    until(lambda: not stock.is_indexing and window.library.n_rows == 4)

    window.questions.ask(QUESTION)
    until(lambda: window.question.passages.passages.rowCount() > 0)
    kill_engine(window)
    until(lambda: not window.questions.is_running)
    assert window.question.ask_box.text.toPlainText() == QUESTION
    until(lambda: notices.text("lost question") != "")

    manual = window.library.model.document_named("L-7 maintenance manual.pdf")
    assert manual is not None
    sight = document_sight(manual)
    assert sight is not None
    window.evidence.clear()
    window.evidence.forget_pictures()
    window.evidence.show_sight(sight)
    kill_engine(window)
    until(lambda: window.evidence.page.picture is not None or bool(window.evidence.hint()))
    # The third death within a minute: nobody starts a fourth engine but the person.
    until(lambda: window.link.state.stage is EngineStage.FAILED)
    assert "The engine stopped several times" in window.evidence.hint()
    notices.button("engine").click()
    until(lambda: window.link.state.stage is EngineStage.READY)
    until(lambda: window.evidence.page.picture is not None)

    assert window.evidence.hint() == ""
    assert window.question.ask_box.text.toPlainText() == QUESTION
