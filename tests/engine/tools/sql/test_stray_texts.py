"""A log with an "ERR" among its torques, from the store to the result of a query."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.domain import Cell, Column, ColumnType, LogRows, LogTable
from engine.store.library import Library
from engine.tools.sql.guard import checked
from engine.tools.sql.meaning import as_meant
from engine.tools.sql.sandbox import LogSandbox
from tests.engine.conftest import log_parts, source

TABLE = LogTable(
    "readings",
    (
        Column("serial", "serial", ColumnType.TEXT, ""),
        Column("torque", "torque", ColumnType.REAL, ""),
    ),
)
ROWS: tuple[tuple[Cell, ...], ...] = (("A1", 40.0), ("A2", "ERR"), ("A3", 44.0), ("A4", None))


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    opened = Library.open(tmp_path)
    head, *_ = log_parts("readings", [])
    opened.store_document(source("r.csv", "sha256:r"), [head, TABLE, LogRows(1, ROWS)])
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("sql", "rows"),
    [
        ("SELECT AVG(torque), SUM(torque), MAX(torque) FROM readings", [(42.0, 84.0, 44.0)]),
        ("SELECT COUNT(*) FROM readings WHERE torque > 41", [(1,)]),
        ("SELECT serial FROM readings ORDER BY torque DESC LIMIT 1", [("A3",)]),
        ("SELECT COUNT(*) FROM readings", [(4,)]),
    ],
)
def test_the_text_counts_as_no_number(
    library: Library, sql: str, rows: list[tuple[Cell, ...]]
) -> None:
    (stored,) = library.log_tables()
    profile = library.profile(stored, max_values=9)
    assert [column.n_texts for column in profile.columns] == [0, 1]
    query = checked(as_meant(sql, [profile]), [stored.table])
    found = LogSandbox(library.tables_path).run(query, cancel=threading.Event())
    assert list(found.rows) == rows
