"""Changes to what the library knows, inside a transaction that the library holds."""

from __future__ import annotations

from sqlalchemy import Connection, Integer, String, cast, delete, select, update
from sqlalchemy.dialects.sqlite import insert

from engine.domain import Source
from engine.store import rows as convert
from engine.store import schema


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


def drop_unlinked(connection: Connection) -> None:
    """Drop the documents that no file leads to, with their words."""
    linked = select(schema.source.c.document_id).where(schema.source.c.document_id.is_not(None))
    connection.execute(delete(schema.document).where(schema.document.c.id.not_in(linked)))
    # A full-text table knows no foreign keys.
    connection.execute(
        delete(schema.chunk_words).where(
            schema.chunk_words.c.rowid.not_in(select(schema.chunk.c.id))
        )
    )


def next_generation(connection: Connection) -> None:
    """Count this change of the library."""
    state = schema.library_state
    connection.execute(
        update(state)
        .where(state.c.key == "generation")
        .values(value=cast(cast(state.c.value, Integer) + 1, String))
    )
