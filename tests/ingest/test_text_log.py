from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.domain import (
    Cell,
    Chunk,
    ColumnType,
    DocumentHead,
    DocumentKind,
    LogRows,
    LogTable,
    ReadPart,
    ReadProblem,
)
from ingest.chunking import chunk
from ingest.reading import read
from ingest.text_log import text_log_form

Write = Callable[..., Path]


def table_of(parts: list[ReadPart]) -> LogTable:
    return next(part for part in parts if isinstance(part, LogTable))


def titles_of(parts: list[ReadPart]) -> list[str]:
    return [column.title for column in table_of(parts).columns]


def rows_of(parts: list[ReadPart]) -> list[tuple[Cell, ...]]:
    return [row for part in parts if isinstance(part, LogRows) for row in part.rows]


def problems_of(parts: list[ReadPart]) -> list[tuple[str, str, int | None]]:
    return [(p.code, p.detail, p.line) for p in parts if isinstance(p, ReadProblem)]


def log_of(*lines: str) -> str:
    return "".join(f"{line}\n" for line in lines)


@pytest.mark.parametrize(
    ("stamp", "time"),
    [
        ("2025-04-10 09:15:02,123", "2025-04-10 09:15:02.123"),
        ("2025-04-10T09:15:02Z", "2025-04-10 09:15:02Z"),
        ("[2025-04-10 09:15:02.5+09:00]", "2025-04-10 09:15:02.5+09:00"),
        ("2025/04/10 9:15", "2025-04-10 09:15:00"),
        ("2025年4月10日 09:15", "2025-04-10 09:15:00"),
        ("2025年4月10日(木) 9時15分02秒", "2025-04-10 09:15:02"),
        ("[10/Apr/2025:09:15:02 +0900]", "2025-04-10 09:15:02+0900"),
        ("10.04.2025 09:15:02", "2025-04-10 09:15:02"),
    ],
)
def test_every_form_of_timestamp_becomes_one(write: Write, stamp: str, time: str) -> None:
    text = log_of(*(f"{stamp} spindle {word}" for word in ("on", "off", "warm")))
    parts = list(read(write("machine.log", text)))
    assert parts[0] == DocumentHead(DocumentKind.LOG_TABLE, "machine", 0)
    assert [(c.name, c.type) for c in table_of(parts).columns] == [
        ("time", ColumnType.DATETIME),
        ("message", ColumnType.TEXT),
    ]
    assert rows_of(parts) == [(time, "spindle on"), (time, "spindle off"), (time, "spindle warm")]
    assert problems_of(parts) == []


def test_a_stamp_without_a_year_stays_text_and_says_so(write: Write) -> None:
    text = log_of(
        "Apr 10 09:15:02 cell4 plc[12]: axis 1 homed",
        "Apr 10 09:15:03 cell4 plc[12]: axis 2 homed",
        "Apr  9 09:15:04 cell4 kernel: link up",
    )
    parts = list(read(write("syslog.txt", text)))
    column = table_of(parts).columns[0]
    assert (column.name, column.type) == ("stamp", ColumnType.TEXT)
    assert "no year" in column.reason
    assert titles_of(parts) == ["stamp", "source", "message"]
    assert rows_of(parts)[0] == ("Apr 10 09:15:02", "cell4 plc[12]", "axis 1 homed")
    assert rows_of(parts)[2] == ("Apr  9 09:15:04", "cell4 kernel", "link up")


@pytest.mark.parametrize(
    ("rest", "cells"),
    [
        ("INFO  pump started", ("INFO", "pump started")),
        ("[WARN] pump hot", ("WARN", "pump hot")),
        ("ALARM: pump stopped", ("ALARM", "pump stopped")),
        ("| error | pump broken", ("error", "pump broken")),
        ("【警告】冷却水が少ない", ("警告", "冷却水が少ない")),
        ("異常 主軸停止", ("異常", "主軸停止")),
    ],
)
def test_a_level_is_a_column(write: Write, rest: str, cells: tuple[str, str]) -> None:
    parts = list(read(write("a.log", log_of(*[f"2025-04-10 09:15:02 {rest}"] * 3))))
    assert titles_of(parts) == ["time", "level", "message"]
    assert [row[1:] for row in rows_of(parts)] == [cells] * 3


def test_a_level_that_few_lines_have_stays_in_the_message(write: Write) -> None:
    lines = [f"2025-04-10 09:15:0{i} part {i} done" for i in range(4)]
    parts = list(read(write("a.log", log_of(*lines, "2025-04-10 09:16:00 ERROR door open"))))
    assert titles_of(parts) == ["time", "message"]
    assert rows_of(parts)[4] == ("2025-04-10 09:16:00", "ERROR door open")


