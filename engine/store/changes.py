"""Changes to what the library knows, inside a transaction that the library holds."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from sqlalchemy import Connection, Integer, String, cast, delete, select, update
from sqlalchemy.dialects.sqlite import insert

from engine.domain import Source
from engine.store import rows as convert
from engine.store import schema


def has_state(connection: Connection) -> bool:
    """Whether this library has been begun."""
    return connection.execute(select(schema.library_state.c.key).limit(1)).first() is not None


def begin_state(connection: Connection) -> None:
    """Give a new library its identity and its first generation."""
    values = {"identity": uuid.uuid4().hex, "generation": "0"}
    connection.execute(
        insert(schema.library_state)
        .values([{"key": key, "value": value} for key, value in values.items()])
        .on_conflict_do_nothing()
    )


def put_source(connection: Connection, source: Source) -> None:
    """Add a file, or replace what was known of it."""
    values = convert.source_values(source)
    connection.execute(
        insert(schema.source)
        .values(values)
        .on_conflict_do_update(index_elements=["root", "path"], set_=values)
    )


def remove_source(connection: Connection, key: tuple[str, str]) -> None:
    """Forget a file by (root, path)."""
    root, path = key
    connection.execute(
        delete(schema.source).where(schema.source.c.root == root, schema.source.c.path == path)
    )


def document_at(connection: Connection, key: tuple[str, str]) -> str | None:
    """The id of the document that the file at (root, path) leads to."""
    root, path = key
    query = select(schema.source.c.document_id).where(
        schema.source.c.root == root, schema.source.c.path == path
    )
    return connection.execute(query).scalar()


def drop_unlinked(connection: Connection, document_ids: Iterable[str | None]) -> set[str]:
    """Drop those of the documents that no file leads to; the ids of the dropped are returned.

    Only those that a change concerns: looking at all of them made each file of a large library
    dearer than the one before.
    """
    dropped = set()
    for document_id in {found for found in document_ids if found is not None}:
        is_linked = select(schema.source.c.path).where(schema.source.c.document_id == document_id)
        if connection.execute(is_linked.limit(1)).first() is None:
            drop_document(connection, document_id)
            dropped.add(document_id)
    return dropped


def drop_document(connection: Connection, document_id: str) -> None:
    """Drop a document, if it is there, with its words: a full-text table knows no foreign keys."""
    chunks = select(schema.chunk.c.id).where(schema.chunk.c.document_id == document_id)
    connection.execute(delete(schema.chunk_words).where(schema.chunk_words.c.rowid.in_(chunks)))
    connection.execute(delete(schema.document).where(schema.document.c.id == document_id))


def next_generation(connection: Connection) -> None:
    """Count this change of the library."""
    state = schema.library_state
    connection.execute(
        update(state)
        .where(state.c.key == "generation")
        .values(value=cast(cast(state.c.value, Integer) + 1, String))
    )
