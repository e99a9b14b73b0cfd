"""How far an indexing run has come, how fast it goes and how long it will take."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable

from engine.events import FilesAdvanced

_RATE_NEEDS_S = 2.0  # Before that the start of the readers is most of what is measured.
_NEWS_EVERY_S = 0.5
_BYTES_PER_FILE = 100_000  # What opening and storing a file costs, in bytes read meanwhile.


class ReadingProgress:
    """Counts the files of a run. Time left is in proportion to files and bytes together."""

    def __init__(
        self, sizes_bytes: Iterable[int], *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        sizes = list(sizes_bytes)
        self._clock = clock
        self._started = clock()
        self._total = len(sizes)
        self._bytes_total = sum(sizes)
        self._done = 0
        self._bytes_done = 0
        self._begun: dict[str, int] = {}
        self._told_at = self._started

    def advance(self, path: str, size_bytes: int) -> FilesAdvanced:
        """One more file is done, whatever came of it."""
        self._done += 1
        self._begun.pop(path, None)
        self._bytes_done += size_bytes
        return self._news()

    def reach(self, path: str, n_bytes: int) -> FilesAdvanced | None:
        """A file has been read so far; None if there is nothing to be told, or not yet again."""
        if n_bytes <= self._begun.get(path, 0):
            return None
        self._begun[path] = n_bytes
        return self._news() if self._clock() - self._told_at >= _NEWS_EVERY_S else None

    def _news(self) -> FilesAdvanced:
        self._told_at = self._clock()
        elapsed_s = self._told_at - self._started
        bytes_done = self._bytes_done + sum(self._begun.values())
        rate = left_s = None
        if elapsed_s >= _RATE_NEEDS_S:
            rate = self._done / elapsed_s if self._done else None
            work_done = bytes_done + self._done * _BYTES_PER_FILE
            work_total = self._bytes_total + self._total * _BYTES_PER_FILE
            left_s = elapsed_s * (work_total - work_done) / work_done if work_done else None
        return FilesAdvanced(self._done, self._total, bytes_done, self._bytes_total, rate, left_s)
