"""Printing: the same pages as the PDF, one in each turn of the event loop."""

from __future__ import annotations

from pathlib import Path

import pymupdf
import pytest
from PySide6.QtPrintSupport import QPrinter
from pytestqt.qtbot import QtBot

from app.history_protocol import AnswersPaged, PageAnswers
from app.window.main_window import MainWindow
from engine.qualify.paged import PagedReport
from tests.app.scripted import ScriptedEngine, settle

PLACE = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="640" height="200" viewBox="0 0 640 200">'
    '<rect width="640" height="200" fill="#ffd84a"/></svg>'
)


def report(n_paragraphs: int) -> PagedReport:
    body = "".join(f"<p>Line {n} of the answer</p>" for n in range(n_paragraphs))
    html = f'<h1>Answers</h1><p><img src="chart:7-0"></p>{body}'
    return PagedReport("Answers", "en", "Exported today", html, {"7-0": PLACE})


def test_every_page_is_printed_as_it_is_in_the_pdf(
    window: MainWindow, engine: ScriptedEngine, qtbot: QtBot, tmp_path: Path
) -> None:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    window.exports.print_on(printer, (7,))
    settle()
    assert engine.last(PageAnswers).questions == (7,)
    engine.finish(PageAnswers, AnswersPaged(report(80)))
    qtbot.waitUntil(lambda: "was printed" in window.notices.text("export"))

    with pymupdf.open(tmp_path / "printed.pdf") as pages:
        text = "".join(page.get_text() for page in pages).replace("\t", " ")
        assert len(pages) >= 2
        assert f"Page 2 of {len(pages)}" in text
        assert pages[0].rect.width > 590
        left = min(block[0] for block in pages[0].get_text("blocks"))
        assert 40 < left < 55, "the margin is that of the paper"
    assert "Line 79" in text


@pytest.mark.qt_log_ignore("QPainter::begin")
def test_a_printer_that_does_not_begin_is_told(
    window: MainWindow, engine: ScriptedEngine, qtbot: QtBot, tmp_path: Path
) -> None:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "nowhere" / "printed.pdf"))
    window.exports.print_on(printer, (7,))
    settle()
    engine.finish(PageAnswers, AnswersPaged(report(1)))

    qtbot.waitUntil(lambda: "did not take" in window.notices.text("export"))
