"""A workspace with three small logs, under a path and with names that not every program takes."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path

import pytest
from sqlglot import exp

from engine.domain import (
    Cell,
    Column,
    ColumnType,
    DocumentHead,
    DocumentKind,
    LogRows,
    LogTable,
    Source,
    SourceState,
)
from engine.store.library import Library
from engine.tools.sql.guard import CheckedQuery
from engine.tools.sql.sandbox import LogSandbox, QueryLimits

N_ROWS = 2_000

TORQUE = LogTable(
    "nist_log",
    (
        Column("part", "Part", ColumnType.TEXT, ""),
        Column("torque", "Torque [N·m]", ColumnType.REAL, ""),
        Column("station", "Station", ColumnType.INTEGER, ""),
        Column("status", "Status", ColumnType.TEXT, ""),
    ),
)
INSPECTION = LogTable(
    "検査ログ",
    (
        Column("日付", "日付", ColumnType.DATETIME, ""),
        Column("測定値", "測定値 [mm]", ColumnType.REAL, ""),
        Column("判定", "判定", ColumnType.TEXT, ""),
    ),
)
MAKERS = LogTable(
    "parts",
    (
        Column("part", "Part", ColumnType.TEXT, ""),
        Column("maker", "Maker", ColumnType.TEXT, ""),
    ),
)
TABLES = (TORQUE, INSPECTION, MAKERS)

_ROWS: dict[str, list[tuple[Cell, ...]]] = {
    "nist_log": [
        (f"A{i:04}", (i * 7919 % 1000) / 10, i % 7, "NG" if i % 9 == 0 else "OK")
        for i in range(N_ROWS)
    ],
    "検査ログ": [
        ("2024-05-01", 1.5, "合格"),
        ("2024-05-02", 2.5, "不合格"),
        ("2024-05-03", None, "合格"),
    ],
    "parts": [(f"A{i:04}", "甲" if i % 2 else "乙") for i in range(20)],
}


def store(library: Library, table: LogTable, rows: Sequence[tuple[Cell, ...]]) -> None:
    """Put a log into the library."""
    content = f"sha256:{table.name}"
    library.store_document(
        Source("/logs", f"{table.name}.csv", 1, 1, SourceState.INDEXED, content, content),
        [DocumentHead(DocumentKind.LOG_TABLE, table.name, 0), table, LogRows(1, rows)],
    )


def unchecked(sql: str) -> CheckedQuery:
    """A query that the guard has not seen."""
    return CheckedQuery(sql, exp.select(), ())


@pytest.fixture(scope="session")
def tables_db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tables.db that nobody has open. Not to be written to."""
    folder = tmp_path_factory.mktemp("shop") / "検査　太郎" / "現場 #1 100%"
    library = Library.open(folder)
    for table in TABLES:
        store(library, table, _ROWS[table.name])
    library.close()
    return folder / "tables.db"


@pytest.fixture
def sandbox(tables_db: Path) -> LogSandbox:
    return LogSandbox(tables_db, QueryLimits(seconds=0.3))


@pytest.fixture
def going_on() -> threading.Event:
    """A cancel token that nobody sets."""
    return threading.Event()
