"""Which figures of an answer its sources back, and what a prompt to try again is told."""

from __future__ import annotations

import time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.answers import AnswerNumber, NumberStatus
from engine.reasoning.figures.backing import is_backed
from engine.reasoning.figures.figure import Figure
from engine.reasoning.numbers import figures
from engine.reasoning.verification import Source, backed_figures, check, first_unbacked


def figure(text: str) -> Figure:
    (one,) = figures(text)
    return one


def backs(evidence: str, answer: str, context: str = "") -> list[bool]:
    numbers = check(answer, [Source("[1]", evidence, context)])
    return [number.status is NumberStatus.FOUND for number in numbers]


def test_a_figure_names_the_first_source_that_backs_it() -> None:
    sources = [Source("[1]", "52 N·m"), Source("[2]", "85 N·m"), Source("[3]", "85 N·m")]
    assert check("85 N·m", sources) == (AnswerNumber("85 N·m", NumberStatus.FOUND, "[2]"),)


def test_what_a_tool_gave_is_computed() -> None:
    tool = Source("calculator 1", "33 N·m", is_tool=True)
    assert check("33 N·m", [Source("[1]", "85"), tool]) == (
        AnswerNumber("33 N·m", NumberStatus.COMPUTED, "calculator 1"),
    )


def test_what_no_source_has_is_unverified_and_said_with_its_unit() -> None:
    numbers = check("It takes 54 N·m, at 20 °C on 2026-04-11.", [Source("[1]", "85 N·m at 20 °C")])
    assert [number.status for number in numbers] == [
        NumberStatus.UNVERIFIED,
        NumberStatus.FOUND,
        NumberStatus.UNVERIFIED,
    ]
    assert first_unbacked(numbers) == "54 N·m, 2026-04-11"
    assert first_unbacked(numbers, limit=1) == "54 N·m"
    assert first_unbacked(()) == ""


def test_an_answer_without_figures_has_nothing_to_check() -> None:
    assert check("Aluminium bronze.", []) == ()


@pytest.mark.parametrize(
    ("claim", "evidence"),
    [
        ("0.5", "±0.5"),
        ("+5", "5"),
        ("85", "85 N·m"),
        ("4本", "4"),
        ("-0", "0"),
        ("1,234", "1,234"),
        ("May 2026", "2026-05-11"),
        ("17:25", "2013-12-16 17:25:30"),
        ("17:25:00", "17:25"),
        ("2026", "2026-05-11"),
        ("2026年", "2026"),
        ("R5", "5 mm"),
        ("5", "⌀5"),
        ("827-9999-904", "8279999904"),
    ],
)
def test_less_may_be_said_than_the_evidence_does(claim: str, evidence: str) -> None:
    assert is_backed(figure(claim), figure(evidence))


@pytest.mark.parametrize(
    ("claim", "evidence"),
    [
        ("±0.5", "0.5"),
        ("±0.5", "+0.5"),
        ("+0.5", "±0.5"),
        ("-5", "5"),
        ("5", "-5"),
        ("85 N·m", "85"),
        ("4本", "4 mm"),
        ("1.234", "1,234"),
        ("2026-05-11", "May 2026"),
        ("17:25:00", "17:25:30"),
        ("17:25:30", "17:25"),
        ("2026 mm", "2026-05-11"),
        ("4月", "4"),
        ("May 2026", "2026"),
        ("R5", "⌀5"),
        ("12", "R12"),
        ("12個", "R12"),
        ("204", "SH-204"),
        ("3", "3:1"),
        ("12345", "12-345-6"),
    ],
)
def test_nothing_may_be_said_that_it_does_not(claim: str, evidence: str) -> None:
    assert not is_backed(figure(claim), figure(evidence))


def test_a_pair_of_limits_is_plus_or_minus_and_back() -> None:
    assert backs("+0.5/-0.5 mm", "±0.5 mm") == [True]
    assert backs("±0.5 mm", "+0.5/-0.5 mm") == [True, True]
    assert backs("-0.508 to 0.508", "-0.508/+0.508") == [True, True]
    assert backs("±0.5 mm", "+0.5 mm") == [False]


