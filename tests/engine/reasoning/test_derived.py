"""A number to calculate with is no answer to a question for what is calculated from it."""

from __future__ import annotations

import pytest

from engine.reasoning.derived import states_what_is_asked


@pytest.mark.parametrize(
    ("question", "answer", "evidence"),
    [
        ("What is the total weight of the machine?", "420 kg", "Total weight 420 kg"),
        ("What is the area of the plate?", "9600 mm²", "Plate 120 x 80 mm (9600 mm²)"),
        ("What percentage of glycol does the coolant have?", "30 %", "30 % glycol"),
        ("トルクの合計はいくつですか。", "85 N·m", "合計 85 N·m"),
        ("What torque does the lock nut need?", "85 N·m", "Lock nut 85 N·m"),
        ("What is the difference between K and S inserts?", "S inserts are coated", "coated"),
        ("What is the smallest length the pin may have?", "33 mm", "Pin length: min. 33 mm"),
        ("ピンの最大許容長さは？", "33 mm", "ピンの長さは33 mm以下とする"),
        ("What is the smallest bend radius that is allowed?", "80 mm", "at least 80 mm"),
    ],
)
def test_what_a_document_states_itself_is_an_answer(
    question: str, answer: str, evidence: str
) -> None:
    assert states_what_is_asked(question, answer, evidence)


@pytest.mark.parametrize(
    ("question", "answer", "evidence"),
    [
        ("What is the area of the plate?", "120 mm", "Plate 120 mm long, 80 mm wide"),
        ("What is the total length of both rails?", "205 mm", "Rail A 205 mm"),
        ("By how many MHz is the new one faster?", "1.2 GHz", "1.2 GHz processor recommended"),
        ("What is the smallest diameter the shaft may have?", "25 mm", "Shaft 25 mm, +0/-0.02"),
        ("What are the limits of size of the pin?", "3.99 mm to 3.40 mm", "3,99 0/-0,02 3,40"),
        ("What is the largest length the pin may have?", "33.4", "Largest dimension: 33,40"),
        ("ピンの公差幅は？", "3.99", "⌀3,99 0/-0,02"),
        ("What percentage of the maximum is that?", "1200 mA", "charger 1200 mA"),
        ("A-001 は校正日から有効期限まで何日ありますか。", "2026/04/10", "A-001 | 2026/04/10"),
        ("緑と青を合わせて何個ですか。", "4", "4 D4 | LED 緑"),
        ("AとBの差はいくつですか。", "12 mm", "A 12 mm"),
    ],
)
def test_what_is_only_a_part_of_it_is_none(question: str, answer: str, evidence: str) -> None:
    assert not states_what_is_asked(question, answer, evidence)
