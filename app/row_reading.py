"""Rows of log tables as the window asks for them."""

from __future__ import annotations

from collections.abc import Sequence

from app.protocol import RowsRead
from app.row_protocol import TablesFound
from app.row_runs import runs
from engine.store.library import Library


def read_rows(library: Library, table: str, numbers: Sequence[int]) -> RowsRead:
    """Rows of a log table, one query for each run of consecutive ones."""
    read = {
        number: row
        for first, last in runs(numbers)
        for number, row in enumerate(library.log_rows(table, first, last), start=first)
    }
    return RowsRead(
        table=table,
        titles=tuple(column.title for column in library.log_columns(table)),
        numbers=tuple(read),
        rows=tuple(read.values()),
        n_rows=library.count_log_rows(table),
    )


def find_tables(library: Library, document_id: str) -> TablesFound:
    """The log tables of a document."""
    stored = (table for table in library.log_tables() if table.document_id == document_id)
    return TablesFound(document_id, tuple(table.table.name for table in stored))
