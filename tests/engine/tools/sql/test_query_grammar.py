"""What a model may write: only what exists, and only what the guard takes."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.domain import TableProfile
from engine.errors import QueryRefused
from engine.tools.sql.guard import checked
from engine.tools.sql.linking import link
from engine.tools.sql.meaning import as_meant
from engine.tools.sql.query_grammar import query_grammar
from tests.engine.tools.gbnf_reader import drawn, read_grammar
from tests.engine.tools.sql.profiles import FIXTURES, INSPECTIONS, RECORDS, table, text

QUESTIONS = (
    "How many inspections of SH-299 failed in April 2026?",
    "Which parts on fixture FX2 have a torque above 46 N·m?",
    "外径の不合格は何件ですか。",
    "it's \"quoted\" and has 'odd' \\ marks: 100 %",
    "",
)


def grammar(question: str, *profiles: TableProfile, **options: object) -> str:
    return query_grammar(link(question, profiles), question, **options)  # type: ignore[arg-type]


def rule(text: str, name: str) -> str:
    return next(line for line in text.splitlines() if line.startswith(f"{name} ::="))


# What a context-free grammar cannot rule out: which total may stand where.
_RULED_OUT_LATER = re.compile(r"cannot stand here|aggregate|misuse|nested|brackets")


@st.composite
def _written(draw: st.DrawFn) -> tuple[str, Sequence[TableProfile]]:
    question = draw(st.sampled_from(QUESTIONS))
    profiles = draw(st.sampled_from([(INSPECTIONS,), (RECORDS,), (INSPECTIONS, FIXTURES)]))
    rules = read_grammar(grammar(question, *profiles))
    return drawn(draw(st.integers(0, 2**32)), rules), profiles


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(_written())
def test_the_guard_takes_every_query_of_the_grammar(
    written: tuple[str, Sequence[TableProfile]],
) -> None:
    sql, profiles = written
    reason = _refusal(as_meant(sql, profiles), profiles)
    assert not reason or _RULED_OUT_LATER.search(reason), sql


def _refusal(sql: str, profiles: Sequence[TableProfile]) -> str:
    try:
        checked(sql, [profile.stored.table for profile in profiles])
    except QueryRefused as refused:
        return refused.facts["reason"]
    return ""


def test_a_text_column_is_compared_with_its_own_values() -> None:
    written = grammar("How many failed?", INSPECTIONS)
    assert rule(written, "values0c4") == "values0c4 ::= (\"'FAIL'\" | \"'PASS'\")"


def test_a_code_that_no_row_has_can_be_written_all_the_same() -> None:
    written = grammar("How many inspections of SH-299 failed?", INSPECTIONS)
    assert "'SH-299'" in rule(written, "values0c1")


def test_the_numbers_that_are_compared_are_those_of_the_question() -> None:
    written = grammar("How many are above 46 N·m?", INSPECTIONS)
    assert rule(written, "asked") == 'asked ::= ("46" | "0" | "1")'


def test_texts_are_not_calculated_with() -> None:
    words_only = table("words", text("a", "x", "y"), text("b", "u", "v"))
    rules = read_grammar(grammar("How many?", words_only))

    written = [drawn(seed, rules) for seed in range(300)]
    assert not [sql for sql in written if re.search(r"(?:SUM|AVG|MEDIAN|STDEV)\([ab]\)", sql)]


def test_a_column_with_one_value_cannot_be_asked_for() -> None:
    written = grammar("How many at Plant 2?", INSPECTIONS)
    assert '"site" null' in rule(written, "compare0")


def test_dates_lie_in_years_of_the_log_or_the_question() -> None:
    written = grammar("How many failed in July 2027?", INSPECTIONS)
    assert '("2026" | "2027")' in rule(written, "values0c0")


@pytest.mark.parametrize(
    ("options", "wanted"),
    [
        ({"is_joined": True}, "root ::= query0x1"),
        ({"first": {"part"}}, 'first0 ::= "part"'),
        ({}, "needed0 ::= where0?"),
    ],
)
def test_what_a_query_has_to_be_like(options: dict[str, object], wanted: str) -> None:
    lines = grammar("How many parts?", INSPECTIONS, FIXTURES, **options).splitlines()
    assert wanted in lines


def test_marks_in_a_question_do_not_break_the_grammar() -> None:
    written = grammar(QUESTIONS[3], INSPECTIONS)
    assert read_grammar(written)["root"]


def test_no_two_rules_have_one_name() -> None:
    lines = grammar("How many parts failed?", INSPECTIONS, FIXTURES).splitlines()
    names = [line.split(" ::= ")[0] for line in lines]
    assert len(names) == len(set(names))
