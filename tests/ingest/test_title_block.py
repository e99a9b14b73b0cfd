"""Fields of a title block: labels beside, above and before their values; lines without labels."""

from __future__ import annotations

import pytest

from ingest.pdf_lines import Piece
from ingest.title_block import labelled_fields
from ingest.title_words import Field
from ingest.told_fields import title_of, told_fields


def piece(text: str, x0: float, y0: float, size: float = 8.0) -> Piece:
    width = sum(1.0 if ord(c) > 0x2E80 else 0.55 for c in text) * size
    return Piece(text, x0, y0, x0 + width, y0 + 1.2 * size, size)


def values(pieces: list[Piece], rulings: tuple = ()) -> dict[Field, str]:
    return {found.field: found.value for found in labelled_fields(pieces, rulings)}


def test_values_below_small_labels_in_cells() -> None:
    pieces = [
        piece("DWG NO.", 402, 701, 5), piece("L7-1042", 410, 708), piece("REV", 502, 701, 5),
        piece("C", 510, 708), piece("SCALE", 402, 721, 5), piece("1:2", 412, 728),
        piece("SHEET", 502, 721, 5), piece("1 OF 3", 506, 728),
    ]  # fmt: skip
    rulings = (((400, 720), (560, 720)), ((500, 700), (500, 740)))
    assert values(pieces, rulings) == {
        Field.NUMBER: "L7-1042",
        Field.REVISION: "C",
        Field.SCALE: "1:2",
        Field.SHEET: "1 OF 3",
    }


def test_a_ruling_parts_a_label_from_the_value_of_the_next_cell() -> None:
    pieces = [piece("MATERIAL:", 100, 100), piece("S45C", 100, 121)]
    assert values(pieces) == {Field.MATERIAL: "S45C"}
    assert values(pieces, (((90, 115), (200, 115)),)) == {}


def test_a_material_that_says_it_is_a_type_is_the_type() -> None:
    pieces = [piece("Material", 100, 100, 12), piece("Type: EN AW-6060", 100, 125)]
    assert values(pieces) == {Field.MATERIAL: "EN AW-6060"}


def test_japanese_labels_with_spread_characters() -> None:
    pieces = [
        piece("図　番", 100, 100), piece("A-204-117", 150, 100),
        piece("品　名", 100, 115), piece("主軸ハウジング", 150, 115),
        piece("材　質", 100, 130), piece("FC250", 150, 130),
        piece("尺 度", 250, 100), piece("1:5", 290, 100),
        piece("単位：mm", 250, 115), piece("承認", 250, 130), piece("佐藤", 290, 130),
    ]  # fmt: skip
    assert values(pieces) == {
        Field.NUMBER: "A-204-117",
        Field.TITLE: "主軸ハウジング",
        Field.MATERIAL: "FC250",
        Field.SCALE: "1:5",
        Field.UNITS: "mm",
        Field.APPROVED: "佐藤",
    }


def test_a_value_of_two_lines_is_whole() -> None:
    pieces = [piece("TITLE:", 100, 100, 5), piece("SPINDLE", 110, 108), piece("HOUSING", 110, 118)]
    assert values(pieces) == {Field.TITLE: "SPINDLE HOUSING"}


def test_no_value_goes_to_two_labels() -> None:
    pieces = [piece("CHECKED", 100, 100), piece("APPROVED", 100, 112), piece("K. Mori", 160, 100)]
    assert values(pieces) == {Field.CHECKED: "K. Mori"}


def test_a_word_is_no_scale_and_no_revision() -> None:
    assert values([piece("SCALE", 100, 100), piece("HOUSING", 140, 100)]) == {}
    assert values([piece("REV", 100, 100), piece("DESCRIPTION", 130, 100)]) == {}


@pytest.mark.parametrize(
    ("line", "field", "value"),
    [
        ("4. TOLERANCES ARE +/- 0.5mm UNLESS OTHERWISE NOTED.", Field.TOLERANCE,
         "TOLERANCES ARE +/- 0.5mm UNLESS OTHERWISE NOTED"),
        ("1. MATERIAL TO BE CAST ALUMINUM.", Field.MATERIAL, "CAST ALUMINUM"),
        ("普通公差 JIS B 0405-m による", Field.TOLERANCE, "普通公差 JIS B 0405-m による"),
        ("3 pieces - A4 - Scale 1:3", Field.SCALE, "1:3"),
        ("Dimensions in millimeters / 25.5.2020", Field.UNITS, "Dimensions in millimeters"),
        ("SUS304", Field.MATERIAL, "SUS304"),
        ("General tolerances ISO 2768-mK", Field.TOLERANCE, "General tolerances ISO 2768-mK"),
    ],
)  # fmt: skip
def test_lines_that_say_what_they_are(line: str, field: Field, value: str) -> None:
    found = {told.field: told.value for told in told_fields([piece(line, 50, 50)], [])}
    assert found[field] == value


def test_a_field_with_a_label_is_not_told_again() -> None:
    lines = [piece("SUS304", 50, 50)]
    assert list(told_fields(lines, [Field.MATERIAL])) == []


def test_the_title_is_the_largest_lettering() -> None:
    lines = [piece("Main Board outline", 50, 50, 24), piece("GPS antenna", 50, 90),
             piece("Pin socket", 50, 110)]  # fmt: skip
    found = title_of(lines)
    assert found is not None
    assert found.value == "Main Board outline"
