"""Recognised lines as blocks on their page, of PDF and of image files."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.domain import SURE_CONFIDENCE, Block, BlockKind, Chunk, Page, ReadPart, ReadProblem
from engine.errors import FileWithoutText
from ingest.chunking import chunk
from ingest.mupdf import pymupdf
from ingest.pdf import read_pdf
from ingest.recognised_lines import Line
from tests.ingest.scripted_recogniser import ScriptedRecogniser, said

PX = 300 / 72  # Pixels a point at which pages are read.


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    """A page of A4 with a picture and no text."""
    with pymupdf.open() as document:
        document.new_page().draw_rect(pymupdf.Rect(50, 50, 200, 200), fill=(0, 0, 0))
        document.save(tmp_path / "scan.pdf")
    return tmp_path / "scan.pdf"


def parts_of(path: Path, *lines: Line) -> list[ReadPart]:
    return list(read_pdf(path, recogniser=ScriptedRecogniser(lines)))


def blocks_of(path: Path, *lines: Line) -> list[Block]:
    return [b for part in parts_of(path, *lines) if isinstance(part, Page) for b in part.blocks]


def corners(block: Block) -> tuple[float, ...]:
    return tuple(round(v) for v in (block.rect.x0, block.rect.y0, block.rect.x1, block.rect.y1))


def test_lines_stand_on_the_page_in_points(scan: Path) -> None:
    (block,) = blocks_of(scan, said("Torque 12 Nm", 100 * PX, 200 * PX, height=10 * PX))
    assert (block.text, corners(block)) == ("Torque 12 Nm\n", (100, 195, 160, 205))


def test_a_page_is_read_at_300_dots_an_inch(scan: Path) -> None:
    recogniser = ScriptedRecogniser([said("Torque", 400, 400)])
    list(read_pdf(scan, recogniser=recogniser))
    assert recogniser.seen == [(2480, 3509)]


def test_a_page_of_a0_is_read_at_what_fits(tmp_path: Path) -> None:
    with pymupdf.open() as document:
        document.new_page(width=3370, height=2384).draw_line((10, 10), (900, 900))
        document.save(tmp_path / "a0.pdf")
    recogniser = ScriptedRecogniser([said("Torque", 400, 400)])
    list(read_pdf(tmp_path / "a0.pdf", recogniser=recogniser))
    ((width, height),) = recogniser.seen
    assert 39e6 < width * height < 40.1e6


def test_text_that_reads_up_keeps_its_place(scan: Path) -> None:
    (block,) = blocks_of(scan, said("0,5000 in", 300 * PX, 500 * PX, degrees=-90, height=10 * PX))
    assert (block.text, corners(block)) == ("0,5000 in\n", (295, 455, 305, 500))


def test_an_upside_down_page_is_read_from_its_own_top(scan: Path) -> None:
    lines = [
        said(f"Row {i} of the sheet", 400 * PX, (700 - 20 * i) * PX, degrees=180, height=40)
        for i in range(3)
    ]
    assert [block.text[:5] for block in blocks_of(scan, *lines)] == ["Row 0", "Row 1", "Row 2"]


def test_rows_of_a_skewed_table_are_rows(scan: Path) -> None:
    rows = [("Item", "Nominal", "Actual"), ("Bore", "12.00", "12.01"), ("Slot", "8.50", "8.49")]
    slope = 0.0524  # 3 degrees: the right end of a line is lower than the left of the next.
    lines = [
        said(cell, 400 + 700 * k - 80 * i * slope, 600 + 80 * i + 700 * k * slope, degrees=3)
        for i, row in enumerate(rows)
        for k, cell in enumerate(row)
    ]
    blocks = blocks_of(scan, *lines)
    assert [block.text for block in blocks] == [" | ".join(row) + "\n" for row in rows]
    assert {block.kind for block in blocks} == {BlockKind.TABLE_ROW}
    left, top, right, bottom = corners(blocks[0])
    assert left == pytest.approx(400 / PX, abs=3)
    assert right == pytest.approx((1800 + 150) / PX, abs=6)
    assert (top, bottom) == pytest.approx((600 / PX - 6, (600 + 1550 * slope) / PX + 6), abs=4)


def test_a_line_with_a_wide_gap_is_two_cells(scan: Path) -> None:
    line = said("Bore                12.01", 400, 600)
    words = (line.words[0], line.words[-1])
    wide = Line("Bore 12.01", line.strip, 0.9, words)
    assert [block.text for block in blocks_of(scan, wide, said("Item", 400, 700))] == [
        "Bore\n",
        "12.01\n",
        "Item\n",
    ]


def test_the_least_sure_cell_says_how_sure_a_row_and_its_place_are(scan: Path) -> None:
    rows = [("Bore", "12.01", 0.99), ("Slot", "8.49", 0.5), ("Face", "3.20", 0.99)]
    lines = [
        said(text, x, 600 + 80 * i, confidence=confidence)
        for i, (name, value, confidence) in enumerate(rows)
        for x, text in ((400, name), (900, value))
    ]
    (made,) = [part for part in chunk(iter(parts_of(scan, *lines))) if isinstance(part, Chunk)]
    assert [(made.text[p.start : p.end], p.confidence >= SURE_CONFIDENCE) for p in made.places] == [
        ("Bore | 12.01", True),
        ("Slot | 8.49", False),
        ("Face | 3.20", True),
    ]


def test_lines_that_are_not_sure_are_a_problem_of_their_page(scan: Path) -> None:
    parts = parts_of(scan, said("Bore", 400, 600), said("12.01", 900, 900, confidence=0.5))
    problems = [part for part in parts if isinstance(part, ReadProblem)]
    assert problems == [ReadProblem("recognised-unsurely", "1 / 2", page=1)]


def test_a_page_on_which_nothing_is_recognised_says_so(scan: Path) -> None:
    with pymupdf.open(scan) as document:
        document.new_page().insert_text((72, 72), "Words")
        document.save(scan.with_name("mixed.pdf"))
    parts = parts_of(scan.with_name("mixed.pdf"))
    assert [part for part in parts if isinstance(part, ReadProblem)] == [
        ReadProblem("page-without-text", "", page=1)
    ]


def test_a_document_on_which_nothing_is_recognised_is_an_error(scan: Path) -> None:
    with pytest.raises(FileWithoutText):
        parts_of(scan)


def test_a_recognised_page_does_not_wait_for_the_pages_after_it(scan: Path) -> None:
    with pymupdf.open(scan) as document:
        for _ in range(3):
            document.fullcopy_page(0)
        document.save(scan.with_name("four.pdf"))
    recogniser = ScriptedRecogniser([said("Torque", 400, 400)])
    seen = [
        len(recogniser.seen)
        for part in read_pdf(scan.with_name("four.pdf"), recogniser=recogniser)
        if isinstance(part, Page)
    ]
    assert seen == [1, 2, 3, 4]


def test_text_that_a_scanner_laid_under_the_picture_is_kept(scan: Path) -> None:
    with pymupdf.open(scan) as document:
        document[0].insert_text((72, 300), "Torque 85 Nm", render_mode=3)
        document.save(scan.with_name("laid.pdf"))
    recogniser = ScriptedRecogniser([said("wrong", 400, 400)])
    parts = list(read_pdf(scan.with_name("laid.pdf"), recogniser=recogniser))
    (page,) = [part for part in parts if isinstance(part, Page)]
    assert [block.text for block in page.blocks] == ["Torque 85 Nm\n"]
    assert recogniser.seen == []


def test_text_whose_letters_have_no_meaning_is_recognised_instead(tmp_path: Path) -> None:
    with pymupdf.open() as document:
        page = document.new_page()
        page.insert_font(fontname="F0", fontbuffer=pymupdf.Font("helv").buffer)
        page.insert_text((72, 72), "Torque for the spindle nut: 85 Nm", fontname="F0")
        document.save(tmp_path / "mapped.pdf")
    recogniser = ScriptedRecogniser([said("Torque for the spindle nut: 85 Nm", 300, 300)])
    mapped = list(read_pdf(tmp_path / "mapped.pdf", recogniser=recogniser))
    assert recogniser.seen == []
    with pymupdf.open(tmp_path / "mapped.pdf") as document:
        for xref in range(1, document.xref_length()):
            if document.xref_get_key(xref, "ToUnicode")[0] != "null":
                document.xref_set_key(xref, "ToUnicode", "null")
        document.save(tmp_path / "unmapped.pdf")
    unmapped = list(read_pdf(tmp_path / "unmapped.pdf", recogniser=recogniser))
    assert len(recogniser.seen) == 1
    assert not [part for part in mapped if isinstance(part, ReadProblem)]
    assert ReadProblem("page-recognised", "", page=1) in unmapped


@pytest.mark.parametrize(
    ("recognised", "kept"),
    [
        (["Torque of the nut 85 Nm", "Torque of the screw 12 Nm", "COPY"], 3),  # A stamped scan.
        (["COPY"], 1),  # A form on a drawn background.
    ],
)
def test_a_scan_with_a_stamp_is_recognised(
    tmp_path: Path, recognised: list[str], kept: int
) -> None:
    with pymupdf.open() as document:
        page = document.new_page()
        pixmap = pymupdf.Pixmap(pymupdf.csGRAY, pymupdf.IRect(0, 0, 60, 80))
        pixmap.clear_with(255)
        page.insert_image(page.rect, pixmap=pixmap)
        page.insert_text((72, 72), "COPY")
        document.save(tmp_path / "stamped.pdf")
    lines = [said(text, 300, 300 + 80 * i) for i, text in enumerate(recognised)]
    blocks = blocks_of(tmp_path / "stamped.pdf", *lines)
    assert len(blocks) == kept
    assert (blocks[0].confidence == 1.0) is (kept == 1)
