"""Units that cannot answer what was asked."""

from __future__ import annotations

import pytest

from engine.domain import Passage, RowSpan
from engine.reasoning.sanity import (
    has_codes_of,
    has_fitting_unit,
    has_foreign_name,
    has_name_of_examples,
    holds_the_row,
    is_aggregate,
    stands_alone,
)


@pytest.mark.parametrize(
    ("answer", "question"),
    [
        ("20 mm", "What tightening torque is specified?"),
        ("5 kg", "締付トルクはいくつですか。"),
        ("24 V", "What is the length of the shaft?"),
        ("275 N", "What torque for the lock nut?"),
        ("120 mm", "最大可搬質量は何kgですか。"),
    ],
)
def test_a_unit_of_another_kind_does_not_fit(answer: str, question: str) -> None:
    assert not has_fitting_unit(answer, question, "")


@pytest.mark.parametrize(
    ("answer", "question"),
    [
        ("85 N·m", "What tightening torque is specified?"),
        ("85 N-m (63 lb-ft)", "What torque?"),
        ("2000mA", "What maximum continuous current can it deliver?"),
        ("85", "What torque?"),
        ("crosswise, 20 mm apart, 79 N·m", "What torque?"),
        ("20 mm", "Which bolt goes there?"),
        ("M5", "What torque?"),
        ("型番: DSB211SDN_26MHz", "温度は何度で、型番はいくつですか。"),
        ("26 MHz", "温度補償型水晶発振器の型番は?"),
        ("25.000 mm", "What diameter has the shaft, and at what temperature?"),
    ],
)
def test_everything_else_fits(answer: str, question: str) -> None:
    assert has_fitting_unit(answer, question, "Tighten it to 85 N·m (63 lb-ft).")


def test_a_bare_figure_needs_a_passage_that_knows_the_unit() -> None:
    question = "What torque for the M5 screws?"
    assert not has_fitting_unit("3,75", question, "Tolerance 3,75 all over, in mm")
    assert has_fitting_unit("3,75", question, "M5 | 3,75 | torque in N·m")


@pytest.mark.parametrize(
    ("answer", "question"),
    [
        ("2015.11.28", "証明書の番号は何番ですか。"),
        ("2026-04-10", "What is the number of the certificate?"),
        ("3.70", "How many poles does the connector have?"),
    ],
)
def test_what_is_no_number_of_that_kind_does_not_fit(answer: str, question: str) -> None:
    assert not has_fitting_unit(answer, question, "")


@pytest.mark.parametrize(
    ("answer", "question"),
    [
        ("2026/04/10", "A-001 の有効期限はいつですか。"),
        ("2026-04-10", "When was it calibrated?"),
        ("100", "How many poles does the connector have?"),
        ("1,000", "How many cycles are allowed?"),
    ],
)
def test_dates_and_whole_counts_fit(answer: str, question: str) -> None:
    assert has_fitting_unit(answer, question, "")


DRAWING = """Counterbore for the screws
6.5
3.0
SCALE 1:2
164.5
240.0
254.0"""


def test_a_figure_that_nothing_around_it_ties_to_the_question_stands_alone() -> None:
    question = "How deep are the counterbores for the screws?"
    assert stands_alone("240.0", question, DRAWING)
    assert not stands_alone("6.5", question, DRAWING)
    assert not stands_alone("240.0 mm deep", question, DRAWING)
    assert not stands_alone("85", "What torque?", "Torque of the nut: 85")


def test_in_another_language_any_word_around_it_will_do() -> None:
    assert stands_alone("254.0", "ざぐりの径は何mmですか。", DRAWING)
    assert not stands_alone("3.0", "ざぐりの径は何mmですか。", DRAWING)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("What was the hottest value?", True),
        ("一番低い値はいくつですか。", True),
        ("Which parts were rejected?", True),
        ("What is the part number of the charger?", False),
        ("How much memory must it have at the very least?", False),
        ("What torque does P-12 need?", False),
    ],
)
def test_what_is_about_all_rows(question: str, *, expected: bool) -> None:
    assert is_aggregate(question) is expected


def test_a_maker_that_nobody_names_is_made_up() -> None:
    evidence, question = "CN4 | connector | DF40C-100DP | Hirose Electric", "Who makes CN4?"
    assert has_foreign_name("Toshiba Electric", question, evidence)
    assert not has_foreign_name("Hirose Electric", question, evidence)


@pytest.mark.parametrize(
    ("answer", "evidence"),
    [
        ("Hirose", "CN4 | コネクタ | ヒロセ電機"),
        ("Tightened crosswise", "Tighten it crosswise."),
        ("Use AISI steel", "steel AISI 304, in use since 1998"),
        ("The maker says in its bulletin that Toshiba may be used as well", "Any maker."),
    ],
)
def test_other_forms_languages_and_sentences_are_not_judged(answer: str, evidence: str) -> None:
    assert not has_foreign_name(answer, "Who makes it?", evidence)


@pytest.mark.parametrize(
    ("evidence", "is_leaked"),
    [
        ("カメラ用コネクタ 20FHT-SMR", True),
        ("BtoB コネクター DF40C ヒロセ電機", False),
        ("CN4 | DF40C | HIROSE ELECTRIC", False),
    ],
)
def test_a_maker_of_the_instructions_is_none_of_the_papers(evidence: str, is_leaked: bool) -> None:
    question = "Who makes the connector, and what is its model?"
    assert has_name_of_examples("Hirose, 20FHT-SMR", question, evidence) is is_leaked


def test_a_code_of_digits_has_to_be_in_the_passage() -> None:
    question = "How many resistors of size 0603 are there?"
    assert has_codes_of(question, "6 R1 | resistor (0603)")
    assert not has_codes_of(question, "4 R29 | resistor (1005)")
    assert has_codes_of("How heavy is the 250 mm plate?", "It weighs 4 kg.")


ROWS = """time: 2026-03-04 00:41:53, message: PK-712 ram pressure 79.1 MPa
time: 2026-03-04 05:27:28, message: PR-29 ram pressure 10.1 MPa"""


@pytest.mark.parametrize(
    ("question", "is_held"),
    [
        ("What ram pressure did PK-712 record at 00:41:53?", True),
        ("00:41:53に記録されたPK-712のラム圧力はいくつですか。", True),
        ("What ram pressure did PK-712 record at 05:27:28?", False),
        ("What ram pressure did PK-721 record at 00:41:53?", False),
        ("What ram pressure did PK-712 record?", False),
        ("What was recorded at 00:41:53?", False),
    ],
)
def test_the_row_that_is_meant_has_time_and_part(question: str, *, is_held: bool) -> None:
    passage = Passage(1, "sha256:a", "ram.log", ROWS, (), (), RowSpan("log", 1, 2), 1.0)
    assert holds_the_row(passage, question) is is_held
