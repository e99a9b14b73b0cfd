"""Which changed files are known ones that have only grown."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from engine.domain import ReadMark, Source
from engine.events import CancelToken
from engine.store.library import Library
from ingest.folder_diff import Found, Key
from ingest.formats import READERS
from ingest.reader_process import ReadingCancelled

_HASH_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Growth:
    """A file that may have grown from ``before``; reading would go on at ``mark``."""

    before: Source
    mark: ReadMark


def possible_growths(
    library: Library, changed: Sequence[Found], known: Sequence[Source]
) -> dict[Key, Growth]:
    """The larger ones of the changed files. Whether they begin as before, their hash will say."""
    by_key = {(source.root, source.path): source for source in known}
    sizes = {found.size_bytes for found in changed}
    growths = {}
    for found in changed:
        before = by_key.get(found.key)
        if before is None or before.document_id is None or before.size_bytes >= found.size_bytes:
            continue
        if before.readers != READERS:
            continue
        # A copy of what was there before may be among the changed files, and needs the document.
        mark = None if before.size_bytes in sizes else library.mark_of(before)
        # What was read behind the size is not in the hash that is compared.
        if mark is not None and mark.offset <= before.size_bytes:
            growths[found.key] = Growth(before, mark)
    return growths


def hashes_of(path: Path, n_bytes: int, cancel: CancelToken) -> tuple[str, str]:
    """The hash of a file and that of its first ``n_bytes``. Raises ReadingCancelled, OSError."""
    digest, beginning = hashlib.sha256(), hashlib.sha256()
    left = n_bytes
    with path.open("rb") as file:
        while block := file.read(min(left, _HASH_BYTES) or _HASH_BYTES):
            digest.update(block)
            if left:
                left -= len(block)
                beginning = digest.copy()
            if cancel.is_set():
                raise ReadingCancelled
    return f"sha256:{digest.hexdigest()}", f"sha256:{beginning.hexdigest()}"
