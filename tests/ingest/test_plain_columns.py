"""Columns parsed at once: never another value than cell by cell."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.domain import Cell, ColumnType
from ingest.column_types import (
    Parser,
    TypeChoice,
    is_absent,
    parse_day_first,
    parse_integer,
    parse_real,
    parse_text,
    parse_year_first,
    plain,
)
from ingest.plain_columns import plain_values

TYPES = {
    parse_integer: ColumnType.INTEGER,
    parse_real: ColumnType.REAL,
    parse_year_first: ColumnType.DATETIME,
    parse_text: ColumnType.TEXT,
}
CELLS = st.one_of(
    st.text("0123456789+-.eE,T:Z/ \n٣３年", max_size=12),
    st.integers().map(str),
    st.floats().map(repr),
    st.datetimes().map(lambda time: time.isoformat()),
    st.datetimes().map(str),
    st.dates().map(str),
)


def one_by_one(cells: list[str], parse: Parser) -> list[Cell]:
    return [None if is_absent(cell) else parse(plain(cell)) for cell in cells]


@given(st.lists(CELLS, max_size=4), st.sampled_from(list(TYPES)))
def test_a_plain_column_gets_the_values_of_its_parser(cells: list[str], parse: Parser) -> None:
    values = plain_values(cells, TypeChoice(TYPES[parse], parse, ""))
    if values is not None:
        expected = list(map(parse, cells)) if parse is parse_text else one_by_one(cells, parse)
        assert list(map(repr, values)) == list(map(repr, expected))


@pytest.mark.parametrize(
    ("parse", "cells", "values"),
    [
        (parse_integer, ["12", "-3", "", "+0"], [12, -3, None, 0]),
        (parse_real, ["12.5", "-.5", "", "1e3"], [12.5, -0.5, None, 1000.0]),
        (
            parse_year_first,
            ["2025-04-10", "2025-04-10T09:05:00.5Z", ""],
            ["2025-04-10", "2025-04-10 09:05:00.5Z", None],
        ),
    ],
)
def test_what_logs_are_full_of_is_plain(
    parse: Parser, cells: list[str], values: list[Cell]
) -> None:
    assert plain_values(cells, TypeChoice(TYPES[parse], parse, "")) == values


@pytest.mark.parametrize(
    ("parse", "cell"),
    [
        (parse_integer, "007"),
        (parse_integer, "9" * 19),
        (parse_integer, "1\n2"),
        (parse_integer, "１２"),
        (parse_integer, "ERR"),
        (parse_real, "05.2"),
        (parse_real, "1,5"),
        (parse_year_first, "2025/4/10"),
        (parse_year_first, "2025-13-10"),
        (parse_day_first, "31/12/2025"),
    ],
)
def test_what_needs_a_second_look_is_not(parse: Parser, cell: str) -> None:
    kind = TYPES.get(parse, ColumnType.DATETIME)
    assert plain_values(["", cell], TypeChoice(kind, parse, "")) is None
