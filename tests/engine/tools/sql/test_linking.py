"""Which tables and values a question names."""

from __future__ import annotations

import pytest

from engine.domain import TableProfile
from engine.tools.sql.linking import Link, link, needed
from engine.words import stems
from tests.engine.tools.sql.profiles import DEFECTS, FIXTURES, INSPECTIONS, RECORDS, TABLES


def best(question: str, *, near: dict[str, float] | None = None) -> Link:
    return link(question, TABLES, near=near)[0]


def named(question: str, profile: TableProfile) -> dict[str, str]:
    (found,) = link(question, [profile])
    return {value.column: value.test for value in found.values}


@pytest.mark.parametrize(
    ("question", "table"),
    [
        ("How many parts were inspected in April?", "inspections"),
        ("Which fixture holds SH-204?", "fixtures"),
        ("内径の最大値はいくつですか。", "検査記録"),
        ("How many failures did Weber see?", "inspections"),
    ],
)
def test_the_table_that_knows_most_of_a_question_comes_first(question: str, table: str) -> None:
    assert best(question).profile.name == table


def test_what_the_librarys_search_found_links_a_question_in_another_language() -> None:
    question = "冶具はどれですか"
    assert best(question, near={"fixtures": 0.4}).profile.name == "fixtures"


def test_of_two_logs_that_know_as_much_the_one_in_the_questions_language_comes_first() -> None:
    assert best("不合格は何件ありますか。").profile.name == "検査記録"
    assert best("How many failed?").profile.name == "inspections"


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("How many M8 bolts did Weber inspect?", {"bolt_size": "= 'M8'", "inspector": "= 'Weber'"}),
        ("How many were rejected?", {"result": "= 'FAIL'"}),
        ("How many were not OK?", {"result": "= 'FAIL'"}),
        ("How many passed?", {"result": "= 'PASS'"}),
        ("Leaving M6 aside, what is the mean?", {"bolt_size": "<> 'M6'"}),
        ("The torques of all bolts except M8", {"bolt_size": "<> 'M8'"}),
        ("What is the mean torque?", {}),
    ],
)
def test_values_are_found_as_the_table_writes_them(question: str, wanted: dict[str, str]) -> None:
    assert named(question, INSPECTIONS) == wanted


def test_japanese_values_are_found_without_spaces() -> None:
    assert named("外径の不合格は何件ですか。", RECORDS) == {
        "測定項目": "= '外径'",
        "判定": "= '不合格'",
    }


def test_a_word_inside_longer_values_is_looked_for_in_their_column() -> None:
    assert named("How many minutes were lost to leaking?", DEFECTS) == {
        "remark": "LIKE '%leaking%'"
    }


def test_a_column_with_one_value_names_nothing() -> None:
    assert named("What is the mean torque at Plant 2?", INSPECTIONS) == {}


def test_a_second_table_is_needed_only_for_what_the_first_has_not() -> None:
    alone, is_joined = needed(link("How many inspections of SH-204 failed?", TABLES))
    assert ([one.profile.name for one in alone], is_joined) == (["inspections"], False)
    both, is_joined = needed(link("How many inspections on fixture FX2 failed?", TABLES))
    assert ({one.profile.name for one in both}, is_joined) == ({"inspections", "fixtures"}, True)


def test_inflected_words_have_one_stem() -> None:
    assert stems("inspected") == stems("inspect")
    assert stems("検査") == frozenset({"検査"})


def test_a_question_without_words_links_to_nothing() -> None:
    assert all(one.values == () for one in link("?", [INSPECTIONS, FIXTURES]))
