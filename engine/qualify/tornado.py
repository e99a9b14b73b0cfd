"""The tornado chart: what one input at a time does to the saving per question, as SVG.

The low end of an input is a filled bar and the high end an outlined one, so that they are told
apart without colour; saving and break-even of both are written beside them.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from engine.qualify.svg import LARGE, SMALL, Look, line, picture, rect, text
from engine.qualify.words import Words, money

_WIDTH = 640.0
_LEFT, _RIGHT = 236.0, 462.0  # Of the bars: inputs stand at the left, numbers at the right.
_KEY, _SAVED, _MONTH = 474.0, 536.0, 546.0
_TOP, _ROW, _BAR = 72.0, 34.0, 14.0
_N_STEPS = 4


@dataclass(frozen=True, slots=True)
class Bar:
    """One input: its name, both ends in words, and the saving per question and month at each."""

    name: str
    low: str
    high: str
    saved_low: float
    saved_high: float
    month_low: str
    month_high: str


@dataclass(frozen=True, slots=True)
class Tornado:
    """The inputs that matter most against one alternative, the largest effect first.

    ``base`` is what a question saves with all inputs as they are, below 0 if it is dearer.
    """

    key: str
    against: str
    base: float
    bars: tuple[Bar, ...]


def tornado_chart(found: Tornado, *, currency: str, words: Words, look: Look) -> str:
    """A bar from the saving at an input's low end to that at its high end, for each input."""
    values = [found.base]
    values += [value for one in found.bars for value in (one.saved_low, one.saved_high)]
    ticks = ticks_between(min(values), max(values))
    bottom = _TOP + _ROW * len(found.bars)

    def place(value: float) -> float:
        return _LEFT + (_RIGHT - _LEFT) * (value - ticks[0]) / (ticks[-1] - ticks[0])

    body = _head(found, currency, words, look)
    for value in ticks:
        x, label = place(value), f"{round(value, 9):,g}".replace("-", "−")
        body.append(line((x, _TOP), (x, bottom), colour=look.grid))
        body.append(text((x, bottom + 14), label, colour=look.muted, size=SMALL, anchor="middle"))
    for row, one in enumerate(found.bars):
        middle = _TOP + _ROW * (row + 0.5)
        for value, fill in ((one.saved_low, look.series[0]), (one.saved_high, look.paper)):
            start, end = sorted((place(found.base), place(value)))
            at = (start, middle - _BAR / 2)
            body.append(rect(at, end - start, _BAR, fill=fill, edge=look.series[0]))
        body += _numbers(one, middle, look)
    x = place(found.base)
    body.append(line((x, _TOP - 4), (x, bottom), colour=look.ink, width=1.4, dash="3 2"))
    if ticks[0] < 0 < ticks[-1]:  # Right of it Genba is cheaper.
        body.append(line((place(0), _TOP), (place(0), bottom), colour=look.ink))
    return picture(
        _WIDTH,
        bottom + 22,
        title=words("tornado_title", against=found.against),
        description=words.listed([_in_words(one) for one in found.bars]),
        body=body,
        look=look,
    )


def _head(found: Tornado, currency: str, words: Words, look: Look) -> list[str]:
    """Title, what the bars are, and the heads of the columns."""
    title = words("tornado_title", against=found.against)
    base = words("tornado_base", saved=_saving(found.base), currency=currency)
    y = _TOP - 12
    return [
        text((2, 16), title, colour=look.ink, size=LARGE, is_bold=True),
        text((2, 34), base, colour=look.ink, size=SMALL + 1),
        text((2, y), words("tornado_input"), colour=look.muted, size=SMALL),
        *_key(_LEFT, y, look.series[0], look),
        text((_LEFT + 16, y), words("tornado_low"), colour=look.ink, size=SMALL),
        *_key(_LEFT + 116, y, look.paper, look),
        text((_LEFT + 132, y), words("tornado_high"), colour=look.ink, size=SMALL),
        text((_SAVED, y), words("tornado_saved"), colour=look.muted, size=SMALL, anchor="end"),
        text((_MONTH, y), words("tornado_month"), colour=look.muted, size=SMALL),
    ]


def _numbers(one: Bar, middle: float, look: Look) -> list[str]:
    """The input at the left; saving and month at its low end, and below at its high end."""
    parts = [
        text((2, middle - 2), one.name, colour=look.ink, size=SMALL + 1),
        text((2, middle + 11), f"{one.low} → {one.high}", colour=look.muted, size=SMALL),
    ]
    ends = (
        (middle - 2, look.series[0], one.saved_low, one.month_low),
        (middle + 11, look.paper, one.saved_high, one.month_high),
    )
    for y, fill, saved, month in ends:
        parts += _key(_KEY, y, fill, look)
        parts.append(text((_SAVED, y), _saving(saved), colour=look.ink, size=SMALL, anchor="end"))
        parts.append(text((_MONTH, y), month, colour=look.ink, size=SMALL))
    return parts


def _key(x: float, y: float, fill: str, look: Look) -> list[str]:
    """A small bar before a text on the line ``y``."""
    return [rect((x, y - 8), 10, 7, fill=fill, edge=look.series[0])]


def _in_words(one: Bar) -> str:
    low = f"{one.low} → {_saving(one.saved_low)} ({one.month_low})"
    return f"{one.name}: {low}, {one.high} → {_saving(one.saved_high)} ({one.month_high})"


def ticks_between(low: float, high: float) -> list[float]:
    """Round numbers, evenly apart, from at most ``low`` to at least ``high``."""
    rough = (high - low) / _N_STEPS
    if rough <= 0:
        rough = abs(low) or 1.0
    power = 10.0 ** math.floor(math.log10(rough))
    step = power * next(m for m in (1, 2, 2.5, 5, 10) if rough <= m * power * (1 + 1e-9))
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [step * at for at in range(first, max(last, first + 1) + 1)]


def _saving(value: float) -> str:
    """An amount, without a sign where it is less than a thousandth: there it says nothing."""
    return money(value) if abs(value) >= 0.001 else "0"
