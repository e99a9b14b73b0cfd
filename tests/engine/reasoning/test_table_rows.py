"""The row that a question is about, told by what the rows do not have in common."""

from __future__ import annotations

from engine.reasoning.table_rows import best_rows, is_from_other_row

DEVICES = """ID | Device | Calibrated | Valid until | Certificate
A-001 | caliper | 2025/04/10 | 2026/04/10 | JC-123
B-042 | thermometer | 2025/05/01 | 2025/11/01 | IN-456
B-043 | torque wrench | 2025/05/02 | 2025/11/02 | IN-457"""
CALIPER, THERMOMETER = DEVICES.splitlines()[1:3]
QUESTION = "What is the number of the certificate of the thermometer?"


def test_a_value_of_another_row_is_seen() -> None:
    assert is_from_other_row([CALIPER], DEVICES, QUESTION)
    assert not is_from_other_row([THERMOMETER], DEVICES, QUESTION)


def test_a_quote_may_be_a_part_of_its_row() -> None:
    assert is_from_other_row(["caliper | 2025/04/10"], DEVICES, QUESTION)


def test_where_no_word_tells_the_rows_apart_any_row_will_do() -> None:
    assert not is_from_other_row([CALIPER], DEVICES, "Which devices are there?")


def test_the_titles_are_no_row() -> None:
    question = "Which device is the certificate of, valid until when, calibrated when?"
    assert not is_from_other_row([CALIPER], DEVICES, question)


def test_prose_has_no_rows() -> None:
    text = "The caliper is in room 3.\nThe thermometer is in room 4."
    assert not is_from_other_row([text[:24]], text, "Where is the thermometer?")


def test_the_best_row_comes_first() -> None:
    assert best_rows(DEVICES, QUESTION, 2) == [THERMOMETER]
    assert best_rows("no table", QUESTION, 2) == []


RESISTORS = """Qty | Part | Type | Maker
4 | RN4 | 4 circuit chip resistor array 1KΩ (1/32W) | Panasonic
8 | R10, R21 | Chip resistor 4.7KΩ (1/20W) | KOA"""


def test_the_row_of_another_quantity_is_another_row() -> None:
    _, array, chip = RESISTORS.splitlines()
    question = "How many 4.7 kΩ chip resistors go on a board?"
    assert is_from_other_row([array], RESISTORS, question)
    assert not is_from_other_row([chip], RESISTORS, question)


def test_a_quantity_without_its_unit_is_the_same_quantity() -> None:
    tools = "Tool | Diameter, mm | Depth\nEnd mill | 25 | 3 mm\nFace mill | 80 | 2 mm"
    question = "How deep does the 25 mm end mill cut?"
    assert not is_from_other_row(["End mill | 25 | 3 mm"], tools, question)
