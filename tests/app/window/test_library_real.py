"""The window with the real engine: from an attachment in a mail to an answer from it alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from pytestqt.qtbot import QtBot

from app.engine_process import EngineProcess
from app.protocol import EngineStage
from app.window.engine_link import EngineLink
from app.window.language import Translators
from app.window.library_model import ROW_ROLE
from app.window.library_row import Row
from app.window.main_window import MainWindow
from app.window.passage_list import PASSAGE_ROLE
from app.window.preferences import Preferences
from tests.app.test_engine_process import SMALL
from tests.app.window.test_library_files import paths
from tests.app.window.test_receiving import attachments, drop

pytestmark = pytest.mark.real

PATIENCE_MS = 200_000  # The models load in 40 s beside other work, in minutes on a full machine.
LATHE = "# Lathe L-7\n\nTighten the spindle lock nut of the lathe L-7 to 190 Nm.\n"
MILL = "# Mill M-3\n\nTighten the spindle lock nut of the mill M-3 to 45 Nm.\n"


@pytest.fixture
def real_window(
    qtbot: QtBot, settings: QSettings, translators: Translators, workspace: Path
) -> Iterator[MainWindow]:
    link = EngineLink(lambda on_reply: EngineProcess(workspace, on_reply, SMALL))
    window = MainWindow(link, Preferences(settings), translators)
    window.adding.receiving.keep_in(workspace / "received")
    window.show()
    link.start()
    yield window
    link.stop()
    window.close()
    window.deleteLater()


def read_at(window: MainWindow, place: int) -> int:
    """When the file at a place of the list was read last; 0 while it is not stored."""
    row = window.library.list.model().index(place, 0).data(ROW_ROLE)
    source = row.source if isinstance(row, Row) else None
    return (source.read_ns or 0) if source is not None else 0


def test_attachments_are_read_and_asked_alone(
    real_window: MainWindow, qtbot: QtBot, workspace: Path
) -> None:
    window = real_window
    drop(window, attachments(("lathe.md", LATHE.encode()), ("mill.md", MILL.encode())))
    qtbot.waitUntil(
        # What is being read has a row before it is stored.
        lambda: paths(window) == ["lathe.md", "mill.md"] and bool(read_at(window, 1)),
        timeout=PATIENCE_MS,
    )
    qtbot.waitUntil(lambda: not window.stock.is_indexing, timeout=PATIENCE_MS)
    row = window.library.list.model().index(1, 0).data(ROW_ROLE)
    assert Path(row.full_path).is_relative_to(workspace / "received")
    assert Path(row.full_path).read_text("utf-8") == MILL

    read_first = read_at(window, 1)
    window.stock.read_again([row])
    qtbot.waitUntil(lambda: read_at(window, 1) > read_first, timeout=PATIENCE_MS)

    window.library.filter.words.setText("mill")
    window.library.filter.ask.click()
    qtbot.waitUntil(lambda: window.link.state.stage is EngineStage.READY, timeout=PATIENCE_MS)
    window.question.ask_box.asked.emit("What torque for the spindle lock nut?")
    qtbot.waitUntil(lambda: not window.questions.is_running, timeout=PATIENCE_MS)

    found = window.question.passages.passages
    shown = [found.index(n).data(PASSAGE_ROLE).document for n in range(found.rowCount())]
    assert shown
    assert set(shown) == {"mill.md"}
    assert "190" not in window.question.answer.text()
