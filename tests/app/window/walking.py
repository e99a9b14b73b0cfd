"""States that the window is seen in, and ways to walk everything that is visible in them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QWidget

from app.protocol import (
    Ask,
    Blame,
    EngineStage,
    EngineState,
    IndexPaths,
    JobFailed,
    ListLibrary,
)
from app.window.main_window import MainWindow
from app.window.sights import RowSight
from engine.answers import Step, StepKind
from engine.domain import Failure, Folder, Source, SourceState
from engine.events import AnswerFinished, EvidenceFound, FilesAdvanced, FileStarted
from tests.app.scripted import (
    EMPTY_LIBRARY,
    ScriptedEngine,
    answer,
    document,
    library,
    passage,
    query,
)

State = Callable[[MainWindow, ScriptedEngine], None]


def show_empty(window: MainWindow, engine: ScriptedEngine) -> None:
    window.stock.refresh()
    engine.finish(ListLibrary, EMPTY_LIBRARY)


def show_answer(window: MainWindow, engine: ScriptedEngine) -> None:
    steps = (Step(1, 0, StepKind.SEARCH, "What torque?", "2 passages", None, 0.2),)
    call = query("select serial, torque from log", (("SH-204", 12.5), ("SH-9", 1.0)), "a", "b")
    window.questions.ask("What torque for the L-7 spindle lock nut, and did SH-204 pass in May?")
    engine.tell(Ask, EvidenceFound((passage(), passage("Second.", chunk_id=2)), 0.1))
    shown = answer("The torque is 12 Nm [1].", steps=steps, tool_calls=(call,))
    engine.finish(Ask, AnswerFinished(shown))
    engine.draw()


def show_steps(window: MainWindow, engine: ScriptedEngine) -> None:
    show_answer(window, engine)
    window.question.answer.steps.toggle.click()


def show_library(window: MainWindow, engine: ScriptedEngine) -> None:
    failed = Source("/shop", "b.pdf", 1, 0, SourceState.FAILED, "h", None, Failure("FileDamaged"))
    documents = tuple(document(f"part-{n}.pdf") for n in range(9))
    window.stock.refresh()
    engine.finish(ListLibrary, library(*documents, folders=(Folder("/shop"),), failed=(failed,)))
    window.stock.add(())
    engine.tell(
        IndexPaths,
        FileStarted("検査基準書 gjpq.pdf", 3, 4),
        FilesAdvanced(2, 4, 50, 100, 4.0, 130.0),
    )


def show_rows(window: MainWindow, engine: ScriptedEngine) -> None:
    window.evidence.show_sight(RowSight("log.csv", "t_1", (4, 9)))


def show_trouble(window: MainWindow, engine: ScriptedEngine) -> None:
    window.questions.ask("What torque?")
    lost = Failure("EngineLost", (("exit_code", "-9"),))
    engine.say(
        EngineState(EngineStage.FAILED, failure=lost),
        JobFailed(engine.last(Ask).job, Blame.ENVIRONMENT, lost),
    )


def show_qualification(window: MainWindow, engine: ScriptedEngine) -> None:
    window.menus.qualify.trigger()


STATES: Mapping[str, State] = {
    "empty": show_empty,
    "answer": show_answer,
    "steps": show_steps,
    "library": show_library,
    "trouble": show_trouble,
    "qualification": show_qualification,
}


def accessible(widget: QWidget) -> Iterator[QAccessibleInterface]:
    """What a screen reader sees of a window, top down. The cells of views are left to them."""
    waiting = [QAccessible.queryAccessibleInterface(widget)]
    views = {QAccessible.Role.List, QAccessible.Role.Table, QAccessible.Role.Tree}
    while waiting:
        interface = waiting.pop()
        if interface is None or not interface.isValid() or interface.state().invisible:
            continue
        yield interface
        if interface.role() not in views:
            waiting += [interface.child(n) for n in range(interface.childCount())]