def test_a_line_without_the_level_that_most_have_has_none(write: Write) -> None:
    lines = [f"2025-04-10 09:15:0{i} INFO part {i} done" for i in range(4)]
    parts = list(read(write("a.log", log_of(*lines, "2025-04-10 09:16:00 -5.2 degrees"))))
    assert rows_of(parts)[4] == ("2025-04-10 09:16:00", None, "-5.2 degrees")


@pytest.mark.parametrize(
    "line",
    ["09:15:02,1 [main] INFO shop.Spindle - warm", "09:15:02,1 - shop.Spindle - INFO - warm"],
)
def test_a_source_is_a_column(write: Write, line: str) -> None:
    parts = list(read(write("a.log", log_of(*[f"2025-04-10 {line}"] * 3))))
    assert set(titles_of(parts)) == {"time", "level", "source", "message"}
    row = dict(zip(titles_of(parts), rows_of(parts)[0], strict=True))
    assert (row["level"], row["message"]) == ("INFO", "warm")
    assert "shop.Spindle" in str(row["source"])


def test_lines_without_a_stamp_belong_to_the_event_above(write: Write) -> None:
    text = log_of(
        "machine log of cell 4",
        "2025-04-10 09:15:02 read failed",
        "Traceback (most recent call last):",
        '  File "gauge.py", line 3',
        "",
        *(f"2025-04-10 09:15:{i:02} fine" for i in range(3, 20)),
    )
    parts = list(read(write("a.log", text)))
    trace = 'read failed\nTraceback (most recent call last):\n  File "gauge.py", line 3'
    assert rows_of(parts)[0] == ("2025-04-10 09:15:02", trace)
    assert len(rows_of(parts)) == 18
    assert problems_of(parts) == [("lines-before-header", "machine log of cell 4", 1)]


def test_an_event_without_end_is_divided_and_told(write: Write) -> None:
    events = [f"2025-04-10 09:15:0{i} fine" for i in range(3)]
    parts = list(read(write("a.log", log_of(*events, *[f" {i}" for i in range(1500)]))))
    rows = rows_of(parts)
    assert [row[0] for row in rows[2:]] == ["2025-04-10 09:15:02", None]
    assert problems_of(parts) == [("event-divided", "", 1004)]
    assert str(rows[3][1]).splitlines()[-1].strip() == "1499"


def test_numbers_given_by_key_are_columns(write: Write) -> None:
    text = log_of(
        "2025-04-10 09:15:02 INFO tighten torque=12.5Nm angle=30 part=A-17",
        "2025-04-10 09:15:03 INFO tighten torque=13Nm, angle=31 part=A-18",
        "2025-04-10 09:15:04 INFO tighten torque=ERR angle=29; part=A-19",
        "2025-04-10 09:15:05 INFO pause 温度=25.3℃ version=1.2.3",
    )
    # Three in four is not enough for a column of numbers with an "ERR" in it.
    text += "".join(
        f"2025-04-10 09:16:{i:02} INFO tighten torque={i}.5Nm angle=30 part=A\n" for i in range(40)
    )
    parts = list(read(write("a.log", text)))
    columns = {c.title: c.type for c in table_of(parts).columns}
    assert columns["torque [Nm]"] is ColumnType.REAL
    assert columns["angle"] is ColumnType.INTEGER
    assert set(columns) == {"time", "level", "message", "torque [Nm]", "angle"}
    rows = [row[3:] for row in rows_of(parts)]
    assert rows[:4] == [(12.5, 30), (13.0, 31), ("ERR", 29), (None, None)]
    assert rows_of(parts)[0][2] == "tighten torque=12.5Nm angle=30 part=A-17"
    assert problems_of(parts) == [("value-of-other-type", "torque [Nm]: ERR", 3)]


def test_numbers_of_different_units_are_no_numbers(write: Write) -> None:
    lines = [f"2025-04-10 09:15:0{i} d={i}.5 {unit}" for i, unit in enumerate(["mm", "mm", "in"])]
    parts = list(read(write("a.log", log_of(*lines))))
    column = table_of(parts).columns[-1]
    assert (column.title, column.type) == ("d", ColumnType.TEXT)
    assert column.reason == "the numbers carry different units: in, mm"
    assert [row[-1] for row in rows_of(parts)] == ["0.5 mm", "1.5 mm", "2.5 in"]


def test_another_unit_behind_the_sample_is_kept_as_text(write: Write) -> None:
    lines = [f"2025-04-10 09:15:02 d={i}mm" for i in range(20_000)]
    text = log_of(*lines, "2025-04-10 09:15:03 d=5", "2025-04-10 09:15:03 d=1in d=2in")
    parts = list(read(write("a.log", text)))
    assert [row[-1] for row in rows_of(parts)[-2:]] == ["d=5", "d=1 in / d=2 in"]
    assert [line for _, _, line in problems_of(parts)] == [20_001, 20_002]


