"""How much of a file has been read, told by its parts."""

from __future__ import annotations

from pathlib import Path

from engine.domain import DocumentHead, Page, ReadMark
from ingest.chunking import ChunkedPart


class ShareRead:
    """From 0 to 1: by bytes in a log, by pages in a document; 0 where parts tell neither."""

    def __init__(self, path: Path) -> None:
        try:
            self._size_bytes = path.stat().st_size
        except OSError:
            self._size_bytes = 0
        self._n_pages = 0
        self.value = 0.0

    def note(self, part: ChunkedPart) -> None:
        """A part has come."""
        match part:
            case DocumentHead(n_pages=n_pages):
                self._n_pages = n_pages
            case Page(number=number) if self._n_pages:
                self.value = min(1.0, number / self._n_pages)
            case ReadMark(offset=offset) if self._size_bytes:
                self.value = min(1.0, offset / self._size_bytes)
            case _:
                pass
