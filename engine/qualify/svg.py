"""The few SVG shapes that charts are made of, as strings, and the colours they are drawn in.

Only attributes of SVG Tiny 1.2 are used, so that Qt draws the same picture as a browser.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

SMALL, NORMAL, LARGE = 10.0, 12.0, 13.0  # Sizes of text in px.

# Okabe and Ito 2008, "Color Universal Design": told apart with each kind of colour blindness.
# (Wong 2011, Nature Methods 8:441.) Their yellow is left out: it is too light for a line.
_BLUE, _VERMILLION, _GREEN = "#0072b2", "#d55e00", "#009e73"
_ORANGE, _PURPLE, _SKY = "#e69f00", "#cc79a7", "#56b4e9"

# Cividis (Nuñez, Anderton and Renslow 2018, PLOS ONE 13(7): e0199239): lightness and hue rise
# evenly for normal and for colour-blind sight. Between these five colours it is nearly straight.
_CIVIDIS = ("#00204d", "#414d6b", "#7c7b78", "#bcaf6f", "#ffea46")

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Look:
    """Colours and type of charts. Colours are anything that SVG takes, CSS variables included."""

    ink: str
    muted: str
    grid: str
    paper: str
    good: str
    bad: str
    undecided: str
    series: tuple[str, ...]
    family: str = "system-ui, sans-serif"


LIGHT = Look(
    ink="#1a1f24",
    muted="#55606a",
    grid="#d5dadf",
    paper="#ffffff",
    good=_BLUE,
    bad=_VERMILLION,
    undecided="#8a939b",
    series=(_BLUE, _VERMILLION, _GREEN, _PURPLE, _ORANGE, _SKY),
)
DARK = Look(
    ink="#e8ebee",
    muted="#a9b3bc",
    grid="#3a434b",
    paper="#1b2026",
    good=_SKY,
    bad="#ff8a3d",
    undecided="#8a939b",
    series=(_SKY, "#ff8a3d", "#2fc79b", "#e3a3c7", _ORANGE, "#9fc3ff"),
)


def css_look(light: Look = LIGHT) -> Look:
    """The look whose colours are CSS variables, for a page that follows light and dark."""
    return Look(
        ink="var(--ink)",
        muted="var(--muted)",
        grid="var(--grid)",
        paper="var(--paper)",
        good="var(--good)",
        bad="var(--bad)",
        undecided="var(--undecided)",
        series=tuple(f"var(--series-{i})" for i in range(len(light.series))),
        family=light.family,
    )


def css_variables(look: Look) -> str:
    """The declarations that give the variables of ``css_look`` the colours of a look."""
    named = {
        name: getattr(look, name)
        for name in ("ink", "muted", "grid", "paper", "good", "bad", "undecided")
    }
    named |= {f"series-{i}": colour for i, colour in enumerate(look.series)}
    return " ".join(f"--{name}: {colour};" for name, colour in named.items())


def share_colour(share: float) -> str:
    """The colour of a share, 0 (dark blue) to 1 (yellow)."""
    place = min(max(share, 0.0), 1.0) * (len(_CIVIDIS) - 1)
    at = min(int(place), len(_CIVIDIS) - 2)
    one, other = _channels(_CIVIDIS[at]), _channels(_CIVIDIS[at + 1])
    mixed = (round(a + (b - a) * (place - at)) for a, b in zip(one, other, strict=True))
    return "#" + "".join(f"{channel:02x}" for channel in mixed)


def ink_on(colour: str) -> str:
    """Black or white, whichever has the higher WCAG contrast on a colour like ``#7c7b78``."""
    luminance = sum(
        weight * _linear(channel / 255)
        for weight, channel in zip((0.2126, 0.7152, 0.0722), _channels(colour), strict=True)
    )
    return "#ffffff" if 1.05 / (luminance + 0.05) > (luminance + 0.05) / 0.05 else "#000000"


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)


def text_width(text: str, size: float) -> float:
    """About how wide a text is drawn: an em for East Asian letters, 0.56 of one for others."""
    wide = sum(unicodedata.east_asian_width(letter) in "WF" for letter in text)
    return size * (wide + 0.56 * (len(text) - wide))


def picture(
    width: float, height: float, *, title: str, description: str, body: Iterable[str], look: Look
) -> str:
    """A whole SVG, with a title and a description for those who do not see it."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}" height="{height:g}" '
        f'viewBox="0 0 {width:g} {height:g}" role="img" '
        f'font-family="{escape(look.family)}">'
        f"<title>{escape(title)}</title><desc>{escape(description)}</desc>{''.join(body)}</svg>"
    )


def rect(at: Point, width: float, height: float, *, fill: str, edge: str = "none") -> str:
    """A rectangle; ``at`` is its top left corner."""
    return (
        f'<rect x="{at[0]:g}" y="{at[1]:g}" width="{width:g}" height="{height:g}" '
        f'fill="{fill}" stroke="{edge}"/>'
    )


def line(start: Point, end: Point, *, colour: str, width: float = 1, dash: str = "") -> str:
    """A straight line; ``dash`` is a pattern such as "4 3"."""
    return polyline((start, end), colour=colour, width=width, dash=dash)


def polyline(points: Sequence[Point], *, colour: str, width: float = 2, dash: str = "") -> str:
    """A line through points."""
    places = " ".join(f"{x:.2f},{y:.2f}" for x, y in points)
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    return (
        f'<polyline points="{places}" fill="none" stroke="{colour}" '
        f'stroke-width="{width:g}"{dashes}/>'
    )


def marker(at: Point, shape: int, *, colour: str) -> str:
    """A mark on a line; the shape goes round circle, square, diamond and triangle."""
    x, y = at
    match shape % 4:
        case 0:
            return f'<circle cx="{x:.2f}" cy="{y:.2f}" r="3.6" fill="{colour}"/>'
        case 1:
            corners = ((-3.2, -3.2), (3.2, -3.2), (3.2, 3.2), (-3.2, 3.2))
        case 2:
            corners = ((0, -4.6), (4.6, 0), (0, 4.6), (-4.6, 0))
        case _:
            corners = ((0, -4.4), (4.4, 3.4), (-4.4, 3.4), (0, -4.4))
    places = " ".join(f"{x + dx:.2f},{y + dy:.2f}" for dx, dy in corners)
    return f'<polygon points="{places}" fill="{colour}"/>'


def text(
    at: Point,
    words: str,
    *,
    colour: str,
    size: float = NORMAL,
    anchor: str = "start",
    is_bold: bool = False,
    is_upright: bool = False,
) -> str:
    """A text whose base line is at ``at``; ``is_upright`` reads from below to above."""
    x, y = at
    turned = f' transform="rotate(-90 {x:g} {y:g})"' if is_upright else ""
    weight = ' font-weight="bold"' if is_bold else ""
    return (
        f'<text x="{x:g}" y="{y:g}" font-size="{size:g}" text-anchor="{anchor}" '
        f'fill="{colour}"{weight}{turned}>{escape(words)}</text>'
    )
