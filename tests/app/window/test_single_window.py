"""A second start goes to the window that is open on the workspace. Real local sockets."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtNetwork import QLocalSocket
from pytestqt.qtbot import QtBot

from app.protocol import Ask, IndexPaths
from app.window import single_window
from app.window.arrivals import Arrivals
from app.window.main_window import MainWindow
from app.window.single_window import Handover, SingleWindow, hand_over
from engine.events import IndexFinished, IndexReport
from tests.app.scripted import ScriptedEngine, settle

ROOT = Path(__file__).parents[3]
GIVEN = Handover((Path("/shop/図面 1.pdf"),), "何 N·m?")
Starting = Callable[[Path], SingleWindow]


@pytest.fixture(autouse=True)
def own_runtime(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:  # Short: a socket's name has 108 bytes at most.
        monkeypatch.setenv("XDG_RUNTIME_DIR", folder)
        yield Path(folder)


@pytest.fixture
def start(qapp: object) -> Iterator[Starting]:
    started: list[SingleWindow] = []

    def make(workspace: Path) -> SingleWindow:
        started.append(SingleWindow(workspace))
        return started[-1]

    yield make
    for single in started:
        single.end()


def second_start(qtbot: QtBot, workspace: Path, given: Handover) -> str:
    """What a start in another process says of being the first, as the event loop here runs."""
    paths = [str(path) for path in given.paths]
    code = (
        "from pathlib import Path; from app.window.single_window import Handover, SingleWindow;"
        f"given = Handover(tuple(map(Path, {paths!r})), {given.question!r});"
        f"print(SingleWindow(Path({str(workspace)!r})).begin(given), end='')"
    )
    command = [sys.executable, "-c", code]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    qtbot.waitUntil(lambda: process.poll() is not None, timeout=60_000)
    return process.communicate()[0]


@pytest.mark.real
def test_a_second_start_hands_over_what_it_was_given(
    qtbot: QtBot, start: Starting, workspace: Path
) -> None:
    first = start(workspace)
    taken: list[Handover] = []
    first.handed_over.connect(taken.append)
    assert first.begin(Handover())

    assert second_start(qtbot, workspace, GIVEN) == "False"
    assert taken == [GIVEN]


@pytest.mark.real
@pytest.mark.skipif(os.name != "posix", reason="looks for a socket in the file system")
def test_what_a_killed_window_left_behind_is_no_window(
    start: Starting, workspace: Path, own_runtime: Path
) -> None:
    code = (
        "import os, sys; from pathlib import Path;"
        "from app.window.single_window import Handover, SingleWindow;"
        f"single = SingleWindow(Path({str(workspace)!r}));"
        "assert single.begin(Handover()); os.kill(os.getpid(), 9)"
    )
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False)
    left = {path.suffix for path in (own_runtime / "genba").iterdir()}
    single = start(workspace)

    assert {".lock", ".socket"} <= left
    assert single.begin(Handover())
    assert single._server.isListening()


def test_another_workspace_has_a_window_of_its_own(start: Starting, tmp_path: Path) -> None:
    assert start(tmp_path / "one").begin(Handover())
    assert start(tmp_path / "other").begin(Handover())


def test_a_closed_window_leaves_its_place(start: Starting, workspace: Path) -> None:
    first = start(workspace)
    assert first.begin(Handover())
    first.end()

    assert start(workspace).begin(Handover())


def test_a_window_that_does_not_answer_is_not_waited_for_forever(
    start: Starting,
    workspace: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(single_window, "PATIENCE_S", 0.3)
    assert start(workspace).begin(Handover())

    assert start(workspace).begin(GIVEN)  # Nobody runs the first one's event loop.
    assert "does not answer" in caplog.text


@pytest.mark.skipif(os.name != "posix", reason="looks at the modes of files")
def test_only_this_person_can_open_the_socket(
    start: Starting, workspace: Path, own_runtime: Path
) -> None:
    assert start(workspace).begin(Handover())
    (socket,) = [p for p in own_runtime.rglob("*") if stat.S_ISSOCK(p.stat().st_mode)]

    assert stat.S_IMODE(socket.parent.stat().st_mode) == 0o700
    assert stat.S_IMODE(socket.stat().st_mode) & 0o077 == 0


@pytest.mark.skipif(os.name != "posix", reason="looks at the modes of files")
def test_a_folder_that_others_can_open_is_not_trusted(
    start: Starting, workspace: Path, own_runtime: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (own_runtime / "genba").mkdir()
    (own_runtime / "genba").chmod(0o777)
    assert start(workspace).begin(Handover())
    assert start(workspace).begin(Handover())

    assert list((own_runtime / "genba").iterdir()) == []
    assert "not only this person's" in caplog.text


@pytest.mark.parametrize("line", [b"x\n", b"[]\n", b'{"paths": 3}\n', b"[" * 9999 + b"\n"])
def test_what_is_no_handover_is_not_taken(
    qtbot: QtBot, start: Starting, workspace: Path, line: bytes
) -> None:
    single = start(workspace)
    assert single.begin(Handover())
    socket = QLocalSocket()
    socket.connectToServer(single._name)
    with qtbot.assertNotEmitted(single.handed_over), qtbot.waitSignal(socket.disconnected):
        socket.write(line)


def test_nobody_listens_nobody_takes(qtbot: QtBot, workspace: Path) -> None:
    assert not hand_over(str(workspace / "no.socket"), GIVEN)


@pytest.fixture
def arrivals(window: MainWindow) -> Arrivals:
    return Arrivals(window, window.stock, window.questions, window.question.ask_box)


@pytest.mark.qt_log_ignore("does not support raise")
def test_a_minimised_window_comes_back_with_the_files(
    window: MainWindow, engine: ScriptedEngine, arrivals: Arrivals
) -> None:
    window.showMinimized()
    settle()
    arrivals.bring(Handover((Path("/shop"),)))

    assert not window.isMinimized()
    assert not window.windowState() & Qt.WindowState.WindowMinimized
    assert engine.last(IndexPaths).paths == (Path("/shop"),)


def test_a_question_is_asked_when_its_files_have_been_read(
    window: MainWindow, engine: ScriptedEngine, arrivals: Arrivals
) -> None:
    arrivals.take(GIVEN)
    assert engine.all(Ask) == []
    engine.finish(IndexPaths, IndexFinished(IndexReport()))

    assert engine.last(Ask).question == GIVEN.question


def test_a_question_that_comes_while_another_is_answered_waits_in_the_ask_box(
    window: MainWindow, engine: ScriptedEngine, arrivals: Arrivals
) -> None:
    window.questions.ask("first")
    window.question.ask_box.set_question("my draft")
    arrivals.take(Handover(question="second"))
    text = window.question.ask_box.text
    assert [ask.question for ask in engine.all(Ask)] == ["first"]
    assert text.toPlainText() == "second"
    text._recall(0)

    assert text.toPlainText() == "my draft"
