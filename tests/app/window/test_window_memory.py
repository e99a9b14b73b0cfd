"""The window comes back as it was on its workspace, also after it was killed."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from app.protocol import Ask, EngineStage, EngineState, ListLibrary, RenderPage
from app.window.kept_state import KeptState, read_state, state_path, write_state
from app.window.main_window import MainWindow
from app.window.sights import RowSight, Sight
from engine.events import AnswerFinished
from tests.app.scripted import EMPTY_LIBRARY, RECT, answer, engine_of, settle

SIGHT = Sight("sha256:manual.pdf", "manual.pdf", 3, {3: (RECT,)}, 12, "lock nut to 12 Nm")
Making = Callable[..., MainWindow]


def kept(settings: QSettings, workspace: Path) -> Path:
    return state_path(Path(settings.fileName()).parent, workspace)


@pytest.mark.parametrize("sight", [None, SIGHT, RowSight("log.csv", "t_1", (4, 9))])
def test_a_state_comes_back_from_its_file(tmp_path: Path, sight: Sight | RowSight | None) -> None:
    state = KeptState(b"\x01\xff", {"panels": b"\x00"}, "下書き \ud83d", 7, sight, 1.25)
    write_state(tmp_path / "new" / "state.json", state)

    assert read_state(tmp_path / "new" / "state.json") == state


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe",
        b"[]",
        b"null",
        b'"format"',
        b"[" * 100_000,
        b'{"format": 1}',
        b'{"format": 99, "geometry": "", "splitters": {}, "draft": "", "journal_id": null, '
        b'"sight": null, "zoom": null}',
        b'{"format": 1, "geometry": "zz", "splitters": {}, "draft": "", "journal_id": null, '
        b'"sight": null, "zoom": null}',
        b'{"format": 1, "geometry": "", "splitters": [], "draft": "", "journal_id": null, '
        b'"sight": null, "zoom": null}',
        b'{"format": 1, "geometry": "", "splitters": {}, "draft": "", "journal_id": null, '
        b'"sight": {"document_id": "x", "rects": {"1": [[1]]}}, "zoom": null}',
    ],
)
def test_a_bad_state_counts_as_absent(
    make_window: Making, settings: QSettings, workspace: Path, content: bytes
) -> None:
    path = kept(settings, workspace)
    path.parent.mkdir(parents=True)
    path.write_bytes(content)
    window = make_window(workspace=workspace)

    assert read_state(path) is None
    assert window.question.ask_box.text.toPlainText() == ""
    assert window.size().height() == 720


def test_workspaces_have_states_of_their_own(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"

    assert state_path(tmp_path, one) != state_path(tmp_path, other)
    assert state_path(tmp_path, one) == state_path(tmp_path, other / ".." / "one")


def test_a_draft_survives_a_killed_window(
    qtbot: QtBot, make_window: Making, settings: QSettings, workspace: Path
) -> None:
    first = make_window(workspace=workspace)
    first.question.ask_box.set_question("トルクは")
    path = kept(settings, workspace)
    # Nothing is closed or called: only the window's own clock writes.
    qtbot.waitUntil(lambda: "\\u30c8" in path.read_text() if path.exists() else False)
    second = make_window(workspace=workspace)

    assert second.question.ask_box.text.toPlainText() == "トルクは"


def test_a_question_being_answered_comes_back_into_the_ask_box(
    make_window: Making, workspace: Path
) -> None:
    first = make_window(workspace=workspace)
    engine_of(first).become_ready()
    first.questions.ask("What torque?")
    first.close()
    second = make_window(workspace=workspace)

    assert second.question.ask_box.text.toPlainText() == "What torque?"


def test_the_evidence_comes_back_with_its_page_marks_and_zoom(
    make_window: Making, workspace: Path
) -> None:
    first = make_window(workspace=workspace)
    engine_of(first).become_ready()
    first.evidence.show_sight(SIGHT)
    engine_of(first).draw()
    first.evidence.page.zoom_in()
    zoom = first.evidence.page.zoom
    first.close()
    second = make_window(workspace=workspace)
    engine_of(second).become_ready()
    engine_of(second).draw()

    assert second.evidence.sight == SIGHT
    assert second.evidence.page.rects == (RECT,)
    assert second.evidence.page.zoom == pytest.approx(zoom)


def test_a_fitted_page_is_fitted_again(make_window: Making, workspace: Path) -> None:
    first = make_window(workspace=workspace)
    engine_of(first).become_ready()
    first.evidence.show_sight(SIGHT)
    engine_of(first).draw()
    first.close()
    second = make_window(workspace=workspace)
    engine_of(second).become_ready()

    assert second.evidence.page.is_fitting


def test_evidence_that_left_the_library_does_not_come_back(
    make_window: Making, workspace: Path
) -> None:
    first = make_window(workspace=workspace)
    engine_of(first).become_ready()
    first.evidence.show_sight(SIGHT)
    first.close()
    second = make_window(workspace=workspace)
    engine_of(second).become_ready(EMPTY_LIBRARY)

    assert second.evidence.sight is None
    assert engine_of(second).all(RenderPage) == []


def test_the_answer_on_show_is_asked_for_again(
    qtbot: QtBot, make_window: Making, workspace: Path
) -> None:
    first = make_window(workspace=workspace)
    engine_of(first).become_ready()
    first.questions.ask("What torque?")
    engine_of(first).finish(Ask, AnswerFinished(answer(journal_id=41)))
    first.close()
    second = make_window(workspace=workspace)
    assert second.memory is not None
    with qtbot.waitSignal(second.memory.reopen_wanted) as wanted:
        engine_of(second).become_ready()

    assert wanted.args == [41]


def test_who_asks_before_the_library_is_open_is_not_disturbed(
    qtbot: QtBot, make_window: Making, settings: QSettings, workspace: Path
) -> None:
    state = KeptState(journal_id=41, sight=SIGHT)
    write_state(kept(settings, workspace), state)
    window = make_window(workspace=workspace)
    assert window.memory is not None
    engine_of(window).say(EngineState(EngineStage.OPEN))
    window.questions.ask("Another one?")
    with qtbot.assertNotEmitted(window.memory.reopen_wanted):
        engine_of(window).finish(ListLibrary, EMPTY_LIBRARY)

    assert window.question.answer.question == "Another one?"


def test_a_window_that_is_closed_before_the_library_is_open_forgets_nothing(
    make_window: Making, settings: QSettings, workspace: Path
) -> None:
    state = KeptState(journal_id=41, sight=SIGHT, zoom=2.0)
    write_state(kept(settings, workspace), state)
    make_window(workspace=workspace).close()
    after = read_state(kept(settings, workspace))

    assert after is not None
    assert (after.journal_id, after.sight, after.zoom) == (41, SIGHT, 2.0)


def test_a_window_from_a_screen_that_is_gone_comes_back_in_sight(
    make_window: Making, workspace: Path
) -> None:
    first = make_window(workspace=workspace)
    first.resize(840, 440)
    first.move(9000, 7000)
    settle()
    first.close()
    second = make_window(workspace=workspace)
    settle()
    screen = QGuiApplication.primaryScreen().availableGeometry()

    assert screen.contains(second.geometry().topLeft())
    assert second.geometry().top() < screen.bottom() - 40


def test_a_maximised_window_comes_back_maximised(make_window: Making, workspace: Path) -> None:
    first = make_window(workspace=workspace)
    first.showMaximized()
    settle()
    first.close()
    second = make_window(workspace=workspace)

    assert second.isMaximized()


def test_a_folder_that_cannot_be_written_does_not_stop_the_window(
    make_window: Making, settings: QSettings, workspace: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (Path(settings.fileName()).parent / "windows").write_text("a file in its place")
    window = make_window(workspace=workspace)
    assert window.memory is not None
    window.memory.keep()
    window.question.ask_box.set_question("draft")
    window.memory.keep()

    assert [r.levelname for r in caplog.records if "remembered" in r.message] == ["WARNING"]


def test_a_state_is_never_half_written(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    write_state(path, KeptState(draft="one"))
    (tmp_path / "state.new").mkdir()  # The next writing fails.
    with pytest.raises(OSError, match="state"):
        write_state(path, KeptState(draft="two"))

    assert json.loads(path.read_text())["draft"] == "one"


def test_the_title_names_the_workspace(make_window: Making, workspace: Path) -> None:
    assert make_window(workspace=workspace).windowTitle() == "workspace — Genba"
