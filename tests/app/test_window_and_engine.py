"""The real window on the real engine with small models: passages at once."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.engine_process import EngineProcess
from app.protocol import EngineStage, JobFailed
from app.search_protocol import AdviceFound, Advise
from app.service_settings import ServiceSettings
from app.window.engine_link import EngineLink
from app.window.language import Translators
from app.window.listing import ListKind
from app.window.main_window import MainWindow
from app.window.preferences import Preferences
from engine.assets import asset
from engine.store.library import Library
from ingest.indexer import index

pytestmark = pytest.mark.real

SMALL = ServiceSettings(
    language_model="smollm2-135m-instruct-q4_1", embedding_model="all-minilm-l6-v2", n_context=2048
)
PATIENCE_MS = 90_000


@pytest.fixture
def window(
    qtbot: QtBot, workspace: Path, settings: QSettings, translators: Translators
) -> Iterator[MainWindow]:
    """On a library that has the sample documents, without vectors."""
    library = Library.open(workspace)
    for _ in index(library, [asset("sample")], cancel=threading.Event()):
        pass
    library.close()
    link = EngineLink(lambda on_reply: EngineProcess(workspace, on_reply, SMALL))
    window = MainWindow(link, Preferences(settings), translators)
    qtbot.addWidget(window)
    window.show()
    link.start()
    yield window
    link.stop()


def test_passages_follow_the_typing_and_the_question_while_models_load(
    qtbot: QtBot, window: MainWindow
) -> None:
    preview, edit = window.questions.preview, window.question.ask_box.text
    QTest.keyClicks(edit, "What torque for the L-7 spindle lo")
    qtbot.waitUntil(lambda: preview.typed is not None, timeout=PATIENCE_MS)
    assert preview.typed is not None
    assert preview.typed.passages[0].document == "L-7 maintenance manual.pdf"
    # Torch alone takes longer to load than the library to be searched.
    assert window.link.state.stage in {EngineStage.OPEN, EngineStage.LOADING}

    QTest.keyClicks(edit, "ck nut?")
    QTest.keyClick(edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(preview.answer.passages), timeout=PATIENCE_MS)
    assert window.question.passages.isVisible()
    assert window.questions.is_running

    assert preview.answer.kind is ListKind.EVIDENCE
    assert preview.answer.passages[0].document == "L-7 maintenance manual.pdf"
    window.questions.stop()
    qtbot.waitUntil(lambda: not window.questions.is_running, timeout=PATIENCE_MS)


def test_advice_names_what_no_document_has(qtbot: QtBot, window: MainWindow) -> None:
    told: list[AdviceFound] = []
    failed: list[JobFailed] = []
    window.link.begin(
        lambda job: Advise(job, "What torque for the L-7 and the SH-999?", ()),
        on_event=told.append,
        on_failed=failed.append,
    )
    qtbot.waitUntil(lambda: bool(told or failed), timeout=PATIENCE_MS)

    assert failed == []
    assert told[0].advice.missing == ("SH-999",)
