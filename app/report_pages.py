"""The pages of a report laid out and drawn: for a PDF, and for a printer.

Qt lays out: it draws the same SVG as the window. It needs a QGuiApplication.
"""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QByteArray, QRect, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QFont,
    QFontDatabase,
    QPaintDevice,
    QPainter,
    QPyTextObject,
    QTextDocument,
    QTextFormat,
)
from PySide6.QtSvg import QSvgRenderer

from app.paging import keep_together
from app.window.theme import JAPANESE_FAMILIES
from engine.assets import asset
from engine.qualify.paged import PagedReport
from engine.qualify.words import words_in

UNITS_PER_INCH = 96
"""Of layout, as in a browser: a chart's px is a px."""
PAGE = QSizeF(793.7, 1122.5)
"""A4 in these units."""
_MARGIN, _FOOT = 60.0, 64.0
_TEXT_PT = 9.5
_FOOT_PX = 11
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


def report_family() -> str:
    """The font of charts and text: one that has Japanese letters, if the system has any."""
    installed = set(QFontDatabase.families())
    named = [family for family in JAPANESE_FAMILIES if family in installed]
    return named[0] if named else QFont().family()


def laid_out(report: PagedReport, device: QPaintDevice) -> QTextDocument:
    """The report on its pages, with the letters of a device of UNITS_PER_INCH."""
    document = QTextDocument()
    layout = document.documentLayout()
    layout.setPaintDevice(device)
    width = PAGE.width() - 2 * _MARGIN
    kind = QTextFormat.ObjectTypes.ImageObject.value
    layout.registerHandler(kind, _Charts(document, report.charts, width))
    font = QFont([report_family(), *JAPANESE_FAMILIES])
    font.setPointSizeF(_TEXT_PT)
    font.setFeature(QFont.Tag("locl"), 0)
    document.setDefaultFont(font)
    document.setDefaultStyleSheet(asset("qualify", "paged.css").read_text(encoding="utf-8"))
    document.setHtml(report.html)
    document.setPageSize(PAGE)
    frame = document.rootFrame().frameFormat()
    frame.setMargin(_MARGIN)
    frame.setBottomMargin(_FOOT)
    document.rootFrame().setFrameFormat(frame)
    keep_together(document)
    return document


def draw_page(painter: QPainter, document: QTextDocument, report: PagedReport, page: int) -> None:
    """Draw a page, counted from 0, with its foot."""
    top = page * PAGE.height()
    painter.save()
    painter.translate(0, -top)
    context = QAbstractTextDocumentLayout.PaintContext()
    context.clip = QRectF(0, top, PAGE.width(), PAGE.height())
    painter.setClipRect(context.clip)
    document.documentLayout().draw(painter, context)
    painter.restore()
    _draw_foot(painter, document, *foot_of(report, page, document.pageCount()))


def _draw_foot(painter: QPainter, document: QTextDocument, about: str, number: str) -> None:
    font = QFont(document.defaultFont())
    font.setPixelSize(_FOOT_PX)  # In the units of the layout; points are the printer's own.
    painter.setFont(font)
    painter.setPen(Qt.GlobalColor.darkGray)
    band = QRectF(_MARGIN, PAGE.height() - _FOOT + 12, PAGE.width() - 2 * _MARGIN, 20)
    painter.drawText(band, Qt.AlignmentFlag.AlignLeft, about)
    painter.drawText(band, Qt.AlignmentFlag.AlignRight, number)


def foot_of(report: PagedReport, page: int, n_pages: int) -> tuple[str, str]:
    """What stands below a page: what made it, and its number."""
    words = words_in(report.language)
    about = f"{words('made_with')} · {report.started}"
    return about, words("page", page=page + 1, n=n_pages)
