"""The marked place of a page as a picture."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from PIL import Image

from app.answer_pictures import marked_place
from engine.domain import Rect


def page(width_pt: int, height_pt: int, scale: float) -> bytes:
    content = BytesIO()
    Image.new("RGB", (round(width_pt * scale), round(height_pt * scale)), "white").save(
        content, "PNG"
    )
    return content.getvalue()


def box_of(svg: str) -> tuple[float, float]:
    found = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg)
    assert found
    return float(found[1]), float(found[2])


@pytest.mark.parametrize(
    "rects",
    [
        (Rect(72, 100, 300, 114),),
        (Rect(0, 0, 30, 10),),
        (Rect(560, 830, 595, 842),),
        (Rect(10, 10, 590, 835),),
        (Rect(20, 20, 60, 30), Rect(500, 800, 580, 812)),
    ],
    ids=["a line", "the first corner", "the last corner", "a whole page", "far apart"],
)
def test_all_that_is_marked_lies_inside_the_picture(rects: tuple[Rect, ...]) -> None:
    svg = marked_place(page(595, 842, 2.0), rects, 2.0)

    width, height = box_of(svg)
    marks = re.findall(
        r'<rect x="([-\d.]+)" y="([-\d.]+)" width="([\d.]+)" height="([\d.]+)" fill="#ffd', svg
    )
    assert len(marks) == len(rects)
    for x, y, w, h in (map(float, mark) for mark in marks):
        assert x >= -1.1
        assert y >= -1.1
        assert x + w <= width + 1.1
        assert y + h <= height + 1.1


def test_the_picture_of_a_large_drawing_fits_on_paper() -> None:
    svg = marked_place(page(2384, 3370, 0.5), (Rect(100, 100, 2300, 3300),), 0.5)

    size = re.search(r'width="([\d.]+)" height="([\d.]+)" viewBox', svg)
    assert size
    assert float(size[1]) <= 640
    assert float(size[2]) <= 720
