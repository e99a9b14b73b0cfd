"""A report on a printer, one page in each turn of the event loop, so that the window goes on."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtGui import QImage, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter

from app.report_pages import UNITS_PER_INCH, draw_page, laid_out
from engine.qualify.paged import PagedReport

_METRE = 39.37  # Inches.


class Printing(QObject):
    """Prints one report. ``finished`` says whether the printer took it all."""

    finished = Signal(bool)

    def __init__(
        self, report: PagedReport, printer: QPrinter, owner: QObject | None = None
    ) -> None:
        super().__init__(owner)
        printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
        printer.setFullPage(True)
        printer.setDocName(report.title)
        self._report = report
        self._printer = printer
        self._letters = QImage(1, 1, QImage.Format.Format_RGB32)  # Lays out in our own units.
        for set_dots in (self._letters.setDotsPerMeterX, self._letters.setDotsPerMeterY):
            set_dots(round(UNITS_PER_INCH * _METRE))
        self._document = laid_out(report, self._letters)
        self._painter = QPainter()
        first = printer.fromPage() or 1
        last = printer.toPage() or self._document.pageCount()
        self._pages = list(range(first - 1, min(last, self._document.pageCount())))
        self._is_first = True

    @Slot()
    def start(self) -> None:
        """Begin; the first page comes in the next turn."""
        if self._pages and self._painter.begin(self._printer):
            self._painter.scale(
                self._printer.logicalDpiX() / UNITS_PER_INCH,
                self._printer.logicalDpiY() / UNITS_PER_INCH,
            )
            QTimer.singleShot(0, self, self._draw)
        else:
            self.finished.emit(False)

    @Slot()
    def _draw(self) -> None:
        if not self._is_first and not self._printer.newPage():
            self._painter.end()
            self.finished.emit(False)
            return
        self._is_first = False
        draw_page(self._painter, self._document, self._report, self._pages.pop(0))
        if self._pages:
            QTimer.singleShot(0, self, self._draw)
        else:
            self.finished.emit(self._painter.end())
