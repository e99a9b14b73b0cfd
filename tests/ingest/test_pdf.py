from __future__ import annotations

import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest

from engine.domain import Block, BlockKind, DocumentHead, Page, ReadProblem
from engine.errors import FileDamaged, FileEncrypted
from ingest.mupdf import pymupdf
from ingest.pdf import read_pdf
from ingest.render import render_page

MakePdf = Callable[..., Path]


def pages_of(path: Path) -> list[Page]:
    return [part for part in read_pdf(path) if isinstance(part, Page)]


def blocks_of(path: Path) -> list[Block]:
    return [block for page in pages_of(path) for block in page.blocks]


def text_of(path: Path) -> str:
    return "".join(block.text for block in blocks_of(path))


def prose(n: int) -> list[str]:
    return [
        f"Sentence {i} about spindles says enough words to fill a line of text." for i in range(n)
    ]


def test_a_paragraph_is_a_block_a_line_with_spaces_between(make_pdf: MakePdf) -> None:
    path = make_pdf([(72, 72 + 14 * i, text) for i, text in enumerate(prose(3))])
    blocks = blocks_of(path)
    assert [block.text for block in blocks[:2]] == [text + " " for text in prose(2)]
    assert blocks[2].text.endswith(".\n")


def test_a_word_parted_at_the_end_of_a_line_is_whole_again(make_pdf: MakePdf) -> None:
    path = make_pdf(
        [
            (72, 72, "The nut of the spindle in the headstock is tigh-"),
            (72, 86, "tened with a torque wrench and checked by a second person."),
        ]
    )
    assert "is tightened with" in text_of(path)


def test_cells_on_one_baseline_are_one_row(make_pdf: MakePdf) -> None:
    rows = [("Ref", "Part", "Vendor"), ("R1", "Resistor", "Rohm"), ("CN4", "Connector", "Hirose")]
    path = make_pdf(
        [
            (x, 72 + 14 * i, cell)
            for i, row in enumerate(rows)
            for x, cell in zip((72, 160, 300), row, strict=True)
        ]
    )
    blocks = blocks_of(path)
    assert [block.text for block in blocks] == [" | ".join(row) + "\n" for row in rows]
    assert {block.kind for block in blocks} == {BlockKind.TABLE_ROW}


def test_cells_of_several_lines_are_one_row(make_pdf: MakePdf) -> None:
    rows = [
        (
            f"Spindle {i} is noisy when",
            f"Bearing {i} has lost its",
            "running fast",
            "preload of 2 N",
        )
        for i in range(5)
    ]
    path = make_pdf(
        [
            (x, 80 + 40 * i + 13 * line, row[2 * line + column])
            for i, row in enumerate(rows)
            for line in (0, 1)
            for column, x in enumerate((60, 300))
        ]
    )
    assert [block.text.strip() for block in blocks_of(path)] == [
        f"Spindle {i} is noisy when running fast | Bearing {i} has lost its preload of 2 N"
        for i in range(5)
    ]


def test_two_columns_are_read_one_after_the_other(make_pdf: MakePdf) -> None:
    left = [(50, 120 + 13 * i, f"Left line {i} on spindles and their lock nuts") for i in range(20)]
    right = [(310, 124 + 13 * i, f"Right line {i} on gauges and on their pins") for i in range(20)]
    mixed = [line for pair in zip(left, right, strict=True) for line in pair]
    path = make_pdf([(50, 60, "A title that goes across both of the two columns", 18), *mixed])
    text = text_of(path)
    assert text.index("A title") < text.index("Left line 0")
    assert text.index("Left line 19") < text.index("Right line 0")


def test_headings_are_told_by_size_and_number(make_pdf: MakePdf) -> None:
    lines = [(72, 140 + 14 * i, text) for i, text in enumerate(prose(20))]
    path = make_pdf([(72, 72, "3.2 Lock nut", 16), (72, 110, "Torque", 14), *lines])
    found = [(b.text.strip(), b.level) for b in blocks_of(path) if b.kind is BlockKind.HEADING]
    assert found == [("3.2 Lock nut", 2), ("Torque", 3)]


def test_the_outline_gives_the_level(make_pdf: MakePdf, tmp_path: Path) -> None:
    plain = make_pdf(
        [(72, 72, "Spindle"), *[(72, 140 + 14 * i, t) for i, t in enumerate(prose(9))]]
    )
    with pymupdf.open(plain) as document:
        document.set_toc([[1, "Spindle", 1]])
        document.save(tmp_path / "outlined.pdf")
    assert blocks_of(tmp_path / "outlined.pdf")[0].level == 1


def test_running_lines_stand_once_and_page_numbers_never(make_pdf: MakePdf) -> None:
    path = make_pdf(
        *[
            [(72, 40, "Manual SH-204 revision C"), (300, 820, str(page))]
            + [(72, 140 + 14 * i, text) for i, text in enumerate(prose(9))]
            for page in range(1, 6)
        ]
    )
    text = text_of(path)
    assert text.count("Manual SH-204") == 1
    assert not any(block.text.strip().isdigit() for block in blocks_of(path))


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_rectangles_are_those_of_the_page_as_shown(make_pdf: MakePdf, rotation: int) -> None:
    path = make_pdf([(100, 200, "Torque 12 Nm")], rotation=rotation)
    page = pages_of(path)[0]
    drawn = pymupdf.Pixmap(render_page(path, 1, 1.0).png)
    assert (drawn.width, drawn.height) == (round(page.width_pt), round(page.height_pt))
    dark = [
        (x, y)
        for y in range(drawn.height)
        for x in range(drawn.width)
        if max(drawn.pixel(x, y)) < 128
    ]
    rect = page.blocks[0].rect
    assert dark
    assert all(rect.x0 - 1 <= x <= rect.x1 + 1 and rect.y0 - 1 <= y <= rect.y1 + 1 for x, y in dark)


