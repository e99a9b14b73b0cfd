"""What the library keeps of a file: where it leads, or why it could not be read."""

from __future__ import annotations

import time

from engine.domain import Failure, Source, SourceState
from engine.errors import GenbaError
from ingest.folder_diff import Found
from ingest.formats import READERS


def source_of(
    found: Found, content_hash: str, like: Source | None, failure: Failure | None = None
) -> Source:
    """A file that leads to a document, to that of ``like`` if given, or that has failed."""
    return Source(
        root=found.root,
        path=found.path,
        size_bytes=found.size_bytes,
        mtime_ns=found.mtime_ns,
        state=SourceState.FAILED if failure else SourceState.INDEXED,
        content_hash=content_hash,
        document_id=None if failure else like.document_id if like else content_hash,
        failure=failure,
        readers=like.readers if like else READERS,
        read_ns=like.read_ns if like else time.time_ns(),
    )


def failure_of(error: BaseException) -> Failure:
    """What is kept of an error."""
    if isinstance(error, GenbaError):
        return Failure(error.code, tuple(sorted(error.facts.items())))
    return Failure(type(error).__name__, (("detail", str(error)[:500]),))
