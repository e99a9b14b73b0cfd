"""Words in pictures among the text of a page, of PDF files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from engine.domain import (
    SURE_CONFIDENCE,
    Block,
    DocumentHead,
    DocumentKind,
    Page,
    ReadPart,
    ReadProblem,
)
from ingest.mupdf import pymupdf
from ingest.pdf import read_pdf
from tests.ingest.scripted_recogniser import ScriptedRecogniser, said

PX = 300 / 72  # Pixels a point at which pictures are read.
VIEW = pymupdf.Rect(100, 100, 300, 300)
FIELDS = ("Material: Steel", "Scale: 1:2")


def sheet(
    folder: Path,
    texts: Sequence[str] = FIELDS,
    *,
    pixels: int = 900,
    rotation: int = 0,
    n_pages: int = 1,
    at: float = 400,
) -> Path:
    """Pages of A4 with texts below each other and a picture of so many pixels on VIEW."""
    view = pymupdf.Pixmap(pymupdf.csGRAY, pymupdf.IRect(0, 0, pixels, pixels))
    view.clear_with(255)
    with pymupdf.open() as document:
        for _ in range(n_pages):
            page = document.new_page()
            page.insert_image(VIEW, pixmap=view)
            for i, text in enumerate(texts):
                page.insert_text((100, at + 40 * i), text, rotate=rotation)
            page.set_rotation(rotation)
        document.save(folder / "sheet.pdf")
    return folder / "sheet.pdf"


def view(*texts: str) -> ScriptedRecogniser:
    """Says the texts below each other, far enough apart, from the picture's left upper corner."""
    return ScriptedRecogniser([said(text, 20, 60 + 150 * i) for i, text in enumerate(texts)])


def read(path: Path, recogniser: ScriptedRecogniser) -> list[ReadPart]:
    return list(read_pdf(path, recogniser=recogniser))


def blocks_of(parts: Sequence[ReadPart]) -> dict[str, Block]:
    return {b.text.strip(): b for part in parts if isinstance(part, Page) for b in part.blocks}


def test_a_sheet_whose_dimensions_are_a_picture_is_a_drawing(tmp_path: Path) -> None:
    parts = read(sheet(tmp_path), view("30", "16.5", "4-R2"))
    assert isinstance(parts[0], DocumentHead)
    assert parts[0].kind is DocumentKind.DRAWING
    said_by = blocks_of(parts)
    assert {"30", "16.5", "4-R2 (radius, 4 places)", "Material: Steel"} <= set(said_by)
    assert said_by["30"].confidence >= SURE_CONFIDENCE


def test_what_a_picture_says_stands_where_it_is_seen(tmp_path: Path) -> None:
    block = blocks_of(read(sheet(tmp_path), view("30", "16.5", "4-R2")))["30"]
    assert round(block.rect.x0) == round(VIEW.x0 + 20 / PX)
    assert round((block.rect.y0 + block.rect.y1) / 2) == round(VIEW.y0 + 60 / PX)


def test_on_a_turned_page_too(tmp_path: Path) -> None:
    recogniser = view("30", "16.5", "4-R2")
    path = sheet(tmp_path, ("30.5", "R4", "R2", "12"), rotation=90)
    parts = read(path, recogniser)
    width = next(part.width_pt for part in parts if isinstance(part, Page))
    assert len(recogniser.seen) == 1
    block = blocks_of(parts)["16.5"]
    left = width - VIEW.y1  # A quarter turn clockwise brings its lower edge to the left.
    assert round(block.rect.x0) == round(left + 20 / PX)


def test_letters_of_few_pixels_are_unsure_however_sure_the_recogniser_is(tmp_path: Path) -> None:
    parts = read(sheet(tmp_path, pixels=200), view("232", "16.5", "4-R2"))
    assert blocks_of(parts)["232"].confidence < SURE_CONFIDENCE
    assert ReadProblem("recognised-unsurely", "3 / 3", page=1) in parts


