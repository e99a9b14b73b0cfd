"""Which documents of an old answer are not there any more as they were."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from app.history_protocol import Absence
from engine.asked import Recalled
from engine.domain import Source
from engine.store.library import Library


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
    """None if one of the files lies there with the size and time that it was read with."""
    is_there = False
    for source in sources:
        try:
            stat = (Path(source.root) / source.path).stat()
        except OSError:
            continue
        as_read = (stat.st_size, stat.st_mtime_ns) == (source.size_bytes, source.mtime_ns)
        if as_read and source.document_id == document_id:
            return None
        is_there = True
    return Absence.CHANGED if is_there else Absence.GONE
