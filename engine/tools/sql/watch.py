"""A thread that interrupts a query when it is not wanted any more or takes too much.

Not SQLite's progress handler: that is called after a number of steps, and one step can be a
function that takes 50 ms; called more often it waits for Python's lock each time. An interrupt is
looked for at each row, and costs the query nothing.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from engine.events import CancelToken

_POLL_S = 0.02


class QueryCancelled(Exception):
    """The cancel token was set while a query ran."""


class Watch:
    """Over one query, from now on. Its time is up ``seconds`` after it was made."""

    def __init__(self, cancel: CancelToken, *, seconds: float, spill_bytes: int) -> None:
        self.limit = ""
        """The limit that was reached, in words; empty while there is none."""
        self._cancel = cancel
        self._seconds = seconds
        self._deadline = time.monotonic() + seconds
        self._folder = _spill_folder()
        self._free_before = shutil.disk_usage(self._folder).free
        # Half of a disk that is nearly full is left to those who write to it meanwhile.
        self._spill_bytes = min(spill_bytes, self._free_before // 2)

    def is_over(self) -> bool:
        """Whether the query must end. May be asked by any thread."""
        if not self.limit:
            if time.monotonic() > self._deadline:
                self.limit = f"{self._seconds:g} s"
            elif self._spilled() > self._spill_bytes:
                self.limit = f"{self._spill_bytes // 10**6:,} MB on disk"
        return bool(self.limit) or self._cancel.is_set()

    def raise_if_cancelled(self) -> None:
        """Raise QueryCancelled if the query is not wanted any more."""
        if self._cancel.is_set():
            raise QueryCancelled

    @contextmanager
    def interrupting(self, connection: sqlite3.Connection) -> Iterator[None]:
        """Interrupt what ``connection`` runs within the block as soon as ``is_over``."""
        done = threading.Event()

        def poll() -> None:
            while not done.wait(_POLL_S):
                # Again and again: an interrupt before the first step of a statement is lost.
                if self.is_over():
                    connection.interrupt()

        thread = threading.Thread(target=poll, name="query watch", daemon=True)
        thread.start()
        try:
            yield
        finally:
            # The connection must not be closed under the thread.
            done.set()
            thread.join()

    def _spilled(self) -> int:
        # The files have no name that could be looked at: SQLite unlinks them once they are open.
        # What others write to the same disk counts too; the limit leaves room for that.
        return self._free_before - shutil.disk_usage(self._folder).free


def _spill_folder() -> Path:
    """Where SQLite puts temporary files: its own order, which on Linux is not Python's."""
    if os.name != "nt":
        named = (os.environ.get("SQLITE_TMPDIR"), os.environ.get("TMPDIR"))
        for folder in (*named, "/var/tmp", "/usr/tmp", "/tmp"):  # noqa: S108 - nothing is put there
            if folder and Path(folder).is_dir():
                return Path(folder)
    return Path(tempfile.gettempdir())
