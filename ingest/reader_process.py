"""Files are read and drawn in throw-away children with limits on time and memory.

A file that hangs, crashes or swells its parser costs one error and one child. Errors of the child
are raised here again as what they were.
"""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

from engine import errors
from engine.domain import Page
from engine.errors import Bug, FileTooLarge, FileTooSlow, GenbaError, ReaderCrashed
from engine.events import CancelToken
from ingest import reader_child
from ingest.chunking import StoredPart
from ingest.drawn_page import DrawnPage
from ingest.spawning import Child

_POLL_S = 0.1
_RENDER_MEMORY_MB = 3072


@dataclass(frozen=True, slots=True)
class ReaderLimits:
    """What a child may use. The times count only while we wait for it."""

    silence_s: float = 120.0  # Recognising one sheet of A0 takes up to a minute on two cores.
    total_s: float = 600.0
    total_s_per_page: float = 20.0  # Earned by each page that is given: a scan takes 5 to 15 s.
    total_s_per_mb: float = 1.0  # A log of 2 GB reads at 3 MB/s on a busy machine.
    memory_mb: int = 2048

    def total_s_of(self, path: Path) -> float:
        """Seconds for a file of this size."""
        try:
            return self.total_s + self.total_s_per_mb * path.stat().st_size / 2**20
        except OSError:
            return self.total_s

    def earned_s(self, parts: Sequence[StoredPart]) -> float:
        """Seconds more, once these parts have been given."""
        return self.total_s_per_page * sum(isinstance(part, Page) for part in parts)


class ReadingCancelled(Exception):
    """The person stopped the run while a file was being read."""


class ReaderProcess:
    """Reads files, each in its own child. The next child is started ahead and waits.

    ``reader`` is the dotted name of a function from a path to parts.
    """

    def __init__(
        self,
        *,
        reader: str = "ingest.reading.read",
        limits: ReaderLimits | None = None,
        cancel: CancelToken | None = None,
    ) -> None:
        self._reader = reader
        self._limits = limits or ReaderLimits()
        self._cancel = cancel
        self._spare: Child | None = None

    def __enter__(self) -> ReaderProcess:
        """Start the first child, so that it is ready when the first file is."""
        self._spare = self._new_child()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the waiting child."""
        if self._spare is not None:
            self._spare.stop()
            self._spare = None

    def read(self, path: Path) -> Iterator[StoredPart]:
        """The parts and chunks of a file, as the child gives them.

        Raises: what ``ingest.reading.read`` raises, and
            FileTooSlow: no part for the time of silence, or not done in the time in all.
            FileTooLarge: the child used more memory than allowed.
            ReaderCrashed: the child died.
            ReadingCancelled: the cancel token was set.
        """
        child = self._take()
        try:
            yield from self._parts(child, path)
        finally:
            child.stop()

    def _take(self) -> Child:
        child, self._spare = self._spare, None
        if child is None or not child.is_alive():
            if child is not None:
                child.stop()
            child = self._new_child()
        self._spare = self._new_child()
        return child

    def _new_child(self) -> Child:
        return Child(reader_child.read_one, self._limits.memory_mb)

    def _parts(self, child: Child, path: Path) -> Iterator[StoredPart]:
        watch = _Watch(child, path, self._limits, self._cancel)
        try:
            child.connection.send((self._reader, str(path)))
            while True:
                message = watch.next_message()
                match message:
                    case ("parts", parts):
                        watch.allow_for(parts)
                        yield from parts
                    case ("end",):
                        return
                    case (_, name, facts):
                        raise _raised(name, facts, path, self._limits.memory_mb)
        except (EOFError, ConnectionError) as error:
            raise _crash(child, path) from error


class _Watch:
    """Waits for a child's messages and looks at its clock and its memory meanwhile."""

    def __init__(
        self, child: Child, path: Path, limits: ReaderLimits, cancel: CancelToken | None
    ) -> None:
        self._child = child
        self._path = path
        self._limits = limits
        self._cancel = cancel
        self._waited_s = 0.0
        self._total_s = limits.total_s_of(path)
        with contextlib.suppress(psutil.Error):
            self._process = psutil.Process(child.pid)

    def allow_for(self, parts: Sequence[StoredPart]) -> None:
        """More time in all, for what has been given."""
        self._total_s += self._limits.earned_s(parts)

    def next_message(self) -> tuple[Any, ...]:
        started = time.monotonic()
        while not self._child.connection.poll(_POLL_S):
            silent_s = time.monotonic() - started
            if self._cancel is not None and self._cancel.is_set():
                raise ReadingCancelled
            if silent_s > self._limits.silence_s:
                raise FileTooSlow(path=self._path, limit_s=f"{self._limits.silence_s:g}")
            if self._waited_s + silent_s > self._total_s:
                raise FileTooSlow(path=self._path, limit_s=f"{self._total_s:.0f}")
            if self._memory_mb() > self._limits.memory_mb:
                raise FileTooLarge(path=self._path, limit_mb=self._limits.memory_mb)
        self._waited_s += time.monotonic() - started
        message: tuple[Any, ...] = self._child.connection.recv()
        return message

    def _memory_mb(self) -> float:
        try:
            return float(self._process.memory_info().rss) / 2**20
        except (psutil.Error, AttributeError):
            return 0.0


def _crash(child: Child, path: Path) -> GenbaError:
    return ReaderCrashed(path=path, exit_code=child.exit_code)


def _raised(name: str, facts: dict[str, str], path: Path, memory_mb: int) -> GenbaError:
    if name == "MemoryError":
        return FileTooLarge(path=path, limit_mb=memory_mb)
    known = getattr(errors, name, None)
    if isinstance(known, type) and issubclass(known, GenbaError):
        return known(**facts)
    return Bug(path=path, detail=f"{name}: {facts.get('detail', '')}")


class Renderer:
    """Draws pages of documents in one child, which is replaced when it hangs or crashes."""

    def __init__(self, *, limit_s: float = 20.0) -> None:
        self._limit_s = limit_s
        self._child: Child | None = None
        self._lock = threading.Lock()

    def render(self, path: Path, page: int, scale: float) -> DrawnPage:
        """A page (from 1) as PNG; a point of the page is ``scale`` pixels.

        Raises: what the readers raise on opening the file, FileTooSlow, ReaderCrashed,
            FormatUnsupported for a log table, FileVanished if there is no such page any more.
        """
        with self._lock:
            child = self._running()
            try:
                child.connection.send((str(path), page, scale))
                if not child.connection.poll(self._limit_s):
                    self._drop()
                    raise FileTooSlow(path=path, limit_s=f"{self._limit_s:g}")
                message = child.connection.recv()
            except (EOFError, ConnectionError) as error:
                crash = _crash(child, path)
                self._drop()
                raise crash from error
        if message[0] == "page":
            drawn: DrawnPage = message[1]
            return drawn
        _, name, facts = message
        raise _raised(name, facts, path, _RENDER_MEMORY_MB)

    def close(self) -> None:
        """End the child."""
        with self._lock:
            self._drop()

    def _running(self) -> Child:
        if self._child is None or not self._child.is_alive():
            self._drop()
            self._child = Child(reader_child.draw_pages, _RENDER_MEMORY_MB)
        return self._child

    def _drop(self) -> None:
        if self._child is not None:
            self._child.stop()
            self._child = None