def test_a_date_and_a_time_may_stand_in_two_columns() -> None:
    row = "date: 2026-05-04, time: 08:00"
    assert backs(row, "2026-05-04 08:00") == [True]
    assert backs(row, "2026-05-04 09:00") == [False]
    assert backs("2026-05-04 09:00, 2026-05-05 08:00", "2026-05-04 08:00") == [False]


def test_an_identifier_may_be_spaced_in_the_answer_or_in_the_evidence() -> None:
    assert backs("SH-204: 52 N·m", "SH 204") == [True]
    assert backs("Insert CNMG 120408", "CNMG-120408") == [True]
    assert backs("Insert CNMG 120408", "CNMG-120404") == [False]


def test_a_shortened_part_is_backed_only_if_one_part_can_be_meant() -> None:
    assert backs("DF40C-100DP-0.4V(51)", "DF40C-100DP") == [True]
    assert backs("DF40C-100DP-0.4V(51), DF40C-100DP-0.5V(58)", "DF40C-100DP") == [False]
    assert backs("H7/g6 and H7/h6", "H7") == [True]


def test_headings_back_dates_and_parts_but_no_numbers() -> None:
    context = "SH-204, 12 N·m\ninspection log May 2026.csv"
    assert backs("Lock nut: 85", "SH-204, May 2026", context) == [True, True]
    assert backs("Lock nut: 85", "12 N·m", context) == [False]


def test_the_unit_of_a_label_counts_and_that_of_another_label_does_not() -> None:
    row = "Torque [N·m]: 85, Length [mm]: 120"
    assert backs(row, "85 N·m") == [True]
    assert backs(row, "120 N·m") == [False]
    assert backs("Lock nut | 85", "85 N·m", "Tightening torques (N·m)") == [True]
    assert backs("Lock nut | 85", "85 N·m") == [False]


def test_the_figures_that_a_source_backs_can_be_asked_for() -> None:
    found = backed_figures("2 A and 3 A", Source("[1]", "2000mA"))
    assert [one.whole for one in found] == ["2 A"]


UNITS = st.sampled_from(["", " mm", "mm", " N·m", " °C", "℃", " rpm", "時間", "本"])
VALUES = st.decimals(min_value=0, max_value=10**7, places=2)


def full_width(text: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


@given(st.sampled_from(["", "-", "+", "±"]), VALUES, UNITS)
def test_a_number_backs_itself_in_other_forms(sign: str, value: Decimal, unit: str) -> None:
    written = f"{sign}{value}{unit}"
    for other in (
        f"{sign}{value}0{unit}",
        f"{sign}{value:,}{unit}",
        f"{sign}{value}".replace(".", ",") + unit,
        f"{sign}{value:,}".replace(",", "'") + unit,
        full_width(written),
    ):
        assert backs(written, other) == [True]
        assert backs(other, written) == [True]


@given(
    st.lists(
        st.one_of(
            st.text(max_size=8),
            st.sampled_from(
                "85 N·m ±0.5 2026-05-11 SH-204 10-20 mm 三本 | , R5 1,234 17:25 Torque".split()
            ),
        ),
        max_size=10,
    ).map(" ".join)
)
def test_every_text_backs_its_own_figures(text: str) -> None:
    assert all(backs(text, text))


@given(VALUES, VALUES)
def test_another_value_is_never_backed(one: Decimal, other: Decimal) -> None:
    if one != other:
        assert backs(f"{one} mm", f"{other} mm") == [False]


@pytest.mark.parametrize("piece", ["1|", "1, ", "a1-", "N·m·", "1.", "mm: 5 ", "SH-1 "])
def test_long_texts_are_checked_in_a_moment(piece: str) -> None:
    text = (piece * 10_000)[:10_000]
    started = time.process_time()
    check(text[:100], [Source("[1]", text, text)])
    # A third of a second at most where it was measured; what is quadratic takes minutes.
    assert time.process_time() - started < 20