def test_a_nought_before_a_diameter_is_its_sign_but_unsure(tmp_path: Path) -> None:
    found = blocks_of(read(sheet(tmp_path), view("06.8", "4-04.2", "16.5", "0,1300")))
    assert {"⌀6.8 (diameter)", "4-⌀4.2 (diameter, 4 places)", "0,1300"} <= set(found)
    assert found["⌀6.8 (diameter)"].confidence < SURE_CONFIDENCE
    assert found["0,1300"].confidence >= SURE_CONFIDENCE


def test_a_picture_with_text_on_it_is_a_background(tmp_path: Path) -> None:
    recogniser = view("30", "16.5", "4-R2")
    read(sheet(tmp_path, at=200), recogniser)
    assert recogniser.seen == []


@pytest.mark.parametrize(
    "texts",
    [("Figure 3 shows the spindle.",), ("Scale: 1:2",), ("Date: 2024-05-01", "Author: A. Abe")],
)
def test_the_pictures_of_a_page_that_is_no_sheet_are_not_read(
    tmp_path: Path, texts: Sequence[str]
) -> None:
    recogniser = view("30", "16.5", "4-R2")
    read(sheet(tmp_path, texts), recogniser)
    assert recogniser.seen == []


def test_a_page_whose_picture_has_no_dimensions_stays_what_it_was(tmp_path: Path) -> None:
    parts = read(sheet(tmp_path), ScriptedRecogniser([said("ACME", 20, 60)]))
    assert isinstance(parts[0], DocumentHead)
    assert parts[0].kind is DocumentKind.PDF
    assert not any("ACME" in text for text in blocks_of(parts))


def test_a_logo_is_read_once_for_all_sheets(tmp_path: Path) -> None:
    recogniser = view("30", "16.5", "4-R2")
    read(sheet(tmp_path, n_pages=3), recogniser)
    assert len(recogniser.seen) == 1


def test_words_in_a_picture_go_on_with_the_text_before_them(tmp_path: Path) -> None:
    size = 12
    with pymupdf.open() as document:
        page = document.new_page()
        page.insert_text((50, 60), "Main Board (X1)", fontsize=size)
        end = 50 + pymupdf.get_text_length("Main Board (X1)", fontsize=size)
        for y, text in ((200, "30.5"), (260, "R2"), (320, "12"), (380, "45"), (440, "16")):
            page.insert_text((200, y), text, fontsize=6)
        strips = pymupdf.Pixmap(pymupdf.csGRAY, pymupdf.IRect(0, 0, 400, 80))
        strips.clear_with(255)
        for y in (48, 56):
            page.insert_image(pymupdf.Rect(end + 1, y, end + 41, y + 8), pixmap=strips)
        document.save(tmp_path / "board.pdf")
    recogniser = ScriptedRecogniser([said("寸法図面", 10, 34)])
    found = blocks_of(read(tmp_path / "board.pdf", recogniser))
    assert len(recogniser.seen) == 1
    assert "Main Board (X1)寸法図面" in found


def test_torn_designators_of_a_board_are_no_dimensions(tmp_path: Path) -> None:
    names = ("R11", "R12", "R13", "R14", "C1", "C2", "C3", "C4")
    dimensions = ("1.25 in", "2.25 in", "R2.5 TYP", "0.75 in", "3.5 in", "4.5 in")
    lines = [said(text, 20 + 420 * i, 60) for i, text in enumerate(names)]
    lines += [said(text, 20 + 420 * i, 400) for i, text in enumerate(dimensions)]
    lines.append(said("04C21", 20, 800, confidence=0.5))
    with pymupdf.open() as document:
        document.new_page(width=900).draw_rect(VIEW)
        document.save(tmp_path / "board.pdf")
    found = list(blocks_of(read(tmp_path / "board.pdf", ScriptedRecogniser(lines))))
    assert found.index("1.25 in") < found.index("Other text on the drawing") < found.index("04C21")
