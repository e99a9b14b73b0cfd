"""Log tables that only grow, inside transactions of tables.db.

The library commits after tables.db. What a growth takes away is kept until then, so that a process
that dies between the two leaves the tables of the document that the library still knows.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Collection

from sqlalchemy import Connection

from engine.domain import ReadMark
from engine.store.identifiers import quoted


def create_growth_register(connection: Connection) -> None:
    """Where the reading of each document can go on, and how to undo what is not committed."""
    connection.exec_driver_sql(
        "create table if not exists _log_mark (document_id text primary key, mark text not null)"
    )
    # rows is a JSON list of what stood from first_row on.
    connection.exec_driver_sql(
        "create table if not exists _log_undo (name text primary key, document_id text not null,"
        " before_id text not null, first_row integer not null, rows text not null)"
    )


def mark_of(connection: Connection, document_id: str) -> ReadMark | None:
    """Where the reading of a document can go on."""
    raw = connection.exec_driver_sql(
        "select mark from _log_mark where document_id = ?", (document_id,)
    ).scalar()
    return ReadMark(**json.loads(raw)) if raw else None


def keep_mark(connection: Connection, document_id: str, mark: ReadMark) -> None:
    """Remember where the reading of a document can go on."""
    connection.exec_driver_sql(
        "insert or replace into _log_mark (document_id, mark) values (?, ?)",
        (document_id, json.dumps(dataclasses.asdict(mark), ensure_ascii=False)),
    )


def cut_table(
    connection: Connection, name: str, *, before_id: str, document_id: str, first_row: int
) -> int:
    """Hand the table of a document to another, without its rows from ``first_row`` on.

    Returns the number of its columns.
    """
    table = quoted(name)
    cut = connection.exec_driver_sql(
        f"select * from {table} where rowid >= ? order by rowid",  # noqa: S608
        (first_row,),
    )
    n_columns = len(cut.keys())
    connection.exec_driver_sql(
        "insert into _log_undo (name, document_id, before_id, first_row, rows)"
        " values (?, ?, ?, ?, ?)",
        (name, document_id, before_id, first_row, json.dumps([tuple(row) for row in cut])),
    )
    connection.exec_driver_sql(f"delete from {table} where rowid >= ?", (first_row,))  # noqa: S608
    _give(connection, name, document_id)
    return n_columns


def settle_growth(connection: Connection, before_id: str, document_id: str) -> None:
    """The library has committed: what the document was before is of no use any more."""
    connection.exec_driver_sql("delete from _log_undo where document_id = ?", (document_id,))
    forget(connection, before_id)


def undo_growth(connection: Connection, document_ids: Collection[str]) -> None:
    """Undo growths that the library, which knows ``document_ids``, did not commit."""
    undos = connection.exec_driver_sql("select * from _log_undo").all()
    for name, document_id, before_id, first_row, rows in undos:
        if document_id not in document_ids and before_id in document_ids:
            _undo(connection, name, first_row, json.loads(rows))
            _give(connection, name, before_id)
    connection.exec_driver_sql("delete from _log_undo")
    marked = connection.exec_driver_sql("select document_id from _log_mark").scalars().all()
    for document_id in set(marked) - set(document_ids):
        forget(connection, document_id)


def forget(connection: Connection, document_id: str) -> None:
    """Forget where the reading of a document can go on."""
    connection.exec_driver_sql("delete from _log_mark where document_id = ?", (document_id,))


def _undo(connection: Connection, name: str, first_row: int, rows: list[list[object]]) -> None:
    table = quoted(name)
    connection.exec_driver_sql(f"delete from {table} where rowid >= ?", (first_row,))  # noqa: S608
    if rows:
        marks = ", ".join("?" * len(rows[0]))
        connection.exec_driver_sql(
            f"insert into {table} values ({marks})",  # noqa: S608
            [tuple(row) for row in rows],
        )


def _give(connection: Connection, name: str, document_id: str) -> None:
    connection.exec_driver_sql(
        "update _log_table set document_id = ? where name = ?", (document_id, name)
    )
