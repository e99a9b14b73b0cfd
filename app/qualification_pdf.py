"""The report on a qualification as a PDF: text that can be searched, charts as vectors.

Qt lays out the pages: it draws the same SVG as the window, and embeds the system's Japanese fonts.
It needs a QGuiApplication (``gui_application``). A report takes half a second, so that a window has
to make it in another process.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from PySide6.QtCore import QMarginsF
from PySide6.QtGui import QGuiApplication, QPageSize, QPainter, QPdfWriter, QTextDocument

from app.paging import headings_of
from app.pdf_letters import mend
from app.report_pages import UNITS_PER_INCH, draw_page, foot_of, laid_out
from engine.qualify.paged import PagedReport


def write_pdf(report: PagedReport, path: Path) -> int:
    """Write a report as PDF, whole or not at all, and give the number of its pages.

    Raises OSError if the file cannot be written.
    """
    part = path.with_name(f"{path.name}.part")
    part.touch()  # The writer itself does not say why it cannot open a file.
    writer = QPdfWriter(str(part))
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))
    writer.setResolution(UNITS_PER_INCH)
    writer.setTitle(report.title)
    writer.setCreator("Genba")
    document = laid_out(report, writer)
    try:
        _draw_pages(document, report, writer)
        mend(
            part,
            letters=document.toPlainText()
            + "".join(report.charts.values())
            + "".join(foot_of(report, 0, 1)),
            font=document.defaultFont(),
            language=report.language,
            headings=headings_of(document),
        )
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return document.pageCount()


def gui_application() -> QGuiApplication:
    """The application that fonts need: the running one, or a new one without any window.

    The caller keeps what is given for as long as reports are made.
    """
    running = QGuiApplication.instance()
    if isinstance(running, QGuiApplication):
        return running
    has_screen = sys.platform in ("win32", "darwin") or any(
        os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    )
    return QGuiApplication(["genba"] if has_screen else ["genba", "-platform", "offscreen"])


def _draw_pages(document: QTextDocument, report: PagedReport, writer: QPdfWriter) -> None:
    painter = QPainter()
    if not painter.begin(writer):
        raise OSError("the report cannot be written")
    for page in range(document.pageCount()):
        if page:
            writer.newPage()
        draw_page(painter, document, report, page)
    painter.end()
