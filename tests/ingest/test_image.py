"""Image files as pages."""

from __future__ import annotations

import io
import zlib
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from engine.domain import DocumentHead, DocumentKind, Page, ReadPart, ReadProblem
from engine.errors import FileDamaged, FileTooLarge, FileWithoutText
from ingest.image import read_image
from ingest.image_file import ImageFile
from ingest.mupdf import pymupdf
from ingest.reading import format_of, read
from ingest.render import render_page
from tests.ingest.scripted_recogniser import ScriptedRecogniser, said


def picture(width: int = 600, height: int = 400, mode: str = "RGB") -> Image.Image:
    """White, with a dark rectangle in its upper left quarter."""
    made = Image.new("L", (width, height), 255)
    ImageDraw.Draw(made).rectangle((width // 10, height // 10, width // 4, height // 4), fill=0)
    return made.convert(mode)


def parts_of(path: Path, recogniser: ScriptedRecogniser | None = None) -> list[ReadPart]:
    return list(
        read_image(path, recogniser=recogniser or ScriptedRecogniser([said("Torque", 60, 80)]))
    )


def page_of(path: Path) -> Page:
    (page,) = [part for part in parts_of(path) if isinstance(part, Page)]
    return page


@pytest.mark.parametrize("suffix", ["png", "jpg", "tif", "bmp"])
def test_each_kind_of_file_is_a_page(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"sheet.{suffix}"
    picture().save(path, dpi=(200, 200))
    assert format_of(path).value == "image"
    head, page = parts_of(path)
    assert head == DocumentHead(DocumentKind.IMAGE, "sheet", 1)
    assert isinstance(page, Page)
    assert (page.width_pt, page.height_pt) == pytest.approx((216, 144), abs=0.1)
    (block,) = page.blocks
    assert (block.text, block.confidence) == ("Torque\n", 0.99)
    assert (block.rect.x0, block.rect.y0) == pytest.approx((60 * 0.36, (80 - 25) * 0.36), abs=0.1)


def test_every_page_of_a_tiff_is_a_page(tmp_path: Path) -> None:
    path = tmp_path / "sheets.tif"
    picture(mode="1").save(
        path, save_all=True, append_images=[picture(mode="1")] * 2, compression="group4"
    )
    assert [part.number for part in parts_of(path) if isinstance(part, Page)] == [1, 2, 3]


def test_a_page_of_a_tiff_that_is_broken_is_a_problem(tmp_path: Path) -> None:
    path = tmp_path / "cut.tif"
    picture().save(path, save_all=True, append_images=[picture()], compression="tiff_lzw")
    with Image.open(path) as image:
        image.seek(1)
        (start,), (length,) = image.tag_v2[273][:1], image.tag_v2[279][:1]
    data = bytearray(path.read_bytes())
    data[start : start + length] = b"\xff" * length
    path.write_bytes(bytes(data))
    codes = [part.code for part in parts_of(path) if isinstance(part, ReadProblem)]
    numbers = [part.number for part in parts_of(path) if isinstance(part, Page)]
    assert (codes, numbers) == (["page-damaged"], [1])


def test_a_photograph_is_turned_as_its_camera_says(tmp_path: Path) -> None:
    path = tmp_path / "photo.jpg"
    exif = Image.Exif()
    exif[0x0112] = 6  # Turn it clockwise to see it upright.
    picture().save(path, exif=exif)
    recogniser = ScriptedRecogniser([said("Torque", 60, 80)])
    (page,) = [part for part in parts_of(path, recogniser) if isinstance(part, Page)]
    assert recogniser.seen == [(400, 600)]
    assert page.width_pt < page.height_pt
    drawn = pymupdf.Pixmap(render_page(path, 1, 1.0).png)
    assert (drawn.width, drawn.height) == pytest.approx((page.width_pt, page.height_pt), abs=1)
    dark = [
        (x, y)
        for y in range(drawn.height)
        for x in range(drawn.width)
        if max(drawn.pixel(x, y)) < 90
    ]
    assert min(x for x, _ in dark) > drawn.width / 2


@pytest.mark.parametrize("dpi", [None, (72, 72), (10000, 10000)])
def test_a_photograph_that_does_not_know_its_size_is_shown_as_a4(
    tmp_path: Path, dpi: tuple[int, int] | None
) -> None:
    path = tmp_path / "photo.jpg"
    picture(4000, 3000).save(path, **({"dpi": dpi} if dpi else {}))
    assert page_of(path).width_pt == pytest.approx(842)


def test_a_fax_has_square_pixels_when_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "fax.tif"
    picture(1728, 1145, "1").save(path, dpi=(204, 98), compression="group4")
    recogniser = ScriptedRecogniser([said("Torque", 60, 80)])
    (page,) = [part for part in parts_of(path, recogniser) if isinstance(part, Page)]
    assert recogniser.seen == [(1728, pytest.approx(1145 * 204 / 98, abs=1))]
    assert (page.width_pt, page.height_pt) == pytest.approx((610, 841), abs=1)


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGBA", "LA", "CMYK", "I;16"])
def test_every_kind_of_colour_is_read_on_white(tmp_path: Path, mode: str) -> None:
    path = tmp_path / ("sheet.tif" if mode == "CMYK" else "sheet.png")
    if mode == "I;16":
        grey = picture().convert("I").point(lambda value: value * 257).convert("I;16")
        grey.save(path)
    elif mode in {"RGBA", "LA"}:
        clear = picture().convert(mode)
        clear.putalpha(picture().convert("L").point(lambda value: 255 - value))
        clear.save(path)
    else:
        picture(mode=mode).save(path)
    shown = ImageFile(path).picture(0)
    assert shown.mode == "RGB"
    assert min(shown.getpixel((300, 300))) > 250
    assert max(shown.getpixel((100, 70))) < 60


def test_a_picture_larger_than_any_document_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "bomb.png"
    data = io.BytesIO()
    Image.new("1", (8, 8)).save(data, "PNG")
    raw = bytearray(data.getvalue())
    raw[16:24] = (60000).to_bytes(4, "big") * 2  # Width and height of the header,
    raw[29:33] = zlib.crc32(raw[12:29]).to_bytes(4, "big")  # and its checksum.
    path.write_bytes(bytes(raw))
    with pytest.raises(FileTooLarge):
        parts_of(path)


def test_a_large_picture_is_shrunk(tmp_path: Path) -> None:
    path = tmp_path / "a0.png"
    Image.new("1", (10000, 7000), 1).save(path, dpi=(300, 300))
    recogniser = ScriptedRecogniser([said("Torque", 60, 80)])
    (page,) = [part for part in parts_of(path, recogniser) if isinstance(part, Page)]
    ((width, height),) = recogniser.seen
    assert 39e6 < width * height <= 40.1e6
    assert page.width_pt == pytest.approx(2400, abs=1)


def test_a_cut_off_file_is_damaged(tmp_path: Path) -> None:
    path = tmp_path / "cut.png"
    picture().save(path)
    path.write_bytes(path.read_bytes()[:20])
    with pytest.raises(FileDamaged):
        parts_of(path)


def test_a_picture_on_which_nothing_is_recognised_is_an_error(tmp_path: Path) -> None:
    picture().save(tmp_path / "part.png")
    with pytest.raises(FileWithoutText):
        parts_of(tmp_path / "part.png", ScriptedRecogniser())


def test_a_picture_under_another_picture_s_name_is_read(tmp_path: Path) -> None:
    path = tmp_path / "really.png"
    picture().save(path, "JPEG")
    assert format_of(path).value == "image"
    assert page_of(path).blocks


def test_the_reader_is_found_by_the_name(tmp_path: Path) -> None:
    path = tmp_path / "sheet.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"\0" * 40)
    with pytest.raises(FileDamaged):
        list(read(path))
