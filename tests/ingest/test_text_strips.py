"""Lines of text as rotated rectangles."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.domain import Rect
from ingest.text_strips import (
    Strip,
    askew,
    direction_of,
    is_sideways,
    joined,
    room,
    settled,
    skew_of,
    straightened,
    strip_of,
    usual_height,
)

UP = -math.pi / 2


def line(x0: float, y0: float, x1: float, y1: float) -> Strip:
    return strip_of([(x0, y0), (x1, y0), (x1, y1), (x0, y1)])


def box(strip: Strip) -> tuple[float, ...]:
    xs, ys = zip(*strip.corners(), strict=True)
    return tuple(round(value, 3) for value in (min(xs), min(ys), max(xs), max(ys)))


def test_a_wide_box_reads_to_the_right_and_a_tall_one_up() -> None:
    assert line(10, 10, 110, 30) == Strip(60, 20, 100, 20, 0.0)
    tall = line(10, 10, 30, 110)
    assert (tall.length, tall.height) == (100, 20)
    assert tall.angle == pytest.approx(UP)


@given(
    st.floats(-500, 500),
    st.floats(1, 300),
    st.floats(-math.pi, math.pi),
    st.floats(-100, 100),
)
def test_what_a_strip_sees_is_where_it_is(
    x: float, length: float, angle: float, along: float
) -> None:
    strip = Strip(x, 40, length, 12, angle)
    assert strip.seen_from(strip.at(along, 7)) == pytest.approx((along, 7), abs=1e-6)


def test_a_number_cut_at_its_comma_is_one_line() -> None:
    parts = [line(10, 10, 20, 30), line(22, 22, 26, 33), line(27, 10, 70, 30), line(75, 11, 90, 30)]
    assert [box(strip) for strip in joined(parts)] == [(10, 10, 90, 33)]


def test_a_number_that_reads_up_is_joined_too() -> None:
    parts = [line(10, 60, 30, 120), line(10, 20, 30, 56)]
    assert [box(strip) for strip in joined(parts)] == [(10, 20, 30, 120)]


def test_what_two_tiles_saw_is_there_once() -> None:
    parts = [line(0, 10, 190, 30), line(150, 10.5, 400, 30.5), line(150, 10.5, 190, 30)]
    assert [box(strip) for strip in joined(parts)] == [(0, 10, 400, 30.5)]


@pytest.mark.parametrize(
    "other",
    [
        line(120, 10, 200, 30),  # The next cell.
        line(10, 32, 110, 52),  # The next line.
        line(112, 0, 300, 60),  # A title beside it.
        line(112, 10, 132, 90),  # A dimension that reads up.
    ],
)
def test_neighbours_stay_apart(other: Strip) -> None:
    assert len(joined([line(10, 10, 110, 30), other])) == 2


def test_a_line_may_grow_as_far_as_its_neighbours_let_it() -> None:
    strip, left, below = line(100, 10, 200, 30), line(10, 10, 92, 30), line(100, 40, 300, 60)
    assert room(strip, [strip, left, below], 20) == pytest.approx((8, 20))


def test_the_skew_is_that_of_the_long_lines() -> None:
    tilted = [Strip(100, 50 * i, 400, 20, math.radians(2)) for i in range(3)]
    upwards = Strip(500, 200, 300, 20, UP + math.radians(2))
    odd = [Strip(10, 10, 90, 20, math.radians(30)), Strip(10, 10, 20, 20, math.radians(-44))]
    assert skew_of([*tilted, upwards, *odd]) == pytest.approx(math.radians(2))
    assert skew_of(odd[1:]) == 0.0


def test_a_short_strip_has_the_angle_of_the_page() -> None:
    diamond = Strip(50, 50, 10, 10, math.radians(44))
    straight = settled(diamond, 0.0, 20.0)
    assert straight.angle == 0.0
    assert straight.length == pytest.approx(14.1, abs=0.1)
    label = Strip(50, 50, 60, 20, math.radians(45))
    assert settled(label, 0.0, 20.0) == label


def test_a_lone_figure_is_upright_though_it_is_higher_than_wide() -> None:
    figure = settled(line(10, 10, 20, 30), 0.0, usual_height([line(0, 50, 100, 70)]))
    assert (figure.length, figure.height, figure.angle) == pytest.approx((10, 20, 0))
    label = line(10, 10, 20, 30)
    assert settled(label, 0.0, usual_height([label])).angle == pytest.approx(UP)


@pytest.mark.parametrize(("angle", "direction"), [(0, 0), (90, 1), (180, 2), (-90, 3), (270, 3)])
def test_directions_count_quarter_turns_clockwise(angle: float, direction: int) -> None:
    skew = math.radians(3)
    assert direction_of(Strip(0, 0, 50, 10, math.radians(angle) + skew), skew) == direction


def test_a_line_of_a_skewed_page_is_straightened_and_found_again() -> None:
    skew, centre = math.radians(2), (300.0, 400.0)
    x, y = askew(Rect(150, 200, 150, 200), skew, centre).x0, 0.0
    strip = Strip(x, askew(Rect(150, 200, 150, 200), skew, centre).y0, 100, 12, skew)
    straight = straightened(strip, skew, centre)
    assert (straight.x0, straight.y0, straight.x1, straight.y1) == pytest.approx(
        (100, 194, 200, 206), abs=0.01 + y
    )
    seen = askew(straight, skew, centre)
    assert seen.x0 <= strip.x - 49 <= strip.x + 49 <= seen.x1
    assert seen.y1 - seen.y0 == pytest.approx(12 + 100 * math.sin(skew), abs=0.1)


def test_the_part_of_a_line_is_where_its_word_is() -> None:
    assert box(line(100, 10, 200, 30).part(0.25, 0.5)) == (125, 10, 150, 30)
    assert box(line(100, 10, 200, 30).grown(5, 10, 2)) == (95, 8, 210, 32)


def test_a_page_whose_text_mostly_reads_up_lies_on_its_side() -> None:
    up = [Strip(50 * i, 300, 200, 20, UP) for i in range(3)]
    assert is_sideways([*up, line(0, 0, 250, 20)])
    assert not is_sideways([up[0], line(0, 0, 250, 20)])


@given(st.floats(0, 400), st.floats(0, 600), st.floats(-3, 3))
def test_a_place_on_a_turned_picture_is_found_on_the_picture(
    x: float, y: float, angle: float
) -> None:
    height = 600.0
    turned = Strip(x, y, 50, 10, angle)
    there = [(py, height - px) for px, py in turned.corners()]
    corners = turned.before_quarter_turn(height).corners()
    for corner, wanted in zip(corners, there, strict=True):
        assert corner == pytest.approx(wanted, abs=1e-6)
