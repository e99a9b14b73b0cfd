"""Where lines of text stand on a picture: rotated rectangles, joined, turned and made straight.

Pure geometry on plain values. x goes to the right and y down, so angles grow clockwise.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from engine.domain import Rect

Point: TypeAlias = tuple[float, float]

_TALL = 1.5  # Height to width from which a box holds text that reads up or down.
_MAX_GAP = 0.35  # Of the height: detection cuts a number at its decimal comma.
_SAME_LINE = 0.5  # Of the lower height: how much of it must lie beside the other.
_TALLER = 1.3  # How much higher than its parts a line may become: labels stand close together.
_ALIKE = 0.65  # Heights of parts of one line; only a comma or a dot is lower.
_LONG = 3.0  # Lengths in heights from which a line's angle means something.
_STRAY = math.radians(8)  # From the page's skew on, text is meant to stand askew.


@dataclass(frozen=True, slots=True)
class Strip:
    """A line's rectangle: centre, extent along and across its reading direction, in pixels.

    ``angle`` is the reading direction in radians: 0 to the right, -pi/2 up the page.
    """

    x: float
    y: float
    length: float
    height: float
    angle: float

    def at(self, along: float, across: float) -> Point:
        """The point so many pixels from the centre, in the strip's own directions."""
        cos, sin = math.cos(self.angle), math.sin(self.angle)
        return self.x + along * cos - across * sin, self.y + along * sin + across * cos

    def seen_from(self, point: Point) -> Point:
        """A point in the strip's own directions, from its centre: the reverse of ``at``."""
        cos, sin = math.cos(self.angle), math.sin(self.angle)
        dx, dy = point[0] - self.x, point[1] - self.y
        return dx * cos + dy * sin, dy * cos - dx * sin

    def corners(self) -> tuple[Point, Point, Point, Point]:
        """Clockwise from where the first letter's top left corner is."""
        a, b = self.length / 2, self.height / 2
        return self.at(-a, -b), self.at(a, -b), self.at(a, b), self.at(-a, b)

    def reversed(self) -> Strip:
        """The same place, read from its other end."""
        return replace(self, angle=_wrapped(self.angle + math.pi))

    def before_quarter_turn(self, height: float) -> Strip:
        """Where it was on a picture of this height that has been turned clockwise by a quarter."""
        return replace(self, x=self.y, y=height - self.x, angle=_wrapped(self.angle - math.pi / 2))

    def grown(self, before: float, after: float, across: float) -> Strip:
        """With so many pixels more at its beginning, at its end, and on both long sides."""
        x, y = self.at((after - before) / 2, 0.0)
        return Strip(x, y, self.length + before + after, self.height + 2 * across, self.angle)

    def part(self, start: float, end: float) -> Strip:
        """The part between two fractions of its length."""
        x, y = self.at(((start + end) / 2 - 0.5) * self.length, 0.0)
        return replace(self, x=x, y=y, length=(end - start) * self.length)


def strip_of(corners: Sequence[Point]) -> Strip:
    """The strip of a detected box; one that is taller than wide is taken to read up."""
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = corners
    x, y = (ax + bx + cx + dx) / 4, (ay + by + cy + dy) / 4
    width = (math.hypot(bx - ax, by - ay) + math.hypot(cx - dx, cy - dy)) / 2
    height = (math.hypot(dx - ax, dy - ay) + math.hypot(cx - bx, cy - by)) / 2
    if height >= _TALL * width:
        up = math.atan2(ay + by - cy - dy, ax + bx - cx - dx)
        return Strip(x, y, height, width, up)
    return Strip(x, y, width, height, math.atan2(by + cy - ay - dy, bx + cx - ax - dx))


def is_upright(strip: Strip) -> bool:
    """Whether it reads to the right or left rather than up or down."""
    return abs(math.cos(strip.angle)) >= math.sqrt(0.5)


def is_sideways(strips: Iterable[Strip]) -> bool:
    """Whether most of the text reads up or down, as on a landscape page that was fed upright."""
    return sum(s.length if is_upright(s) else -s.length for s in strips) < 0


def joined(strips: Iterable[Strip]) -> list[Strip]:
    """The strips with the parts of one line made one, and what two tiles both saw there once."""
    rest = sorted(strips, key=lambda strip: -strip.length)
    lines: list[Strip] = []
    while rest:
        line = rest.pop(0)
        n_before = -1
        while n_before != len(rest):
            n_before = len(rest)
            for other in list(rest):
                if _is_continued(line, other):
                    line = _around(line, other)
                    rest.remove(other)
        lines.append(line)
    return lines


def _is_continued(line: Strip, other: Strip) -> bool:
    reach = (line.length + other.length) / 2 + line.height
    if abs(line.x - other.x) > reach or abs(line.y - other.y) > reach:
        return False
    left, right, top, bottom = _extent(line, other)
    gap = max(left - line.length / 2, -line.length / 2 - right)
    beside = min(bottom, line.height / 2) - max(top, -line.height / 2)
    if gap < 0 and beside >= 0.7 * (bottom - top):
        return True  # Inside, or seen from two tiles.
    lower, higher = sorted((line.height, bottom - top))
    if lower < _ALIKE * higher and other.length > higher:
        return False
    together = max(bottom, line.height / 2) - min(top, -line.height / 2)
    return (
        gap <= _MAX_GAP * higher
        and beside >= _SAME_LINE * lower
        and together <= _TALLER * higher
        and _is_along(line, other)
    )


