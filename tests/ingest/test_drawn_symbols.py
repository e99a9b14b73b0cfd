"""Symbols drawn as lines: told by shape, and only beside a text of their size."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest

from ingest.drawn_symbols import drawn_symbols
from ingest.pdf_lines import Piece
from ingest.strokes import Segment, Stroke, bounds

TEXT = Piece("3,99", 120, 100, 145, 115, 12.0)


def stroke(*segments: Segment) -> Stroke:
    return Stroke(segments, bounds(segments))


def circle(x: float, y: float, radius: float, n: int = 24) -> list[Segment]:
    points = [
        (x + radius * math.cos(2 * math.pi * i / n), y + radius * math.sin(2 * math.pi * i / n))
        for i in range(n + 1)
    ]
    return list(pairwise(points))


def diameter(x: float, y: float, radius: float = 4.5) -> Stroke:
    slash = ((x - 0.7 * radius, y + 1.2 * radius), (x + 0.7 * radius, y - 1.2 * radius))
    return stroke(*circle(x, y, radius), slash)


def symbols(*strokes: Stroke, text: Piece = TEXT) -> list[str]:
    return [piece.text for piece in drawn_symbols(strokes, [text])]


def test_a_circle_with_a_slash_before_a_number_is_a_diameter_sign() -> None:
    (found,) = drawn_symbols([diameter(112, 108)], [TEXT])
    assert found.text == "⌀"
    assert found.x1 < TEXT.x0


def test_circle_and_slash_as_two_paths() -> None:
    slash = stroke(((108.5, 113.5), (115.5, 102.5)))
    assert symbols(stroke(*circle(112, 108, 4.5)), slash) == ["⌀"]


@pytest.mark.parametrize(
    "shape",
    [
        circle(112, 108, 4.5),
        [*circle(112, 108, 4.5), ((106, 108), (118, 108))],
        [*circle(112, 108, 4.5), ((106, 108), (118, 108)), ((112, 102), (112, 114))],
    ],
    ids=["plain circle", "one centre line", "two centre lines"],
)
def test_a_hole_is_no_symbol(shape: list[Segment]) -> None:
    assert symbols(stroke(*shape)) == []


def test_a_symbol_far_from_any_text_is_none() -> None:
    assert symbols(diameter(60, 108)) == []


def test_a_circle_much_larger_than_the_text_is_none() -> None:
    assert symbols(diameter(100, 108, 18)) == []


def test_plus_minus_is_a_cross_above_a_bar() -> None:
    cross = (((108, 106), (114, 106)), ((111, 103), (111, 109)))
    assert symbols(stroke(*cross, ((108, 112), (114, 112)))) == ["±"]
    assert symbols(stroke(*cross)) == []


def test_counterbore_countersink_and_depth() -> None:
    tray = stroke(((108, 104), (108, 111)), ((108, 111), (118, 111)), ((118, 111), (118, 104)))
    assert symbols(tray) == ["⌴"]
    assert symbols(stroke(((108, 103), (113, 112)), ((113, 112), (118, 103)))) == ["⌵"]
    arrow = stroke(
        ((108, 103), (118, 103)), ((113, 103), (113, 113)),
        ((110, 109), (113, 113)), ((116, 109), (113, 113)),
    )  # fmt: skip
    assert symbols(arrow) == ["↧"]
