"""Sizes with limit deviations, and the unit that a heading gives the lines under it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from engine.answers import NumberStatus
from engine.domain import Passage
from engine.reasoning.dimensions import (
    heading_unit,
    section_heading,
    toleranced,
    with_limits,
    with_unit,
)
from engine.reasoning.grounding import ground


@pytest.mark.parametrize(
    ("line", "size", "upper", "lower", "unit"),
    [
        ("⌀3,99 0/-0,02 (diameter)", "3.99", "0", "-0.02", ""),
        ("25 ±0,05", "25", "0.05", "-0.05", ""),
        ("12.5 +0.1 -0.05 mm", "12.5", "0.1", "-0.05", "mm"),
        ("φ25H7(+0.021/0)", "25", "0.021", "0", ""),
        ("外径 25.000 +0 / -0.020 mm", "25.000", "0", "-0.020", "mm"),
        ("6 x ⌀5 ±0.1 (diameter, 6 places)", "5", "0.1", "-0.1", ""),
        ("40 -0.01/-0.03", "40", "-0.01", "-0.03", ""),
        ("2.9600 in +/- .005 in", "2.9600", "0.005", "-0.005", "in"),
    ],
)
def test_a_size_is_read_with_its_deviations(
    line: str, size: str, upper: str, lower: str, unit: str
) -> None:
    (found,) = toleranced(line)
    assert (found.nominal, found.upper, found.lower) == tuple(map(Decimal, (size, upper, lower)))
    assert found.unit == unit


@pytest.mark.parametrize(
    "line",
    [
        "3.0 TYP 4 PLCS",
        "2026-04-10",
        "10-20 -30",
        "45 ±5 N·m",
        "20 -5/-10",
        "25 +0.1/+0.2",
        "25 0 0",
        "25 to +0.1",
        "General tolerances ±0.1mm",
        "25 mm ±0.1 in",
    ],
)
def test_what_is_no_size_with_deviations_is_left_alone(line: str) -> None:
    assert list(toleranced(line)) == []


TEXT = "Notes\nA4 - Scale 3:1\nDimensions (mm)\n6\n⌀3,99 0/-0,02 (diameter)\nOther text\nA-A 5"


@pytest.mark.parametrize(("line", "unit"), [("⌀3,99", "mm"), ("A4", ""), ("A-A", "")])
def test_the_nearest_heading_gives_the_unit(line: str, unit: str) -> None:
    assert heading_unit(section_heading(TEXT, TEXT.index(line))) == unit


@pytest.mark.parametrize(
    ("heading", "unit"),
    [("寸法（mm）", "mm"), ("Dimensions (inch)", "in"), ("Dimensions", ""), ("Torque (N·m)", "")],
)
def test_only_a_unit_of_length_in_brackets_counts(heading: str, unit: str) -> None:
    assert heading_unit(heading) == unit


@pytest.mark.parametrize(
    ("answer", "line", "whole"),
    [
        ("⌀3,99 0/-0,02", "⌀3,99 0/-0,02 (diameter)", "⌀3,99 0/-0,02 mm"),
        ("0,2", "CHAMFER 0,2 (chamfer)", "0,2 mm"),
        ("33,40", "Largest horizontal dimension: 33,40", "33,40 mm"),
        ("6 x ⌀5", "6 x ⌀5 (diameter, 6 places)", "6 x ⌀5 mm"),
        ("3.0", "⌀6.5 ↧ 3.0 TYP 4 PLCS (diameter, depth, typical, 4 places)", "3.0 mm"),
        ("6", "6 x ⌀5 (diameter, 6 places)", "6"),
        ("26", "26-φ0.7 (直径, 26箇所)", "26"),
        ("4", "3.0 TYP 4 PLCS (typical, 4 places)", "4"),
        ("45", "45° (angle)", "45"),
        ("1.6", "Ra 1.6 (surface roughness)", "1.6"),
        ("0.5", "M3x0.5 - 6H (metric thread)", "0.5"),
        ("3", "33,40", "3"),
        ("25", "25 mm", "25"),
        ("the shaft", "33,40", "the shaft"),
    ],
)
def test_only_a_bare_length_is_given_the_unit(answer: str, line: str, whole: str) -> None:
    assert with_unit(answer, line, "mm") == whole


@pytest.mark.parametrize(
    ("answer", "line", "whole"),
    [
        ("3.99", "⌀3,99 0/-0,02 (diameter)", "⌀3,99 0/-0,02"),
        ("⌀3,99", "⌀3,99 0/-0,02 (diameter)", "⌀3,99 0/-0,02"),
        ("120 mm", "全長 | 120.0 ±0.1 mm | ノギス", "120.0 ±0.1 mm"),
        ("25", "φ25 H7 (+0.021/0) 通し", "φ25 H7 (+0.021/0)"),
        ("10", "10 ±0.1 at the left, 10 ±0.2 at the right", "10"),
        ("45 N", "45 ±5 mm", "45 N"),
        ("6", "6 x ⌀5 ±0.1", "6"),
        ("120 ±0.1 mm", "120.0 ±0.1 mm", "120 ±0.1 mm"),
        ("the shaft", "25 ±0.1", "the shaft"),
    ],
)
def test_a_bare_size_is_given_its_limits(answer: str, line: str, whole: str) -> None:
    assert with_limits(answer, line, f"Dimensions\n12\n{line}") == whole


@pytest.mark.parametrize("rival", ["10", "10 ±0.2", "⌀10"])
def test_a_size_that_stands_there_with_other_limits_is_given_none(rival: str) -> None:
    assert with_limits("10", "10 ±0.1", f"10 ±0.1\n{rival}") == "10"


def test_the_same_limits_twice_leave_no_doubt() -> None:
    assert with_limits("10", "10 ±0.1", "10 ±0.1\n10 ±0.1 (diameter)\nM10\n110") == "10 ±0.1"


@pytest.mark.parametrize("answer", ["⌀3,99", "3,99", "3.99 mm"])
def test_an_answer_from_a_drawing_has_limits_and_unit_and_is_backed(answer: str) -> None:
    heading = ("Shaft", "Dimensions (mm)")
    passage = Passage(1, "sha256:s", "shaft.pdf", TEXT, heading, (), None, 1.0)
    grounding = ground(answer, "What is the diameter, with its tolerance?", [(1, passage)])
    assert grounding.text == "⌀3,99 0/-0,02 mm [1]"
    assert {number.status for number in grounding.numbers} == {NumberStatus.FOUND}


def test_a_drawing_without_a_unit_is_given_none() -> None:
    text = TEXT.replace(" (mm)", "")
    passage = Passage(1, "sha256:s", "shaft.pdf", text, (), (), None, 1.0)
    grounding = ground("⌀3,99", "What is the diameter, with its tolerance?", [(1, passage)])
    assert grounding.text == "⌀3,99 0/-0,02 [1]"
