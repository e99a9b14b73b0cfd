"""Drawings in PDF, from the file to blocks and chunks."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.domain import BlockKind, Chunk, DocumentHead, DocumentKind, Page
from ingest.chunking import chunk
from ingest.mupdf import pymupdf
from ingest.pdf_pieces import pieces_of
from ingest.reading import read
from tests.ingest.conftest import MakePdf, texts_of


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    """A plate: dimensions across and up the page, a hole callout, a ruled title block."""
    path = tmp_path / "plate.pdf"
    with pymupdf.open() as document:
        page = document.new_page(width=842, height=595)
        page.draw_rect(pymupdf.Rect(100, 100, 500, 300))
        for x, y, text in ((290, 80, "400.0"), (200, 340, "120.5"), (560, 120, "4 x R5")):
            page.insert_text((x, y), text, fontsize=11)
        page.insert_text((80, 220), "200.0", fontsize=11, rotate=90)
        page.insert_text((560, 150), "M6 DEEP 12", fontsize=11)
        page.insert_text((560, 250), "COOLANT INLET", fontsize=11)
        _diameter_sign(page, 556, 196)
        page.insert_text((564, 200), "8.5 THRU", fontsize=11)
        _cells(page, (("DWG NO", "GB-204"), ("REV", "B"), ("MATERIAL", "S45C"), ("SCALE", "1:2")))
        document.save(path)
    return path


def _diameter_sign(page: pymupdf.Page, x: float, y: float) -> None:
    shape = page.new_shape()
    shape.draw_circle((x, y), 4)
    shape.draw_line((x - 3, y + 5), (x + 3, y - 5))
    shape.finish(color=(0, 0, 0))
    shape.commit()


def _cells(page: pymupdf.Page, cells: tuple[tuple[str, str], ...]) -> None:
    for i, (label, value) in enumerate(cells):
        top = 480 + 24 * i
        page.draw_rect(pymupdf.Rect(600, top, 820, top + 24))
        page.insert_text((603, top + 7), label, fontsize=5)
        page.insert_text((640, top + 19), value, fontsize=10)


def test_a_drawing_says_that_it_is_one(sheet: Path) -> None:
    head = next(part for part in read(sheet) if isinstance(part, DocumentHead))
    assert head.kind is DocumentKind.DRAWING


def test_fields_dimensions_and_labels_come_under_headings(sheet: Path) -> None:
    assert texts_of(list(read(sheet))) == [
        "Title block",
        "DWG NO (drawing number): GB-204",
        "REV (revision): B",
        "MATERIAL: S45C",
        "SCALE: 1:2",
        "Dimensions",
        "400.0",
        "4 x R5 (radius, 4 places)",
        "M6 DEEP 12 (metric thread, depth)",
        "⌀8.5 THRU (diameter, through)",
        "120.5",
        "200.0",
        "Largest horizontal dimension (overall length or width): 400.0",
        "Other text on the drawing",
        "COOLANT INLET",
    ]


def test_a_dimension_that_runs_up_the_page_keeps_its_place(sheet: Path) -> None:
    page = next(part for part in read(sheet) if isinstance(part, Page))
    upright = next(block for block in page.blocks if block.text == "200.0\n")
    assert upright.rect.y1 - upright.rect.y0 > upright.rect.x1 - upright.rect.x0
    assert (upright.rect.x0, upright.rect.y1) == pytest.approx((68, 220), abs=4)


def test_a_chunk_of_dimensions_knows_its_heading_and_every_place(sheet: Path) -> None:
    chunks = [part for part in chunk(read(sheet)) if isinstance(part, Chunk)]
    found = next(c for c in chunks if "⌀8.5 THRU" in c.text)
    start = found.text.index("⌀8.5 THRU")
    place = next(p for p in found.places if p.start <= start < p.end)
    assert place.rect.x0 == pytest.approx(552, abs=1.5)  # The drawn sign is marked with it.


def test_a_page_of_text_with_numbers_is_no_drawing(make_pdf: MakePdf) -> None:
    lines = [
        (
            50.0,
            80.0 + 14 * i,
            f"The spindle nut of unit {i} is tightened to {80 + i} N·m in two steps.",
        )
        for i in range(20)
    ]
    parts = list(read(make_pdf(lines)))
    assert next(p for p in parts if isinstance(p, DocumentHead)).kind is DocumentKind.PDF


def test_a_table_of_numbers_is_no_drawing(make_pdf: MakePdf) -> None:
    cells = [
        (60.0 + 90 * column, 100.0 + 16 * row, f"{row}.{column}5")
        for row in range(12)
        for column in range(5)
    ]
    page = next(part for part in read(make_pdf(cells)) if isinstance(part, Page))
    assert {block.kind for block in page.blocks} == {BlockKind.TABLE_ROW}


def test_letters_of_a_renamed_symbol_font_are_symbols() -> None:
    line = {
        "dir": (1.0, 0.0),
        "bbox": (50, 50, 90, 62),
        "spans": [
            {"text": "n", "font": "CIDFont+F2", "size": 10, "flags": 0, "bbox": (50, 50, 58, 62)},
            {"text": "6.5", "font": "CIDFont+F1", "size": 10, "flags": 0, "bbox": (58, 50, 90, 62)},
        ],
    }
    (found,) = pieces_of([{"lines": [line]}], None, 500, 500, {"CIDFont+F2": {ord("n"): "⌀"}})[0]
    assert found.text == "⌀6.5"


def test_a_title_block_of_two_columns_is_no_table(make_pdf: MakePdf) -> None:
    rows = [
        ("Part", "NIST-MTC-001", "Date:", "2/6/2017"),
        ("Description", "BOX", "Revision", "A"),
        ("Material", "AL6061-T6", "Designed by", "T. Hedberg"),
    ]
    cells = [
        (x, 80.0 + 18 * i, text)
        for i, row in enumerate(rows)
        for x, text in zip((60.0, 150.0, 300.0, 380.0), row, strict=True)
    ]
    assert texts_of(list(read(make_pdf(cells)))) == [
        "BOX",
        "Title block",
        "Part (drawing number): NIST-MTC-001",
        "Revision: A",
        "Description (title): BOX",
        "Material: AL6061-T6",
        "Date: 2/6/2017",
        "Designed by (drawn by): T. Hedberg",
    ]


def test_numbered_notes_are_no_table(sheet: Path, tmp_path: Path) -> None:
    path = tmp_path / "noted.pdf"
    notes = ("BREAK ALL SHARP EDGES.", "ALL DIMENSIONS IN mm.", "REMOVE ALL BURRS AND CHIPS.")
    with pymupdf.open(sheet) as document:
        for i, note in enumerate(notes):
            document[0].insert_text((100, 480 + 15 * i), f"{i + 1}.", fontsize=10)
            document[0].insert_text((125, 480 + 15 * i), note, fontsize=10)
        document.save(path)
    texts = texts_of(list(read(path)))
    assert "Table" not in texts
    assert "1. BREAK ALL SHARP EDGES." in texts
    assert "Dimensions (mm)" in texts


def test_two_sizes_beside_or_below_each_other_are_two_dimensions(
    sheet: Path, tmp_path: Path
) -> None:
    path = tmp_path / "sizes.pdf"
    with pymupdf.open(sheet) as document:
        page = document[0]
        # A number like that of a section, then two holes called out close below each other.
        for x, y, text in (
            (60, 400, "23.2"),
            (112, 400, "4-R2"),
            (300, 400, "2-R3"),
            (300, 418, "R7"),
        ):
            page.insert_text((x, y), text, fontsize=11)
        document.save(path)
    found = texts_of(list(read(path)))
    assert {"23.2", "4-R2 (radius, 4 places)", "2-R3 (radius, 2 places)", "R7 (radius)"} <= set(
        found
    )


def test_a_parts_list_stays_a_table(sheet: Path, tmp_path: Path) -> None:
    rows = [
        ("ITEM", "PART", "MATERIAL", "QTY"),
        ("1", "HOUSING", "FC250", "1"),
        ("2", "COVER", "S45C", "2"),
        ("3", "BOLT M6x20", "SCM435", "12"),
    ]
    path = tmp_path / "assembly.pdf"
    with pymupdf.open(sheet) as document:
        for i, row in enumerate(rows):
            for x, text in zip((590, 630, 710, 780), row, strict=True):
                document[0].insert_text((x, 330 + 16 * i), text, fontsize=10)
        document.save(path)
    texts = texts_of(list(read(path)))
    at = texts.index("Table")
    assert texts[at + 1 : at + 5] == [" | ".join(row) for row in rows]
    assert "MATERIAL: S45C" in texts  # The title block's own, as before.
    dimensions = texts[texts.index("Dimensions") : texts.index("Table")]
    assert "12" not in dimensions


def test_the_revision_is_that_of_the_title_block(sheet: Path, tmp_path: Path) -> None:
    rows = [("REV", "DESCRIPTION", "DATE"), ("A", "FIRST ISSUE", "2024-02-01")]
    path = tmp_path / "revised.pdf"
    with pymupdf.open(sheet) as document:
        for i, row in enumerate(rows):
            for x, text in zip((600, 640, 740), row, strict=True):
                document[0].insert_text((x, 60 + 16 * i), text, fontsize=10)
        document.save(path)
    texts = texts_of(list(read(path)))
    assert "REV (revision): B" in texts
    assert "A | FIRST ISSUE | 2024-02-01" in texts
    assert not [text for text in texts if text.startswith("DATE")]


def test_a_number_at_the_edge_is_a_dimension_and_a_zone_is_none(
    sheet: Path, tmp_path: Path
) -> None:
    path = tmp_path / "framed.pdf"
    with pymupdf.open(sheet) as document:
        for x, y, text in ((200, 15, "2"), (200, 590, "2"), (10, 200, "C"), (832, 200, "C")):
            document[0].insert_text((x, y), text, fontsize=9)
        document[0].insert_text((400, 20), "75", fontsize=11)
        document.save(path)
    texts = texts_of(list(read(path)))
    assert "75" in texts
    assert "2" not in texts
    assert "C" not in texts
