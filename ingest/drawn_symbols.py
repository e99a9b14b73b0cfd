"""Symbols that a CAD program draws as lines instead of letters, found beside the text they modify.

SOLIDWORKS exports ``⌀3,99`` as the text ``3,99`` and a circle with a slash. Such a symbol is told
by its shape and by its size against the text; a hole with its centre lines is no symbol.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from engine.domain import Rect
from ingest.directions import Point
from ingest.pdf_lines import Piece
from ingest.strokes import Segment, Stroke

_MIN_EM, _MAX_EM = 0.3, 1.25  # A symbol's height against the size of the text beside it.
_MAX_GAP_EM = 0.9
_MAX_PATHS_OF_SYMBOL = 4
_ROUND = 0.12  # How far the points of a circle may be off its radius.
_LEVEL = math.radians(8)


def drawn_symbols(strokes: Sequence[Stroke], pieces: Sequence[Piece]) -> list[Piece]:
    """A piece for every symbol that stands beside one of the pieces, in the pieces' own frame."""
    if not pieces:
        return []
    largest = max(piece.size for piece in pieces) * _MAX_EM
    small = [stroke for stroke in strokes if _height(stroke.rect) <= largest >= _width(stroke.rect)]
    found: list[Piece] = []
    for group in _groups(small):
        rect = Rect.around([stroke.rect for stroke in group])
        beside = _beside(rect, pieces)
        if beside is None:
            continue
        symbol = _symbol([segment for stroke in group for segment in stroke.segments], rect)
        if symbol:
            found.append(
                Piece(symbol, rect.x0, rect.y0, rect.x1, rect.y1, beside.size, block=beside.block)
            )
    return found


def _height(rect: Rect) -> float:
    return rect.y1 - rect.y0


def _width(rect: Rect) -> float:
    return rect.x1 - rect.x0


def _groups(strokes: Sequence[Stroke]) -> Iterator[list[Stroke]]:
    """Strokes that lie over each other: a circle and its slash may be two paths."""
    waiting = sorted(strokes, key=lambda stroke: stroke.rect.x0)
    while waiting:
        group = [waiting.pop(0)]
        right = group[0].rect.x1
        for other in list(waiting):
            if other.rect.x0 > right:
                break
            if any(_is_over(other.rect, member.rect) for member in group):
                group.append(other)
                waiting.remove(other)
                right = max(right, other.rect.x1)
        if len(group) <= _MAX_PATHS_OF_SYMBOL:
            yield group


def _is_over(a: Rect, b: Rect) -> bool:
    return a.x0 <= b.x1 and b.x0 <= a.x1 and a.y0 <= b.y1 and b.y0 <= a.y1


def _beside(rect: Rect, pieces: Sequence[Piece]) -> Piece | None:
    """The piece that the symbol stands before or after on one line, the nearer one."""
    candidates = []
    for piece in pieces:
        if not _MIN_EM * piece.size <= max(_height(rect), _width(rect)) <= _MAX_EM * piece.size:
            continue
        middle = (rect.y0 + rect.y1) / 2
        if not piece.y0 <= middle <= piece.y1 or not piece.text.strip():
            continue
        gap = max(piece.x0 - rect.x1, rect.x0 - piece.x1)
        if -0.3 * piece.size <= gap <= _MAX_GAP_EM * piece.size:
            candidates.append((gap, piece))
    return min(candidates, key=lambda found: found[0], default=(0.0, None))[1]


def _symbol(segments: Sequence[Segment], rect: Rect) -> str:
    if _is_diameter(segments):
        return "⌀"
    segments = [segment for segment in segments if _length(segment) > 0.08 * _height(rect)]
    level = [s for s in segments if _angle(s) < _LEVEL]
    upright = [s for s in segments if _angle(s) > math.pi / 2 - _LEVEL]
    slanted = [s for s in segments if s not in level and s not in upright]
    if len(level) == 2 and len(upright) == 1 and not slanted:
        return _bar_symbol(level, upright[0])
    if len(level) == 1 and len(upright) == 2 and not slanted:
        return "⌴" if _is_tray(level[0], upright) else ""
    if len(slanted) == 2 and not level and not upright:
        return "⌵" if _is_vee(slanted) else ""
    if len(level) == 1 and len(upright) == 1 and len(slanted) == 2:
        return "↧" if _is_depth(level[0], upright[0], slanted) else ""
    return ""


