"""Embeddings in library.db: which chunks have a vector, which lack one, how they are kept."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from sqlalchemy import ColumnElement, Connection, Select, bindparam, exists, func, select
from sqlalchemy.dialects.sqlite import insert

from engine.ports import Vectors
from engine.store import schema


def texts_to_embed(embedder_id: str, limit: int) -> Select[str, str, str]:
    """(text hash, headings, text) of texts without a vector, the shortest first."""
    return (
        select(
            schema.chunk.c.text_hash,
            func.min(schema.chunk.c.heading_path),
            func.min(schema.chunk.c.text),
        )
        .where(_lacks_vector(embedder_id))
        .group_by(schema.chunk.c.text_hash)
        .order_by(func.length(schema.chunk.c.text))
        .limit(limit)
    )


def count_to_embed(embedder_id: str) -> Select[int]:
    """How many distinct texts have no vector."""
    count = func.count(schema.chunk.c.text_hash.distinct())
    return select(count).where(_lacks_vector(embedder_id))


def embedded_chunk_ids(embedder_id: str) -> Select[int]:
    """Ids of the dense chunks whose text has a vector."""
    return (
        select(schema.chunk.c.id)
        .join(schema.embedding, schema.embedding.c.text_hash == schema.chunk.c.text_hash)
        .where(schema.embedding.c.embedder_id == embedder_id)
        .where(schema.chunk.c.is_dense == 1)
    )


def vectors(embedder_id: str) -> Select[int, bytes]:
    """(chunk id, vector) of the chunks in the parameter ``ids``, by id."""
    return (
        select(schema.chunk.c.id, schema.embedding.c.vector)
        .join(schema.embedding, schema.embedding.c.text_hash == schema.chunk.c.text_hash)
        .where(schema.embedding.c.embedder_id == embedder_id)
        .where(schema.chunk.c.id.in_(bindparam("ids", expanding=True)))
        .order_by(schema.chunk.c.id)
    )


def put_vectors(
    connection: Connection, embedder_id: str, hashes: Sequence[str], rows: Vectors
) -> None:
    """Keep the vectors of texts, one row each, in order; those that are there stay."""
    values = [
        {
            "embedder_id": embedder_id,
            "text_hash": text_hash,
            "vector": np.asarray(row, dtype="<f4").tobytes(),
        }
        for text_hash, row in zip(hashes, rows, strict=True)
    ]
    connection.execute(insert(schema.embedding).on_conflict_do_nothing(), values)


def _lacks_vector(embedder_id: str) -> ColumnElement[bool]:
    has_vector = exists().where(
        schema.embedding.c.embedder_id == embedder_id,
        schema.embedding.c.text_hash == schema.chunk.c.text_hash,
    )
    return (schema.chunk.c.is_dense == 1) & ~has_vector
