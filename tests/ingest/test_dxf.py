from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from ezdxf.document import Drawing
from ezdxf.filemanagement import new
from ezdxf.math import Vec2

from engine.domain import DocumentHead, DocumentKind, LogRows, LogTable, Page, ReadPart, ReadProblem
from engine.errors import FileDamaged, FileEmpty
from ingest.dxf import read_dxf


def save(folder: Path, *draw: Callable[[Any], object], units: int = 4) -> Path:
    document: Drawing = new("R2010", setup=True, units=units)
    for step in draw:
        step(document.modelspace())
    path = folder / "plate.dxf"
    document.saveas(path)
    return path


def texts(parts: list[ReadPart]) -> list[str]:
    return [b.text.strip() for p in parts if isinstance(p, Page) for b in p.blocks]


def rows(parts: list[ReadPart]) -> list[dict[str, Any]]:
    (table,) = [part for part in parts if isinstance(part, LogTable)]
    names = [column.name for column in table.columns]
    batches = [part.rows for part in parts if isinstance(part, LogRows)]
    return [dict(zip(names, row, strict=True)) for batch in batches for row in batch]


def diameters(parts: list[ReadPart]) -> Counter[float]:
    return Counter(round(row["diameter"], 2) for row in rows(parts) if row["diameter"] is not None)


def test_a_drawing_says_its_units_and_its_texts_in_japanese(tmp_path: Path) -> None:
    path = save(
        tmp_path,
        lambda m: m.add_text("主軸ナット", height=5).set_placement((0, 20)),
        lambda m: m.add_mtext(r"M6\U+6DF1さ12\P2 places", dxfattribs={"insert": (0, 10)}),
    )
    parts = list(read_dxf(path))
    assert parts[0] == DocumentHead(DocumentKind.DRAWING, "plate", 1)
    assert texts(parts)[0] == "Drawing units: mm"
    assert {"主軸ナット", "M6深さ12 2 places"} <= set(texts(parts))


def test_a_file_in_shift_jis_is_read_right(tmp_path: Path) -> None:
    text = "0 TEXT 8 図面 10 0 20 0 40 5 1 材質S45C焼入れ"
    body = f"0 SECTION 2 ENTITIES {text} 0 ENDSEC 0 EOF ".replace(" ", "\n")
    path = tmp_path / "old.dxf"
    path.write_bytes(body.encode("cp932"))
    parts = list(read_dxf(path))
    assert "材質S45C焼入れ" in texts(parts)
    assert rows(parts)[0]["layer"] == "図面"
    assert texts(parts)[0] == "Drawing units: not given"


def test_the_page_tells_how_many_circles_there_are_but_not_of_each_size(tmp_path: Path) -> None:
    circles = [((0, 0), 4.5), ((20, 0), 4.5), ((40, 0), 11)]
    path = save(tmp_path, *[lambda m, c=c: m.add_circle(*c) for c in circles])
    parts = list(read_dxf(path))
    said = {"Circles: 3 in all", "Diameters of the circles (mm): 9, 22"}
    assert said <= set(texts(parts))
    assert diameters(parts) == Counter({9.0: 2, 22.0: 1})
    (table,) = [part for part in parts if isinstance(part, LogTable)]
    assert not table.is_in_words


def test_circles_drawn_as_polylines_have_diameters(tmp_path: Path) -> None:
    path = save(
        tmp_path,
        lambda m: m.add_circle((0, 0), 3),
        lambda m: m.add_lwpolyline([(5, 0, 1), (9, 0, 1)], format="xyb", close=True),
        lambda m: m.add_lwpolyline([(0, 0), (30, 0), (30, 10), (0, 10)], close=True),
    )
    found = rows(list(read_dxf(path)))
    assert [(r["type"], r["diameter"], r["closed"]) for r in found] == [
        ("CIRCLE", 6.0, None),
        ("CIRCLE (LWPOLYLINE)", 4.0, 1),
        ("LWPOLYLINE", None, 1),
    ]
    assert (found[2]["length"], found[2]["width"], found[2]["height"]) == (80.0, 30.0, 10.0)


def test_dimensions_say_what_is_measured_and_what_is_written(tmp_path: Path) -> None:
    def linear(text: str) -> Callable[[Any], object]:
        return lambda m: m.add_linear_dim((0, 5), (0, 0), (39.98, 0), text=text).render()

    path = save(
        tmp_path,
        linear("<>"),
        linear("40 REF"),
        linear("<> ±0.1"),
        lambda m: m.add_diameter_dim((0, 0), radius=6.25, angle=45).render(),
    )
    said = texts(list(read_dxf(path)))
    assert "linear 39.98 mm" in said
    assert "linear, text override '40 REF', measured 39.98" in said
    assert "linear 39.98 ±0.1 (measured 39.98)" in said
    assert "diameter ⌀12.5 mm" in said


