"""Chunks as the library stores them, made ready where they are read.

The readers are several and the writer is one, so that what can be done before the library is
locked is done by them. Nothing here needs a database.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TypeAlias

from engine.domain import Chunk, ReadPart, RowSpan
from engine.words import index_words


@dataclass(frozen=True, slots=True)
class PreparedChunk:
    """A chunk with its words for lexical search; ``heading_path`` and ``places`` are JSON."""

    text: str
    text_hash: str
    heading_path: str
    places: str
    rows: RowSpan | None
    is_dense: bool
    words: str
    heading_words: str


StoredPart: TypeAlias = ReadPart | Chunk | PreparedChunk
"""What a document is stored from: a reader's parts with chunks among them."""


def prepared(chunk: Chunk) -> PreparedChunk:
    """The chunk as it is stored."""
    heading_path = json_text(chunk.heading_path)
    embedded = text_with_heading(heading_path, chunk.text)
    places = [
        (
            *(p.start, p.end, p.page),
            *(round(v, 2) for v in (p.rect.x0, p.rect.y0, p.rect.x1, p.rect.y1)),
            *([round(p.confidence, 2)] if p.confidence < 1 else []),
        )
        for p in chunk.places
    ]
    return PreparedChunk(
        text=chunk.text,
        text_hash=hashlib.sha256(embedded.encode()).hexdigest(),
        heading_path=heading_path,
        places=json_text(places),
        rows=chunk.rows,
        is_dense=chunk.is_dense,
        words=index_words(chunk.text),
        heading_words=index_words(" ".join(chunk.heading_path)),
    )


def text_with_heading(heading_path: str, text: str) -> str:
    """What stands for a chunk in the dense index: its heading path, here in JSON, and its text."""
    heading = " › ".join(json.loads(heading_path))
    return f"{heading}\n{text}" if heading else text


def json_text(value: object) -> str:
    """JSON as it is kept in the library, Japanese letters as they are."""
    return json.dumps(value, ensure_ascii=False)
