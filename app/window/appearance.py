"""How the application looks: light or dark, and how large text is. Both change while it runs."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QWidget

from app.window import theme

PERCENTS = tuple(range(80, 201, 10))
DEFAULT_PERCENT = 100
_SIZE_ERROR_PT = 0.05
_PERCENT = "genbaTextPercent"
_SCHEME = "genbaScheme"


class Scheme(StrEnum):
    """Which colours are wanted."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


def text_percent() -> int:
    """How large text is now, in percent of the system's size."""
    app = QApplication.instance()
    return int((app.property(_PERCENT) if app else None) or DEFAULT_PERCENT)


def set_text_percent(app: QApplication, percent: int) -> None:
    """Show all text in this size. Widgets with a font of their own are scaled along."""
    before = {widget: widget.font().pointSizeF() for widget in QApplication.allWidgets()}
    ratio = percent / text_percent()
    app.setProperty(_PERCENT, percent)
    app.setFont(theme.scaled(theme.window_font(), percent / 100))
    for widget in QApplication.topLevelWidgets():
        _follow_size(widget, before, ratio)


def _follow_size(widget: QWidget, before: Mapping[QWidget, float], ratio: float) -> None:
    """From the outside in: a font that is inherited has followed by the time it is looked at."""
    font, wanted = widget.font(), before.get(widget, 0.0) * ratio
    if wanted > 0 and abs(font.pointSizeF() - wanted) > _SIZE_ERROR_PT:
        font.setPointSizeF(wanted)
        widget.setFont(font)
    for child in widget.children():
        if isinstance(child, QWidget):
            _follow_size(child, before, ratio)


def set_scheme(app: QApplication, scheme: Scheme) -> None:
    """Light, dark or as the desktop is, from now on."""
    app.setProperty(_SCHEME, scheme.value)
    wanted = {
        Scheme.SYSTEM: Qt.ColorScheme.Unknown,
        Scheme.LIGHT: Qt.ColorScheme.Light,
        Scheme.DARK: Qt.ColorScheme.Dark,
    }[scheme]
    app.styleHints().setColorScheme(wanted)
    follow_scheme(app)


def follow_scheme(app: QApplication) -> None:
    """Keep the desktop's own palette; where there is none, or another is wanted, use ours."""
    scheme = Scheme(app.property(_SCHEME) or Scheme.SYSTEM)
    app.setPalette(QPalette())
    is_ours = app.palette().window() == app.style().standardPalette().window()
    is_dark = scheme is Scheme.DARK
    if scheme is Scheme.SYSTEM:
        is_dark = app.styleHints().colorScheme() is Qt.ColorScheme.Dark
    elif theme.colours(app.palette()).is_dark != is_dark:
        is_ours = True  # The platform did not follow the wish.
    if is_ours:
        app.setPalette(theme.dark_palette() if is_dark else theme.light_palette())


def is_font_change(event: QEvent) -> bool:
    """Whether text has to be measured again."""
    return event.type() in {QEvent.Type.FontChange, QEvent.Type.ApplicationFontChange}
