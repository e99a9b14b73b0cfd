"""The real engine on small pictures made here."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from engine.domain import Page, ReadProblem
from engine.store.prepared import PreparedChunk
from ingest.mupdf import pymupdf
from ingest.reader_pool import ReaderPool
from ingest.recognised_lines import Line
from ingest.recognition import Picture, engine_name, recognise
from ingest.text_strips import direction_of, skew_of

pytestmark = pytest.mark.real

ENGLISH = ["Torque of the lock nut: 85.5 N·m", "Bore 12.00 ±0.02 mm", "0,2200 in"]
JAPANESE = ["締付トルクは85 N·mとする", "検査日 2026年11月25日", "ロット番号 A-1204"]


def page_with(texts: Sequence[str], *, font: str = "helv", size: float = 11) -> pymupdf.Page:
    document = pymupdf.open()
    page = document.new_page(width=300, height=40 + 30 * len(texts))
    for i, text in enumerate(texts):
        page.insert_text((30, 40 + 30 * i), text, fontsize=size, fontname=font)
    return page


def picture_of(page: pymupdf.Page, *, degrees: float = 0.0, dpi: int = 300) -> Picture:
    """The page as a picture, turned clockwise."""
    pixmap = page.get_pixmap(dpi=dpi, alpha=False)
    image = Image.frombytes("RGB", (pixmap.width, pixmap.height), pixmap.samples)
    turned = image.rotate(-degrees, Image.Resampling.BICUBIC, expand=True, fillcolor="white")
    return np.ascontiguousarray(np.asarray(turned)[:, :, ::-1])


def texts(lines: Sequence[Line]) -> list[str]:
    """In reading order, without spaces, which fonts set as wide as they like."""
    skew = skew_of(line.strip for line in lines)
    directions = {direction_of(line.strip, skew) for line in lines}
    assert len(directions) <= 1
    turn = -math.pi / 2 * directions.pop() if directions else 0.0
    down = [(line.strip.x * math.sin(turn) + line.strip.y * math.cos(turn), line) for line in lines]
    return ["".join(line.text.split()) for _, line in sorted(down, key=lambda placed: placed[0])]


@pytest.mark.parametrize("degrees", [0, 2, 90, 180, 270])
def test_english_is_read_as_it_stands_on_the_glass(degrees: float) -> None:
    lines = recognise(picture_of(page_with(ENGLISH), degrees=degrees))
    assert texts(lines) == ["".join(text.split()) for text in ENGLISH]
    assert min(line.confidence for line in lines) > 0.9


def test_japanese_is_read_with_its_kana() -> None:
    lines = recognise(picture_of(page_with(JAPANESE, font="japan")))
    read = [text.replace("・", "·") for text in texts(lines)]
    assert read == ["".join(text.split()) for text in JAPANESE]


def test_a_dimension_that_reads_up_is_found_beside_one_that_does_not() -> None:
    page = page_with(["Width 24,50"])
    page.insert_text((250, 65), "0,5000", fontsize=11, rotate=90)
    lines = recognise(picture_of(page))
    assert {line.text: direction_of(line.strip, 0.0) for line in lines} == {
        "Width 24,50": 0,
        "0,5000": 3,
    }


def test_a_lone_figure_is_read_on_a_page_that_lies_on_its_side() -> None:
    page = page_with(["Pos. Bore diameter", "14 Slot of the guide"])
    page.insert_text((250, 70), "27", fontsize=11)
    lines = recognise(picture_of(page, degrees=90))
    found = {line.text: direction_of(line.strip, 0.0) for line in lines}
    assert found == {"Pos. Bore diameter": 1, "14 Slot of the guide": 1, "27": 1}


def test_words_have_their_places_on_the_line() -> None:
    (line,) = recognise(picture_of(page_with(["Torque 85.5"])))
    scale = 300 / 72
    start = 30 + pymupdf.get_text_length("Torque ", fontsize=11)
    word = line.words[1]
    left = line.strip.x + (word.start - 0.5) * line.strip.length
    assert word.text == "85.5"
    assert left / scale == pytest.approx(start, abs=4)


def test_an_empty_picture_has_no_lines() -> None:
    assert recognise(np.full((60, 400, 3), 255, np.uint8)) == []


def test_the_engine_says_what_it_is() -> None:
    assert engine_name().startswith("RapidOCR 3.")


def test_a_scan_is_read_within_a_child_s_limits(tmp_path: Path) -> None:
    scan = picture_of(page_with(ENGLISH))
    with pymupdf.open() as document:
        for _ in range(2):
            page = document.new_page(width=300, height=130)
            data = pymupdf.Pixmap(
                pymupdf.csRGB, scan.shape[1], scan.shape[0], scan.tobytes(), 0
            ).tobytes("png")
            page.insert_image(page.rect, stream=data)
        document.save(tmp_path / "scan.pdf")
    with ReaderPool[str](1) as pool:
        pool.start("it", tmp_path / "scan.pdf", 0)
        read = pool.next_read()
        assert read is not None
        parts = list(read[1])
    assert [part.number for part in parts if isinstance(part, Page)] == [1, 2]
    assert not [part for part in parts if isinstance(part, ReadProblem)]
    text = "".join(part.text for part in parts if isinstance(part, PreparedChunk))
    assert text.count("Bore 12.00 ±0.02 mm") == 2