def test_text_outside_the_crop_box_is_not_read(make_pdf: MakePdf, tmp_path: Path) -> None:
    with pymupdf.open(make_pdf([(100, 100, "Inside"), (400, 700, "Outside")])) as document:
        document[0].set_cropbox(pymupdf.Rect(50, 50, 300, 300))
        document.save(tmp_path / "cropped.pdf")
    block = blocks_of(tmp_path / "cropped.pdf")[0]
    assert (block.text, round(block.rect.x0)) == ("Inside\n", 50)


def test_a_character_cut_by_a_strip_is_there_once(make_pdf: MakePdf) -> None:
    cut = 72 + pymupdf.get_text_length("USB STA", fontsize=20)
    path = make_pdf([(72, 100, "USB STAT", 20), (cut, 100, "TION", 20)])
    assert text_of(path) == "USB STATION\n"


def test_text_drawn_twice_for_boldness_is_there_once(make_pdf: MakePdf) -> None:
    path = make_pdf([(72, 100, "Caution: hot"), (72.4, 100, "Caution: hot")])
    assert text_of(path) == "Caution: hot\n"


def test_page_labels_and_title_come_from_the_document(make_pdf: MakePdf, tmp_path: Path) -> None:
    with pymupdf.open(make_pdf([(72, 72, "One")], [(72, 72, "Two")])) as document:
        document.set_page_labels(
            [{"startpage": 0, "prefix": "A-", "style": "D", "firstpagenum": 1}]
        )
        document.set_metadata({"title": "Spindle manual"})
        document.save(tmp_path / "labelled.pdf")
    parts = list(read_pdf(tmp_path / "labelled.pdf"))
    assert isinstance(parts[0], DocumentHead)
    assert parts[0].title == "Spindle manual"
    assert [part.label for part in parts if isinstance(part, Page)] == ["A-1", "A-2"]


@pytest.mark.parametrize("title", ["", "untitled", "Microsoft Word - spec.docx"])
def test_a_title_that_says_nothing_gives_way_to_the_file_name(
    make_pdf: MakePdf, tmp_path: Path, title: str
) -> None:
    with pymupdf.open(make_pdf([(72, 72, "One")])) as document:
        document.set_metadata({"title": title})
        document.save(tmp_path / "SH-204.pdf")
    head = next(iter(read_pdf(tmp_path / "SH-204.pdf")))
    assert isinstance(head, DocumentHead)
    assert head.title == "SH-204"


def encrypted(make_pdf: MakePdf, user: str) -> Path:
    return make_pdf(
        [(72, 72, "Secret")],
        encryption=pymupdf.PDF_ENCRYPT_AES_256,
        user_pw=user,
        owner_pw="owner",
    )


def test_a_password_to_open_is_an_error(make_pdf: MakePdf) -> None:
    with pytest.raises(FileEncrypted):
        list(read_pdf(encrypted(make_pdf, "user")))


def test_an_owner_s_password_alone_does_not_matter(make_pdf: MakePdf) -> None:
    assert text_of(encrypted(make_pdf, "")) == "Secret\n"


@pytest.mark.parametrize("keep", [9, 200])
def test_a_file_cut_off_near_its_start_is_damaged(make_pdf: MakePdf, keep: int) -> None:
    path = make_pdf([(72, 72, "Words")])
    path.write_bytes(path.read_bytes()[:keep])
    with pytest.raises(FileDamaged):
        list(read_pdf(path))


def test_a_repaired_file_is_read_and_says_so(make_pdf: MakePdf) -> None:
    path = make_pdf([(72, 72, "Words")])
    path.write_bytes(path.read_bytes().replace(b"startxref", b"startxxxx"))
    parts = list(read_pdf(path))
    assert [part.code for part in parts if isinstance(part, ReadProblem)] == ["repaired"]
    assert any(isinstance(part, Page) and part.blocks for part in parts)


def test_a_bad_page_is_a_problem_and_the_others_are_read(
    make_pdf: MakePdf, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = make_pdf(*[[(72, 300, f"Words of page {i}")] for i in range(1, 4)])
    get_text = pymupdf.Page.get_text

    def fail_on_the_second(page: pymupdf.Page, *arguments: object, **options: object) -> object:
        if page.number == 1:
            raise pymupdf.mupdf.FzErrorFormat("broken stream")
        return get_text(page, *arguments, **options)

    monkeypatch.setattr(pymupdf.Page, "get_text", fail_on_the_second)
    parts = list(read_pdf(path))
    assert [part.number for part in parts if isinstance(part, Page)] == [1, 3]
    problems = [part for part in parts if isinstance(part, ReadProblem)]
    assert [(problem.code, problem.page) for problem in problems] == [("page-damaged", 2)]


def test_serial_numbers_at_the_top_of_each_sheet_are_no_running_lines(make_pdf: MakePdf) -> None:
    serials = ["SN 4711", "SN 4790", "SN 4802"]
    path = make_pdf(*[[(72, 40, serial), (72, 300, "Report")] for serial in serials])
    assert all(serial in text_of(path) for serial in serials)


@pytest.mark.real
def test_three_thousand_pages_stream_in_bounded_memory(tmp_path: Path) -> None:
    with pymupdf.open() as document:
        page = document.new_page()
        for i, text in enumerate(prose(10)):
            page.insert_text((72, 72 + 14 * i), text)
        for _ in range(2999):
            document.fullcopy_page(0)
        document.save(tmp_path / "long.pdf")
    tracemalloc.start()
    n_pages = sum(1 for part in read_pdf(tmp_path / "long.pdf") if isinstance(part, Page))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert n_pages == 3000
    assert peak < 20e6
