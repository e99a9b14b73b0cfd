"""Writing one document's parts into library.db, inside a transaction that the library holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePosixPath
from typing import Any

from sqlalchemy import Connection, bindparam, func, insert, select, update

from engine.domain import (
    Chunk,
    Column,
    DocumentHead,
    LogRows,
    LogTable,
    Page,
    ReadMark,
    ReadProblem,
    TitleBlock,
)
from engine.errors import Bug
from engine.store import rows as convert
from engine.store import schema
from engine.store.log_tables import TableWriter
from engine.store.prepared import PreparedChunk, StoredPart, prepared
from engine.words import index_words

_BATCH = 500
# Built once, as in engine.store.changes.
_INSERT_HEAD, _INSERT_PAGE = insert(schema.document), insert(schema.page)
_INSERT_CHUNK, _INSERT_WORDS = insert(schema.chunk), insert(schema.chunk_words)
_SET_COUNTS = update(schema.document).where(schema.document.c.id == bindparam("document"))
_MAX_PROBLEMS = 1000  # a log with a million ragged rows must not fill the library with reports


def write_document(
    connection: Connection,
    tables: TableWriter,
    document_id: str,
    path: str,
    parts: Iterable[StoredPart],
) -> Iterator[None]:
    """Insert the document, its pages, chunks and log tables, a part at each step.

    Raises Bug if no head comes first.
    """
    writer = DocumentWriter(connection, tables, document_id, path)
    for part in parts:
        writer.take(part)
        yield
    writer.finish()


class DocumentWriter:
    """Takes the parts of one document in order."""

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
        self._mark: ReadMark | None = None
        self._n_tables = 0
        self._next_id = _next_chunk_id(connection)

    def go_on(
        self, table: LogTable, name: str, n_rows: int, problems: Sequence[ReadProblem]
    ) -> None:
        """Take the rest of a document of one table, of which ``n_rows`` are here already."""
        self._has_head = True
        self._n_tables = 1
        self._table, self._columns, self._n_table_rows = name, table.columns, n_rows
        self._problems = list(problems)
        self._n_chunks = self._connection.execute(
            select(func.coalesce(func.max(schema.chunk.c.ordinal) + 1, 0)).where(
                schema.chunk.c.document_id == self._document_id
            )
        ).scalar_one()

    def take(self, part: StoredPart) -> None:
        """Store a part, or keep it for the next statement."""
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
                self._add_chunk(prepared(part))
            case PreparedChunk():
                self._add_chunk(part)
            case LogTable():
                self._finish_table()
                self._table = self._tables.create(part)
                self._columns = part.columns
                # Only a file of one table can be gone on with.
                self._mark = None if self._n_tables else self._mark
                self._n_tables += 1
            case LogRows():
                self._tables.append(part.rows)
                self._n_table_rows += len(part.rows)
            case TitleBlock():
                self._insert_title_block(part)
            case ReadMark():
                self._mark = part if self._n_tables <= 1 else None
            case ReadProblem():
                if len(self._problems) < _MAX_PROBLEMS and not self._is_known(part):
                    self._problems.append(part)
        if len(self._chunks) + len(self._pages) >= _BATCH:
            self._flush()

    def finish(self) -> None:
        """Store what was kept, and the counts. Raises Bug if no head came."""
        if not self._has_head:
            raise Bug(detail=f"the reader gave no head for {self._document_id}")
        self._flush()
        self._finish_table()
        if self._mark is not None:
            self._tables.keep_mark(self._mark)
        self._connection.execute(
            _SET_COUNTS,
            {
                "document": self._document_id,
                "n_chunks": self._n_chunks,
                "n_rows": self._n_rows,
                "problems": convert.problems_json(self._problems),
            },
        )

    def _is_known(self, problem: ReadProblem) -> bool:
        """What is said of a whole file is said again when it has grown."""
        return problem.line is None and problem in self._problems

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
            _INSERT_HEAD,
            {
                "id": self._document_id,
                "kind": head.kind.value,
                "title": head.title,
                "n_pages": head.n_pages,
                "n_chunks": 0,
                "n_rows": 0,
                "problems": "[]",
            },
        )

    def _insert_title_block(self, found: TitleBlock) -> None:
        # Further sheets of a drawing say the same again.
        self._connection.execute(
            insert(schema.title_block)
            .prefix_with("OR IGNORE")
            .values(document_id=self._document_id, number=found.number, revision=found.revision)
        )

    def _add_chunk(self, chunk: PreparedChunk) -> None:
        rows = chunk.rows
        self._chunks.append(
            {
                "id": self._next_id,
                "document_id": self._document_id,
                "ordinal": self._n_chunks,
                "text": chunk.text,
                "text_hash": chunk.text_hash,
                "heading_path": chunk.heading_path,
                "places": chunk.places,
                # The reader proposed a name; the table may have got another.
                "row_table": self._table if rows else None,
                "row_first": rows.first if rows else None,
                "row_last": rows.last if rows else None,
                "is_dense": int(chunk.is_dense),
            }
        )
        self._words.append(
            {
                "rowid": self._next_id,
                "words": chunk.words,
                "headings": chunk.heading_words,
                "file": self._file_words,
            }
        )
        self._n_chunks += 1
        self._next_id += 1

    def _flush(self) -> None:
        if self._pages:
            self._connection.execute(_INSERT_PAGE, self._pages)
        if self._chunks:
            self._connection.execute(_INSERT_CHUNK, self._chunks)
            self._connection.execute(_INSERT_WORDS, self._words)
        self._pages, self._chunks, self._words = [], [], []


def _next_chunk_id(connection: Connection) -> int:
    # Never given out twice, also after deletion: vectors are stored under these ids.
    last = connection.exec_driver_sql(
        "select coalesce((select seq from sqlite_sequence where name = 'chunk'), 0)"
    ).scalar_one()
    return int(last) + 1
