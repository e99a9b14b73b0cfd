"""Row numbers as runs: nothing lost, nothing twice."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.row_runs import rows_in_figures, runs


def test_consecutive_rows_are_one_run() -> None:
    assert runs((251, 3, 17, 250, 17)) == ((3, 3), (17, 17), (250, 251))
    assert runs(()) == ()


@given(st.lists(st.integers(1, 60)))
def test_runs_hold_exactly_the_rows(rows: list[int]) -> None:
    assert [n for first, last in runs(rows) for n in range(first, last + 1)] == sorted(set(rows))


def test_many_runs_are_counted() -> None:
    assert rows_in_figures((3, 17, 250, 251)) == ("3, 17, 250–251", 0)
    assert rows_in_figures((1, 3, 5, 7, 9, 10, 20)) == ("1, 3, 5, 7", 3)
