"""A document whose file has grown: what was read stays, what came after its mark is added."""

from __future__ import annotations

import json
from collections.abc import Iterable

from sqlalchemy import Connection, delete, insert, select, update

from engine.domain import LogTable, ReadMark, ReadProblem
from engine.errors import Bug
from engine.store import schema
from engine.store.document_writer import DocumentWriter
from engine.store.log_tables import TableWriter
from engine.store.prepared import StoredPart


def grow_document(
    connection: Connection,
    tables: TableWriter,
    document_id: str,
    path: str,
    mark: ReadMark,
    parts: Iterable[StoredPart],
) -> None:
    """Give the document behind ``tables`` its new id and the parts from ``mark`` on.

    The first part must be its table as it was, or Bug is raised.
    """
    before_id, name = tables.before_id, tables.resume(mark.row)
    _rename(connection, before_id, document_id)
    _cut_chunks(connection, name, mark.row)
    connection.execute(delete(schema.log_table).where(schema.log_table.c.name == name))
    rest = iter(parts)
    table = next(rest, None)
    if not isinstance(table, LogTable):
        raise Bug(detail=f"no table comes first in what was added to {document_id}")
    writer = DocumentWriter(connection, tables, document_id, path)
    writer.go_on(table, name, mark.row - 1, _kept_problems(connection, document_id, mark.line))
    for part in rest:
        writer.take(part)
    writer.finish()


def _rename(connection: Connection, before_id: str, document_id: str) -> None:
    """Ids are content hashes and other tables refer to them, so a row of the new id comes first."""
    columns = [column for column in schema.document.c if column.name != "id"]
    row = connection.execute(select(*columns).where(schema.document.c.id == before_id)).one()
    connection.execute(insert(schema.document).values(id=document_id, **row._mapping))
    for table in (schema.source, schema.page, schema.chunk, schema.log_table):
        connection.execute(
            update(table).where(table.c.document_id == before_id).values(document_id=document_id)
        )
    connection.execute(delete(schema.document).where(schema.document.c.id == before_id))


def _cut_chunks(connection: Connection, name: str, first_row: int) -> None:
    """Also those of the table's profile, which span all rows: it is another now."""
    is_cut = (schema.chunk.c.row_table == name) & (schema.chunk.c.row_last >= first_row)
    ids = select(schema.chunk.c.id).where(is_cut)
    connection.execute(delete(schema.chunk_words).where(schema.chunk_words.c.rowid.in_(ids)))
    connection.execute(delete(schema.chunk).where(is_cut))


def _kept_problems(connection: Connection, document_id: str, line: int) -> list[ReadProblem]:
    raw = connection.execute(
        select(schema.document.c.problems).where(schema.document.c.id == document_id)
    ).scalar_one()
    problems = [ReadProblem(**problem) for problem in json.loads(raw)]
    return [problem for problem in problems if problem.line is None or problem.line < line]