def _length(segment: Segment) -> float:
    return math.dist(*segment)


def _angle(segment: Segment) -> float:
    """Against the horizontal, 0 to a right angle, in radians."""
    (x0, y0), (x1, y1) = segment
    return math.atan2(abs(y1 - y0), abs(x1 - x0))


def _middle(segment: Segment) -> Point:
    (x0, y0), (x1, y1) = segment
    return ((x0 + x1) / 2, (y0 + y1) / 2)


def _is_diameter(segments: Sequence[Segment]) -> bool:
    """A circle of many short segments and one slanted line through its middle."""
    if len(segments) < 9:
        return False
    longest = max(map(_length, segments))
    slashes = [segment for segment in segments if _length(segment) > 0.6 * longest]
    ring = [segment for segment in segments if segment not in slashes]
    if len(ring) < 8:
        return False
    middles = [_middle(segment) for segment in ring]
    xs, ys = [x for x, _ in middles], [y for _, y in middles]
    centre = ((min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2)
    distances = [math.dist(centre, middle) for middle in middles]
    radius = sum(distances) / len(distances)
    if not radius or max(abs(distance - radius) for distance in distances) > _ROUND * radius:
        return False
    # A closed path draws its slash forth and back.
    is_slashed = all(
        0.4 < _angle(slash) < 1.4 and math.dist(_middle(slash), centre) < 0.3 * radius
        for slash in slashes
    )
    return is_slashed and longest >= 1.6 * radius and _goes_round(middles, centre)


def _goes_round(middles: Sequence[Point], centre: Point) -> bool:
    eighths = {int(math.atan2(y - centre[1], x - centre[0]) // (math.pi / 4)) for x, y in middles}
    return len(eighths & set(range(-4, 4))) == 8


def _bar_symbol(level: Sequence[Segment], upright: Segment) -> str:
    """Plus-minus: a cross above a bar of its width."""
    upper, lower = sorted(level, key=lambda segment: _middle(segment)[1])
    top, bottom = sorted(point[1] for point in upright)
    is_cross = top < _middle(upper)[1] < bottom and _middle(lower)[1] >= bottom - 0.5
    is_alike = abs(_length(upper) - _length(lower)) < 0.25 * _length(lower)
    return "±" if is_cross and is_alike else ""


def _is_tray(level: Segment, upright: Sequence[Segment]) -> bool:
    """Counterbore: a bottom with a wall at each end, wider than deep."""
    left, right = sorted(_middle(wall)[0] for wall in upright)
    x0, x1 = sorted(point[0] for point in level)
    is_below = all(_middle(level)[1] >= max(wall[0][1], wall[1][1]) - 0.5 for wall in upright)
    is_at_ends = abs(left - x0) < 0.6 and abs(right - x1) < 0.6
    return is_below and is_at_ends and _length(level) > 1.2 * max(map(_length, upright))


def _is_vee(slanted: Sequence[Segment]) -> bool:
    """Countersink: two lines that meet below."""
    lowest = [max(segment, key=lambda point: point[1]) for segment in slanted]
    highest = [min(segment, key=lambda point: point[1]) for segment in slanted]
    reach = max(map(_length, slanted))
    return math.dist(*lowest) < 0.15 * reach and abs(highest[0][0] - highest[1][0]) > 0.6 * reach


def _is_depth(level: Segment, upright: Segment, slanted: Sequence[Segment]) -> bool:
    """Depth: a bar on top, a shaft down from it, an arrow head at its end."""
    top, bottom = sorted(point[1] for point in upright)
    is_bar_on_top = abs(_middle(level)[1] - top) < 0.2 * (bottom - top)
    tips = [max(segment, key=lambda point: point[1]) for segment in slanted]
    return is_bar_on_top and all(abs(tip[1] - bottom) < 0.2 * (bottom - top) for tip in tips)
