from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.domain import Cell, ColumnType
from ingest.column_types import choose_type, plain


def check(cells: list[str], kind: ColumnType, values: list[Cell] | None = None) -> None:
    choice = choose_type(cells)
    assert choice.type is kind, choice.reason
    if values is not None:
        assert [choice.parse(plain(cell)) for cell in cells] == values


@pytest.mark.parametrize(
    ("cells", "kind", "values"),
    [
        (["1", "-2", "+3"], ColumnType.INTEGER, [1, -2, 3]),
        (["1", "2.5", ".5", "1e-3"], ColumnType.REAL, [1.0, 2.5, 0.5, 0.001]),
        (["１２．５", "３"], ColumnType.REAL, [12.5, 3.0]),
        (["−0.5", "0.25"], ColumnType.REAL, [-0.5, 0.25]),
        (["12,5", "0,25", "-3,125"], ColumnType.REAL, [12.5, 0.25, -3.125]),
        (["1.234,5", "12,25"], ColumnType.REAL, [1234.5, 12.25]),
        (["1,234,567", "12,500"], ColumnType.INTEGER, [1234567, 12500]),
        (["1,234.5", "12.5"], ColumnType.REAL, [1234.5, 12.5]),
        (["1,250", "12,500"], ColumnType.TEXT, None),
        (["007", "008"], ColumnType.TEXT, ["007", "008"]),
        (["99999999999999999999", "1"], ColumnType.REAL, None),
        (["PASS", "FAIL"], ColumnType.TEXT, None),
        (["2025-04-10", "2025/4/9"], ColumnType.DATETIME, ["2025-04-10", "2025-04-09"]),
        (
            ["2025-04-10T09:05:07.5Z", "2025/4/10 9:05"],
            ColumnType.DATETIME,
            ["2025-04-10 09:05:07.5Z", "2025-04-10 09:05:00"],
        ),
        (["2025年4月10日 9時5分"], ColumnType.DATETIME, ["2025-04-10 09:05:00"]),
        (["31/12/2025", "01/02/2025"], ColumnType.DATETIME, ["2025-12-31", "2025-02-01"]),
        (["12/31/2025", "01/02/2025"], ColumnType.DATETIME, ["2025-12-31", "2025-01-02"]),
        (["01/02/2025", "03/04/2025"], ColumnType.TEXT, None),
        (["01.02.2025", "03.04.2025"], ColumnType.DATETIME, ["2025-02-01", "2025-04-03"]),
        (
            ["令和7年4月10日", "R7.4.10", "平成31/4/30", "2025/4/9"],
            ColumnType.DATETIME,
            ["2025-04-10", "2025-04-10", "2019-04-30", "2025-04-09"],
        ),
        (
            ["昭和64年1月7日", "平成元年1月8日 9:05", "Ｒ元.５.１"],
            ColumnType.DATETIME,
            ["1989-01-07", "1989-01-08 09:05:00", "2019-05-01"],
        ),
        (["大正15年12月25日", "昭和1年12月25日"], ColumnType.DATETIME, ["1926-12-25"] * 2),
        (["㍻30年2月3日 13時5分"], ColumnType.DATETIME, ["2018-02-03 13:05:00"]),
        (["令和元年4月30日"], ColumnType.TEXT, None),
        (["平成31年5月1日"], ColumnType.TEXT, None),
        (["昭和64年1月8日"], ColumnType.TEXT, None),
        (["大正元年7月29日"], ColumnType.TEXT, None),
        (["令和0年5月1日"], ColumnType.TEXT, None),
        (["R7.2.29"], ColumnType.TEXT, None),
        (["H30.4-1", "r7.4.10"], ColumnType.TEXT, None),
        (
            ["10-Apr-2025", "9 september 2025", "Apr 10, 2025", "Sept. 1 2025 9:05"],
            ColumnType.DATETIME,
            ["2025-04-10", "2025-09-09", "2025-04-10", "2025-09-01 09:05:00"],
        ),
        (["31-Feb-2025"], ColumnType.TEXT, None),
        (["10-Abc-2025", "10-Apr-25", "10 apples 2025"], ColumnType.TEXT, None),
        (["", "N/A", "-"], ColumnType.TEXT, None),
        (["2025-13-45"], ColumnType.TEXT, None),
    ],
)
def test_types_and_values(cells: list[str], kind: ColumnType, values: list[Cell] | None) -> None:
    check(cells, kind, values)


def test_a_few_misfits_leave_a_column_of_numbers() -> None:
    check(["1.5"] * 40 + ["ERR"], ColumnType.REAL)


def test_too_many_misfits_make_it_words() -> None:
    check(["1.5"] * 8 + ["ERR"], ColumnType.TEXT)


def test_the_reason_for_text_names_an_ambiguous_date() -> None:
    assert choose_type(["01/02/2025"]).reason == "day and month cannot be told apart"


@given(st.lists(st.integers(-(2**62), 2**62), min_size=1))
def test_whole_numbers_come_back_as_they_were(numbers: list[int]) -> None:
    check([str(number) for number in numbers], ColumnType.INTEGER, list(numbers))


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1))
def test_numbers_come_back_as_they_were(numbers: list[float]) -> None:
    check([repr(number) for number in numbers], ColumnType.REAL, list(numbers))


@given(st.lists(st.text(max_size=20), min_size=1, max_size=10))
def test_any_cells_get_a_type_under_which_those_that_fit_parse(cells: list[str]) -> None:
    choice = choose_type(cells)
    assert choice.type in ColumnType
