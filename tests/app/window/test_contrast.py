"""Every text can be read on its ground, every edge and sign can be seen, in both themes.

The ratio is that of the Web Content Accessibility Guidelines 2.2: (L1 + 0.05) / (L2 + 0.05) of
the relative luminances, the lighter one above (https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio).
Success criterion 1.4.3 wants 4.5:1 for text, 1.4.11 wants 3:1 for what a control is known by.
What is switched off is exempt from both.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from PySide6.QtGui import QColor, QPalette

from app.window import style_sheet, theme
from app.window.theme import Colours

TEXT, EDGE = 4.5, 3.0
GROUNDS = ("window", "base")
RULE = re.compile(r"([^{}]+)\{\{(.*?)\}\}", re.DOTALL)
# Their edge or ring is what a person knows them by; the rest of the lines only separate.
CONTROLS = (
    "QPushButton",
    "QToolButton",
    "QLineEdit",
    "QPlainTextEdit",
    "QTextBrowser",
    "QTreeView",
    "QComboBox",
    "QCheckBox",
    "QRadioButton",
    "QSpinBox",
    "QFrame#askFrame",
    "QFrame#dropArea",
)
# What is painted by hand or set on a label: ink, its grounds.
MARKERS = ("word_marker", "row_marker")
PAINTED = {
    "text": ("window", "base", "hover", "accent_soft", "warning_soft", "danger_soft", *MARKERS),
    "muted": ("window", "base", "hover", "accent_soft"),
    "accent": ("window", "base", "accent_soft", "warning_soft"),
    "danger": ("window", "base", "hover", "accent_soft"),
    "warning": ("window", "base", "hover", "accent_soft", "warning_soft"),
    "good": ("window", "base"),
    "on_accent": ("accent",),
}
SIGNS = {  # Icons, bars, rings and marks.
    "accent": ("window", "base", "sunken", "accent_soft", "line"),
    "warning": ("warning_soft", "window"),
    "danger": ("danger_soft", "window"),
    "muted": ("window", "base", "accent_soft", "warning_soft", "danger_soft"),
    "edge": ("window", "base", "sunken", "accent_soft", "warning_soft", "danger_soft"),
}

Pair = tuple[str, str, str, float]  # Where, ink, ground, what it has to reach.


def rules() -> Iterator[tuple[str, dict[str, str]]]:
    """Selector and properties of each rule whose control is switched on."""
    for selector, body in RULE.findall(style_sheet._SHEET):
        if ":disabled" not in selector:
            parts = (line.partition(":") for line in body.split(";") if ":" in line)
            yield selector.strip(), {name.strip(): value.strip() for name, _, value in parts}


def named(value: str) -> str:
    found = re.search(r"\{(\w+)\}\s*$", value)
    return found[1] if found and found[1] in Colours.__slots__ else ""


def sheet_pairs() -> Iterator[Pair]:
    for selector, properties in rules():
        if ink := named(properties.get("color", "")):
            ground = named(properties.get("background", ""))
            for under in (ground,) if ground else GROUNDS:
                yield selector, ink, under, TEXT
        ink = named(properties.get("selection-color", ""))
        under = named(properties.get("selection-background-color", ""))
        if ink and under:
            yield selector, ink, under, TEXT
        is_view = "QAbstractItemView" in selector
        if selector.startswith(CONTROLS) and not is_view:
            edge = named(properties.get("border-color", "") or properties.get("border", ""))
            for under in GROUNDS if edge else ():
                yield selector, edge, under, EDGE
        if selector.startswith("QScrollBar::handle"):
            for under in GROUNDS:
                yield selector, named(properties.get("background", "")) or "edge", under, EDGE


def painted_pairs() -> Iterator[Pair]:
    for least, table in ((TEXT, PAINTED), (EDGE, SIGNS)):
        for ink, grounds in table.items():
            for ground in grounds:
                yield "painted", ink, ground, least


@pytest.mark.parametrize("palette", [theme.light_palette(), theme.dark_palette()])
def test_every_pair_of_colours_reaches_its_ratio(palette: QPalette) -> None:
    colours = theme.colours(palette)
    pairs = [*sheet_pairs(), *painted_pairs()]
    low = [
        (where, ink, ground, round(ratio, 2))
        for where, ink, ground, least in pairs
        for ratio in [theme.contrast(getattr(colours, ink), getattr(colours, ground))]
        if ratio < least
    ]

    assert low == []
    assert len(pairs) > 80  # The sheet was understood.


@pytest.mark.parametrize("palette", [theme.light_palette(), theme.dark_palette()])
def test_a_mark_is_seen_on_paper_and_its_ink_can_be_read(palette: QPalette) -> None:
    """A page is white in both themes; the mark is multiplied onto it like a marker pen."""
    colours, paper = theme.colours(palette), QColor("white")

    assert theme.contrast(colours.marker_edge, paper) >= EDGE
    assert theme.contrast(QColor("black"), colours.marker) >= TEXT


def test_the_ratio_is_the_one_of_the_guidelines() -> None:
    black, white, grey = QColor("black"), QColor("white"), QColor("#767676")

    assert theme.contrast(black, white) == pytest.approx(21)
    assert theme.contrast(white, white) == 1
    # The lightest grey that may be text on white, as the guidelines' own tools say.
    assert theme.contrast(grey, white) == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("palette", [theme.light_palette(), theme.dark_palette()])
def test_a_placeholder_can_be_read(palette: QPalette) -> None:
    ink = palette.color(QPalette.ColorRole.PlaceholderText)

    assert theme.contrast(ink, palette.color(QPalette.ColorRole.Base)) >= TEXT
