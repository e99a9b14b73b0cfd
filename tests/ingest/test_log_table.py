from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from engine.domain import Cell, ColumnType, LogRows, LogTable, ReadPart, ReadProblem
from engine.errors import FileDamaged, FileEmpty
from ingest.log_table import read_log_table
from ingest.typed_rows import table_name

Write = Callable[..., Path]


def table_of(parts: list[ReadPart]) -> LogTable:
    return next(part for part in parts if isinstance(part, LogTable))


def rows_of(parts: list[ReadPart]) -> list[tuple[Cell, ...]]:
    return [row for part in parts if isinstance(part, LogRows) for row in part.rows]


def problems_of(parts: list[ReadPart]) -> list[tuple[str, int | None]]:
    return [(part.code, part.line) for part in parts if isinstance(part, ReadProblem)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "euc_jp", "utf-16"])
def test_japanese_logs_in_any_of_their_encodings(write: Write, encoding: str) -> None:
    text = "測定日,部品番号,直径 (mm),判定\n2025/04/10,A-1,12.503,合格\n2025/04/11,A-2,12.61,否\n"
    parts = list(read_log_table(write("検査.csv", text, encoding)))
    assert [c.name for c in table_of(parts).columns] == ["測定日", "部品番号", "直径_mm", "判定"]
    assert [c.title for c in table_of(parts).columns][2] == "直径 (mm)"
    assert rows_of(parts)[0] == ("2025-04-10", "A-1", 12.503, "合格")


def test_western_signs_are_not_taken_for_katakana(write: Write) -> None:
    text = "part;dev (µm);temp (°C)\nA;±3;21,5\nB;±4;22,0\n"
    parts = list(read_log_table(write("log.csv", text, "cp1252")))
    assert [c.title for c in table_of(parts).columns] == ["part", "dev (µm)", "temp (°C)"]


def test_semicolons_with_decimal_commas(write: Write) -> None:
    parts = list(read_log_table(write("log.csv", "part;d\nA;12,5\nB;13,25\nC;1,0\n")))
    assert rows_of(parts) == [("A", 12.5), ("B", 13.25), ("C", 1.0)]


def test_tabs_and_quotes(write: Write) -> None:
    parts = list(read_log_table(write("log.tsv", 'part\tnote\nA\t"two\nlines"\nB\t"x\ty"\n')))
    assert rows_of(parts) == [("A", "two\nlines"), ("B", "x\ty")]


def test_ragged_rows_are_kept_and_reported_with_their_line(write: Write) -> None:
    text = "part,d,note\nA,1.5,ok\nB,2.5\nC,3.5,ok,extra\nD,4.5,ok\n"
    parts = list(read_log_table(write("log.csv", text)))
    assert rows_of(parts)[1] == ("B", 2.5, None)
    assert rows_of(parts)[2] == ("C", 3.5, "ok,extra")
    assert problems_of(parts) == [("row-too-short", 3), ("row-too-long", 4)]


def test_a_value_of_another_type_is_kept_as_text_and_reported(write: Write) -> None:
    text = "d\n" + "1.5\n" * 30 + "OVER\n"
    parts = list(read_log_table(write("log.csv", text)))
    assert rows_of(parts)[-1] == ("OVER",)
    assert problems_of(parts) == [("value-of-other-type", 32)]


def test_a_value_that_does_not_fit_after_the_sample_is_not_lost(write: Write) -> None:
    text = "n,d\n" + "".join(f"{i},1.5\n" for i in range(20_500)) + "x,bad\n"
    parts = list(read_log_table(write("log.csv", text)))
    assert len(rows_of(parts)) == 20_501
    assert rows_of(parts)[-1] == ("x", "bad")
    assert [line for _, line in problems_of(parts)] == [20502, 20502]


def test_lines_before_the_header_are_skipped_and_told(write: Write) -> None:
    text = "Device: CMM-3\nOperator;Sato\n\npart;d;status\nA;1,5;OK\nB;2,5;OK\n"
    parts = list(read_log_table(write("log.csv", text)))
    assert [c.title for c in table_of(parts).columns] == ["part", "d", "status"]
    assert problems_of(parts) == [("lines-before-header", 1), ("lines-before-header", 2)]


def test_a_table_without_a_header_gets_numbered_columns(write: Write) -> None:
    parts = list(read_log_table(write("log.csv", "1,2.5\n2,3.5\n3,4.5\n")))
    assert [c.name for c in table_of(parts).columns] == ["column_1", "column_2"]
    assert len(rows_of(parts)) == 3


def test_names_are_unique_and_no_keywords(write: Write) -> None:
    parts = list(read_log_table(write("log.csv", "d,D,order,2nd,,d\n1,2,3,4,5,6\n2,3,4,5,6,7\n")))
    assert [c.name for c in table_of(parts).columns] == [
        "d",
        "D_2",
        "order_",
        "column_2nd",
        "column_5",
        "d_3",
    ]


def test_trailing_empty_columns_are_dropped(write: Write) -> None:
    parts = list(read_log_table(write("log.csv", "a,b,,\n1,2,,\n3,4,,\n")))
    assert rows_of(parts) == [(1, 2), (3, 4)]
    assert problems_of(parts) == []


def test_types_come_with_a_reason(write: Write) -> None:
    parts = list(read_log_table(write("log.csv", "id,d\n007,1.5\n008,2.5\n")))
    columns = table_of(parts).columns
    assert [c.type for c in columns] == [ColumnType.TEXT, ColumnType.REAL]
    assert columns[0].reason == "numbers with leading zeros are identifiers"


def test_rows_come_in_batches(write: Write) -> None:
    parts = list(read_log_table(write("log.csv", "n\n" + "1\n" * 1200)))
    assert [p.first for p in parts if isinstance(p, LogRows)] == [1, 501, 1001]


def test_a_byte_that_is_no_character_is_reported(write: Write, tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    good = "部品,値\n" + "検査,1\n" * 10
    path.write_bytes(good.encode() + b"\xff\xfe,2\n")
    assert ("undecodable", 12) in problems_of(list(read_log_table(path)))


def test_an_empty_table_and_a_binary_are_errors(write: Write, tmp_path: Path) -> None:
    with pytest.raises(FileEmpty):
        list(read_log_table(write("log.csv", "\n\n")))
    (tmp_path / "bin.csv").write_bytes(bytes(range(256)) * 4)
    with pytest.raises(FileDamaged):
        list(read_log_table(tmp_path / "bin.csv"))


@pytest.mark.parametrize(
    ("stem", "name"),
    [
        ("nist_mtc_plate_cmm", "nist_mtc_plate_cmm"),
        ("2025-05 検査 記録", "log_2025_05_検査_記録"),
        ("---", "log"),
        ("sqlite_master", "log_sqlite_master"),
        ("order", "order_"),
    ],
)
def test_table_names(stem: str, name: str) -> None:
    assert table_name(stem) == name
