"""Pages from a real library, a real drawing child and real files: tiles, text, where they lie."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import ezdxf
import pymupdf
import pytest

from app.page_protocol import (
    DocumentLocated,
    LocateDocument,
    PageTextRead,
    ReadPageText,
    RenderTile,
    TileRendered,
)
from app.page_reading import Pages
from engine.errors import FileVanished
from engine.store.library import Library
from ingest.indexer import index

pytestmark = pytest.mark.real

Opened = Callable[[Path], tuple[Pages, str]]


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    """A PDF of one page that says one thing."""
    document = pymupdf.open()
    page = document.new_page(width=595, height=842)
    page.insert_text((72, 100), "Torque 12 Nm", fontsize=11)
    path = tmp_path / "sheet.pdf"
    document.save(path)
    return path


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Opened]:
    """Index one file: its pages and the id of its document."""
    library = Library.open(tmp_path / "workspace")
    pages = Pages(library)

    def open_file(path: Path) -> tuple[Pages, str]:
        for _ in index(library, [path], cancel=threading.Event()):
            pass
        return pages, library.documents()[0].id

    yield open_file
    pages.close()
    library.close()


def lines_of(pages: Pages, document_id: str) -> list[str]:
    (read,) = pages.grant(ReadPageText(1, document_id, 1), threading.Event())
    assert isinstance(read, PageTextRead)
    return [line.text.strip() for line in read.lines]


def test_a_part_of_a_page_is_the_part_of_its_picture(opened: Opened, sheet: Path) -> None:
    pages, document_id = opened(sheet)
    text, blank = (
        next(pages.grant(RenderTile(1, document_id, 1, 2.0, x, 150, 200, 80), threading.Event()))
        for x in (130, 800)
    )
    assert isinstance(text, TileRendered)
    assert isinstance(blank, TileRendered)

    assert (text.x_px, text.y_px, text.width_px, text.height_px) == (130, 150, 200, 80)
    assert len(text.rgb) == 200 * 80 * 3
    assert min(text.rgb) < 100
    assert min(blank.rgb) == 255


def test_a_page_says_where_each_of_its_letters_stands(opened: Opened, sheet: Path) -> None:
    pages, document_id = opened(sheet)
    (read,) = pages.grant(ReadPageText(1, document_id, 1), threading.Event())
    assert isinstance(read, PageTextRead)
    (line,) = read.lines

    assert line.text == "Torque 12 Nm"
    assert len(line.edges) == len(line.text) + 1
    assert line.edges[0] == pytest.approx(72, abs=1)
    assert list(line.edges) == sorted(line.edges)
    assert line.box.y0 < 100 < line.box.y1


def test_a_text_file_keeps_every_letter(opened: Opened, tmp_path: Path) -> None:
    path = tmp_path / "note.txt"
    path.write_text("主軸 \U0001f527 を締める\n\n12 Nm\n", "utf-8")

    assert lines_of(*opened(path)) == ["主軸 \U0001f527 を締める", "12 Nm"]


def test_a_drawing_without_letters_of_its_own_gives_what_was_read_from_it(
    opened: Opened, tmp_path: Path
) -> None:
    drawing = ezdxf.new()
    drawing.modelspace().add_line((0, 0), (200, 100))
    drawing.modelspace().add_text("M8 x 1.25", height=5).set_placement((20, 20))
    path = tmp_path / "plate.dxf"
    drawing.saveas(path)

    lines = lines_of(*opened(path))
    assert any("M8 x 1.25" in line for line in lines)
    assert not any("Drawing units" in line for line in lines)  # It stands nowhere.


def test_what_nobody_waits_for_any_more_is_not_drawn(opened: Opened, sheet: Path) -> None:
    pages, document_id = opened(sheet)
    cancelled = threading.Event()
    cancelled.set()

    assert list(pages.grant(RenderTile(1, document_id, 1, 2.0, 0, 0, 64, 64), cancelled)) == []


def test_a_document_is_where_its_file_is(opened: Opened, sheet: Path) -> None:
    pages, document_id = opened(sheet)
    request = LocateDocument(1, document_id)

    assert list(pages.grant(request, threading.Event())) == [DocumentLocated(document_id, sheet)]
    sheet.unlink()
    with pytest.raises(FileVanished):
        list(pages.grant(request, threading.Event()))
