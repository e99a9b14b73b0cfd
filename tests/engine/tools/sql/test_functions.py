"""stdev and median give what statistics gives, and trim what SQLite's gives."""

from __future__ import annotations

import sqlite3
import statistics
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.tools.sql.functions import MedianBudget, register


@pytest.fixture(scope="module")
def database() -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(":memory:")
    connection.execute("create table t (v)")
    register(connection, MedianBudget(1_000))
    yield connection
    connection.close()


def of_values(database: sqlite3.Connection, call: str, values: list[object]) -> object:
    database.execute("delete from t")
    database.executemany("insert into t values (?)", [(value,) for value in values])
    return database.execute(f"select {call} from t").fetchone()[0]


numbers = st.lists(st.integers(-(10**9), 10**9) | st.floats(-1e9, 1e9), min_size=2, max_size=30)


@given(values=numbers)
def test_the_deviation_is_that_of_a_sample(
    database: sqlite3.Connection, values: list[object]
) -> None:
    expected = statistics.stdev([float(str(value)) for value in values])
    assert of_values(database, "stdev(v)", values) == pytest.approx(expected, rel=1e-6, abs=1e-6)


@given(values=numbers)
def test_the_median_is_the_middle(database: sqlite3.Connection, values: list[object]) -> None:
    expected = statistics.median([float(str(value)) for value in values])
    assert of_values(database, "median(v)", values) == pytest.approx(expected)


def test_the_deviation_of_large_values_close_together_keeps_its_digits(
    database: sqlite3.Connection,
) -> None:
    values: list[object] = [1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16]
    assert of_values(database, "stdev(v)", values) == pytest.approx(30**0.5)


@pytest.mark.parametrize("call", ["stdev(v)", "median(v)"])
def test_text_and_missing_values_are_passed_over(database: sqlite3.Connection, call: str) -> None:
    with_others = of_values(database, call, [1, None, 2.5, "NG", "3", b"4", 7])
    assert with_others == of_values(database, call, [1, 2.5, 7])


def test_what_has_no_deviation_or_median_is_null(database: sqlite3.Connection) -> None:
    assert of_values(database, "stdev(v)", [5]) is None
    assert of_values(database, "stdev(v)", []) is None
    assert of_values(database, "median(v)", ["NG", None]) is None
    assert of_values(database, "median(v)", [5]) == 5


def test_the_values_of_a_finished_group_make_room_for_the_next(
    database: sqlite3.Connection,
) -> None:
    of_values(database, "1", list(range(900)))
    rows = database.execute("select median(v) from t group by v % 2").fetchall()
    assert rows == [(449.0,), (450.0,)]
    assert database.execute("select median(v) from t").fetchone() == (449.5,)


def test_more_values_than_there_is_room_for_are_an_error() -> None:
    connection, budget = sqlite3.connect(":memory:"), MedianBudget(3)
    register(connection, budget)
    with pytest.raises((sqlite3.Error, MemoryError)):
        connection.execute("select median(column1) from (values (1), (2), (3), (4))").fetchall()
    connection.close()
    assert budget.is_spent


@given(
    function=st.sampled_from(["trim", "ltrim", "rtrim"]),
    text=st.text("aAbあ ", max_size=12) | st.none() | st.integers(-9, 10**9),
    characters=st.text("aAあ", max_size=4) | st.none(),
)
def test_our_trim_is_sqlites(
    database: sqlite3.Connection, function: str, text: object, characters: str | None
) -> None:
    call = f"select {function}(?, ?)"
    plain = sqlite3.connect(":memory:")
    expected = plain.execute(call, (text, characters)).fetchone()
    plain.close()
    assert database.execute(call, (text, characters)).fetchone() == expected


def test_a_long_list_of_characters_to_trim_is_an_error(database: sqlite3.Connection) -> None:
    with pytest.raises(sqlite3.OperationalError):
        database.execute("select trim('a', ?)", ("b" * 101,))
