"""Log tables as typed SQL tables in tables.db, beside the library.

tables.db names the document of each table itself, so that the two files need no common
transaction: a table whose document is not in the library is swept at the next start.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection

from engine.domain import Cell, Column, ColumnProfile, ColumnType, LogTable, ReadMark
from engine.store.database import connect, translated_errors
from engine.store.identifiers import quoted
from engine.store.table_growth import (
    create_growth_register,
    cut_table,
    forget,
    keep_mark,
    mark_of,
    settle_growth,
    undo_growth,
)

_SQL_TYPE = {
    ColumnType.INTEGER: "integer",
    ColumnType.REAL: "real",
    ColumnType.TEXT: "text",
    ColumnType.DATETIME: "text",
}

_IS_TEXT = frozenset({ColumnType.TEXT, ColumnType.DATETIME})


class LogTables:
    """The tables of tables.db. One writer at a time; the library's lock sees to that."""

    def __init__(self, path: Path) -> None:
        self._path = path
        with translated_errors(path):
            self._engine = connect(path)
            with self._engine.begin() as connection:
                _create_register(connection)

    @property
    def path(self) -> Path:
        """The database file."""
        return self._path

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()

    @contextmanager
    def replacing(self, document_id: str) -> Iterator[TableWriter]:
        """Write the tables of a document anew in one transaction, rolled back on an exception."""
        with translated_errors(self._path), self._engine.begin() as connection:
            _drop(connection, document_id)
            yield TableWriter(connection, document_id)

    @contextmanager
    def growing(self, before_id: str, document_id: str) -> Iterator[TableWriter]:
        """Go on with the tables of a document that is another now, as ``replacing`` does.

        The library is to commit before ``settle`` is called, or the growth is undone at its start.
        """
        with translated_errors(self._path), self._engine.begin() as connection:
            _drop(connection, document_id)
            yield TableWriter(connection, document_id, before_id)

    def settle(self, before_id: str, document_id: str) -> None:
        """The library knows the grown document instead of the one before."""
        with translated_errors(self._path), self._engine.begin() as connection:
            settle_growth(connection, before_id, document_id)

    def mark_of(self, document_id: str) -> ReadMark | None:
        """Where the reading of a document can go on, if it is a log of one table."""
        with translated_errors(self._path), self._engine.connect() as connection:
            return mark_of(connection, document_id)

    def remove(self, document_ids: Collection[str]) -> None:
        """Drop the tables of these documents."""
        if not document_ids:
            return
        with translated_errors(self._path), self._engine.begin() as connection:
            for document_id in document_ids:
                _drop(connection, document_id)

    def documents(self) -> set[str]:
        """Ids of the documents that have tables."""
        with translated_errors(self._path), self._engine.connect() as connection:
            sql = "select distinct document_id from _log_table"
            return set(connection.exec_driver_sql(sql).scalars())

    def remove_all_but(self, document_ids: Collection[str]) -> None:
        """Drop the tables of documents that are not in the library."""
        with translated_errors(self._path), self._engine.begin() as connection:
            undo_growth(connection, document_ids)
            known = connection.exec_driver_sql("select document_id from _log_table").scalars().all()
            for document_id in set(known) - set(document_ids):
                _drop(connection, document_id)

    def rows(self, table: str, first: int, last: int) -> tuple[tuple[Cell, ...], ...]:
        """Rows ``first`` to ``last`` of a table, both included, counted from 1."""
        with translated_errors(self._path), self._engine.connect() as connection:
            result = connection.exec_driver_sql(
                f"select * from {quoted(table)} where rowid between ? and ? order by rowid",  # noqa: S608
                (first, last),
            )
            return tuple(tuple(row) for row in result)

    def profile(self, table: LogTable, *, max_values: int) -> tuple[ColumnProfile, ...]:
        """What the columns hold: up to ``max_values`` distinct texts, or the ends of a range.

        Reads the whole table once a column.
        """
        with translated_errors(self._path), self._engine.connect() as connection:
            return tuple(
                _profile(connection, table.name, column, max_values) for column in table.columns
            )


