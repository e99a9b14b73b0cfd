"""The real window on real pages, drawn by the real engine: sharp far in, text that is copied."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pymupdf
import pytest
from PySide6.QtCore import QPointF, QSettings, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.engine_process import EngineProcess
from app.service_settings import ServiceSettings
from app.window.engine_link import EngineLink
from app.window.language import Translators
from app.window.main_window import MainWindow
from app.window.preferences import Preferences
from app.window.sights import Sight, document_sight

pytestmark = pytest.mark.real

WITHOUT_MODELS = ServiceSettings(language_model="none", embedding_model="none")
PATIENCE_MS = 90_000


@pytest.fixture
def drawing(tmp_path: Path) -> Path:
    """A sheet of A1 with a line and two short texts."""
    document = pymupdf.open()
    page = document.new_page(width=2384, height=1684)
    page.draw_line((100, 100), (2200, 1500))
    page.insert_text((1192, 842), "Torque 12 Nm", fontsize=11)
    page.insert_text((1192, 900), "主軸を締める", fontname="japan", fontsize=11)
    path = tmp_path / "sheet.pdf"
    document.save(path)
    return path


@pytest.fixture
def real_window(
    qtbot: QtBot, tmp_path: Path, settings: QSettings, translators: Translators
) -> Iterator[MainWindow]:
    workspace = tmp_path / "workspace"
    workspace.mkdir()
    link = EngineLink(lambda on_reply: EngineProcess(workspace, on_reply, WITHOUT_MODELS))
    window = MainWindow(link, Preferences(settings), translators)
    window.show()
    link.start()
    yield window
    window.close()
    link.stop()
    window.deleteLater()


def test_a_drawing_is_sharp_far_in_and_its_text_is_copied_and_printed(
    qtbot: QtBot, real_window: MainWindow, drawing: Path, tmp_path: Path
) -> None:
    window, view = real_window, real_window.evidence.page
    window.stock.add([drawing])
    qtbot.waitUntil(lambda: window.library.model.document_named("sheet.pdf") is not None,
                    timeout=PATIENCE_MS)  # fmt: skip
    document = window.library.model.document_named("sheet.pdf")
    assert document is not None
    sight = document_sight(document)
    assert isinstance(sight, Sight)
    window.evidence.show_sight(sight)
    qtbot.waitUntil(lambda: len(view.hand.text) > 0, timeout=PATIENCE_MS)
    view.zoom_to(6.0, QPointF(view.viewport().rect().center()))
    qtbot.waitUntil(lambda: view.is_sharp, timeout=PATIENCE_MS)
    assert view.needs_tiles

    (found,) = view.hand.text.found("主軸")
    view.show_found((found,), 0)
    QTest.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "主軸"

    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    window.page_out.print_on(printer, sight)
    qtbot.waitUntil((tmp_path / "printed.pdf").exists, timeout=PATIENCE_MS)
    with pymupdf.open(tmp_path / "printed.pdf") as printed:
        assert printed.page_count == 1
        assert len(printed[0].get_images()) >= 1
