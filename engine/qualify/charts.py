"""Charts of a qualification as SVG: heatmaps of needles and bars of abilities.

Each is a pure function. Every number that a colour stands for is written beside or in it, so that
a chart can be read without colour. Lines over an axis are in ``engine.qualify.line_charts``.
"""

from __future__ import annotations

from collections.abc import Sequence

from engine.qualify.summary import HeatCell, HeatMap
from engine.qualify.svg import (
    NORMAL,
    SMALL,
    Look,
    ink_on,
    line,
    picture,
    rect,
    share_colour,
    text,
    text_width,
)
from engine.qualify.verdict import AbilityVerdict, Verdict
from engine.qualify.words import Words, short_count

# Six columns and eight, or three times four, stand side by side on a page.
_CELL_WIDTH, _CELL_HEIGHT = 40.0, 32.0
_LEFT, _TOP = 48.0, 28.0  # Of a heatmap's cells: room for the depths, and for the title.
_SHARE = 11.0  # Size of the share in a cell: "100 %" fits in wide fonts too.
_NARROWEST = 190.0  # Room for the title of the lengths below one or two columns.
_BELOW = 42.0  # Room for the lengths and their axis' title.

_BAR_LEFT, _BAR_WIDTH, _BAR_HEIGHT = 178.0, 250.0, 14.0
_ROW = 46.0
_ROW_TOP = 12.0
_BARS_WIDTH = 640.0

_SCALE_STEPS = 20


def heatmap(found: HeatMap, *, ticket: str, words: Words, look: Look) -> str:
    """The share of needles found, by depth (down) and length (across), in one condition.

    A cell says its share in percent, and right of asked below. A cell without an asked case is
    empty, with a dash; a cell none of whose cases could be asked is crossed out.
    """
    lengths, depths = found.lengths, found.depths
    title = words(f"condition_{found.condition}")
    bottom = _TOP + _CELL_HEIGHT * len(depths)
    right = _LEFT + _CELL_WIDTH * len(lengths)
    width = max(right + 4, 4 + text_width(title, NORMAL) * 1.05, _NARROWEST)
    body = [text((2, 16), title, colour=look.ink, is_bold=True)]
    body += _axes(found, bottom, right, words=words, look=look)
    for cell in found.cells:
        at_x = _LEFT + _CELL_WIDTH * lengths.index(cell.length)
        at_y = _TOP + _CELL_HEIGHT * depths.index(cell.depth)
        body.extend(_cell(cell, at_x, at_y, words=words, look=look))
    return picture(
        width,
        bottom + _BELOW,
        title=words("heatmap_title", condition=title, ticket=ticket),
        description=_cells_in_words(found, words),
        body=body,
        look=look,
    )


def _axes(found: HeatMap, bottom: float, right: float, *, words: Words, look: Look) -> list[str]:
    """Depths at the left, lengths below, and what they are."""
    parts = []
    for row, depth in enumerate(found.depths):
        at = (_LEFT - 6, _TOP + _CELL_HEIGHT * (row + 0.5) + 4)
        label = words.exact_percent(depth)
        parts.append(text(at, label, colour=look.ink, size=SMALL, anchor="end"))
    for column, length in enumerate(found.lengths):
        at = (_LEFT + _CELL_WIDTH * (column + 0.5), bottom + 14)
        parts.append(text(at, short_count(length), colour=look.ink, size=SMALL, anchor="middle"))
    label, centre = words("axis_length"), (_LEFT + right) / 2
    if text_width(label, SMALL) > right - _LEFT:
        parts.append(text((_LEFT, bottom + 30), label, colour=look.muted, size=SMALL))
    else:
        at = (centre, bottom + 30)
        parts.append(text(at, label, colour=look.muted, size=SMALL, anchor="middle"))
    at, label = (12, (_TOP + bottom) / 2), words("axis_depth")
    upright = text(at, label, colour=look.muted, size=SMALL, anchor="middle", is_upright=True)
    return [*parts, upright]


def _cell(cell: HeatCell, x: float, y: float, *, words: Words, look: Look) -> list[str]:
    width, height, middle = _CELL_WIDTH - 2, _CELL_HEIGHT - 2, x + _CELL_WIDTH / 2 - 1
    if not cell.tally.n:
        return [
            rect((x, y), width, height, fill="none", edge=look.grid),
            text((middle, y + 20), "–", colour=look.muted, anchor="middle"),
        ]
    counts = f"{cell.tally.right}/{cell.tally.n}"
    if cell.tally.failed == cell.tally.n:
        corner, opposite = (x, y), (x + width, y + height)
        return [
            rect(corner, width, height, fill="none", edge=look.muted),
            line(corner, opposite, colour=look.muted),
            line((x, y + height), (x + width, y), colour=look.muted),
            rect((middle - 13, y + 9), 26, 14, fill=look.paper),
            text((middle, y + 20), counts, colour=look.ink, size=SMALL, anchor="middle"),
        ]
    fill = share_colour(cell.tally.share)
    ink = ink_on(fill)
    percent = words.percent(cell.tally.share)
    return [
        rect((x, y), width, height, fill=fill),
        text((middle, y + 14), percent, colour=ink, size=_SHARE, anchor="middle", is_bold=True),
        text((middle, y + 26), counts, colour=ink, size=SMALL, anchor="middle"),
    ]


def _cells_in_words(found: HeatMap, words: Words) -> str:
    return words.listed(
        [
            words(
                "heatmap_cell",
                length=f"{cell.length:,}",
                depth=words.exact_percent(cell.depth),
                right=cell.tally.right,
                n=cell.tally.n,
            )
            for cell in found.cells
        ]
    )


