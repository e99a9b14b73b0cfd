"""The tornado chart: what one input at a time does to the saving per question, as SVG.

The low end of an input is a filled bar and the high end an outlined one, so that they are told
apart without colour; both savings are written beside them.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from engine.qualify.svg import LARGE, SMALL, Look, line, picture, rect, text
from engine.qualify.words import Words, figure

_WIDTH = 640.0
_LEFT, _RIGHT = 236.0, 500.0  # Of the bars: inputs stand at the left, savings at the right.
_TOP, _ROW, _BAR = 78.0, 34.0, 14.0
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
        x = place(value)
        body.append(line((x, _TOP), (x, bottom), colour=look.grid))
        label = _number(value)
        body.append(text((x, bottom + 14), label, colour=look.muted, size=SMALL, anchor="middle"))
    for row, one in enumerate(found.bars):
        body += _bar(one, found.base, _TOP + _ROW * row, place, look)
    x = place(found.base)
    body.append(line((x, _TOP - 4), (x, bottom), colour=look.ink, width=1.4, dash="3 2"))
    if ticks[0] < 0 < ticks[-1]:  # Right of it Genba is cheaper.
        body.append(line((place(0), _TOP), (place(0), bottom), colour=look.ink))
    return picture(
        _WIDTH,
        bottom + 22,
        title=words("tornado_title", against=found.against),
        description=words.listed(
            [
                f"{one.name}: {_number(one.saved_low)} → {_number(one.saved_high)}"
                for one in found.bars
            ]
        ),
        body=body,
        look=look,
    )


def _head(found: Tornado, currency: str, words: Words, look: Look) -> list[str]:
    """Title, what the bars are, and the heads of the columns."""
    title = words("tornado_title", against=found.against)
    base = words("tornado_base", saved=_number(found.base), currency=currency)
    heads = ((2.0, "start", words("tornado_input")), (_WIDTH - 2, "end", words("tornado_saved")))
    low, high = words("tornado_low"), words("tornado_high")
    return [
        text((2, 16), title, colour=look.ink, size=LARGE, is_bold=True),
        text((2, 34), base, colour=look.ink, size=SMALL + 1),
        *(
            text((x, _TOP - 12), head, colour=look.muted, size=SMALL, anchor=anchor)
            for x, anchor, head in heads
        ),
        rect((_LEFT, _TOP - 21), 18, 9, fill=look.series[0], edge=look.series[0]),
        text((_LEFT + 23, _TOP - 12), low, colour=look.ink, size=SMALL),
        rect((_LEFT + 122, _TOP - 21), 18, 9, fill=look.paper, edge=look.series[0]),
        text((_LEFT + 145, _TOP - 12), high, colour=look.ink, size=SMALL),
    ]


def _bar(
    one: Bar, base: float, top: float, place: Callable[[float], float], look: Look
) -> list[str]:
    middle, colour = top + _ROW / 2, look.series[0]
    parts = []
    for value, fill in ((one.saved_low, colour), (one.saved_high, look.paper)):
        start, end = sorted((place(base), place(value)))
        at = (start, middle - _BAR / 2)
        parts.append(rect(at, end - start, _BAR, fill=fill, edge=colour))
    savings = f"{_number(one.saved_low)} → {_number(one.saved_high)}"
    return [
        *parts,
        text((2, middle - 2), one.name, colour=look.ink, size=SMALL + 1),
        text((2, middle + 11), f"{one.low} → {one.high}", colour=look.muted, size=SMALL),
        text((_WIDTH - 2, middle + 4), savings, colour=look.ink, size=SMALL + 1, anchor="end"),
    ]


def ticks_between(low: float, high: float) -> list[float]:
    """Round numbers, evenly apart, from at most ``low`` to at least ``high``."""
    rough = (high - low) / _N_STEPS
    if rough <= 0:
        rough = abs(low) or 1.0
    power = 10.0 ** math.floor(math.log10(rough))
    step = power * next(m for m in (1, 2, 2.5, 5, 10) if rough <= m * power * (1 + 1e-9))
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [step * at for at in range(first, max(last, first + 1) + 1)]


def _number(value: float) -> str:
    """An amount with a real minus; less than a thousandth is 0, so that ends line up."""
    written = "0" if abs(value) < 0.001 else figure(abs(value))
    return f"−{written}" if value < 0 and written != "0" else written
