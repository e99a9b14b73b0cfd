"""Parts of queries on library.db that several of them share."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Connection, Select, bindparam, func, select, text

from engine.store import schema

# Two sources can lead to one document; it goes by the first of them.
FIRST_SOURCE = (
    select(schema.source.c.document_id, func.min(schema.source.c.path).label("path"))
    .group_by(schema.source.c.document_id)
    .subquery()
)

# Of one document, as in ``all_documents``. Built once, as a run over small files asks for each.
ONE_DOCUMENT = (
    select(schema.document, schema.source.c.path, schema.source.c.root)
    .join(schema.source, schema.source.c.document_id == schema.document.c.id)
    .where(schema.document.c.id == bindparam("document_id"))
    .order_by(schema.source.c.path, schema.source.c.root)
    .limit(1)
)
READ_BY = (
    select(schema.source.c.path)
    .where(
        schema.source.c.document_id == bindparam("document_id"),
        schema.source.c.readers >= bindparam("readers"),
    )
    .limit(1)
)
"""A file that leads to a document, if readers of a version or later have read it."""


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


def all_drawings() -> Select[Any]:
    """Title blocks with the first path of their document, by path."""
    return (
        select(schema.title_block, FIRST_SOURCE.c.path)
        .join(FIRST_SOURCE, FIRST_SOURCE.c.document_id == schema.title_block.c.document_id)
        .order_by(FIRST_SOURCE.c.path)
    )


def chunks_with_path(chunk_ids: Sequence[int]) -> Select[Any]:
    """Chunks with the first path of their document."""
    return (
        select(schema.chunk, FIRST_SOURCE.c.path)
        .join(FIRST_SOURCE, FIRST_SOURCE.c.document_id == schema.chunk.c.document_id)
        .where(schema.chunk.c.id.in_(chunk_ids))
    )


def beside(chunk_id: int) -> Select[Any]:
    """Ids of the chunks before and after a chunk in its document."""
    here = schema.chunk.alias()
    return (
        select(schema.chunk.c.id)
        .join(here, here.c.document_id == schema.chunk.c.document_id)
        .where(here.c.id == chunk_id)
        .where(func.abs(schema.chunk.c.ordinal - here.c.ordinal) == 1)
        .order_by(schema.chunk.c.ordinal)
    )


# The plus sign keeps SQLite from running the match once for each chunk of the documents.
_OF_DOCUMENTS = (
    " and +rowid in (select id from chunk"
    " where document_id in (select value from json_each(:documents)))"
)
# Headings count twice and file names four times as much as text: a drawing holds few words.
_BEST_BY_WORDS = (
    "select rowid, -bm25(chunk_words, 1.0, 2.0, 4.0) as score from chunk_words"
    " where chunk_words match :match{only} order by score desc, rowid limit :n"
)


def best_by_words(
    connection: Connection, match: str, n: int, documents: Collection[str]
) -> tuple[tuple[int, float], ...]:
    """Up to ``n`` (chunk id, BM25) pairs for an FTS5 expression, of all documents if none are named."""
    query = _BEST_BY_WORDS.format(only=_OF_DOCUMENTS if documents else "")
    values = {"match": match, "n": n} | ({"documents": _json_list(documents)} if documents else {})
    return tuple((chunk_id, score) for chunk_id, score in connection.execute(text(query), values))


def chunks_of(documents: Collection[str]) -> Select[Any]:
    """Ids of the chunks of some documents."""
    # As one value: SQLite takes only so many.
    ids = func.json_each(_json_list(documents)).table_valued("value")
    return select(schema.chunk.c.id).where(schema.chunk.c.document_id.in_(select(ids.c.value)))


def _json_list(values: Collection[str]) -> str:
    """Texts as a JSON list, for ``json_each``."""
    return json.dumps(sorted(values))