def colour_scale(*, words: Words, look: Look) -> str:
    """What the colours of a heatmap mean, and its empty and crossed-out cells."""
    step, left, top = 9.0, 2.0, 4.0
    body = [
        rect((left + step * i, top), step + 0.5, 14, fill=share_colour((i + 0.5) / _SCALE_STEPS))
        for i in range(_SCALE_STEPS)
    ]
    end = left + step * _SCALE_STEPS
    for share, anchor in ((0.0, "start"), (0.5, "middle"), (1.0, "end")):
        at = (left + share * (end - left), top + 27)
        body.append(text(at, words.percent(share), colour=look.ink, size=SMALL, anchor=anchor))
    x = end + 20
    body += [
        rect((x, top), 24, 14, fill="none", edge=look.grid),
        text((x + 12, top + 11), "–", colour=look.muted, anchor="middle"),
        text((x + 30, top + 11), words("cell_empty"), colour=look.ink, size=SMALL),
        rect((x, top + 19), 24, 14, fill="none", edge=look.muted),
        line((x, top + 19), (x + 24, top + 33), colour=look.muted),
        line((x, top + 33), (x + 24, top + 19), colour=look.muted),
        text((x + 30, top + 30), words("cell_failed"), colour=look.ink, size=SMALL),
    ]
    title = words("scale_title")
    return picture(_BARS_WIDTH, 40, title=title, description=title, body=body, look=look)


def ability_bars(
    verdicts: Sequence[AbilityVerdict], *, ticket: str, words: Words, look: Look
) -> str:
    """The share of right answers of each ability with its 95 % interval and its threshold."""
    bottom = _ROW_TOP + _ROW * len(verdicts)
    body: list[str] = []
    for percent in (0, 25, 50, 75, 100):
        x = _bar_x(percent / 100)
        body.append(line((x, _ROW_TOP), (x, bottom), colour=look.grid))
        label = words.exact_percent(percent / 100)
        body.append(text((x, bottom + 14), label, colour=look.muted, size=SMALL, anchor="middle"))
    for row, one in enumerate(verdicts):
        body.extend(_bar(one, _ROW_TOP + _ROW * row, words=words, look=look))
    return picture(
        _BARS_WIDTH,
        bottom + 22,
        title=words("bars_title", ticket=ticket),
        description=words.listed([ability_in_words(one, words) for one in verdicts]),
        body=body,
        look=look,
    )


def _bar(one: AbilityVerdict, top: float, *, words: Words, look: Look) -> list[str]:
    middle = top + _ROW / 2 + 2
    colour = {
        Verdict.PASSES: look.good,
        Verdict.FAILS: look.bad,
        Verdict.OPEN: look.undecided,
    }[one.verdict]
    interval, limit = one.tally.interval, _bar_x(one.threshold)
    low, high = _bar_x(interval.low), _bar_x(interval.high)
    bar_top = middle - _BAR_HEIGHT / 2
    parts = [text((2, middle + 4), words(f"ability_{one.ability}"), colour=look.ink)]
    if one.tally.n:
        width = _bar_x(one.tally.share) - _BAR_LEFT
        parts.append(rect((_BAR_LEFT, bar_top), width, _BAR_HEIGHT, fill=colour))
        # Paper under the whisker keeps it visible on the bar and beside it.
        parts += [line((low, middle), (high, middle), colour=look.paper, width=4)]
        parts += [line((low, middle), (high, middle), colour=look.ink, width=1.6)]
        parts += [
            line((x, middle - 5), (x, middle + 5), colour=look.ink, width=1.6) for x in (low, high)
        ]
    least = words("at_least", share=words.exact_percent(one.threshold))
    wide = text_width(least, SMALL) + 2
    parts += [
        line((limit, top + 9), (limit, top + _ROW - 6), colour=look.ink, width=1.4, dash="3 2"),
        rect((limit - wide / 2, top - 3), wide, 12, fill=look.paper),  # Over the grid's line.
        text((limit, top + 7), least, colour=look.ink, size=SMALL, anchor="middle"),
    ]
    beside = _BAR_LEFT + _BAR_WIDTH + 22
    verdict = words(f"verdict_{one.verdict.name.lower()}")
    parts.append(text((beside, middle - 2), verdict, colour=look.ink, is_bold=True))
    numbers = share_in_words(one, words)
    parts.append(text((beside, middle + 13), numbers, colour=look.muted, size=SMALL))
    return parts


def _bar_x(share: float) -> float:
    return _BAR_LEFT + _BAR_WIDTH * share


def share_in_words(one: AbilityVerdict, words: Words) -> str:
    """Share, interval and counts of an ability, such as "92 % (81.9–96.4 %), 55 of 60"."""
    if not one.tally.n:
        return words("no_cases")
    interval = one.tally.interval
    return words(
        "share_and_interval",
        share=words.percent(one.tally.share),
        low=f"{interval.low * 100:.1f}",
        high=f"{interval.high * 100:.1f}",
        right=one.tally.right,
        n=one.tally.n,
    )


def ability_in_words(one: AbilityVerdict, words: Words) -> str:
    """An ability with its share and verdict in one line, for screen readers."""
    return words(
        "ability_line",
        ability=words(f"ability_{one.ability}"),
        share=share_in_words(one, words),
        least=words.exact_percent(one.threshold),
        verdict=words(f"verdict_{one.verdict.name.lower()}"),
    )
