"""Who we are, and that nothing leaves this computer."""

from __future__ import annotations

from importlib.metadata import version

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QMessageBox, QWidget

translate = QCoreApplication.translate


def show_about(window: QWidget) -> None:
    """Open the box; the window goes on behind it."""
    box = QMessageBox(window)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setIconPixmap(window.windowIcon().pixmap(64, 64))
    box.setWindowTitle(translate("MainWindow", "About Genba"))
    box.setText(f"Genba {version('genba')}")
    box.setInformativeText(
        translate(
            "MainWindow",
            "Short answers from your documents, with the evidence on the page. Genba works "
            "without a network. Free software under the AGPL 3.0.",
        )
    )
    box.open()
