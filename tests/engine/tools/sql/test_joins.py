"""Columns of two tables that hold the same kind of thing."""

from __future__ import annotations

from engine.tools.sql.joins import joins_between
from tests.engine.tools.sql.profiles import FIXTURES, INSPECTIONS, RECORDS, number, table, text


def test_columns_with_the_same_values_are_joined() -> None:
    (join,) = joins_between(INSPECTIONS, FIXTURES)
    assert (join.left, join.right) == ("part", "part")


def test_tables_without_anything_in_common_are_not() -> None:
    assert joins_between(INSPECTIONS, RECORDS) == ()


def test_yes_and_no_are_no_reason_to_join() -> None:
    one = table("a", text("is_checked", "yes", "no"))
    other = table("b", text("has_coolant", "yes", "no"))
    assert joins_between(one, other) == ()


def test_numbers_are_joined_by_their_title_only() -> None:
    one = table("a", number("serial", 1, 20), number("speed", 1, 20))
    other = table("b", number("serial", 1, 25))
    assert [(join.left, join.right) for join in joins_between(one, other)] == [("serial", "serial")]
