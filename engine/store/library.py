"""The library: known files, the documents they hold, and the chunks to search.

library.db is the truth; vectors and KV states are derived from it and carry the generation they
were made from.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import numpy as np
from sqlalchemy import Connection, delete, func, select

from engine.domain import (
    Cell,
    Column,
    Document,
    DrawingRevision,
    Passage,
    ReadMark,
    Source,
    StoredTable,
    TableProfile,
)
from engine.errors import WorkspaceLocked
from engine.ports import Vectors
from engine.store import embedding_queries, schema
from engine.store import rows as convert
from engine.store.changes import (
    begin_state,
    document_at,
    drop_document,
    drop_unlinked,
    has_state,
    mark_unread,
    next_generation,
    put_source,
    remove_source,
)
from engine.store.database import open_database, translated_errors
from engine.store.document_growth import grow_document
from engine.store.document_writer import write_document
from engine.store.folders import Folders
from engine.store.integrity import integrity_findings
from engine.store.log_tables import LogTables
from engine.store.prepared import StoredPart, text_with_heading
from engine.store.queries import (
    FIRST_SOURCE,
    ONE_DOCUMENT,
    READ_BY,
    all_documents,
    all_drawings,
    beside,
    best_by_words,
    chunks_of,
    chunks_with_path,
)
from engine.store.stored_pages import StoredPages
from engine.store.writer_claim import WriterClaim


class Library:
    """A workspace's documents. Safe to use from several threads; one thread writes at a time."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "library.db"
        self._database = open_database(self._path, "library")
        self._tables = LogTables(folder / "tables.db")
        self.folders = Folders(self._reading, self._writing)
        self.pages = StoredPages(self._reading)
        self.writer = WriterClaim(folder, self._reading, self._writing)
        self._begin()

    @classmethod
    def open(cls, folder: Path) -> Library:
        """The library of a workspace, made if it is not there. Errors: engine.store.database."""
        return cls(folder)

    def close(self) -> None:
        """Let go of the files."""
        self._tables.close()
        self._database.dispose()

    @property
    def identity(self) -> str:
        """A name for this library that a copy keeps and a new library does not share."""
        return self._state("identity")

    @property
    def generation(self) -> int:
        """Grows by one with every change to documents or chunks."""
        return int(self._state("generation"))

    # Sources and documents.

    def roots(self) -> tuple[str, ...]:
        """Every folder that was indexed, in order."""
        with self._reading() as connection:
            found = connection.execute(select(schema.source.c.root).distinct()).scalars()
            return tuple(sorted(found))

    def sources(self, root: str | None = None) -> tuple[Source, ...]:
        """Known files, of one root or of all, by root and path."""
        query = select(schema.source).order_by(schema.source.c.root, schema.source.c.path)
        if root is not None:
            query = query.where(schema.source.c.root == root)
        with self._reading() as connection:
            return tuple(convert.source_of(row) for row in connection.execute(query).mappings())

    def documents(self) -> tuple[Document, ...]:
        """Every document by path; one that several files share goes by the first of them."""
        with self._reading() as connection:
            found = connection.execute(all_documents()).mappings()
            return tuple(convert.document_of(row) for row in found)

    def document(self, document_id: str) -> Document:
        """One document, which must be there; named as in ``documents``."""
        with self._reading() as connection:
            found = connection.execute(ONE_DOCUMENT, {"document_id": document_id})
            return convert.document_of(found.mappings().one())

    def has_document(self, document_id: str, *, readers: int = 0) -> bool:
        """Whether the bytes with this hash have been read, by readers of this version or later."""
        asked = {"document_id": document_id, "readers": readers}
        with self._reading() as connection:
            return connection.execute(READ_BY, asked).first() is not None

    def files_of(self, document_id: str) -> tuple[Path, ...]:
        """Where the document's bytes lie on disk, as last seen."""
        query = (
            select(schema.source.c.root, schema.source.c.path)
            .where(schema.source.c.document_id == document_id)
            .order_by(schema.source.c.path)
        )
        with self._reading() as connection:
            return tuple(Path(root) / path for root, path in connection.execute(query))

    def record_source(self, source: Source) -> None:
        """Add or update a file that leads to a stored document, or that could not be read."""
        with self._writing() as connection:
            before = document_at(connection, (source.root, source.path))
            put_source(connection, source)
            dropped = drop_unlinked(connection, [before])
            next_generation(connection)
        self._tables.remove(dropped)

    def mark_unread(self, keys: Sequence[tuple[str, str]]) -> None:
        """Have files by (root, path) read again by the next run, though they have not changed."""
        with self._writing() as connection:
            mark_unread(connection, keys)

    def move_source(self, old: tuple[str, str], new: Source) -> None:
        """A file went from ``old`` (root, path) to a new place; its document stays as it is."""
        with self._writing() as connection:
            remove_source(connection, old)
            put_source(connection, new)
            next_generation(connection)

    def remove_sources(self, keys: Sequence[tuple[str, str]]) -> None:
        """Forget files by (root, path), with the documents that no other file leads to."""
        with self._writing() as connection:
            before = [document_at(connection, key) for key in keys]
            for key in keys:
                remove_source(connection, key)
            dropped = drop_unlinked(connection, before)
            next_generation(connection)
        self._tables.remove(dropped)

    def store_document(self, source: Source, parts: Iterable[StoredPart]) -> Document:
        """Read ``parts`` to the end and store them as the document of ``source``.

        One transaction: if ``parts`` raises, the library is as before. What the source led to
        before is dropped unless another file still leads there.
        """
        for _ in self.storing(source, parts):
            pass
        return self.document(source.document_id or source.content_hash)

    def storing(self, source: Source, parts: Iterable[StoredPart]) -> Iterator[None]:
        """As ``store_document``, a part at each step; if it is given up, nothing is stored."""
        document_id = source.document_id or source.content_hash
        # tables.db commits first: a table without its document is swept, the reverse would dangle.
        with self._writing() as connection, self._tables.replacing(document_id) as tables:
            before = document_at(connection, (source.root, source.path))
            # Another file may lead to the same document, which is here again before the end.
            connection.exec_driver_sql("pragma defer_foreign_keys = on")
            drop_document(connection, document_id)
            yield from write_document(connection, tables, document_id, source.path, parts)
            put_source(connection, source)
            dropped = drop_unlinked(connection, [before])
            next_generation(connection)
        self._tables.remove(dropped)

    def mark_of(self, source: Source) -> ReadMark | None:
        """Where to go on reading if the file of ``source`` has grown, if that is possible.

        A document that another file leads to as well must stay as it is.
        """
        query = select(func.count()).where(schema.source.c.document_id == source.document_id)
        with self._reading() as connection:
            is_shared = connection.execute(query).scalar_one() != 1
        return None if is_shared else self._tables.mark_of(source.document_id or "")

    def grow_document(
        self, source: Source, before: Source, mark: ReadMark, parts: Iterable[StoredPart]
    ) -> Document:
        """As ``store_document``, for what was added behind ``mark`` to the document of ``before``.

        Chunks before the mark keep their ids. Raises WorkspaceLocked if another program has had
        its way with the document since ``mark_of``.
        """
        before_id, document_id = before.document_id or "", source.content_hash
        growing = self._tables.growing(before_id, document_id)
        try:
            with self._writing() as connection, growing as tables:
                if self.mark_of(before) != mark:
                    raise WorkspaceLocked(path=self._path)
                grow_document(connection, tables, document_id, source.path, mark, parts)
                put_source(connection, source)
                next_generation(connection)
        except BaseException:
            # If only tables.db was committed, its rows are those of the document before again.
            self._sweep_tables()
            raise
        self._tables.settle(before_id, document_id)
        return self.document(document_id)

    def drawings(self) -> tuple[DrawingRevision, ...]:
        """Every drawing that has a number, by path."""
        with self._reading() as connection:
            found = connection.execute(all_drawings()).mappings()
            return tuple(convert.drawing_of(row) for row in found)

    # Chunks.

    def passages(self, chunk_ids: Sequence[int]) -> Mapping[int, Passage]:
        """Chunks with their documents, unscored; ids that are gone are left out."""
        with self._reading() as connection:
            rows = connection.execute(chunks_with_path(chunk_ids)).mappings()
            return {found.chunk_id: found for found in map(convert.passage_of, rows)}

    def dense_chunk_ids(self) -> tuple[tuple[str, int], ...]:
        """(document id, chunk id) of every chunk that is read as text, in reading order."""
        query = (
            select(schema.chunk.c.document_id, schema.chunk.c.id)
            .where(schema.chunk.c.is_dense == 1)
            .order_by(schema.chunk.c.document_id, schema.chunk.c.ordinal)
        )
        with self._reading() as connection:
            return tuple((document, chunk) for document, chunk in connection.execute(query))

    def neighbours(self, chunk_id: int) -> tuple[int, ...]:
        """Ids of the chunks before and after in the same document, where there are any."""
        with self._reading() as connection:
            return tuple(connection.execute(beside(chunk_id)).scalars())

    def chunk_ids_of(self, documents: Collection[str]) -> frozenset[int]:
        """Ids of all chunks of some documents; what is not there has none."""
        with self._reading() as connection:
            return frozenset(connection.execute(chunks_of(documents)).scalars())

    def search_words(
        self, match: str, n: int, *, documents: Collection[str] = ()
    ) -> tuple[tuple[int, float], ...]:
        """Up to ``n`` (chunk id, BM25) pairs for an FTS5 expression, best (largest) first.

        Only of ``documents``, if there are any.
        """
        with self._reading() as connection:
            return best_by_words(connection, match, n, documents)

    # Embeddings.

    def texts_to_embed(self, embedder_id: str, limit: int) -> tuple[tuple[str, str], ...]:
        """Up to ``limit`` (text hash, text) pairs that this embedder has no vector for yet."""
        with self._reading() as connection:
            return tuple(
                (text_hash, text_with_heading(heading, text))
                for text_hash, heading, text in connection.execute(
                    embedding_queries.texts_to_embed(embedder_id, limit)
                )
            )

    def count_to_embed(self, embedder_id: str) -> int:
        """How many distinct texts this embedder has no vector for yet."""
        with self._reading() as connection:
            return connection.execute(embedding_queries.count_to_embed(embedder_id)).scalar_one()

    def store_vectors(self, embedder_id: str, hashes: Sequence[str], vectors: Vectors) -> None:
        """Keep the vectors of texts, one row each, in order."""
        with self._writing() as connection:
            embedding_queries.put_vectors(connection, embedder_id, hashes, vectors)

    def embedded_chunk_ids(self, embedder_id: str) -> frozenset[int]:
        """Ids of the dense chunks whose text this embedder has a vector for."""
        query = embedding_queries.embedded_chunk_ids(embedder_id)
        with self._reading() as connection:
            return frozenset(connection.execute(query).scalars())

    def vectors(self, embedder_id: str, chunk_ids: Iterable[int]) -> Iterator[tuple[int, Vectors]]:
        """(chunk id, vector of shape (dimensions,)) for those ids that have one, by id."""
        query = embedding_queries.vectors(embedder_id)
        ids = sorted(chunk_ids)
        with self._reading() as connection:
            for start in range(0, len(ids), 500):
                for chunk_id, raw in connection.execute(query, {"ids": ids[start : start + 500]}):
                    yield chunk_id, np.frombuffer(raw, dtype="<f4")

    def forget_unused_vectors(self) -> None:
        """Drop vectors whose text is in no chunk any more: they could reveal deleted text."""
        with self._writing() as connection:
            connection.execute(
                delete(schema.embedding).where(
                    schema.embedding.c.text_hash.not_in(select(schema.chunk.c.text_hash))
                )
            )

    # Log tables.

    def log_tables(self) -> tuple[StoredTable, ...]:
        """Every log table, by the path of its file."""
        query = (
            select(schema.log_table, schema.document.c.kind, FIRST_SOURCE.c.path)
            .join(schema.document, schema.document.c.id == schema.log_table.c.document_id)
            .join(FIRST_SOURCE, FIRST_SOURCE.c.document_id == schema.log_table.c.document_id)
            .order_by(FIRST_SOURCE.c.path)
        )
        with self._reading() as connection:
            return tuple(
                convert.stored_table_of(row) for row in connection.execute(query).mappings()
            )

    def profile(self, stored: StoredTable, *, max_values: int) -> TableProfile:
        """What the columns of a log table hold; see LogTables.profile."""
        return TableProfile(stored, self._tables.profile(stored.table, max_values=max_values))

    @property
    def tables_path(self) -> Path:
        """The database of the log tables, for reading only."""
        return self._tables.path

    def log_columns(self, table: str) -> tuple[Column, ...]:
        """The columns of a log table by its name in tables.db; none if there is no such table."""
        query = select(schema.log_table.c.columns).where(schema.log_table.c.name == table)
        with self._reading() as connection:
            raw = connection.execute(query).scalar()
            return convert.columns_of(raw) if raw else ()

    def log_rows(self, table: str, first: int, last: int) -> tuple[tuple[Cell, ...], ...]:
        """Rows of a log table, both ends included, counted from 1."""
        return self._tables.rows(table, first, last) if self.log_columns(table) else ()

    def count_log_rows(self, table: str) -> int:
        """How many rows a log table has; 0 if there is no such table."""
        query = select(schema.log_table.c.n_rows).where(schema.log_table.c.name == table)
        with self._reading() as connection:
            return connection.execute(query).scalar() or 0

    def check(self) -> tuple[str, ...]:
        """Findings of SQLite's integrity and foreign key checks; empty when all is well."""
        with self._reading() as connection:
            return tuple(integrity_findings(connection))

    def _state(self, key: str) -> str:
        query = select(schema.library_state.c.value).where(schema.library_state.c.key == key)
        with self._reading() as connection:
            return str(connection.execute(query).scalar_one())

    def _begin(self) -> None:
        """Mend what a kill left. Writes only if it must: another program may be writing."""
        with self._reading() as connection:
            is_new = not has_state(connection)
        if is_new:
            with self._writing() as connection:
                begin_state(connection)
        if self._tables.documents() <= {document.id for document in self.documents()}:
            return
        with suppress(WorkspaceLocked):
            self._sweep_tables()

    def _sweep_tables(self) -> None:
        # While we hold the library, nobody is between committing a table and its document.
        with self._writing() as connection:
            kept = connection.execute(select(schema.document.c.id)).scalars()
            self._tables.remove_all_but(set(kept))

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with translated_errors(self._path), self._database.connect() as connection:
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        # "begin immediate": a transaction that starts as a reader cannot wait for the lock later.
        database = self._database.execution_options(begin="immediate")
        with translated_errors(self._path), database.begin() as connection:
            yield connection
