"""The size that a question asks for, and the one that a line gives."""

from __future__ import annotations

import pytest

from engine.reasoning.asked_property import is_of_another_size


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
