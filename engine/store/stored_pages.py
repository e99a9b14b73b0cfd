"""What the library knows of a single page: the text that was read there, with its rectangles."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import TypeAlias

from sqlalchemy import Connection, select

from engine.page_text import PageBlock
from engine.store import rows as convert
from engine.store import schema

Connecting: TypeAlias = Callable[[], AbstractContextManager[Connection]]


class StoredPages:
    """The pages of a library's documents."""

    def __init__(self, reading: Connecting) -> None:
        self._reading = reading

    def blocks(self, document_id: str, page: int) -> tuple[PageBlock, ...]:
        """The text read from a page (from 1), in reading order; nothing for a log table."""
        query = (
            select(schema.chunk)
            .where(schema.chunk.c.document_id == document_id)
            .order_by(schema.chunk.c.ordinal)
        )
        blocks: dict[PageBlock, None] = {}  # Once: the chunks of a long section may overlap.
        with self._reading() as connection:
            for row in connection.execute(query).mappings():
                chunk = convert.chunk_of(row)
                for place in chunk.places:
                    if place.page == page:
                        text = chunk.text[place.start : place.end]
                        blocks[PageBlock(text, place.rect)] = None
        return tuple(blocks)