def test_an_angle_is_that_of_the_arc_however_its_lines_are_drawn(tmp_path: Path) -> None:
    def angular(way: float, arc: float, text: str) -> Callable[[Any], object]:
        """The lines y = 0 and one at 30 degrees, that way along it, with the arc so far round."""
        along, place = Vec2.from_deg_angle(30, 10 * way), Vec2.from_deg_angle(arc, 20)
        return lambda m: m.new_entity(
            "DIMENSION",
            {
                "dimtype": 2,
                "text": text,
                "defpoint2": (0, 0),
                "defpoint3": (10, 0),
                "defpoint4": (0, 0),
                "defpoint": along,
                "defpoint5": place,
            },
        )

    def at_a_corner(arc: float) -> Callable[[Any], object]:
        return lambda m: m.add_angular_dim_3p(
            Vec2.from_deg_angle(arc, 20), (0, 0), (10, 0), Vec2.from_deg_angle(30, 10)
        ).render()

    path = save(
        tmp_path,
        angular(1, 10, "A"),
        angular(-1, 10, "B"),
        angular(1, 90, "C"),
        angular(-1, 200, "D"),
        angular(-1, 180, "E"),
        at_a_corner(200),
    )
    said = texts(list(read_dxf(path)))
    measured = {"A": "30", "B": "30", "C": "150", "D": "30", "E": "30"}
    for text, angle in measured.items():
        assert f"angular, text override '{text}', measured {angle}" in said
    assert "angular 330°" in said


def test_the_attributes_of_a_block_are_tags_with_values(tmp_path: Path) -> None:
    def titled(model: Any) -> None:
        block = model.doc.blocks.new("TITLE")
        block.add_line((0, 0), (50, 0))
        block.add_circle((5, 5), 2)
        model.add_blockref("TITLE", (0, 0)).add_attrib("PART_NO", "A-123", (1, 1))

    parts = list(read_dxf(save(tmp_path, titled)))
    assert "PART_NO: A-123" in texts(parts)
    assert "Blocks: TITLE 1" in texts(parts)
    assert "Entities inside the blocks of all layouts: CIRCLE 1, LINE 1" in texts(parts)
    assert [row["block"] for row in rows(parts)] == ["TITLE", None]


def test_a_block_that_holds_itself_is_a_problem(tmp_path: Path) -> None:
    def cyclic(model: Any) -> None:
        first, second = model.doc.blocks.new("A"), model.doc.blocks.new("B")
        first.add_line((0, 0), (1, 1))
        first.add_blockref("B", (0, 0))
        second.add_blockref("A", (0, 0))
        model.add_blockref("A", (0, 0))

    problems = [p for p in read_dxf(save(tmp_path, cyclic)) if isinstance(p, ReadProblem)]
    assert [problem.code for problem in problems] == ["block-holds-itself"]


def test_blocks_that_unfold_without_end_are_left_out(tmp_path: Path) -> None:
    def bomb(model: Any) -> None:
        for level in range(4):
            block = model.doc.blocks.new(f"L{level}")
            for _ in range(60):
                if level:
                    block.add_blockref(f"L{level - 1}", (0, 0))
                else:
                    block.add_line((0, 0), (1, 1))
        model.add_line((0, 0), (9, 9))
        model.add_blockref("L3", (0, 0))

    problems = [p for p in read_dxf(save(tmp_path, bomb)) if isinstance(p, ReadProblem)]
    assert problems == [ReadProblem("block-too-large", "L3")]


def test_a_drawing_of_nothing_is_empty(tmp_path: Path) -> None:
    with pytest.raises(FileEmpty):
        list(read_dxf(save(tmp_path)))


def test_what_is_no_drawing_is_damaged(tmp_path: Path) -> None:
    path = tmp_path / "x.dxf"
    path.write_text("a note, not a drawing\n")
    with pytest.raises(FileDamaged):
        list(read_dxf(path))


def test_a_file_cut_off_before_its_end_is_damaged(tmp_path: Path) -> None:
    path = save(tmp_path, *[lambda m: m.add_circle((0, 0), 3)] * 20)
    whole = path.read_bytes()
    path.write_bytes(whole[: whole.rindex(b"CIRCLE")])
    with pytest.raises(FileDamaged):
        list(read_dxf(path))


def test_a_file_cut_off_after_its_entities_is_repaired(tmp_path: Path) -> None:
    path = save(tmp_path, *[lambda m: m.add_circle((0, 0), 3)] * 20)
    whole = path.read_bytes()
    path.write_bytes(whole[: whole.index(b"OBJECTS") + 600])
    parts = list(read_dxf(path))
    assert any(isinstance(part, ReadProblem) and part.code == "repaired" for part in parts)
    assert diameters(parts) == {6.0: 20}
