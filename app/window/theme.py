"""Colours, spaces and type. Derived from the system palette, so dark and light follow it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontMetrics, QPalette
from PySide6.QtWidgets import QApplication

# The grid: everything is a multiple of eight, or half of it inside a control.
HALF = 4
SPACE = 8
GAP = 16
WIDE = 24
RADIUS = 6
CONTROL_HEIGHT = 32
CHIP_HEIGHT = 28
HEADER_HEIGHT = 48
ICON = 16
SCROLL_BAR = 12

# Glyphs of Chinese and Japanese differ under one code point, so the Japanese faces are named.
JAPANESE_FAMILIES = ("Yu Gothic UI", "Meiryo", "Hiragino Sans", "Noto Sans CJK JP", "Noto Sans JP")
JAPANESE_CODE_FAMILIES = ("BIZ UDGothic", "MS Gothic", "Noto Sans Mono CJK JP")
# What fontconfig answers when no desktop chose a font; wide, and without a semibold.
UNCHOSEN_FAMILIES = frozenset({"DejaVu Sans", "Sans", "Sans Serif", "sans-serif"})


@dataclass(frozen=True, slots=True)
class Colours:
    """Every colour the window uses. Treat the QColor values as constants."""

    is_dark: bool
    window: QColor
    base: QColor
    sunken: QColor
    text: QColor
    muted: QColor
    line: QColor
    edge: QColor
    hover: QColor
    accent: QColor
    on_accent: QColor
    accent_soft: QColor
    good: QColor
    warning: QColor
    warning_soft: QColor
    danger: QColor
    danger_soft: QColor
    marker: QColor
    marker_edge: QColor
    word_marker: QColor
    row_marker: QColor


def blend(over: QColor, under: QColor, share: float) -> QColor:
    """``share`` of one colour over the rest of the other."""
    return QColor(
        round(over.red() * share + under.red() * (1 - share)),
        round(over.green() * share + under.green() * (1 - share)),
        round(over.blue() * share + under.blue() * (1 - share)),
    )


def contrast(one: QColor, other: QColor) -> float:
    """The WCAG contrast ratio, 1 to 21. Text needs 4.5, edges of controls 3."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def colours(palette: QPalette) -> Colours:
    """The window's colours for a system palette."""
    return _colours(palette.color(QPalette.ColorRole.Window).rgb(), *_roles(palette))


def _roles(palette: QPalette) -> tuple[int, int]:
    return (
        palette.color(QPalette.ColorRole.Base).rgb(),
        palette.color(QPalette.ColorRole.Text).rgb(),
    )


@lru_cache(maxsize=8)
def _colours(window_rgb: int, base_rgb: int, text_rgb: int) -> Colours:
    window, base, text = QColor(window_rgb), QColor(base_rgb), QColor(text_rgb)
    is_dark = _luminance(window) < 0.18
    accent = QColor("#7fb2ee") if is_dark else QColor("#1b5fa7")
    warning = QColor("#f0b65c") if is_dark else QColor("#8a5000")
    danger = QColor("#f59a90") if is_dark else QColor("#b3261e")
    return Colours(
        is_dark=is_dark,
        window=window,
        base=base,
        sunken=blend(QColor("black"), window, 0.18 if is_dark else 0.05),
        text=text,
        muted=blend(text, window, 0.72),
        line=blend(text, window, 0.2 if is_dark else 0.16),
        edge=blend(text, window, 0.55),  # 3:1 also on the ground of a notice.
        hover=blend(text, window, 0.08),
        accent=accent,
        on_accent=QColor("#0b1a2b") if is_dark else QColor("white"),
        accent_soft=blend(accent, base, 0.16 if is_dark else 0.12),
        good=QColor("#79cb98") if is_dark else QColor("#1f6f43"),
        warning=warning,
        warning_soft=blend(warning, base, 0.16 if is_dark else 0.1),
        danger=danger,
        danger_soft=blend(danger, base, 0.16 if is_dark else 0.08),
        marker=QColor("#ffe27a"),  # Multiplied onto the page, paper-white in both themes.
        marker_edge=QColor("#b36b00"),
        word_marker=blend(QColor("#ffc400"), base, 0.28 if is_dark else 0.38),
        row_marker=blend(QColor("#ffc400"), base, 0.24 if is_dark else 0.3),
    )


def _luminance(colour: QColor) -> float:
    def channel(value: float) -> float:
        return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)

    return (
        0.2126 * channel(colour.redF())
        + 0.7152 * channel(colour.greenF())
        + 0.0722 * channel(colour.blueF())
    )


def light_palette() -> QPalette:
    """A calm light palette for platforms that do not bring one."""
    return _palette(window="#f4f5f7", base="#ffffff", text="#1c2229", button="#ffffff")


def dark_palette() -> QPalette:
    """A calm dark palette for platforms that do not bring one."""
    return _palette(window="#1f2328", base="#272c33", text="#e8eaed", button="#2e343c")


def _palette(*, window: str, base: str, text: str, button: str) -> QPalette:
    palette = QPalette(QColor(button), QColor(window))
    roles = QPalette.ColorRole
    for role, name in (
        (roles.Window, window),
        (roles.Base, base),
        (roles.AlternateBase, window),
        (roles.Button, button),
        (roles.ToolTipBase, base),
        (roles.Text, text),
        (roles.WindowText, text),
        (roles.ButtonText, text),
        (roles.ToolTipText, text),
    ):
        palette.setColor(role, QColor(name))
    derived = colours(palette)
    palette.setColor(roles.Highlight, derived.accent)
    palette.setColor(roles.HighlightedText, derived.on_accent)
    palette.setColor(roles.Link, derived.accent)
    palette.setColor(roles.PlaceholderText, derived.muted)
    for role in (roles.Text, roles.WindowText, roles.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, blend(QColor(text), QColor(base), 0.5))
    return palette


def window_font() -> QFont:
    """The system's interface font, with Japanese faces to fall back on in the right order."""
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    first: tuple[str, ...] = (font.family(),)
    if font.family() in UNCHOSEN_FAMILIES and "Noto Sans" in QFontDatabase.families():
        first = ("Noto Sans", font.family())
    font.setFamilies([*first, *JAPANESE_FAMILIES])
    if font.pointSizeF() < 10 and font.pointSizeF() > 0:
        font.setPointSizeF(10)
    return font


def scaled(font: QFont, factor: float, *, weight: QFont.Weight | None = None) -> QFont:
    """The same font, larger or smaller, perhaps in another weight."""
    result = QFont(font)
    result.setPointSizeF(font.pointSizeF() * factor)
    if weight is not None:
        result.setWeight(weight)
    return result


def control_height(font: QFont) -> int:
    """How high a control is for its text to have room, whatever its size."""
    return max(CONTROL_HEIGHT, QFontMetrics(font).height() + 12)  # Border and padding.


def code_font(font: QFont) -> QFont:
    """The system's font of equal widths for queries, a little smaller than the text around it."""
    result = scaled(font, 0.95)
    fixed = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    result.setFamilies([fixed.family(), *JAPANESE_CODE_FAMILIES, *JAPANESE_FAMILIES])
    result.setStyleHint(QFont.StyleHint.Monospace)
    return result


def current() -> Colours:
    """The colours of the running application."""
    return colours(QApplication.palette())