def test_a_stamp_that_is_no_time_is_kept_and_told(write: Write) -> None:
    lines = [f"2025-04-{day:02} 09:15:02 fine" for day in range(1, 30)]
    parts = list(read(write("a.log", log_of(*lines, "2025-13-45 09:15:02 strange"))))
    assert rows_of(parts)[-1] == ("2025-13-45 09:15:02", "strange")
    assert problems_of(parts) == [("value-of-other-type", "time: 2025-13-45 09:15:02", 30)]


def test_different_zones_are_told_in_the_reason(write: Write) -> None:
    stamps = ["2025-10-26 02:59:00+02:00", "2025-10-26 02:01:00+01:00", "2025-10-26 02:02:00+01:00"]
    parts = list(read(write("a.log", log_of(*(f"{stamp} tick" for stamp in stamps)))))
    assert "zones differ" in table_of(parts).columns[0].reason


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "euc_jp", "utf-16"])
def test_japanese_logs_in_any_of_their_encodings(write: Write, encoding: str) -> None:
    text = log_of(*(f"2025/04/10 9:1{i} [異常] 主軸の温度が高い" for i in range(5)))
    parts = list(read(write("機械.log", text, encoding)))
    assert rows_of(parts)[4] == ("2025-04-10 09:14:00", "異常", "主軸の温度が高い")


def test_events_are_found_in_words(write: Write) -> None:
    text = log_of(*(f"2025-04-10 09:15:0{i} WARN coolant low" for i in range(4)))
    chunks = [p for p in chunk(read(write("a.log", text))) if isinstance(p, Chunk)]
    assert any("level: WARN, message: coolant low" in c.text for c in chunks)
    assert any("2025-04-10 09:15:00 to 2025-04-10 09:15:03" in c.text for c in chunks)


def test_a_table_that_begins_with_times_stays_a_table(write: Write) -> None:
    lines = [f"2025-04-10 09:15:0{i},{i}.5,OK" for i in range(8)]
    parts = list(read(write("a.txt", log_of("time,torque,result", *lines))))
    assert titles_of(parts) == ["time", "torque", "result"]
    assert rows_of(parts)[1] == ("2025-04-10 09:15:01", 1.5, "OK")


def test_tabs_between_stamp_level_and_message_make_no_table(write: Write) -> None:
    lines = [f"2025/04/10 9:1{i}\t{w}\t主軸" for i, w in enumerate(["異常", "正常", "警告"] * 3)]
    parts = list(read(write("a.log", log_of(*lines))))
    assert titles_of(parts) == ["time", "level", "message"]
    assert rows_of(parts)[0] == ("2025-04-10 09:10:00", "異常", "主軸")
    assert len(rows_of(parts)) == 9


def test_a_table_of_times_without_a_header_loses_no_row(write: Write) -> None:
    lines = [f"2025-04-10 09:15:0{i},lathe {i},done" for i in range(8)]
    parts = list(read(write("a.txt", log_of(*lines))))
    assert rows_of(parts)[0] == ("2025-04-10 09:15:00", "lathe 0", "done")
    assert len(rows_of(parts)) == 8


def test_commas_in_the_messages_make_no_table(write: Write) -> None:
    lines = [f"2025-04-10 09:15:0{i},123 INFO x={i}, y={i}" for i in range(8)]
    parts = list(read(write("a.log", log_of(*lines))))
    assert titles_of(parts) == ["time", "level", "message", "x", "y"]
    assert rows_of(parts)[3][3:] == (3, 3)


def test_a_text_with_a_few_times_in_it_is_none() -> None:
    minutes = log_of("2025-04-10 09:15 The meeting begins.", "Sato reports.", "Ito asks.")
    assert text_log_form(minutes) is None
    assert text_log_form("") is None


MESSAGES = st.text(
    st.characters(exclude_categories=("C", "Z"), exclude_characters="=|,;:-[](<>)【】"),
    min_size=1,
    max_size=20,
)


@given(st.lists(MESSAGES, min_size=3, max_size=20))
def test_no_message_is_lost(tmp_path_factory: pytest.TempPathFactory, messages: list[str]) -> None:
    path = tmp_path_factory.mktemp("log") / "a.log"
    lines = [f"2025-04-10 09:15:02 X{message}" for message in messages]
    path.write_bytes(log_of(*lines).encode())
    assert [row[-1] for row in rows_of(list(read(path)))] == [f"X{m}" for m in messages]
