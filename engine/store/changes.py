"""Changes to what the library knows, inside a transaction that the library holds.

The statements of a run over thousands of small files are built once: building one takes SQLAlchemy
three times as long as SQLite takes to execute it.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, Integer, String, bindparam, cast, delete, select, update
from sqlalchemy.dialects.sqlite import insert

from engine.domain import Source
from engine.store import rows as convert
from engine.store import schema

_SOURCE, _STATE = schema.source.c, schema.library_state.c
_PUT_SOURCE = insert(schema.source)
_PUT_SOURCE = _PUT_SOURCE.on_conflict_do_update(
    index_elements=["root", "path"],
    set_={column.name: _PUT_SOURCE.excluded[column.name] for column in schema.source.c},
)
_DOCUMENT_AT = select(_SOURCE.document_id).where(
    _SOURCE.root == bindparam("root"), _SOURCE.path == bindparam("path")
)
_UNREAD = (
    update(schema.source)
    .where(_SOURCE.root == bindparam("at_root"), _SOURCE.path == bindparam("at_path"))
    .values(readers=-1)
)
_LINK_TO = select(_SOURCE.path).where(_SOURCE.document_id == bindparam("document_id")).limit(1)
_DROP_WORDS = delete(schema.chunk_words).where(
    schema.chunk_words.c.rowid.in_(
        select(schema.chunk.c.id).where(schema.chunk.c.document_id == bindparam("dropped"))
    )
)
_DROP_DOCUMENT = delete(schema.document).where(schema.document.c.id == bindparam("dropped"))
_NEXT_GENERATION = (
    update(schema.library_state)
    .where(_STATE.key == "generation")
    .values(value=cast(cast(_STATE.value, Integer) + 1, String))
)


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
    connection.execute(_PUT_SOURCE, convert.source_values(source))


def mark_unread(connection: Connection, keys: Sequence[tuple[str, str]]) -> None:
    """Have files by (root, path) count as read by readers older than any."""
    if keys:
        values = [{"at_root": root, "at_path": path} for root, path in keys]
        connection.execute(_UNREAD, values)


def remove_source(connection: Connection, key: tuple[str, str]) -> None:
    """Forget a file by (root, path)."""
    root, path = key
    connection.execute(
        delete(schema.source).where(schema.source.c.root == root, schema.source.c.path == path)
    )


def document_at(connection: Connection, key: tuple[str, str]) -> str | None:
    """The id of the document that the file at (root, path) leads to."""
    root, path = key
    found: str | None = connection.execute(_DOCUMENT_AT, {"root": root, "path": path}).scalar()
    return found


def drop_unlinked(connection: Connection, document_ids: Iterable[str | None]) -> set[str]:
    """Drop those of the documents that no file leads to; the ids of the dropped are returned.

    Only those that a change concerns: looking at all of them made each file of a large library
    dearer than the one before.
    """
    dropped = set()
    for document_id in {found for found in document_ids if found is not None}:
        if connection.execute(_LINK_TO, {"document_id": document_id}).first() is None:
            drop_document(connection, document_id)
            dropped.add(document_id)
    return dropped


def drop_document(connection: Connection, document_id: str) -> None:
    """Drop a document, if it is there, with its words: a full-text table knows no foreign keys."""
    connection.execute(_DROP_WORDS, {"dropped": document_id})
    connection.execute(_DROP_DOCUMENT, {"dropped": document_id})


def next_generation(connection: Connection) -> None:
    """Count this change of the library."""
    connection.execute(_NEXT_GENERATION)