def _is_along(line: Strip, other: Strip) -> bool:
    # A comma, a 1 or a bracket is higher than wide, and stands upright all the same.
    if other.length < max(_TALL * other.height, 1.2 * line.height):
        return True
    return abs(math.sin(line.angle - other.angle)) < math.sin(_STRAY)


def _extent(line: Strip, other: Strip) -> tuple[float, float, float, float]:
    """The other's left, right, top and bottom as seen from the line's centre."""
    seen = [line.seen_from(corner) for corner in other.corners()]
    along, across = [point[0] for point in seen], [point[1] for point in seen]
    return min(along), max(along), min(across), max(across)


def _around(line: Strip, other: Strip) -> Strip:
    left, right, top, bottom = _extent(line, other)
    left, right = min(left, -line.length / 2), max(right, line.length / 2)
    top, bottom = min(top, -line.height / 2), max(bottom, line.height / 2)
    x, y = line.at((left + right) / 2, (top + bottom) / 2)
    return Strip(x, y, right - left, bottom - top, line.angle)


def room(strip: Strip, others: Iterable[Strip], wanted: float) -> tuple[float, float]:
    """How far the strip may grow at its beginning and end without touching another line."""
    before = after = wanted
    for other in others:
        if other is strip:
            continue
        left, right, top, bottom = _extent(strip, other)
        if bottom <= -strip.height / 2 or top >= strip.height / 2:
            continue
        if left >= 0:
            after = min(after, max(0.0, left - strip.length / 2))
        if right <= 0:
            before = min(before, max(0.0, -strip.length / 2 - right))
    return before, after


# The page as a whole.


def skew_of(strips: Iterable[Strip]) -> float:
    """By how much the page lies turned, in radians clockwise: between -45 and 45 degrees."""
    weighted = sorted(
        (_skew(strip), strip.length) for strip in strips if strip.length >= _LONG * strip.height
    )
    if not weighted:
        return 0.0
    half = sum(length for _, length in weighted) / 2
    for angle, length in weighted:
        half -= length
        if half <= 0:
            return angle
    return weighted[-1][0]


def _skew(strip: Strip) -> float:
    quarter = math.pi / 2
    return strip.angle - quarter * round(strip.angle / quarter)


def usual_height(strips: Iterable[Strip]) -> float:
    """The median height of what is certainly a line that reads to the right or left, else 0."""
    heights = [s.height for s in strips if is_upright(s) and s.length >= _TALL * s.height]
    return statistics.median(heights) if heights else 0.0


def settled(strip: Strip, skew: float, usual: float) -> Strip:
    """The strip at the page's own angle where it is too short to have one.

    What is as high as the lines usually are is not one that reads up: it is a 1 or an I.
    """
    if not is_upright(strip) and strip.length <= _TALLER * usual:
        plain = replace(strip, angle=skew)
        left, right, top, bottom = _extent(plain, strip)
        return replace(plain, length=right - left, height=bottom - top)
    stray = abs(_skew(strip) - skew)
    if strip.length >= (_LONG if stray <= _STRAY else 2.0) * strip.height:
        return strip
    quarter = math.pi / 2
    plain = replace(strip, angle=skew + quarter * round((strip.angle - skew) / quarter))
    left, right, top, bottom = _extent(plain, strip)
    return replace(plain, length=right - left, height=bottom - top)


def direction_of(strip: Strip, skew: float) -> int:
    """Quarter turns clockwise from reading to the right: 1 reads down, 2 to the left, 3 up."""
    return round((strip.angle - skew) / (math.pi / 2)) % 4


def straightened(strip: Strip, skew: float, centre: Point) -> Rect:
    """The strip's rectangle on the page once that is turned straight about its centre."""
    x, y = turned_about(centre, (strip.x, strip.y), -skew)
    if abs(_skew(strip) - skew) > _STRAY and strip.length >= _TALL * strip.height:
        points = [turned_about(centre, corner, -skew) for corner in strip.corners()]
        xs, ys = [point[0] for point in points], [point[1] for point in points]
        return Rect(min(xs), min(ys), max(xs), max(ys))
    a, b = strip.length / 2, strip.height / 2
    if direction_of(strip, skew) % 2:
        a, b = b, a
    return Rect(x - a, y - b, x + a, y + b)


def askew(rect: Rect, skew: float, centre: Point) -> Rect:
    """The rectangle around one of the straight page, on the page as it lies."""
    if not skew:
        return rect
    corners = [(x, y) for x in (rect.x0, rect.x1) for y in (rect.y0, rect.y1)]
    points = [turned_about(centre, corner, skew) for corner in corners]
    xs, ys = [point[0] for point in points], [point[1] for point in points]
    return Rect(min(xs), min(ys), max(xs), max(ys))


def turned_about(centre: Point, point: Point, angle: float) -> Point:
    """The point turned clockwise by an angle."""
    cos, sin = math.cos(angle), math.sin(angle)
    dx, dy = point[0] - centre[0], point[1] - centre[1]
    return centre[0] + dx * cos - dy * sin, centre[1] + dx * sin + dy * cos


def _wrapped(angle: float) -> float:
    return math.atan2(math.sin(angle), math.cos(angle))
