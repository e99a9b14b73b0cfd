"""The real window with the real engine and the default models: from nothing to an answer."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from pytestqt.qtbot import QtBot

from app.engine_process import EngineProcess
from app.protocol import EngineStage
from app.window.engine_link import EngineLink
from app.window.language import Language, Translators
from app.window.main_window import MainWindow
from app.window.preferences import Preferences

pytestmark = pytest.mark.real

PATIENCE_MS = 240_000


@pytest.mark.parametrize(
    ("language", "wanted"), [(Language.ENGLISH, "85"), (Language.JAPANESE, "0.8")]
)
def test_the_first_steps_end_with_an_answer_from_the_samples(
    qtbot: QtBot,
    tmp_path: Path,
    settings: QSettings,
    translators: Translators,
    record_property: Callable[[str, object], None],
    language: Language,
    wanted: str,
) -> None:
    preferences = Preferences(settings)
    preferences.keep_language(language)
    translators.install(language)
    workspace = tmp_path / "workspace"
    workspace.mkdir()
    link = EngineLink(lambda on_reply: EngineProcess(workspace, on_reply, preferences.engine))
    window = MainWindow(link, preferences, translators, is_new_workspace=True, workspace=workspace)
    qtbot.addWidget(window)
    window.show()
    began = time.monotonic()
    link.start()
    try:
        guide, examples = window.empty.guide, window.question.examples
        qtbot.waitUntil(lambda: guide.has_models, timeout=PATIENCE_MS)
        guide.sample.click()
        qtbot.waitUntil(examples.isVisible, timeout=PATIENCE_MS)
        read = time.monotonic()
        examples.buttons[0].click()
        qtbot.waitUntil(lambda: window.question.answer.answer is not None, timeout=PATIENCE_MS)
        ended = time.monotonic()
        answer = window.question.answer.answer
    finally:
        link.stop()

    record_property("samples_read_s", round(read - began, 1))
    record_property("answered_s", round(ended - began, 1))
    assert answer is not None
    assert not answer.is_abstained
    assert wanted in answer.text
    assert answer.citations
    assert link.state.stage is EngineStage.READY
