"""Tool calls for reading: queries at their clauses, tables and cells that are bounded."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.tool_calls import (
    MAX_CELL,
    Calculation,
    Query,
    ShownTable,
    argument,
    cell_text,
    dropped_calls,
    kept_calls,
    plain_call,
    readable,
    sql_clauses,
)
from app.tool_words import dropped_reasons, dropped_words, more_rows_words
from engine.answers import ToolCall
from engine.domain import Cell
from tests.app.scripted import answer, calculation, query


@pytest.mark.parametrize(
    ("sql", "lines"),
    [
        ("SELECT 1", ["SELECT 1"]),
        (
            "SELECT a, COUNT(*) FROM t WHERE b = 'x' GROUP BY a HAVING COUNT(*) > 1"
            " ORDER BY COUNT(*) DESC LIMIT 3",
            [
                "SELECT a, COUNT(*)",
                "FROM t",
                "WHERE b = 'x'",
                "GROUP BY a",
                "HAVING COUNT(*) > 1",
                "ORDER BY COUNT(*) DESC",
                "LIMIT 3",
            ],
        ),
        (
            "SELECT a FROM t LEFT OUTER JOIN u ON t.i = u.i JOIN v ON 1 WHERE c",
            ["SELECT a", "FROM t", "LEFT OUTER JOIN u ON t.i = u.i", "JOIN v ON 1", "WHERE c"],
        ),
        (
            "WITH x AS (SELECT a FROM t WHERE b) SELECT a FROM x UNION ALL SELECT 2",
            ["WITH x AS (SELECT a FROM t WHERE b)", "SELECT a", "FROM x", "UNION ALL", "SELECT 2"],
        ),
        (
            "select a from (select b from t) where c = 'x from y where' and d",
            ["select a", "from (select b from t)", "where c = 'x from y where' and d"],
        ),
        (
            'SELECT "order by", from_date, [where] FROM t WHERE it IS NOT DISTINCT FROM 3',
            ['SELECT "order by", from_date, [where]', "FROM t", "WHERE it IS NOT DISTINCT FROM 3"],
        ),
        (
            "SELECT 検査員 FROM 検査記録 WHERE 判定 = '不合格'",
            ["SELECT 検査員", "FROM 検査記録", "WHERE 判定 = '不合格'"],
        ),
        ("SELECT a) FROM t", ["SELECT a)", "FROM t"]),
        ("", []),
    ],
)
def test_a_query_is_cut_at_its_clauses(sql: str, lines: list[str]) -> None:
    assert list(sql_clauses(sql)) == lines


@given(st.text(alphabet="selcfromwhrnigby ()'\"[]` \n,1"))
def test_no_letter_of_a_query_is_lost(sql: str) -> None:
    assert "".join("".join(sql_clauses(sql)).split()) == "".join(sql.split())


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (None, ""),
        (0.1 + 0.2, "0.3"),
        (11.5, "11.5"),
        (1234567.25, "1234567.25"),
        (3, "3"),
        ("two\nlines\tand\x1b[31m", "two lines and [31m"),
        ("x" * 500, "x" * (MAX_CELL - 1) + "…"),
    ],
)
def test_a_cell_is_one_short_line(cell: Cell, text: str) -> None:
    assert cell_text(cell) == text


def test_a_calculation_is_its_expression_and_its_result() -> None:
    assert readable(calculation("2*3", "6"), max_rows=8) == Calculation("2*3", "6")


def test_one_value_is_no_table() -> None:
    call = query("SELECT AVG(n) FROM t", ((11.5,),))

    assert readable(call, max_rows=8) == Query(("SELECT AVG(n)", "FROM t"), "11.5", None)


def test_no_rows_are_no_table_either() -> None:
    assert readable(query("SELECT 1", ()), max_rows=8) == Query(("SELECT 1",), "", None)


def test_a_result_that_is_only_in_words_is_shown_in_words() -> None:
    call = ToolCall("sql", '{"sql": "SELECT 1"}', "3 rows", 0.1)

    assert readable(call, max_rows=8) == Query(("SELECT 1",), "3 rows", None)


def test_a_table_has_its_first_rows_and_says_which_columns_are_numbers() -> None:
    rows = (("a", 1, None, "x"), ("b", 2.5, None, 4), ("c", 3, None, 5))
    shown = readable(query("SELECT 1", rows, "A", "B", "C", "D"), max_rows=2)

    assert isinstance(shown, Query)
    assert shown.table == ShownTable(
        columns=("A", "B", "C", "D"),
        rows=(("a", "1", "", "x"), ("b", "2.5", "", "4")),
        are_numbers=(False, True, False, False),
        n_more=1,
        is_cut=False,
    )


@pytest.mark.parametrize(
    ("n_rows", "is_cut", "words"),
    [
        (8, False, ""),
        (9, False, "and 1 more row"),
        (20, False, "and 12 more rows"),
        (1000, True, "and more than 992 more rows"),
    ],
)
def test_what_is_not_shown_is_counted(n_rows: int, is_cut: bool, words: str) -> None:
    shown = readable(query("SELECT 1", [(n, n) for n in range(n_rows)], is_cut=is_cut), max_rows=8)

    assert isinstance(shown, Query)
    assert shown.table is not None
    assert more_rows_words(shown.table) == words


def test_rows_are_copied_for_a_spreadsheet_and_the_rest_is_counted() -> None:
    call = query("SELECT a, b FROM t", ((1, "x"), (2, "y"), (3, "z")))

    assert plain_call(call, max_rows=2) == "SELECT a, b\nFROM t\na\tb\n1\tx\n2\ty\n… (+1)"


@pytest.mark.parametrize(
    ("call", "text"),
    [
        (query("SELECT 1", ((12,),)), "SELECT 1\n→ 12"),
        (query("SELECT 1", ()), "SELECT 1"),
        (calculation("2*3", "6"), "2*3 = 6"),
    ],
)
def test_a_call_is_copied_as_text(call: ToolCall, text: str) -> None:
    assert plain_call(call, max_rows=8) == text


@pytest.mark.parametrize(
    ("arguments", "plain"),
    [
        ('{"expression": "2*3"}', "2*3"),
        ('{"a": 1, "b": "x"}', "1, x"),
        ("[1]", "[1]"),
        ("not json", "not json"),
    ],
)
def test_arguments_are_read_without_json(arguments: str, plain: str) -> None:
    assert argument(ToolCall("sql", arguments, "", 0.1)) == plain


def test_calls_that_failed_are_dropped_and_the_others_keep_their_numbers() -> None:
    bad, good = query("SELECT 1", (), error="it gives nothing"), query("SELECT 2", ((2,),))
    one = answer(tool_calls=(bad, good, bad, calculation("1/0", "", error="no")))

    assert kept_calls(one) == ((2, good),)
    assert dropped_calls(one, "sql") == (bad, bad)
    assert dropped_reasons((bad,)) == "SELECT 1 — it gives nothing"


@pytest.mark.parametrize(
    ("tool", "n", "is_beside_others", "words"),
    [
        ("sql", 1, True, "1 other query was tried and dropped"),
        ("sql", 2, True, "2 other queries were tried and dropped"),
        ("sql", 1, False, "1 query was tried and dropped"),
        ("sql", 2, False, "2 queries were tried and dropped"),
        ("calculator", 1, True, "1 other calculation was tried and dropped"),
        ("calculator", 3, True, "3 other calculations were tried and dropped"),
        ("calculator", 1, False, "1 calculation was tried and dropped"),
        ("calculator", 3, False, "3 calculations were tried and dropped"),
    ],
)
def test_dropped_calls_are_counted(tool: str, n: int, is_beside_others: bool, words: str) -> None:
    assert dropped_words(tool, n, is_beside_others=is_beside_others) == words
