"""CSV files as shops have them: what is kept, what is left out, and what is told of it."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.domain import Cell, Chunk, Column, ColumnType, LogRows, LogTable, ReadPart, ReadProblem
from ingest.chunking import chunk
from ingest.log_table import read_log_table

Write = Callable[..., Path]
Rows = list[tuple[Cell, ...]]


def read(path: Path) -> list[ReadPart]:
    return list(read_log_table(path))


def tables_of(parts: list[ReadPart]) -> list[tuple[list[str], Rows]]:
    found: list[tuple[list[str], Rows]] = []
    for part in parts:
        if isinstance(part, LogTable):
            found.append(([column.title for column in part.columns], []))
        elif isinstance(part, LogRows):
            found[-1][1].extend(part.rows)
    return found


def columns_of(parts: list[ReadPart]) -> tuple[Column, ...]:
    return next(part.columns for part in parts if isinstance(part, LogTable))


def problems_of(parts: list[ReadPart]) -> list[tuple[str, str, int | None]]:
    return [(p.code, p.detail, p.line) for p in parts if isinstance(p, ReadProblem)]


def words_of(path: Path) -> str:
    return "\n".join(p.text for p in chunk(read_log_table(path)) if isinstance(p, Chunk))


def test_units_in_the_header_stay_in_the_title(write: Write) -> None:
    text = "Part,Torque [N·m],温度(℃)\nA,1.5,20\nB,2.5,21\n"
    ((titles, rows),) = tables_of(read(write("a.csv", text)))
    assert titles == ["Part", "Torque [N·m]", "温度(℃)"]
    assert rows == [("A", 1.5, 20), ("B", 2.5, 21)]


@pytest.mark.parametrize("units", [",N·m,℃,", ",[N·m],(℃),", "-,N·m,℃,-"])
def test_a_line_of_units_goes_into_the_titles(write: Write, units: str) -> None:
    text = f"Part,Torque,Temperature,Result\n{units}\nA,1.5,20,OK\nB,2.5,21,OK\n"
    parts = read(write("a.csv", text))
    ((titles, rows),) = tables_of(parts)
    assert titles == ["Part", "Torque [N·m]", "Temperature [℃]", "Result"]
    assert rows == [("A", 1.5, 20, "OK"), ("B", 2.5, 21, "OK")]
    assert [c.type for c in columns_of(parts)][1:3] == [ColumnType.REAL, ColumnType.INTEGER]
    assert columns_of(parts)[1].reason.endswith("; title from lines 1 to 2")
    assert problems_of(parts) == []


def test_units_stand_above_numbers_that_stay_text_too(write: Write) -> None:
    text = '日付,トルク\n,N・m\n2025/4/10,"1,250"\n2025/4/11,"1,300"\n'
    ((titles, rows),) = tables_of(read(write("a.csv", text)))
    assert titles == ["日付", "トルク [N・m]"]
    assert rows[0] == ("2025-04-10", "1,250")


def test_a_first_row_of_letters_that_are_units_too_is_a_row(write: Write) -> None:
    text = "Part,Class,d\nA,m,1.5\nV,A,2.5\n"
    ((_, rows),) = tables_of(read(write("a.csv", text)))
    assert rows == [("A", "m", 1.5), ("V", "A", 2.5)]


def test_names_under_groups_are_joined(write: Write) -> None:
    text = "Torque,,Diameter,\ntarget,actual,target,actual\n1.5,1.6,10,11\n2.5,2.6,20,21\n"
    parts = read(write("a.csv", text))
    ((titles, rows),) = tables_of(parts)
    assert titles == ["Torque target", "Torque actual", "Diameter target", "Diameter actual"]
    assert rows == [(1.5, 1.6, 10, 11), (2.5, 2.6, 20, 21)]
    assert columns_of(parts)[0].name == "Torque_target"


def test_groups_beside_single_names_and_units_below(write: Write) -> None:
    text = (
        "No,Torque,,Judge\n,target,actual,\n,N·m,N·m,\n1,1.5,1.6,OK\n2,2.5,2.6,NG\n3,3.5,3.4,OK\n"
    )
    parts = read(write("a.csv", text))
    ((titles, rows),) = tables_of(parts)
    assert titles == ["No", "Torque target [N·m]", "Torque actual [N·m]", "Judge"]
    assert rows[0] == (1, 1.5, 1.6, "OK")
    assert columns_of(parts)[0].reason.endswith("title from lines 1 to 3")


def test_a_preamble_as_wide_as_the_table_is_no_group(write: Write) -> None:
    text = "Operator,,Sato,\nNo,target,actual,judge\n1,1.5,1.6,OK\n2,2.5,2.6,NG\n"
    parts = read(write("a.csv", text))
    assert tables_of(parts)[0][0] == ["No", "target", "actual", "judge"]
    assert problems_of(parts) == [("lines-before-header", "Operator,,Sato", 1)]


def test_several_tables_in_one_file(write: Write) -> None:
    text = (
        "part,d\nA,1.5\nB,2.5\n\nPressure test\npart,bar,result\nA,10,OK\nB,11,OK\n\n"
        "gauge,date\nG1,2025-04-10\n"
    )
    parts = read(write("a.csv", text))
    assert tables_of(parts) == [
        (["part", "d"], [("A", 1.5), ("B", 2.5)]),
        (["part", "bar", "result"], [("A", 10, "OK"), ("B", 11, "OK")]),
        (["gauge", "date"], [("G1", "2025-04-10")]),
    ]
    assert problems_of(parts) == [
        ("lines-before-header", "Pressure test", 5),
        ("several-tables", "part, bar, result", 6),
        ("several-tables", "gauge, date", 10),
    ]
    assert "Pressure test" in words_of(write("a.csv", text))


def test_a_table_below_titles_too_long_for_a_header_is_read_all_the_same(write: Write) -> None:
    text = f"part,d\nA,1.5\n\n{'word ' * 30},x\nB,2.5\n"
    parts = read(write("a.csv", text))
    assert sum(len(rows) for _, rows in tables_of(parts)) >= 3
    assert ("several-tables", 4) in [(code, line) for code, _, line in problems_of(parts)]


def test_blank_lines_alone_begin_no_table(write: Write) -> None:
    text = "part,d,note\nA,1.5,ok\n\nB,2.5,ok\n\npaused,,\n\nC,3.5,ok\n"
    ((_, rows),) = tables_of(read(write("a.csv", text)))
    assert rows == [("A", 1.5, "ok"), ("B", 2.5, "ok"), ("paused", None, None), ("C", 3.5, "ok")]


def test_a_header_that_stands_again_is_left_out_and_told(write: Write) -> None:
    text = "part,d\n,mm\nA,1.5\nB,2.5\npart,d\n,mm\nC,3.5\n\npart,d\nD,4.5\n"
    parts = read(write("a.csv", text))
    assert tables_of(parts) == [
        (["part", "d [mm]"], [("A", 1.5), ("B", 2.5), ("C", 3.5), ("D", 4.5)])
    ]
    assert [(code, line) for code, _, line in problems_of(parts)] == [
        ("header-repeated", 5),
        ("header-repeated", 6),
        ("header-repeated", 9),
    ]


def test_comments_are_left_out_told_and_found(write: Write) -> None:
    text = "# exported, by, cell 4\npart,d,note\nA,1.5,x\n# tool, changed\nB,2.5,y\n"
    path = write("a.csv", text)
    parts = read(path)
    assert tables_of(parts) == [(["part", "d", "note"], [("A", 1.5, "x"), ("B", 2.5, "y")])]
    assert problems_of(parts) == [
        ("lines-before-header", "# exported,by,cell 4", 1),
        ("comment-line", "# tool,changed", 4),
    ]
    assert "# tool,changed" in words_of(path)


@pytest.mark.parametrize("sign", ["# ", "#"])
def test_a_header_behind_the_sign_of_a_comment(write: Write, sign: str) -> None:
    parts = read(write("a.csv", f"{sign}time,torque\n1,1.5\n2,2.5\n"))
    assert tables_of(parts) == [(["time", "torque"], [(1, 1.5), (2, 2.5)])]


def test_part_numbers_with_the_sign_are_rows(write: Write) -> None:
    parts = read(write("a.csv", "part,d\n#1,1.5\n#2,2.5\n#3,3.5\n"))
    assert tables_of(parts)[0][1] == [("#1", 1.5), ("#2", 2.5), ("#3", 3.5)]


@pytest.mark.parametrize("label", ["Total", "合計", "Sum:", "合 計", "TOTALS", "総計"])
def test_a_total_is_left_out_told_and_found(write: Write, label: str) -> None:
    text = f"part,n,hours\nA,10,1.5\nB,20,2.5\n{label},30,4.0\n"
    path = write("a.csv", text)
    parts = read(path)
    assert tables_of(parts)[0][1] == [("A", 10, 1.5), ("B", 20, 2.5)]
    assert problems_of(parts) == [("totals-row", f"{label},30,4.0", 4)]
    assert f"{label},30,4.0" in words_of(path)


def test_a_total_between_the_rows_is_left_out_where_it_has_gaps(write: Write) -> None:
    text = "day,part,n\n1,A,10\n1,B,20\n小計,,30\n2,A,5\n2,Total,6\nTotal,,41\n\n"
    parts = read(write("a.csv", text))
    assert [line for code, _, line in problems_of(parts) if code == "totals-row"] == [4, 7]
    assert [row[2] for row in tables_of(parts)[0][1]] == [10, 20, 5, 6]


def test_a_row_that_lacks_a_cell_keeps_what_is_certain(write: Write) -> None:
    good = "".join(f"A{i},2025-04-10,Sato,{i}.5,OK\n" for i in range(8))
    text = f"part,day,who,d,result\n{good}B1,2025-04-10,9.5,OK\nB2,Ito,8.5,OK\n"
    parts = read(write("a.csv", text))
    rows = tables_of(parts)[0][1]
    assert rows[8:] == [
        ("B1", "2025-04-10", None, 9.5, "OK"),
        ("B2", None, "Ito", 8.5, "OK"),
    ]
    assert problems_of(parts) == [
        ("row-shifted", "B1,2025-04-10,9.5,OK", 10),
        ("row-shifted", "B2,Ito,8.5,OK", 11),
    ]


def test_a_row_with_a_cell_too_many_keeps_what_is_certain(write: Write) -> None:
    good = "".join(f"2025-04-10,Sato,{i}.5,OK\n" for i in range(8))
    path = write("a.csv", f"day,who,d,result\n{good}2025-04-11,Sato, Ken,9.5,OK\n")
    parts = read(path)
    assert tables_of(parts)[0][1][8] == ("2025-04-11", None, 9.5, "OK")
    assert problems_of(parts) == [("row-shifted", "2025-04-11,Sato,Ken,9.5,OK", 10)]
    assert "Sato,Ken" in words_of(path)


def test_a_shifted_row_does_not_take_the_types_away(write: Write) -> None:
    parts = read(write("a.csv", "part,who,d\nA,Sato,1.5\nB,2.5\nC,Ito,3.5\n"))
    assert [c.type for c in columns_of(parts)][2] is ColumnType.REAL
    assert problems_of(parts)[0][0] in ("row-shifted", "row-too-short")


def test_values_of_different_units_stay_text_with_the_reason(write: Write) -> None:
    parts = read(write("a.csv", "part,d,t\nA,12 mm,5 s\nB,0.5 in,6 s\n"))
    columns = columns_of(parts)
    assert [c.type for c in columns] == [ColumnType.TEXT] * 3
    assert columns[1].reason == "the values carry different units: in, mm"
    assert columns[2].reason == "the values carry the unit: s"


def test_numbers_and_dates_as_japan_writes_them(write: Write) -> None:
    text = '日付,数量,金額\n令和7年4月10日,１２,"1,250,000"\n令和7年4月11日,１５,"980"\n'
    for encoding in ("utf-8", "cp932"):
        parts = read(write("a.csv", text, encoding))
        assert tables_of(parts)[0][1] == [
            ("2025-04-10", 12, 1_250_000),
            ("2025-04-11", 15, 980),
        ]


def test_lines_in_another_encoding_are_read_and_told(tmp_path: Path) -> None:
    for one, other, n in (("utf-8", "cp932", 8), ("cp932", "utf-8", 8)):
        path = tmp_path / f"{one}.csv"
        lines = ["部品,判定,値\n", *(f"主軸ナット,合格,{i}.5\n" for i in range(n))]
        foreign = "主軸カラー,不合格,9.5\n"
        path.write_bytes("".join(lines).encode(one) + foreign.encode(other))
        parts = read(path)
        assert tables_of(parts)[0][1][-1] == ("主軸カラー", "不合格", 9.5)
        assert tables_of(parts)[0][1][0] == ("主軸ナット", "合格", 0.5)
        assert problems_of(parts) == [("other-encoding", other, n + 2)]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf_16_with_and_without_a_mark(write: Write, encoding: str) -> None:
    parts = read(write("a.csv", "部品,値,単位\nナット,1.5,mm\nねじ,2.5,mm\n", encoding))
    assert tables_of(parts) == [
        (["部品", "値", "単位"], [("ナット", 1.5, "mm"), ("ねじ", 2.5, "mm")])
    ]


def test_zero_bytes_never_join_two_numbers(write: Write) -> None:
    text = "part,d\n" + "A,1.5\n" * 30 + "B,1\x002\nC,3.5\n\x00\x00\x00\x00D,4.5\n" + "\x00" * 900
    parts = read(write("a.csv", text))
    rows = tables_of(parts)[0][1]
    assert rows[30:] == [("B", "1\ufffd2"), ("C", 3.5), ("D", 4.5)]
    assert [(code, line) for code, _, line in problems_of(parts)] == [
        ("zero-bytes", 32),
        ("value-of-other-type", 32),
        ("zero-bytes", 34),
        ("zero-bytes", 35),
    ]


ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "cp932"]
DELIMITERS = [",", ";", "\t", "|"]
LETTERS = 'abcxyzあいう検査部品 0123456789.-\n"'


@st.composite
def written(draw: st.DrawFn) -> tuple[str, str, list[list[str]]]:
    delimiter = draw(st.sampled_from(DELIMITERS))
    width = draw(st.integers(3, 6))
    # A letter first and last: cells of words, without outer space.
    cell = st.text(LETTERS + delimiter, max_size=10).map(lambda text: f"x{text}品")
    rows = draw(st.lists(st.lists(cell, min_size=width, max_size=width), min_size=5, max_size=12))
    return draw(st.sampled_from(ENCODINGS)), delimiter, rows


@settings(max_examples=60, deadline=None)
@given(written())
def test_what_a_program_writes_comes_back(
    tmp_path_factory: pytest.TempPathFactory, case: tuple[str, str, list[list[str]]]
) -> None:
    encoding, delimiter, rows = case
    titles = [f"title {i}" for i in range(len(rows[0]))]
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows([titles, *rows])
    path = tmp_path_factory.mktemp("csv") / "a.csv"
    path.write_bytes(text.getvalue().encode(encoding))
    assert tables_of(read(path)) == [(titles, [tuple(row) for row in rows])]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.integers(-(10**6), 10**6),
            st.floats(allow_nan=False, allow_infinity=False, width=32),
        ),
        min_size=2,
        max_size=20,
    ),
    st.sampled_from(DELIMITERS),
)
def test_numbers_that_a_program_writes_come_back(
    tmp_path_factory: pytest.TempPathFactory, numbers: list[tuple[int, float]], delimiter: str
) -> None:
    path = tmp_path_factory.mktemp("csv") / "a.csv"
    with path.open("w", newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows(
            [("n", "x", "t"), *((*n, "t") for n in numbers)]
        )
    parts = read(path)
    assert tables_of(parts)[0][1] == [(n, x, "t") for n, x in numbers]
    assert problems_of(parts) == []
