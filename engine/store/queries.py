"""Parts of queries on library.db that several of them share."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, select

from engine.store import schema

# Two sources can lead to one document; it goes by the first of them.
FIRST_SOURCE = (
    select(schema.source.c.document_id, func.min(schema.source.c.path).label("path"))
    .group_by(schema.source.c.document_id)
    .subquery()
)


def lacks_vector(embedder_id: str) -> ColumnElement[bool]:
    """Of a chunk: it is to be embedded, and this embedder has no vector for its text."""
    has_vector = exists().where(
        schema.embedding.c.embedder_id == embedder_id,
        schema.embedding.c.text_hash == schema.chunk.c.text_hash,
    )
    return (schema.chunk.c.is_dense == 1) & ~has_vector


def all_documents() -> Select[Any]:
    """Every document with ``path`` and ``root`` of the first of its files, by path."""
    first = schema.source.alias()
    return (
        select(schema.document, FIRST_SOURCE.c.path, func.min(first.c.root).label("root"))
        .join(FIRST_SOURCE, FIRST_SOURCE.c.document_id == schema.document.c.id)
        .join(
            first,
            (first.c.document_id == schema.document.c.id) & (first.c.path == FIRST_SOURCE.c.path),
        )
        .group_by(schema.document.c.id)
        .order_by(FIRST_SOURCE.c.path)
    )


def one_document(document_id: str) -> Select[Any]:
    """A document as in ``all_documents``."""
    return (
        select(schema.document, schema.source.c.path, schema.source.c.root)
        .join(schema.source, schema.source.c.document_id == schema.document.c.id)
        .where(schema.document.c.id == document_id)
        .order_by(schema.source.c.path, schema.source.c.root)
        .limit(1)
    )


def to_embed(embedder_id: str, limit: int) -> Select[str, str, str]:
    """(text hash, heading path, text) of texts without a vector, the shortest first."""
    return (
        select(
            schema.chunk.c.text_hash,
            func.min(schema.chunk.c.heading_path),
            func.min(schema.chunk.c.text),
        )
        .where(lacks_vector(embedder_id))
        .group_by(schema.chunk.c.text_hash)
        .order_by(func.length(schema.chunk.c.text))
        .limit(limit)
    )
