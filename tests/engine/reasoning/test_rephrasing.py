"""Advice takes up words of the nearest passages, and names only numbers that no document has."""

from __future__ import annotations

import pytest

from engine.answers import Advice, Rephrasing, RephrasingKind
from engine.domain import Passage
from engine.reasoning.rephrasing import advise


def near(text: str, document: str = "a/machine_manual.pdf", *heading: str) -> Passage:
    return Passage(1, "d", document, text, heading, (), None, 1.0)


def advice(question: str, *passages: Passage) -> Advice:
    held = "".join(c for p in passages for c in p.whole_text.casefold() if c.isalnum())

    def is_named(part: str) -> bool:
        return "".join(c for c in part.casefold() if c.isalnum()) in held

    return advise(question, passages, is_named=is_named)


def subjects(found: Advice, kind: RephrasingKind) -> list[str]:
    return [one.subject for one in found.rephrasings if one.kind is kind]


@pytest.mark.parametrize(
    ("question", "rephrased"),
    [
        ("What torque for SH-240?", "What torque for SH-204?"),
        ("SH-240 の締付トルクは？", "SH-204 の締付トルクは？"),
    ],
)
def test_a_mistyped_number_is_named_and_the_nearest_is_offered(
    question: str, rephrased: str
) -> None:
    found = advice(question, near("SH-204 takes 45 N·m, PPR-9087 takes 12 N·m"))

    assert found.missing == ("SH-240",)
    assert found.rephrasings[0] == Rephrasing(RephrasingKind.PART, "SH-204", rephrased)
    assert subjects(found, RephrasingKind.PART) == ["SH-204"]


@pytest.mark.parametrize(
    "question", ["What torque for SH 204?", "What torque for SH-204?", "12 N·m at 20 °C, why?"]
)
def test_a_number_that_is_there_and_a_quantity_are_not_missing(question: str) -> None:
    found = advice(question, near("SH-204 takes 45 N·m"))

    assert found.missing == ()
    assert subjects(found, RephrasingKind.PART) == []


def test_another_screw_is_not_offered_for_a_screw() -> None:
    found = advice("What torque for M5?", near("M6 takes 12 N·m"))

    assert found == Advice(missing=("M5",))


@pytest.mark.parametrize(
    ("question", "heading", "rephrased"),
    [
        ("How tight is the nut of SH-204?", "4.2 Lock nut", "Lock nut SH-204"),
        ("主軸ナットの締付は？ SH-204", "4.2 締付トルク", None),
        ("校正記録の有効期限は？", "📄 校正記録", None),  # The question says it already.
        ("校正の記録の期限は？", "📄 校正記録（例）", "校正記録（例）"),
        ("SH-204 の締付トルクは？", "Torques", "Torques SH-204"),  # In the other language.
        ("締付トルクは？", "Torques", None),
        ("What torque?", "Other text on the drawing", None),
    ],
)
def test_a_heading_is_offered_if_it_is_half_the_questions_words(
    question: str, heading: str, rephrased: str | None
) -> None:
    found = advice(question, near("SH-204", "x.pdf", "Manual", heading))

    wanted = [] if rephrased is None else [rephrased]
    headings = [one for one in found.rephrasings if one.kind is RephrasingKind.HEADING]
    assert [one.question for one in headings] == wanted


@pytest.mark.parametrize(
    ("question", "rephrased"),
    [
        ("What torque for the machine?", ["What torque for the machine machine_manual"]),
        ("What torque in the machine manual?", []),
        ("What torque?", []),
    ],
)
def test_a_document_is_offered_if_the_question_half_names_it(
    question: str, rephrased: list[str]
) -> None:
    found = advice(question, near("text"))

    assert [one.question for one in found.rephrasings] == rephrased


def test_nothing_near_is_no_advice() -> None:
    assert advice("How do I clean the coolant tank?") == Advice()
