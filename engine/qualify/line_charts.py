"""Charts of lines over an axis as SVG: speed against depth, cost against months."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from engine.qualify.svg import (
    LARGE,
    SMALL,
    Look,
    Point,
    line,
    marker,
    picture,
    polyline,
    rect,
    text,
    text_width,
)
from engine.qualify.words import Words, figure, short_count

_WIDTH, _PLOT_HEIGHT = 640.0, 200.0
_LEFT, _RIGHT, _TOP = 76.0, 620.0, 44.0
_DASHES = ("", "7 3", "2 3", "9 3 2 3", "4 4", "1 3")  # Beside colour and mark, one for a series.
_LEGEND_ROW = 18.0


@dataclass(frozen=True, slots=True)
class Series:
    """One line: its name, and its points in the units of the axes."""

    name: str
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Axes:
    """What the axes say, and how a number on them is written."""

    title: str
    x: str
    y: str
    x_label: Callable[[float], str]
    y_label: Callable[[float], str] = figure


@dataclass(frozen=True, slots=True)
class CostCurve:
    """What an option costs, added up by month: ``values[m]`` until the end of month m, 0 the first.

    ``break_even`` is the month from which on the first option of a chart costs no more than this
    one, None if there is none; ``is_kept``: it stays so to the end.
    """

    name: str
    values: Sequence[float]
    break_even: int | None = None
    is_kept: bool = True


def speed_chart(series: Sequence[Series], *, title: str, words: Words, look: Look) -> str:
    """Tokens per second against tokens already read, one line for each ticket."""
    axes = Axes(title, words("axis_in_cache"), words("axis_rate"), lambda x: short_count(round(x)))
    return _chart(series, axes, marked=(), words=words, look=look)


def cost_chart(curves: Sequence[CostCurve], *, currency: str, words: Words, look: Look) -> str:
    """Cost added up by month, one line for each option, with the first one's break-even points."""
    series = [
        Series(one.name, tuple((float(month), value) for month, value in enumerate(one.values)))
        for one in curves
    ]
    axes = Axes(
        words("cost_title"),
        words("axis_month"),
        words("axis_cost", currency=currency),
        lambda x: f"{x:.0f}",
        lambda y: f"{y:,.0f}",
    )
    months = {one.break_even for one in curves[1:] if one.break_even}  # One ring for a month.
    marked = [
        ((float(month), curves[0].values[month]), words("month_mark", month=month))
        for month in months
    ]
    return _chart(series, axes, marked=marked, words=words, look=look)


def _chart(
    series: Sequence[Series],
    axes: Axes,
    *,
    marked: Sequence[tuple[Point, str]],
    words: Words,
    look: Look,
) -> str:
    points = [point for one in series for point in one.points]
    x_ticks = _ticks(max((x for x, _ in points), default=1.0))
    y_ticks = _ticks(max((y for _, y in points), default=1.0))
    x_end = max(max((x for x, _ in points), default=1.0), x_ticks[-1] if len(x_ticks) > 1 else 1.0)
    bottom = _TOP + _PLOT_HEIGHT

    def place(point: Point) -> Point:
        across = _LEFT + (_RIGHT - _LEFT) * point[0] / x_end
        return across, bottom - _PLOT_HEIGHT * point[1] / y_ticks[-1]

    body = [text((2, 16), axes.title, colour=look.ink, size=LARGE, is_bold=True)]
    body.append(text((2, 34), axes.y, colour=look.muted, size=SMALL))
    for y in y_ticks:
        at = place((0, y))[1]
        body.append(line((_LEFT, at), (_RIGHT, at), colour=look.grid))
        label = axes.y_label(y)
        body.append(text((_LEFT - 6, at + 4), label, colour=look.ink, size=SMALL, anchor="end"))
    for x in x_ticks:
        at = place((x, 0))[0]
        body.append(line((at, bottom), (at, bottom + 4), colour=look.muted))
        body.append(
            text((at, bottom + 16), axes.x_label(x), colour=look.ink, size=SMALL, anchor="middle")
        )
    body.append(text((_RIGHT, bottom + 32), axes.x, colour=look.muted, size=SMALL, anchor="end"))
    for number, one in enumerate(series):
        if one.points:
            body.extend(_line_of(one, number, place, look))
    for row, (point, label) in enumerate(sorted(marked)):
        body.extend(_mark(place(point), bottom, row, label, look))
    body.extend(_legend(series, bottom + 52, look))
    return picture(
        _WIDTH,
        bottom + 46 + _LEGEND_ROW * sum(bool(one.points) for one in series),
        title=axes.title,
        description=words.listed([_in_words(one, axes) for one in series if one.points]),
        body=body,
        look=look,
    )


def _line_of(one: Series, number: int, place: Callable[[Point], Point], look: Look) -> list[str]:
    colour = look.series[number % len(look.series)]
    places = [place(point) for point in one.points]
    drawn = [polyline(places, colour=colour, dash=_DASHES[number % len(_DASHES)])]
    every = max(1, len(places) // 8)  # A mark at each of 36 months would be a string of beads.
    return drawn + [marker(at, number, colour=colour) for at in places[::every]]


def _mark(at: Point, bottom: float, row: int, label: str, look: Look) -> list[str]:
    """A ring, and its month at the top, each in a row of its own so that none hides another."""
    x, y = at
    width, base = text_width(label, SMALL) * 1.1 + 6, _TOP + 12 + 16 * row
    left = x - 4 - width if x + 4 + width > _RIGHT else x + 4
    return [
        line((x, base - 10), (x, bottom), colour=look.ink, dash="3 2"),
        rect((left, base - 11), width, 14, fill=look.paper),
        f'<circle cx="{x:.2f}" cy="{y:.2f}" r="5.5" fill="none" stroke="{look.ink}" '
        'stroke-width="1.6"/>',
        text((left + 3, base), label, colour=look.ink, size=SMALL, is_bold=True),
    ]


def _legend(series: Sequence[Series], top: float, look: Look) -> list[str]:
    parts = []
    shown = [(number, one) for number, one in enumerate(series) if one.points]
    for row, (number, one) in enumerate(shown):
        y = top + _LEGEND_ROW * row
        colour = look.series[number % len(look.series)]
        dash = _DASHES[number % len(_DASHES)]
        parts += [
            line((_LEFT, y - 4), (_LEFT + 34, y - 4), colour=colour, width=2, dash=dash),
            marker((_LEFT + 17, y - 4), number, colour=colour),
            text((_LEFT + 42, y), one.name, colour=look.ink, size=SMALL + 1),
        ]
    return parts


def _in_words(one: Series, axes: Axes) -> str:
    shown = one.points if len(one.points) <= 8 else (one.points[0], one.points[-1])
    return one.name + ": " + ", ".join(f"{axes.x_label(x)} → {axes.y_label(y)}" for x, y in shown)


def _ticks(most: float) -> list[float]:
    """Round numbers from 0 to at least ``most``, four to seven of them."""
    if most <= 0:
        return [0.0, 1.0]
    rough = most / 5
    power = 10.0 ** math.floor(math.log10(rough))
    step = power * next(m for m in (1, 2, 2.5, 5, 10) if rough <= m * power * (1 + 1e-9))
    return [step * i for i in range(math.ceil(most / step - 1e-9) + 1)]
