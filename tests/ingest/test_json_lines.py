from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from engine.domain import Cell, ColumnType, DocumentKind, LogRows, LogTable, ReadPart, ReadProblem
from engine.errors import FileDamaged
from ingest import json_lines
from ingest.reading import read

Write = Callable[..., Path]


def table_of(parts: Sequence[ReadPart]) -> LogTable:
    (table,) = [part for part in parts if isinstance(part, LogTable)]
    return table


def rows_of(parts: Sequence[ReadPart]) -> list[tuple[Cell, ...]]:
    return [row for part in parts if isinstance(part, LogRows) for row in part.rows]


def problems_of(parts: Sequence[ReadPart]) -> list[ReadProblem]:
    return [part for part in parts if isinstance(part, ReadProblem)]


def test_keys_are_columns_in_the_order_they_appear(write: Write) -> None:
    path = write(
        "press log.jsonl",
        '{"time": "2025-04-10T09:00:00", "torque": 9.80, "ok": true}\n'
        "\n"
        '{"torque": 10, "品番": "007", "time": "2025-04-10T09:01:00", "ok": null}\n',
    )
    parts = list(read(path))
    assert getattr(parts[0], "kind", None) is DocumentKind.LOG_TABLE
    table = table_of(parts)
    assert table.name == "press_log"
    assert [column.title for column in table.columns] == ["time", "torque", "ok", "品番"]
    assert [column.type for column in table.columns] == [
        ColumnType.DATETIME,
        ColumnType.REAL,
        ColumnType.TEXT,
        ColumnType.TEXT,
    ]
    assert rows_of(parts) == [
        ("2025-04-10 09:00:00", 9.8, "true", None),
        ("2025-04-10 09:01:00", 10.0, None, "007"),
    ]
    assert problems_of(parts) == []


def test_nested_keys_are_joined_with_dots(write: Write) -> None:
    path = write(
        "a.ndjson", '{"axis": {"x": {"mm": 1.5}, "y": -2}, "tags": ["a", 1.50, {"b": [null]}]}\n'
    )
    parts = list(read(path))
    assert [column.title for column in table_of(parts).columns] == ["axis.x.mm", "axis.y", "tags"]
    assert rows_of(parts) == [(1.5, -2, '["a", 1.50, {"b": [null]}]')]


def test_lines_that_do_not_parse_are_reported_by_number(write: Write) -> None:
    path = write(
        "a.jsonl",
        '{"n": 1}\n{"n": 2\n[3]\n{"n": 4, "n": 5}\n{"n": 6, "late": "x"}\n' + "[" * 100_000 + "\n",
    )
    parts = list(read(path))
    assert rows_of(parts) == [(1, None), (6, "x")]
    assert [(p.code, p.line) for p in problems_of(parts)] == [
        ("row-unreadable", 2),
        ("row-unreadable", 3),
        ("row-unreadable", 4),
        ("row-unreadable", 6),
    ]
    assert "a key stands twice" in problems_of(parts)[2].detail


def test_a_key_far_behind_the_sample_has_its_column(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(json_lines, "_SAMPLE_ROWS", 3)
    path = write("a.jsonl", '{"n": 1}\n' * 700 + '{"n": 2, "late": 3}\n{"n": "x"}\n')
    parts = list(read(path))
    assert rows_of(parts)[-2:] == [(2, "3"), ("x", None)]
    assert problems_of(parts) == [ReadProblem("value-of-other-type", "n: x", line=702)]


def test_a_line_without_end_is_left_out(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_lines, "_MAX_LINE", 40)
    path = write("a.jsonl", '{"n": 1}\n{"n": "' + "x" * 200 + '"}\n{"n": 3}\n')
    parts = list(read(path))
    assert rows_of(parts) == [(1,), (3,)]
    assert [(p.code, p.line) for p in problems_of(parts)] == [("row-unreadable", 2)]


def test_more_keys_than_columns(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_lines, "MAX_COLUMNS", 2)
    parts = list(read(write("a.jsonl", '{"a": 1, "b": 2, "c": 3}\n')))
    assert rows_of(parts) == [(1, 2)]
    assert problems_of(parts) == [ReadProblem("columns-left-out", "2 of 3 columns are read")]


def test_japanese_encodings(write: Write) -> None:
    text = '{"品番": "ボルト", "判定": "合格"}\n' * 5
    assert rows_of(list(read(write("a.jsonl", text, "cp932"))))[0] == ("ボルト", "合格")
    assert rows_of(list(read(write("b.jsonl", text, "utf-8-sig"))))[0] == ("ボルト", "合格")


def test_a_file_without_any_object_is_damaged(write: Write) -> None:
    with pytest.raises(FileDamaged):
        list(read(write("a.jsonl", '[\n{\n"n": 1\n}\n]\n')))
