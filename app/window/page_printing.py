"""Puts a page on paper, as large as the paper allows and never larger than it is."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QMarginsF, QRectF, QSizeF, Qt
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QWidget

PRINT_SCALE = 300 / 72  # Pixels per point.
_MARGIN_MM = 5.0


def ask_printer(
    owner: QWidget, size_pt: QSizeF, title: str, on_chosen: Callable[[QPrinter], None]
) -> QPrintDialog:
    """Let a printer be chosen, without holding up the window; the page lies as it is turned."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(title)
    is_wide = size_pt.width() > size_pt.height()
    turned = QPageLayout.Orientation.Landscape if is_wide else QPageLayout.Orientation.Portrait
    printer.setPageLayout(
        QPageLayout(
            QPageSize(QPageSize.PageSizeId.A4),
            turned,
            QMarginsF(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM, _MARGIN_MM),
            QPageLayout.Unit.Millimeter,
        )
    )
    dialog = QPrintDialog(printer, owner)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.accepted.connect(lambda: on_chosen(printer))
    QDialog.open(dialog)  # Its own of this name wants a slot of the old kind.
    return dialog


def print_image(printer: QPrinter, image: QImage, size_pt: QSizeF) -> bool:
    """Print a picture of a page of that size; false if the printer does not take it."""
    painter = QPainter()
    if not painter.begin(printer):
        return False
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    room = QRectF(painter.viewport())
    size = size_pt * (printer.resolution() / 72)
    if size.width() > room.width() or size.height() > room.height():
        size.scale(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
    where = QRectF(room.topLeft(), size)
    where.moveCenter(room.center())
    painter.drawImage(where, image)
    painter.end()
    return True
