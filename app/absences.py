"""Which documents of an old answer are not there any more as they were."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from pathlib import Path

from app.history_protocol import Absence
from engine.asked import Recalled
from engine.domain import Source
from engine.store.library import Library
from ingest.growth import hashes_of


def absences(library: Library, question: Recalled) -> dict[str, Absence]:
    """The documents of a question's evidence, by id, that are not there any more as they were."""
    documents = {passage.document_id: passage.document for passage in question.passages}
    if question.answer is not None:
        documents |= {one.document_id: one.document for one in question.answer.citations}
    documents.pop("", None)  # A turn of the conversation.
    sources = library.sources()
    found = {}
    for number, document in documents.items():
        alike = [one for one in sources if one.document_id == number or one.path == document]
        absence = _absence(alike, number)
        if absence is not None:
            found[number] = absence
    return found


def _absence(sources: Iterable[Source], document_id: str) -> Absence | None:
    """None if one of the files lies there with the bytes that it was read with."""
    is_there = False
    for source in sources:
        file = Path(source.root) / source.path
        try:
            if source.document_id == document_id and _is_as_read(file, source):
                return None
            is_there = is_there or file.exists()
        except OSError:
            continue
    return Absence.CHANGED if is_there else Absence.GONE


def _is_as_read(file: Path, source: Source) -> bool:
    """By size and time; where only the time differs, as after copying a folder, by content."""
    stat = file.stat()
    if stat.st_size != source.size_bytes:
        return False
    if stat.st_mtime_ns == source.mtime_ns:
        return True
    whole, _ = hashes_of(file, 0, threading.Event())
    return whole == source.content_hash
