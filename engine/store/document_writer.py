"""Writing one document's parts into library.db, inside a transaction that the library holds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any

from sqlalchemy import Connection, insert, update

from engine.domain import (
    Chunk,
    Column,
    DocumentHead,
    LogRows,
    LogTable,
    Page,
    ReadPart,
    ReadProblem,
    RowSpan,
    TitleBlock,
)
from engine.errors import Bug
from engine.store import rows as convert
from engine.store import schema
from engine.store.log_tables import TableWriter
from engine.words import index_words

_BATCH = 500
_MAX_PROBLEMS = 1000  # a log with a million ragged rows must not fill the library with reports


def write_document(
    connection: Connection,
    tables: TableWriter,
    document_id: str,
    path: str,
    parts: Iterable[ReadPart | Chunk],
) -> None:
    """Insert the document, its pages, chunks and log tables. Raises Bug if no head comes first."""
    writer = _DocumentWriter(connection, tables, document_id, path)
    for part in parts:
        writer.take(part)
    writer.finish()


class _DocumentWriter:
    def __init__(
        self, connection: Connection, tables: TableWriter, document_id: str, path: str
    ) -> None:
        self._connection = connection
        self._tables = tables
        self._document_id = document_id
        # Without the suffix, or SH-204.pdf would be a part number of its own.
        self._file_words = index_words(str(PurePosixPath(path).with_suffix("")))
        self._has_head = False
        self._pages: list[dict[str, Any]] = []
        self._chunks: list[dict[str, Any]] = []
        self._words: list[dict[str, Any]] = []
        self._problems: list[ReadProblem] = []
        self._n_chunks = 0
        self._n_rows = 0
        self._table = ""
        self._columns: tuple[Column, ...] = ()
        self._n_table_rows = 0
        self._next_id = _next_chunk_id(connection)

    def take(self, part: ReadPart | Chunk) -> None:
        match part:
            case DocumentHead():
                self._insert_head(part)
            case Page():
                self._pages.append(
                    {
                        "document_id": self._document_id,
                        "number": part.number,
                        "width_pt": part.width_pt,
                        "height_pt": part.height_pt,
                        "label": part.label,
                    }
                )
            case Chunk():
                self._add_chunk(part)
            case LogTable():
                self._finish_table()
                self._table = self._tables.create(part)
                self._columns = part.columns
            case LogRows():
                self._tables.append(part.rows)
                self._n_table_rows += len(part.rows)
            case TitleBlock():
                self._insert_title_block(part)
            case ReadProblem():
                if len(self._problems) < _MAX_PROBLEMS:
                    self._problems.append(part)
        if len(self._chunks) + len(self._pages) >= _BATCH:
            self._flush()

    def finish(self) -> None:
        if not self._has_head:
            raise Bug(detail=f"the reader gave no head for {self._document_id}")
        self._flush()
        self._finish_table()
        self._connection.execute(
            update(schema.document)
            .where(schema.document.c.id == self._document_id)
            .values(
                n_chunks=self._n_chunks,
                n_rows=self._n_rows,
                problems=convert.problems_json(self._problems),
            )
        )

    def _finish_table(self) -> None:
        if self._table:
            self._connection.execute(
                insert(schema.log_table).values(
                    document_id=self._document_id,
                    name=self._table,
                    columns=convert.columns_json(self._columns),
                    n_rows=self._n_table_rows,
                )
            )
        self._n_rows += self._n_table_rows
        self._n_table_rows = 0

    def _insert_head(self, head: DocumentHead) -> None:
        self._has_head = True
        self._connection.execute(
            insert(schema.document).values(
                id=self._document_id,
                kind=head.kind.value,
                title=head.title,
                n_pages=head.n_pages,
                n_chunks=0,
                n_rows=0,
                problems="[]",
            )
        )

    def _insert_title_block(self, found: TitleBlock) -> None:
        # Further sheets of a drawing say the same again.
        self._connection.execute(
            insert(schema.title_block)
            .prefix_with("OR IGNORE")
            .values(document_id=self._document_id, number=found.number, revision=found.revision)
        )

    def _add_chunk(self, chunk: Chunk) -> None:
        if chunk.rows is not None:
            # The reader proposed a name; the table may have got another.
            chunk = replace(chunk, rows=RowSpan(self._table, chunk.rows.first, chunk.rows.last))
        values = convert.chunk_values(chunk, self._n_chunks)
        values |= {"id": self._next_id, "document_id": self._document_id}
        values["row_table"] = chunk.rows.table if chunk.rows else None
        self._chunks.append(values)
        self._words.append(
            {
                "rowid": self._next_id,
                "words": index_words(chunk.text),
                "headings": index_words(" ".join(chunk.heading_path)),
                "file": self._file_words,
            }
        )
        self._n_chunks += 1
        self._next_id += 1

    def _flush(self) -> None:
        if self._pages:
            self._connection.execute(insert(schema.page), self._pages)
        if self._chunks:
            self._connection.execute(insert(schema.chunk), self._chunks)
            self._connection.execute(insert(schema.chunk_words), self._words)
        self._pages, self._chunks, self._words = [], [], []


def _next_chunk_id(connection: Connection) -> int:
    # Never given out twice, also after deletion: vectors are stored under these ids.
    last = connection.exec_driver_sql(
        "select coalesce((select seq from sqlite_sequence where name = 'chunk'), 0)"
    ).scalar_one()
    return int(last) + 1
