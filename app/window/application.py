"""The application object: style, colours in the desktop's scheme, font, icon."""

from __future__ import annotations

import sys

from PySide6.QtWidgets import QApplication

from app.window.appearance import Scheme, follow_scheme, set_scheme, set_text_percent
from app.window.icons import application_icon


def make_application(scheme: Scheme = Scheme.SYSTEM, text_percent: int = 100) -> QApplication:
    """The one application object, made now or before."""
    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else QApplication(sys.argv[:1])
    app.setApplicationName("Genba")
    app.setApplicationDisplayName("Genba")
    app.setDesktopFileName("genba")
    app.setStyle("Fusion")
    set_text_percent(app, text_percent)
    app.setWindowIcon(application_icon())
    set_scheme(app, scheme)
    app.styleHints().colorSchemeChanged.connect(lambda _: follow_scheme(app))
    return app
