"""How far an indexing run has come, how fast it goes and how long it will take."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable

from engine.events import FilesAdvanced

_RATE_NEEDS_S = 2.0  # Before that the start of the readers is most of what is measured.
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

    def advance(self, size_bytes: int) -> FilesAdvanced:
        """One more file is done, whatever came of it."""
        self._done += 1
        self._bytes_done += size_bytes
        elapsed_s = self._clock() - self._started
        rate = left_s = None
        if elapsed_s >= _RATE_NEEDS_S:
            rate = self._done / elapsed_s
            work_done = self._bytes_done + self._done * _BYTES_PER_FILE
            work_total = self._bytes_total + self._total * _BYTES_PER_FILE
            left_s = elapsed_s * (work_total - work_done) / work_done
        return FilesAdvanced(
            self._done, self._total, self._bytes_done, self._bytes_total, rate, left_s
        )
