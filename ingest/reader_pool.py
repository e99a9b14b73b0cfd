"""Several readers at work on different files, for one writer that stores one file after another.

A file is handed over when it has been read to its end, so that the writer never waits for a
parser with the library locked. What is read and not yet stored is bounded: a file that overflows
its bound waits, and is handed over half read once no smaller file can come before it.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from multiprocessing.connection import wait
from pathlib import Path
from typing import Generic, TypeVar

import psutil

from engine.domain import ReadMark
from engine.events import CancelToken
from engine.store.prepared import StoredPart
from ingest.reader_process import ReaderLimits, ReaderProcess, ReadingCancelled

_MAX_READERS = 4  # One writer does not keep up with more.
_POLL_S = 0.1
_BIG_BYTES = 32 * 2**20

Label = TypeVar("Label")


def usual_readers(limits: ReaderLimits | None = None) -> int:
    """One for each core, at most four, and no more than fit into the memory that is free."""
    affinity = getattr(os, "sched_getaffinity", None)
    n_cores = len(affinity(0)) if affinity else os.cpu_count() or 1
    free_mb = psutil.virtual_memory().available / 2**20
    n_fitting = int(free_mb / (limits or ReaderLimits()).memory_mb)
    return max(1, min(n_cores, n_fitting, _MAX_READERS))


def is_big(size_bytes: int) -> bool:
    """Whether a file may overflow its bound: such files are best read after the others."""
    return size_bytes > _BIG_BYTES


class ReaderPool(Generic[Label]):
    """Up to ``n`` reader processes, each started when there is a file for it.

    Not safe for threads: the pipes are read only inside ``next_read`` and the parts it gives.
    """

    def __init__(
        self,
        n: int,
        *,
        reader: str = "ingest.reading.read",
        limits: ReaderLimits | None = None,
        cancel: CancelToken | None = None,
    ) -> None:
        self._cancel = cancel
        self._idle = [ReaderProcess(reader=reader, limits=limits) for _ in range(n)]
        self._busy: dict[ReaderProcess, tuple[Label, bool]] = {}
        self._streaming: ReaderProcess | None = None

    def __enter__(self) -> ReaderPool[Label]:
        """Nothing is started before the first file."""
        return self

    def __exit__(self, *_: object) -> None:
        for process in (*self._idle, *self._busy):
            process.close()

    @property
    def has_room(self) -> bool:
        """Whether a reader waits for a file."""
        return bool(self._idle)

    def start(
        self, label: Label, path: Path, size_bytes: int, mark: ReadMark | None = None
    ) -> None:
        """Have a waiting reader read a file; ``label`` comes back with its parts.

        With a ``mark``, only what came after it is read, as in ``ingest.growing.grown_parts``.
        """
        process = self._idle.pop()
        self._busy[process] = label, is_big(size_bytes)
        process.start(path, mark)

    def shares_read(self) -> list[tuple[Label, float]]:
        """The files that are being read, and how much of each has been, from 0 to 1.

        0 where it cannot be told: see ``ingest.share_read``.
        """
        return [(label, process.share_read) for process, (label, _) in self._busy.items()]

    def is_ready(self, limit_s: float) -> bool:
        """Whether ``next_read`` will not wait; waits itself for no longer than the limit.

        Raises ReadingCancelled, as ``next_read`` does.
        """
        self._give_up_streamed()
        over_at = time.monotonic() + limit_s
        while self._busy and not any(process.is_done for process in self._busy):
            if self._overflowing() is not None:
                break
            if time.monotonic() >= over_at:
                return False
            self._listen(_POLL_S)
        return True

    def next_read(self) -> tuple[Label, Iterator[StoredPart]] | None:
        """A file with its parts, in the order in which they are done; None if none is being read.

        Going through the parts raises what ``ReaderProcess.take_rest`` raises. They are to be gone
        through, or given up, before the next call.

        Raises:
            ReadingCancelled: the cancel token was set.
        """
        self._give_up_streamed()
        while self._busy:
            done = next((process for process in self._busy if process.is_done), None)
            if done is not None:
                # Its parts are here: it can read the next file while these are stored.
                return self._set_free(done), done.take_rest()
            full = self._overflowing()
            if full is not None:
                self._streaming = full
                return self._busy[full][0], self._streamed(full)
            self._listen(_POLL_S)
        return None

    def _overflowing(self) -> ReaderProcess | None:
        """One that is full, unless a smaller file is still being read and will be done soon."""
        if any(not process.is_full and not big for process, (_, big) in self._busy.items()):
            return None
        return next((process for process in self._busy if process.is_full), None)

    def _streamed(self, process: ReaderProcess) -> Iterator[StoredPart]:
        while not process.is_done:
            yield from process.take()
            # A reader that may not go on while we store would add its time to ours.
            self._listen(0.0 if process.has_parts else _POLL_S)
        self._streaming = None
        self._set_free(process)
        yield from process.take_rest()

    def _give_up_streamed(self) -> None:
        """The writer did not want the rest of a file, or none of it."""
        if self._streaming is not None:
            self._streaming.abandon()
            self._set_free(self._streaming)
            self._streaming = None

    def _set_free(self, process: ReaderProcess) -> Label:
        self._idle.append(process)
        return self._busy.pop(process)[0]

    def _listen(self, limit_s: float) -> None:
        """Take what the readers say within a time; look at their clocks and memory."""
        if self._cancel is not None and self._cancel.is_set():
            raise ReadingCancelled
        listening = [p for p in self._busy if not p.is_done and not p.is_full]
        started = time.monotonic()
        ready = wait([p.connection for p in listening], limit_s)
        waited_s = time.monotonic() - started
        for process in listening:
            if process.connection in ready:
                process.receive(waited_s)
            else:
                process.wait_on(waited_s)
