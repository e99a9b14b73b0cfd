from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from ezdxf.filemanagement import new

from engine.domain import Page, Rect
from engine.errors import FileEmpty
from ingest.dxf import read_dxf
from ingest.dxf_page import open_dxf
from ingest.mupdf import pymupdf


def save(folder: Path, *, size: float = 100, units: int = 4, is_empty: bool = False) -> Path:
    document = new("R2010", setup=True, units=units)
    model: Any = document.modelspace()
    if not is_empty:
        model.add_lwpolyline([(0, 0), (size, 0), (size, size), (0, size)], close=True)
        model.add_text("主軸", height=size / 20).set_placement((size * 0.2, size * 0.7))
        model.add_text("M6", height=size / 20, rotation=90).set_placement((size * 0.8, size / 2))
    path = folder / "plate.dxf"
    document.saveas(path)
    return path


def page_of(path: Path) -> Page:
    return next(part for part in read_dxf(path) if isinstance(part, Page))


def n_dark(path: Path, rect: Rect) -> int:
    with open_dxf(path) as document:
        clip = pymupdf.Rect(rect.x0, rect.y0, rect.x1, rect.y1)
        picture = document[0].get_pixmap(clip=clip, colorspace=pymupdf.csGRAY)
    return sum(value < 128 for value in picture.samples)


def test_the_rectangle_of_a_text_lies_on_its_ink(tmp_path: Path) -> None:
    path = save(tmp_path)
    found = {b.text.strip(): b.rect for b in page_of(path).blocks}
    for text in ("主軸", "M6"):
        rect = found[text]
        width = rect.x1 - rect.x0
        assert n_dark(path, rect) > 20
        # Nothing is drawn beside it: the ink inside is the text's own.
        assert n_dark(path, Rect(rect.x0 + 2 * width, rect.y0, rect.x1 + 2 * width, rect.y1)) == 0


def test_a_text_that_reads_up_is_taller_than_wide(tmp_path: Path) -> None:
    rect = next(b.rect for b in page_of(save(tmp_path)).blocks if b.text == "M6\n")
    assert rect.y1 - rect.y0 > rect.x1 - rect.x0


def test_an_aligned_dimension_without_lines_is_drawn_along_what_it_measures(
    tmp_path: Path,
) -> None:
    document = new("R2010", setup=True, units=4)
    model: Any = document.modelspace()
    model.add_line((0, 0), (0, 60))
    points = {"defpoint2": (0, 0), "defpoint3": (0, 60), "defpoint": (20, 60)}
    model.new_entity("DIMENSION", {"dimtype": 1, "text": "L", **points})
    path = tmp_path / "aligned.dxf"
    document.saveas(path)
    rect = next(b.rect for b in page_of(path).blocks if "'L'" in b.text)
    # Its line stands 20 beside the one of 60 that it measures.
    assert rect.x1 - rect.x0 > 0.3 * (rect.y1 - rect.y0)


def test_the_page_read_is_as_large_as_the_page_drawn(tmp_path: Path) -> None:
    path = save(tmp_path)
    page = page_of(path)
    with open_dxf(path) as document:
        shown = document[0].rect
    assert (shown.width, shown.height) == (page.width_pt, page.height_pt)


@pytest.mark.parametrize(("size", "units"), [(50_000, 6), (0.01, 4), (1e9, 0)])
def test_a_page_is_between_a4_and_a0(tmp_path: Path, size: float, units: int) -> None:
    page = page_of(save(tmp_path, size=size, units=units))
    assert 842 <= max(page.width_pt, page.height_pt) <= 3371


def test_a_drawing_of_nothing_has_no_page(tmp_path: Path) -> None:
    with pytest.raises(FileEmpty):
        open_dxf(save(tmp_path, is_empty=True))
