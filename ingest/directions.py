"""Places on a page and on the same page turned, so that turned text reads to the right."""

from __future__ import annotations

from typing import TypeAlias

from engine.domain import Rect

Point: TypeAlias = tuple[float, float]


def direction_of(dx: float, dy: float) -> int:
    """Quarter turns clockwise from reading to the right: 1 reads down, 2 to the left, 3 up."""
    if abs(dx) >= abs(dy):
        return 0 if dx >= 0 else 2
    return 1 if dy > 0 else 3


def turned_point(point: Point, direction: int, width: float, height: float) -> Point:
    """A point of a page of that size in the frame in which text of the direction reads right."""
    x, y = point
    match direction:
        case 1:
            return (y, width - x)
        case 2:
            return (width - x, height - y)
        case 3:
            return (height - y, x)
        case _:
            return point


def turned(rect: Rect, direction: int, width: float, height: float) -> Rect:
    """A rectangle in the frame in which text of the direction reads to the right."""
    x0, y0 = turned_point((rect.x0, rect.y0), direction, width, height)
    x1, y1 = turned_point((rect.x1, rect.y1), direction, width, height)
    return Rect(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))


def turned_back(rect: Rect, direction: int, width: float, height: float) -> Rect:
    """The rectangle on the page itself of one in the frame of the direction."""
    if direction in (1, 3):
        # The frame has the page's sides exchanged, and the way back is the other quarter turn.
        return turned(rect, 4 - direction, height, width)
    return turned(rect, direction, width, height)
