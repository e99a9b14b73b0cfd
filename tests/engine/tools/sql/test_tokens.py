"""A text is measured before anything recursive reads it."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing, suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.tools.sql.tokens import Refusal, TextBounds, bounded_tokens, shown

BOUNDS = TextBounds(n_characters=2_000, n_tokens=200, n_operators=50, depth=10, n_copies=64)


def names(sql: str) -> list[str]:
    return [token.name for token in bounded_tokens(sql, BOUNDS)]


def reason(sql: str) -> str:
    with pytest.raises(Refusal) as caught:
        bounded_tokens(sql, BOUNDS)
    return str(caught.value)


def test_words_signs_and_quotes_are_cut_as_sqlite_cuts_them() -> None:
    sql = "SELECT \"平均 値\", [a]]b] -- c\n, 'it''s;' /* ; */ || .5e3 FROM 検査ログ;"
    expected = "select|平均 値|,|a|]|b|]|,|it''s;||||.5e3|from|検査ログ"
    assert "|".join(names(sql)) == expected


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ("select 'a", "the quote ' is not closed"),
        ('select "a', 'the quote " is not closed'),
        ("select [a", "the quote [ is not closed"),
        ("select ?", "'?' stands for a value to be filled in; write the value"),
        ("select :a", "':' stands for a value to be filled in; write the value"),
        ("select 1; select 2", "there is more than one statement"),
        (" ;-- nothing", "the query is empty"),
        ("/* select */ delete from t", "only SELECT is allowed, not DELETE"),
        ("'select' 1", "only SELECT is allowed, not SELECT"),
        ("select (1", "a bracket or a CASE is not closed"),
        ("select 1)", "a bracket or a CASE is closed that was not opened"),
        ("select " + "(" * 11, "the query is nested more than 10 deep"),
        ("select " + "case when 1 then " * 11, "the query is nested more than 10 deep"),
        ("select " + "not " * 11 + "1", "the query is nested more than 10 deep"),
        ("select " + "1 or " * 51 + "1", "the query has more than 50 terms"),
        ("select " + "a, " * 200 + "a", "the query has more than 200 words and signs"),
        ("select '" + "x" * 2_000 + "'", "the query is longer than 2,000 characters"),
        ("select '\0'", "the query holds a character that is no text"),
        ("select '\ud800'", "the query holds a character that is no text"),
    ],
)
def test_what_is_no_single_small_select_is_refused(sql: str, expected: str) -> None:
    assert reason(sql) == expected


def bomb(n_parts: int, use: str) -> str:
    parts = ["c0 as (select 1 as a)"]
    parts += [f"c{i} as ({use.format(f'c{i - 1}')})" for i in range(1, n_parts)]
    return f"with {', '.join(parts)} select count(*) from c{n_parts - 1}"


@pytest.mark.parametrize(
    "use",
    [
        "select x.a from {0} x, {0} y",
        "select a from {0} union all select a from [{0}]",
        'select (select a from "{0}") + (select a from {0}) as a',
        "select 1 as a where 1 in {0} and 2 in '{0}'",
        "select x.a from main.{0} x, {0} -- \n y",
    ],
)
def test_with_parts_that_double_are_refused_however_they_are_written(use: str) -> None:
    assert reason(bomb(8, use)) == "the WITH parts use each other too often"


def test_with_parts_that_name_their_columns_are_counted_too() -> None:
    sql = bomb(8, "select x.a from {0} x, {0} y").replace(" as (", "(a) as materialized (")
    assert reason(sql) == "the WITH parts use each other too often"


def test_with_parts_that_are_used_once_are_no_bomb() -> None:
    assert names(bomb(8, "select {0}.a from {0} where {0}.a > 1 and {0}.a < 2"))


def test_a_long_text_of_open_quotes_is_cut_in_no_time() -> None:
    bounds = TextBounds(n_characters=200_000, n_tokens=10**6, n_operators=9, depth=9, n_copies=9)
    start = time.process_time()
    with pytest.raises(Refusal):
        bounded_tokens("select " + "'a''" * 25_000 + '"[' * 25_000, bounds)
    assert time.process_time() - start < 10


@given(st.text(alphabet="ab'\"`[];()-/*\n あ1.|?", max_size=40))
def test_what_is_cut_here_is_one_statement_to_sqlite_as_well(text: str) -> None:
    sql = f"select {text}"
    try:
        bounded_tokens(sql, BOUNDS)
    except Refusal:
        return
    # More than one statement is Python's own ProgrammingError.
    with closing(sqlite3.connect(":memory:")) as database, suppress(sqlite3.OperationalError):
        database.execute(sql)


def test_what_an_error_shows_is_short_and_can_be_written_anywhere() -> None:
    assert shown("select 1") == "select 1"
    assert len(shown("x" * 10**6)) < 400
    assert shown("a\ud800\0").encode() == "a?␀".encode()
