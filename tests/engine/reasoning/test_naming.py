"""Only passages about what a question names are read."""

from __future__ import annotations

import pytest

from engine.domain import Passage
from engine.reasoning.naming import about_what_is_named, names_a_twin


def passage(document: str, text: str = "some text") -> Passage:
    return Passage(1, f"sha256:{document}", document, text, (), (), None, 1.0)


def ranks(question: str, *passages: Passage) -> list[int]:
    return [rank for rank, _ in about_what_is_named(passages, question)]


def test_a_part_that_no_passage_has_leaves_nothing() -> None:
    assert ranks("How heavy is the L-9?", passage("a.pdf", "The L-8 weighs 2 t.")) == []


def test_passages_about_the_part_are_read() -> None:
    assert ranks("How heavy is the L-9?", passage("a.pdf", "L-8"), passage("b.pdf", "L-9")) == [2]


def test_a_diameter_is_no_part() -> None:
    assert ranks("穴（φ0.7）の間隔は", passage("a.pdf", "26-Φ0.70 の穴")) == [1]


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("Which tolerance does the drawing of the frame barrier state?", [2]),
        ("Which tolerance does the motor shaft have?", [1]),
        ("Which tolerance do the frame barriers have?", [2]),
        ("Which tolerance do motor shaft and frame barrier have?", [1, 2]),
        ("Which tolerance does the frame have?", [1, 2]),
    ],
)
def test_a_document_that_is_named_whole_is_meant(question: str, wanted: list[int]) -> None:
    found = passage("d/motor_shaft.pdf"), passage("d/frame-barrier drawing rev.pdf")
    assert ranks(question, *found) == wanted


def test_a_thing_called_as_a_file_is_called_is_the_thing_in_that_file() -> None:
    question = "How far apart are the rows of holes in the frame barrier sheet?"
    barrier, other = passage("d/odri_frame_barrier.pdf"), passage("g.pdf", "The pitch is 2.54 mm")
    said = passage("m.pdf", "The barrier is screwed to the frame.")
    japanese = passage("j.pdf", "穴の間隔は 2.54 mm とする。")
    assert ranks(question, other, barrier, said, japanese) == [2, 3, 4]
    assert ranks("How far apart are the holes of the barrier?", other, barrier) == [1, 2]


def test_a_part_that_is_named_goes_before_a_thing_called_as_a_file_is_called() -> None:
    question = "At what machine temperature was SH-204 tested?"
    report, log = (
        passage("report.pdf", "SH-204: tested at 48 °C"),
        passage("nab_machine_temperature.csv"),
    )
    assert ranks(question, report, log) == [1]


@pytest.mark.parametrize(
    ("question", "line", "context", "is_twin"),
    [
        ("機械AD-861のクランプ力はいくつですか。", "機械AD-681のクランプ力は97.1 kN。", "", True),
        ("What is the bearing preload of KU-329?", "The preload of KU-239 is 45.2 N.", "", True),
        ("What is the bearing preload of KU-329?", "KU-239 and KU 329: 45.2 N.", "", False),
        ("What is the bearing preload of KU-329?", "KU-239 fits, 45.2 N.", "KU-329.pdf", False),
        ("What grease does KX-417 take?", "Grease SH-204, 5 g.", "", False),  # Its grease.
        ("What is the bearing preload?", "The preload of KU-239 is 45.2 N.", "", False),
    ],
)
def test_a_line_about_a_part_with_other_digits_is_about_another_part(
    question: str, line: str, context: str, is_twin: bool
) -> None:
    assert names_a_twin(question, line, context) is is_twin