class TableWriter:
    """Creates tables, each filled before the next. Lives inside ``LogTables.replacing``."""

    def __init__(self, connection: Connection, document_id: str, before_id: str = "") -> None:
        self.before_id = before_id
        self._connection = connection
        self._document_id = document_id
        self._insert = ""

    def resume(self, first_row: int) -> str:
        """Take over the only table of the document before; the rows from ``first_row`` on go."""
        name = self._connection.exec_driver_sql(
            "select name from _log_table where document_id = ?", (self.before_id,)
        ).scalar_one()
        n_columns = cut_table(
            self._connection,
            name,
            before_id=self.before_id,
            document_id=self._document_id,
            first_row=first_row,
        )
        self._prepare(name, n_columns)
        return str(name)

    def keep_mark(self, mark: ReadMark) -> None:
        """Remember where the reading of the document can go on."""
        keep_mark(self._connection, self._document_id, mark)

    def create(self, table: LogTable) -> str:
        """Create the table under its own name, or with a number behind it; the name is returned."""
        name = self._free_name(table.name)
        columns = ", ".join(f"{quoted(c.name)} {_SQL_TYPE[c.type]}" for c in table.columns)
        self._connection.exec_driver_sql(f"create table {quoted(name)} ({columns})")
        self._connection.exec_driver_sql(
            "insert into _log_table (name, document_id) values (?, ?)", (name, self._document_id)
        )
        self._prepare(name, len(table.columns))
        return name

    def append(self, rows: Sequence[tuple[Cell, ...]]) -> None:
        """Add rows behind the ones before."""
        if rows:
            self._connection.exec_driver_sql(self._insert, list(rows))

    def _prepare(self, name: str, n_columns: int) -> None:
        marks = ", ".join("?" * n_columns)
        self._insert = f"insert into {quoted(name)} values ({marks})"  # noqa: S608

    def _free_name(self, wished: str) -> str:
        taken = {
            unicodedata.normalize("NFKC", name).casefold()
            for name in self._connection.exec_driver_sql("select name from _log_table").scalars()
        }
        base = re.sub(r"\W+", "_", unicodedata.normalize("NFKC", wished)).strip("_") or "log"
        if base[0].isdigit() or base.casefold().startswith("sqlite"):
            base = f"log_{base}"
        name, n = base, 1
        while name.casefold() in taken:
            n += 1
            name = f"{base}_{n}"
        return name


def _create_register(connection: Connection) -> None:
    """The names of all tables with their documents."""
    create = "create table if not exists _log_table (name text primary key, document_id text"
    connection.exec_driver_sql(f"{create} not null)")
    sql = "select sql from sqlite_master where name = '_log_table'"
    if "unique" in connection.exec_driver_sql(sql).scalar_one():
        # Until 0.3 a document had one table.
        connection.exec_driver_sql("alter table _log_table rename to _log_table_before")
        connection.exec_driver_sql(f"{create} not null)")
        connection.exec_driver_sql("insert into _log_table select * from _log_table_before")
        connection.exec_driver_sql("drop table _log_table_before")
    create_growth_register(connection)
    connection.exec_driver_sql(
        "create index if not exists _log_table_document on _log_table (document_id)"
    )


def _profile(connection: Connection, table: str, column: Column, max_values: int) -> ColumnProfile:
    name, source = quoted(column.name), quoted(table)
    # count(x) skips NULL, so the difference is what is empty.
    n_empty, low, high = connection.exec_driver_sql(
        f"select count(*) - count({name}), min({name}), max({name}) from {source}"  # noqa: S608
        + ("" if column.type in _IS_TEXT else f" where {name} is null or typeof({name}) <> 'text'")
    ).one()
    if column.type is not ColumnType.TEXT:
        n_texts = 0
        if column.type not in _IS_TEXT:
            n_texts = connection.exec_driver_sql(
                f"select count(*) from {source} where typeof({name}) = 'text'"  # noqa: S608
            ).scalar_one()
        return ColumnProfile(column, low=low, high=high, n_empty=n_empty, n_texts=n_texts)
    found = connection.exec_driver_sql(
        f"select {name} from {source} where {name} is not null"  # noqa: S608
        f" group by {name} order by count(*) desc, {name} limit ?",
        (max_values + 1,),
    ).scalars()
    values = [str(value) for value in found]
    return ColumnProfile(
        column,
        values=tuple(values[:max_values]),
        is_complete=len(values) <= max_values,
        n_empty=n_empty,
    )


def _drop(connection: Connection, document_id: str) -> None:
    names = connection.exec_driver_sql(
        "select name from _log_table where document_id = ?", (document_id,)
    ).scalars()
    for name in list(names):
        connection.exec_driver_sql(f"drop table if exists {quoted(name)}")
        connection.exec_driver_sql("delete from _log_table where name = ?", (name,))
    forget(connection, document_id)
