"""The report on a qualification as a PDF: text that can be searched, charts as vectors.

Qt lays out the pages: it draws the same SVG as the window, and embeds the system's Japanese fonts.
It needs a QGuiApplication (``gui_application``). A report takes half a second, so that a window has
to make it in another process.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QByteArray, QMarginsF, QRect, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QFont,
    QFontDatabase,
    QGuiApplication,
    QPageSize,
    QPainter,
    QPdfWriter,
    QPyTextObject,
    QTextDocument,
    QTextFormat,
)
from PySide6.QtSvg import QSvgRenderer

from app.paging import headings_of, keep_together
from app.pdf_letters import mend
from app.window.theme import JAPANESE_FAMILIES
from engine.assets import asset
from engine.qualify.report import PagedReport
from engine.qualify.words import words_in

_UNITS_PER_INCH = 96  # Of layout, as in a browser: a chart's px is a px.
_PAGE = QSizeF(793.7, 1122.5)  # A4 in these units.
_MARGIN, _FOOT = 60.0, 64.0
_TEXT_PT = 9.5
_FOOT_PT = 8.0
_FIT = 0.999  # A picture as wide as the text is pushed off by rounding.


class _Charts(QPyTextObject):
    """Draws the SVG of a report's images, scaled down where they are wider than the text."""

    def __init__(self, document: QTextDocument, charts: Mapping[str, str], width: float) -> None:
        super().__init__(document)
        self._renderers = {
            f"chart:{key}": QSvgRenderer(QByteArray(svg.encode())) for key, svg in charts.items()
        }
        self._width = width * _FIT

    def intrinsicSize(self, _document: QTextDocument, _at: int, shape: QTextFormat) -> QSizeF:
        size = QSizeF(self._renderers[shape.toImageFormat().name()].defaultSize())
        return size * min(1.0, self._width / size.width())

    def drawObject(
        self,
        painter: QPainter,
        place: QRectF | QRect,
        document: QTextDocument,
        _at: int,
        shape: QTextFormat,
    ) -> None:
        painter.setFont(document.defaultFont())
        self._renderers[shape.toImageFormat().name()].render(painter, QRectF(place))


def write_pdf(report: PagedReport, path: Path) -> int:
    """Write a report as PDF, whole or not at all, and give the number of its pages.

    Raises OSError if the file cannot be written.
    """
    part = path.with_name(f"{path.name}.part")
    part.touch()  # The writer itself does not say why it cannot open a file.
    writer = QPdfWriter(str(part))
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))
    writer.setResolution(_UNITS_PER_INCH)
    writer.setTitle(report.title)
    writer.setCreator("Genba")
    document = _laid_out(report, writer)
    try:
        _draw_pages(document, report, writer)
        mend(
            part,
            letters=document.toPlainText()
            + "".join(report.charts.values())
            + "".join(_foot(report, 0, 1)),
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


def report_family() -> str:
    """The font of charts and text: one that has Japanese letters, if the system has any."""
    installed = set(QFontDatabase.families())
    named = [family for family in JAPANESE_FAMILIES if family in installed]
    return named[0] if named else QFont().family()


def _laid_out(report: PagedReport, writer: QPdfWriter) -> QTextDocument:
    document = QTextDocument()
    layout = document.documentLayout()
    layout.setPaintDevice(writer)
    width = _PAGE.width() - 2 * _MARGIN
    kind = QTextFormat.ObjectTypes.ImageObject.value
    layout.registerHandler(kind, _Charts(document, report.charts, width))
    font = QFont([report_family(), *JAPANESE_FAMILIES])
    font.setPointSizeF(_TEXT_PT)
    font.setFeature(QFont.Tag("locl"), 0)
    document.setDefaultFont(font)
    document.setDefaultStyleSheet(asset("qualify", "paged.css").read_text(encoding="utf-8"))
    document.setHtml(report.html)
    document.setPageSize(_PAGE)
    frame = document.rootFrame().frameFormat()
    frame.setMargin(_MARGIN)
    frame.setBottomMargin(_FOOT)
    document.rootFrame().setFrameFormat(frame)
    keep_together(document)
    return document


def _draw_pages(document: QTextDocument, report: PagedReport, writer: QPdfWriter) -> None:
    painter = QPainter()
    if not painter.begin(writer):
        raise OSError("the report cannot be written")
    n_pages = document.pageCount()
    for page in range(n_pages):
        if page:
            writer.newPage()
        top = page * _PAGE.height()
        painter.save()
        painter.translate(0, -top)
        context = QAbstractTextDocumentLayout.PaintContext()
        context.clip = QRectF(0, top, _PAGE.width(), _PAGE.height())
        painter.setClipRect(context.clip)
        document.documentLayout().draw(painter, context)
        painter.restore()
        _draw_foot(painter, document, *_foot(report, page, n_pages))
    painter.end()


def _draw_foot(painter: QPainter, document: QTextDocument, about: str, number: str) -> None:
    font = QFont(document.defaultFont())
    font.setPointSizeF(_FOOT_PT)
    painter.setFont(font)
    painter.setPen(Qt.GlobalColor.darkGray)
    band = QRectF(_MARGIN, _PAGE.height() - _FOOT + 12, _PAGE.width() - 2 * _MARGIN, 20)
    painter.drawText(band, Qt.AlignmentFlag.AlignLeft, about)
    painter.drawText(band, Qt.AlignmentFlag.AlignRight, number)


def _foot(report: PagedReport, page: int, n_pages: int) -> tuple[str, str]:
    words = words_in(report.language)
    about = f"{words('made_with')} · {report.started}"
    return about, words("page", page=page + 1, n=n_pages)
