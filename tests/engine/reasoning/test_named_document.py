"""A log that knows nothing of the document that a question names is not asked."""

from __future__ import annotations

import pytest

from engine.domain import Passage, RowSpan
from engine.reasoning.named_document import without_strangers
from engine.tools.sql.linking import link
from tests.engine.tools.sql.profiles import number, table, text

CMM = table(
    "plate_cmm",
    text("part_serial", "A01", "A02"),
    text("char_type", "Diameter", "Length"),
    number("measured_mm", 3.0, 80.0),
    document="logs/plate_cmm.csv",
)
SHAFTS = table(
    "shift_7",
    text("part", "motor shaft"),
    text("char_type", "Diameter", "Length"),
    number("measured_mm", 3.0, 80.0),
)


def passage(document: str, rows: RowSpan | None = None) -> Passage:
    return Passage(1, f"sha256:{document}", document, "Some text.", (), (), rows, 1.0)


def asked(question: str, document: str) -> set[str]:
    links = link(question, [CMM, SHAFTS])
    return {one.profile.name for one in without_strangers(links, question, [passage(document)])}


@pytest.mark.parametrize(
    ("question", "document"),
    [
        ("What is the smallest diameter the guide rail may have?", "drawings/acme_guide_rail.pdf"),
        ("How many holes of which diameter does the barrier have?", "barrier.pdf"),
        ("What is the largest diameter on the build plate of the press?", "press_build_plate.pdf"),
        ("ガイドレールの最小径は何mmですか。", "図面/ガイドレール.pdf"),
    ],
)
def test_a_log_of_other_things_is_left_out(question: str, document: str) -> None:
    assert asked(question, document) == set()


def test_a_log_with_rows_of_the_thing_stays_even_if_all_its_rows_are() -> None:
    question = "What is the smallest diameter of the motor shaft?"
    assert asked(question, "acme_motor_shaft.pdf") == {"shift_7"}


@pytest.mark.parametrize(
    ("question", "document"),
    [
        ("What is the smallest diameter of A02?", "acme_guide_rail.pdf"),
        ("What is the smallest diameter of the rail?", "acme_guide_rail.pdf"),
        ("What is the smallest diameter of the guide rail in the log?", "acme_guide_rail.pdf"),
        ("What is the smallest measured diameter?", "measured_diameter.pdf"),
    ],
)
def test_every_log_stays_where_no_other_document_is_meant(question: str, document: str) -> None:
    assert asked(question, document) == {"plate_cmm", "shift_7"}


def test_a_log_that_is_named_besides_stays() -> None:
    question = "How does the CMM diameter compare with the guide rail?"
    assert asked(question, "acme_guide_rail.pdf") == {"plate_cmm"}


def test_the_rows_of_a_log_are_no_document_of_their_own() -> None:
    question = "What is the smallest diameter of the guide rail?"
    links = link(question, [CMM])
    rows = passage("acme_guide_rail.csv", RowSpan("guide_rail", 1, 2))
    assert without_strangers(links, question, [rows]) == links
