"""The size that a question asks for, and the one that a line gives."""

from __future__ import annotations

import pytest

from engine.reasoning.asked_property import is_of_another_size, lacks_the_characteristic


@pytest.mark.parametrize(
    ("question", "line"),
    [
        ("箱B-3を載せる棚の高さはいくつですか。", "箱B-3の奥行は420mmである。"),
        ("What is the height of the rack?", "Box B-3 has a depth of 420 mm."),
        ("What is the width of the belt?", "The belt is 61 m long."),
        ("軸の長さはいくつですか。", "Shaft ⌀25"),
    ],
)
def test_a_line_about_another_size(question: str, line: str) -> None:
    assert is_of_another_size(question, line, "rack.pdf")


@pytest.mark.parametrize(
    ("question", "line", "context"),
    [
        ("What is the height of the rack?", "Rack: depth 420 mm, height 185 cm", ""),
        ("How long is the belt?", "The belt is 61 m long.", ""),
        ("What is the depth of the hole?", "The hole is 12 mm deep", ""),
        ("箱の深さはいくつですか。", "箱の奥行は420mmである。", ""),
        ("What is the length of the pin?", "⌀4 x 33", "Length and diameter"),
        ("What is the length of the pin?", "33.40", ""),
        ("What are the width and depth of the box?", "height 3 mm", ""),
        ("What is the torque of the bolt?", "Length 30 mm, 12 N·m", ""),
    ],
)
def test_a_line_that_may_be_of_the_size_asked_for(question: str, line: str, context: str) -> None:
    assert not is_of_another_size(question, line, context)


@pytest.mark.parametrize(
    ("question", "evidence"),
    [
        ("What flatness does the plate have to have?", "TOLERANCES ARE +/- 0.5 mm"),
        ("この板の平面度はいくつですか。", "公差 ±0.5 mm"),
        ("What is the surface roughness of the shaft?", "Shaft 25 h6, tolerance 0.013 mm"),
        ("ロボットの繰返し精度は何mmですか。", "位置の誤差は±5mm程度"),
    ],
)
def test_a_general_tolerance_is_of_no_characteristic(question: str, evidence: str) -> None:
    assert lacks_the_characteristic(question, evidence)


@pytest.mark.parametrize(
    ("question", "evidence"),
    [
        ("What flatness does the plate have to have?", "The plate must be flat within 0.02 mm"),
        ("この板の平面度はいくつですか。", "Flatness 0.02"),
        ("What is the surface roughness of the shaft?", "All over Ra 0.8"),
        ("硬さはいくつですか。", "HRC 58 - 62"),
        ("What is the general tolerance?", "TOLERANCES ARE +/- 0.5 mm"),
    ],
)
def test_a_characteristic_has_many_words(question: str, evidence: str) -> None:
    assert not lacks_the_characteristic(question, evidence)
