"""What runs inside the reader children: file after file, or page after page."""

from __future__ import annotations

import importlib
import pickle
import struct
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path

from engine.domain import Chunk, Page, ReadPart
from engine.errors import GenbaError
from engine.store.prepared import StoredPart, prepared
from ingest import spawning
from ingest.chunking import ChunkedPart, chunk
from ingest.growing import grown_parts
from ingest.share_read import ShareRead

# The first byte of a message: the parent need not unpack what it only keeps.
PARTS, END, ERROR = b"p", b"e", b"x"
_COUNTS = struct.Struct(">Hd")
_BATCH = 16
_BATCH_S = 0.5


def read_files(connection: Connection, memory_mb: int) -> None:
    """Wait for a file, send its parts and chunks, and wait for the next, to the end.

    Messages: ``PARTS`` with what ``counted`` tells any number of times, then ``END`` alone or
    ``ERROR`` and a pickled (class name, facts).
    """
    spawning.settle(memory_mb)
    # Now, while nobody waits: importing takes longer than reading most files.
    for name in ("ingest.pdf", "ingest.reading", "ingest.text_document"):
        importlib.import_module(name)
    spawning.limit(memory_mb)
    while True:
        try:
            reader_name, path, mark = connection.recv()
        except EOFError:
            return
        try:
            if mark is None:
                parts = chunk(_named(reader_name)(Path(path)))
            else:
                parts = grown_parts(Path(path), mark)
            _send_parts(connection, parts, ShareRead(Path(path)))
            spawning.send_bytes(connection, END)
        except BaseException as error:  # noqa: BLE001  (the parent says what it means)
            _, *what = _failure(error)
            spawning.send_bytes(connection, ERROR + pickle.dumps(what))


def _send_parts(connection: Connection, parts: Iterator[ChunkedPart], share: ShareRead) -> None:
    batch: list[StoredPart] = []
    sent_at = time.monotonic()
    for part in parts:
        share.note(part)
        batch.append(_as_stored(part))
        if len(batch) >= _BATCH or time.monotonic() - sent_at > _BATCH_S:
            spawning.send_bytes(connection, _packed(batch, share.value))
            batch = []
            sent_at = time.monotonic()
    if batch:
        spawning.send_bytes(connection, _packed(batch, share.value))


def _as_stored(part: ChunkedPart) -> StoredPart:
    match part:
        case Page():
            return replace(part, blocks=())  # Its chunks are made, and a library keeps no blocks.
        case Chunk():
            return prepared(part)
        case _:
            return part


def _packed(batch: list[StoredPart], share_read: float) -> bytes:
    n_pages = sum(isinstance(part, Page) for part in batch)
    return PARTS + _COUNTS.pack(n_pages, share_read) + pickle.dumps(batch)


def counted(content: bytes) -> tuple[int, float, bytes]:
    """What follows ``PARTS``: the pages among the parts, the share read, and the pickled parts."""
    n_pages, share_read = _COUNTS.unpack_from(content)
    return n_pages, share_read, content[_COUNTS.size :]


def _named(dotted: str) -> Callable[[Path], Iterator[ReadPart]]:
    module, _, name = dotted.rpartition(".")
    reader: Callable[[Path], Iterator[ReadPart]] = getattr(importlib.import_module(module), name)
    return reader


def draw_pages(connection: Connection, memory_mb: int) -> None:
    """Answer (path, Wish) with ("granted", what was wished for) or a failure, to the end."""
    spawning.settle(memory_mb)
    from ingest.render import PageDrawer  # noqa: PLC0415  (after the file descriptors are ours)

    spawning.limit(memory_mb)
    drawer = PageDrawer()
    while True:
        try:
            path, wish = connection.recv()
        except EOFError:
            return
        try:
            answer: tuple[object, ...] = ("granted", drawer.grant(Path(path), wish))
        except Exception as error:  # noqa: BLE001  (the parent says what it means)
            answer = _failure(error)
        spawning.send(connection, answer)


def _failure(error: BaseException) -> tuple[str, str, dict[str, str]]:
    """("error", class name, facts), with ``MemoryError`` and foreign classes as they are."""
    if isinstance(error, GenbaError):
        return "error", error.code, error.facts
    if "malloc" in str(error):
        return "error", "MemoryError", {}
    return "error", type(error).__name__, {"detail": str(error)[:500]}
