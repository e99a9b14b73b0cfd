"""The application object: style, colours in the desktop's scheme, font, icon."""

from __future__ import annotations

import sys

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication

from app.window import theme
from app.window.icons import application_icon


def make_application() -> QApplication:
    """The one application object, made now or before."""
    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else QApplication(sys.argv[:1])
    app.setApplicationName("Genba")
    app.setApplicationDisplayName("Genba")
    app.setDesktopFileName("genba")
    app.setStyle("Fusion")
    app.setFont(theme.window_font())
    app.setWindowIcon(application_icon())
    _follow_scheme(app)
    app.styleHints().colorSchemeChanged.connect(lambda _: _follow_scheme(app))
    return app


def _follow_scheme(app: QApplication) -> None:
    """Keep the desktop's own palette; where there is none, use ours in the desktop's scheme."""
    app.setPalette(QPalette())
    if app.palette().window() == app.style().standardPalette().window():
        is_dark = app.styleHints().colorScheme() is Qt.ColorScheme.Dark
        app.setPalette(theme.dark_palette() if is_dark else theme.light_palette())
