"""A bare number has the unit of its label, of its column, or the one unit that stands apart."""

from __future__ import annotations

import pytest

from engine.reasoning.figures.figure import FigureKind
from engine.reasoning.figures.labels import labelled


def units(text: str, context: str = "") -> list[str]:
    found = labelled(text, context)
    numbers = [figure for figure in found.figures if figure.kind is FigureKind.NUMBER]
    return [figure.unit or f"?{found.loose_unit}" for figure in numbers]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Torque [N·m]: 85, Length [mm]: 120", ["N·m", "mm"]),
        ("締付トルク（N・m） | 85", ["?N·m"]),
        ("diameter_mm: 24.989, roughness_um: 0.62", ["mm", "µm"]),
        ("torque_nm: 12.5, gap_nm: 3", ["N·m", "nm"]),
        ("temp_C: 63.5, cycle_s: 42, feed_ipm: 140", ["°C", "s", "in/min"]),
        ("torque_min: 40, bar_code: 7", ["?", "?"]),
        ("Force in N: 500", ["N"]),
        ("単位：mm、幅 40", ["?mm"]),
        ("寸法（単位：mm） 120", ["mm"]),
        ("ALL DIMENSIONS IN mm\n25.4", ["?mm"]),
        ("トルク ニュートンメートル: 85", ["N·m"]),
        ("ボルト: 4", ["?"]),
        ("Torque (min): 40", ["?"]),
        ("Time [min]: 40", ["min"]),
        ("Medium Feed [Inch Per Minute]: 110.0", ["in/min"]),
        ("85 N·m and 120", ["N·m", "?"]),
        ("per minute: 5", ["?"]),
        ("5 (unit", ["?"]),
    ],
)
def test_a_label_binds(text: str, expected: list[str]) -> None:
    assert units(text) == expected


def test_a_column_has_the_unit_of_its_title() -> None:
    titles = "Part | Item | Torque [N·m] | Depth [mm]"
    assert units("Lock nut | 12 | 85 | 120", titles) == ["?", "N·m", "mm"]
    assert units(f"{titles}\nLock nut | 12 | 85 | 120") == ["?", "N·m", "mm"]
    assert units("Lock nut, 12, 85, 120", titles.replace(" |", ",")) == ["?", "N·m", "mm"]
    assert units("12\t85", "Item\tTorque [N·m]") == ["?", "N·m"]


def test_a_unit_may_have_the_next_cell_for_itself() -> None:
    assert units("Diameter | 25 | mm | Torque | 85 | N·m") == ["mm", "N·m"]
    assert units("Diameter | 25 | mm wide") == ["?mm"]
    assert units("12 | V | item 3") == ["V", "?"]


def test_titles_below_a_row_are_not_its_titles() -> None:
    assert units("Lock nut | 85\nPart | Torque [N·m]") == ["?N·m"]


def test_of_two_units_that_stand_apart_nobody_knows_which_is_meant() -> None:
    assert units("85", "Torques in N·m") == ["?N·m"]
    assert units("85", "Torques [N·m] and lengths [mm]") == ["?"]


def test_a_unit_inside_a_part_number_is_none() -> None:
    assert units("DSB211SDN_26MHz: 5") == ["?"]


def marks(text: str) -> list[str]:
    return [f.mark for f in labelled(text).figures if f.kind is FigureKind.NUMBER]


def test_a_word_for_the_diameter_marks_the_first_number_behind_it() -> None:
    assert marks("diameter 25 and length 120") == ["⌀", ""]
    assert marks("半径は12.5、外径は25") == ["R", "⌀"]
    assert marks("The radius of SH-204 is R5") == ["R"]
