"""The lines of a page as plain geometry: rulings of its tables, strokes of its symbols.

A *stroke* is one path as drawn, flattened to straight segments. Coordinates are those of the page
as shown, in points.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, TypeAlias

from engine.domain import Rect
from ingest.directions import Point, turned_point
from ingest.mupdf import PDF_FAULTS, pymupdf

Segment: TypeAlias = tuple[Point, Point]

_MAX_PATHS = 60_000  # A hatched assembly has more; its symbols are then left unread.
_CURVE_STEPS = (0.25, 0.5, 0.75, 1.0)
_STRAIGHT_PT = 0.6
_MIN_RULING_PT = 8.0


@dataclass(frozen=True, slots=True)
class Stroke:
    """One path: its straight segments in the order drawn, and where it stands."""

    segments: tuple[Segment, ...]
    rect: Rect


def strokes_of(page: pymupdf.Page) -> list[Stroke]:
    """The stroked and filled paths of a page as it is shown; none where there are too many."""
    try:
        paths = page.get_cdrawings()
    except PDF_FAULTS:
        return []
    if len(paths) > _MAX_PATHS:
        return []
    matrix = page.rotation_matrix if page.rotation else None
    strokes = []
    for path in paths:
        segments = tuple(_segments(path.get("items", ()), matrix))
        if segments:
            strokes.append(Stroke(segments, bounds(segments)))
    return strokes


def bounds(segments: Sequence[Segment]) -> Rect:
    """The smallest rectangle around at least one segment."""
    xs = [point[0] for segment in segments for point in segment]
    ys = [point[1] for segment in segments for point in segment]
    return Rect(min(xs), min(ys), max(xs), max(ys))


def rulings_of(strokes: Sequence[Stroke]) -> list[Segment]:
    """The horizontal and vertical lines long enough to part cells."""
    found = []
    for stroke in strokes:
        for (x0, y0), (x1, y1) in stroke.segments:
            across, down = abs(x1 - x0), abs(y1 - y0)
            if min(across, down) < _STRAIGHT_PT and max(across, down) >= _MIN_RULING_PT:
                found.append(((min(x0, x1), min(y0, y1)), (max(x0, x1), max(y0, y1))))
    return found


def turned_strokes(
    strokes: Sequence[Stroke], direction: int, width: float, height: float
) -> Sequence[Stroke]:
    """The strokes in the frame in which text of the direction reads to the right."""
    if direction == 0:
        return strokes
    found = []
    for stroke in strokes:
        segments = tuple(
            (turned_point(a, direction, width, height), turned_point(b, direction, width, height))
            for a, b in stroke.segments
        )
        found.append(Stroke(segments, bounds(segments)))
    return found


def _segments(items: Iterable[Any], matrix: pymupdf.Matrix | None) -> Iterator[Segment]:
    for kind, *arguments in items:
        if kind == "l":
            points = list(arguments)
        elif kind == "c":
            start, one, two, end = arguments[:4]
            points = [start, *(_on_curve(start, one, two, end, t) for t in _CURVE_STEPS)]
        elif kind == "re":
            x0, y0, x1, y1 = arguments[0]
            points = [(x0, y0), (x1, y0), (x1, y1), (x0, y1), (x0, y0)]
        else:
            upper_left, upper_right, lower_left, lower_right = arguments[0]
            points = [upper_left, upper_right, lower_right, lower_left, upper_left]
        shown = [_shown(point, matrix) for point in points]
        yield from pairwise(shown)


def _on_curve(start: Point, one: Point, two: Point, end: Point, t: float) -> Point:
    """A point of a cubic Bézier curve, by Bernstein's polynomials."""
    a, b, c, d = (1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3
    return (
        a * start[0] + b * one[0] + c * two[0] + d * end[0],
        a * start[1] + b * one[1] + c * two[1] + d * end[1],
    )


def _shown(point: Point, matrix: pymupdf.Matrix | None) -> Point:
    x, y = point[0], point[1]
    if matrix is None:
        return (x, y)
    return (x * matrix.a + y * matrix.c + matrix.e, x * matrix.b + y * matrix.d + matrix.f)
