"""Files are read and drawn in children with limits on time and memory.

A file that hangs, crashes or swells its parser costs one error and one child; a child that read
its file well reads the next one, as starting one costs more than reading most files. Errors of
the child are raised here again as what they were.
"""

from __future__ import annotations

import pickle
import threading
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import psutil

from engine import errors
from engine.domain import ReadMark
from engine.errors import Bug, FileTooLarge, FileTooSlow, GenbaError, ReaderCrashed
from engine.page_text import TextLine
from engine.store.prepared import StoredPart
from ingest import reader_child
from ingest.drawn_page import DrawnPage, DrawnTile, LinesWish, PageWish, TileWish, Wish
from ingest.spawning import Child

_RENDER_MEMORY_MB = 3072
_MAX_KEPT_BYTES = 32 * 2**20  # Read and not yet stored; the text of a manual of 5,000 pages.
_KEPT_MB = 300  # A child that grew beyond this gives its memory back by ending.
_MAX_FILES = 500  # Libraries leak.
_KEPT_CPU_S = 3600.0  # The system ends a child at six times this, whatever file it reads then.


@dataclass(frozen=True, slots=True)
class ReaderLimits:
    """What a child may use. The times count only while we wait for it."""

    silence_s: float = 120.0  # Recognising one sheet of A0 takes up to a minute on two cores.
    total_s: float = 600.0
    total_s_per_page: float = 20.0  # Earned by each page that is given: a scan takes 5 to 15 s.
    total_s_per_mb: float = 5.0  # A log reads at 1 to 3 MB/s, beside other programs at 0.2.
    memory_mb: int = 2048

    def total_s_of(self, path: Path) -> float:
        """Seconds for a file of this size."""
        try:
            return self.total_s + self.total_s_per_mb * path.stat().st_size / 2**20
        except OSError:
            return self.total_s


class ReadingCancelled(Exception):
    """The person stopped the run while a file was being read."""


class ReaderProcess:
    """Reads one file at a time in a child, which is kept while it is healthy and small.

    It never blocks: whoever waits on ``connection`` says what came of it. What has been read is
    kept as the bytes that came through the pipe until it is taken.

    ``reader`` is the dotted name of a function from a path to parts.
    """

    def __init__(
        self, *, reader: str = "ingest.reading.read", limits: ReaderLimits | None = None
    ) -> None:
        self._reader = reader
        self._limits = limits or ReaderLimits()
        self._child: Child | None = None
        self._n_files = 0
        self._path = Path()
        self._watch = _Watch(self._path, self._limits)
        self._batches: deque[bytes] = deque()
        self._n_bytes = 0
        self._share_read = 0.0
        self._outcome: _Outcome | None = None

    @property
    def connection(self) -> Connection:
        """What to wait on while a file is being read."""
        assert self._child is not None
        return self._child.connection

    @property
    def is_done(self) -> bool:
        """Whether the file has been read to its end, or has failed."""
        return self._outcome is not None

    @property
    def share_read(self) -> float:
        """How much of the file has been read, from 0 to 1, as far as its parts tell."""
        return self._share_read

    @property
    def is_full(self) -> bool:
        """Whether so much has been read that some of it must be taken before more is received."""
        return self._n_bytes >= _MAX_KEPT_BYTES

    def start(self, path: Path, mark: ReadMark | None = None) -> None:
        """Read a file, or what came after ``mark``. The one before must be taken or abandoned."""
        self._path, self._watch = path, _Watch(path, self._limits)
        self._batches, self._n_bytes, self._outcome = deque(), 0, None
        self._share_read = 0.0
        if self._child is None or not self._child.is_alive():
            self._drop()
            self._child = Child(reader_child.read_files, self._limits.memory_mb)
        self._n_files += 1
        try:
            self._child.connection.send((self._reader, str(path), mark))
        except OSError:
            self._fail(_crash(self._child, path))

    def receive(self, waited_s: float) -> None:
        """Take the message that is there, after a wait for it."""
        assert self._child is not None
        self._watch.heard(waited_s)
        try:
            message = self._child.connection.recv_bytes()
        except (EOFError, OSError):
            self._fail(_crash(self._child, self._path))
            return
        kind, content = message[:1], message[1:]
        if kind == reader_child.PARTS:
            n_pages, self._share_read, batch = reader_child.counted(content)
            self._watch.allow_for(n_pages)
            self._batches.append(batch)
            self._n_bytes += len(batch)
        elif kind == reader_child.END:
            self._outcome = _Outcome(None)
            self._keep_or_drop()
        else:
            name, facts = pickle.loads(content)  # noqa: S301  (from our own child)
            self._outcome = _Outcome(_raised(name, facts, self._path, self._limits.memory_mb))
            if isinstance(self._outcome.error, FileTooLarge | Bug):
                self._drop()
            else:
                self._keep_or_drop()

    def wait_on(self, waited_s: float) -> None:
        """Nothing came for a while: look at the clock and at the child's memory."""
        assert self._child is not None
        error = self._watch.misdeed(waited_s, _rss_mb(self._child))
        if error is not None:
            self._fail(error)

    @property
    def has_parts(self) -> bool:
        """Whether something has been read that was not taken."""
        return bool(self._batches)

    def take(self) -> list[StoredPart]:
        """The parts that came first of those that have not been taken: one message of them."""
        if not self._batches:
            return []
        batch = self._batches.popleft()
        self._n_bytes -= len(batch)
        return _unpacked(batch)

    def take_rest(self) -> Iterator[StoredPart]:
        """The rest of a file that is done; the next one may be started before it is gone through.

        Raises, in going through it: what ``ingest.reading.read`` raises, and
            FileTooSlow: no part for the time of silence, or not done in the time in all.
            FileTooLarge: the child used more memory than allowed.
            ReaderCrashed: the child died.
        """
        assert self._outcome is not None
        batches, self._batches, self._n_bytes = self._batches, deque(), 0
        return _rest(batches, self._outcome.error)

    def abandon(self) -> None:
        """Give up a file that is not done."""
        if self._outcome is None:
            self._drop()

    def close(self) -> None:
        """End the child."""
        self._drop()

    def _fail(self, error: GenbaError) -> None:
        self._outcome = _Outcome(error)
        self._drop()

    def _keep_or_drop(self) -> None:
        # A parser that saw a bad file may not be what it was; none is trusted with too many.
        assert self._child is not None
        is_used_up = self._n_files >= _MAX_FILES or _cpu_s(self._child) > _KEPT_CPU_S
        if is_used_up or _rss_mb(self._child) > _KEPT_MB:
            self._drop()

    def _drop(self) -> None:
        self._n_files = 0
        if self._child is not None:
            self._child.stop()
            self._child = None


@dataclass(frozen=True, slots=True)
class _Outcome:
    """How the reading of a file ended."""

    error: GenbaError | None


class _Watch:
    """The clock of one file: it runs only while somebody waits for the child."""

    def __init__(self, path: Path, limits: ReaderLimits) -> None:
        self._path = path
        self._limits = limits
        self._total_s = limits.total_s_of(path)
        self._silent_s = 0.0
        self._waited_s = 0.0

    def heard(self, waited_s: float) -> None:
        """A message came after so long a wait."""
        self._waited_s += waited_s
        self._silent_s = 0.0

    def allow_for(self, n_pages: int) -> None:
        """More time in all, for pages that have been given."""
        self._total_s += self._limits.total_s_per_page * n_pages

    def misdeed(self, waited_s: float, used_mb: float) -> GenbaError | None:
        """The error if the child has been silent, busy or hungry beyond the limits."""
        self._waited_s += waited_s
        self._silent_s += waited_s
        limits = self._limits
        if self._silent_s > limits.silence_s:
            return FileTooSlow(path=self._path, limit_s=f"{limits.silence_s:g}")
        if self._waited_s > self._total_s:
            return FileTooSlow(path=self._path, limit_s=f"{self._total_s:.0f}")
        if used_mb > limits.memory_mb:
            return FileTooLarge(path=self._path, limit_mb=limits.memory_mb)
        return None


def _unpacked(batch: bytes) -> list[StoredPart]:
    parts: list[StoredPart] = pickle.loads(batch)  # noqa: S301  (from our own child)
    return parts


def _rest(batches: deque[bytes], error: GenbaError | None) -> Iterator[StoredPart]:
    if error is not None:
        raise error
    while batches:
        yield from _unpacked(batches.popleft())


def _rss_mb(child: Child) -> float:
    try:
        return float(psutil.Process(child.pid).memory_info().rss) / 2**20
    except psutil.Error:
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


def _cpu_s(child: Child) -> float:
    try:
        times = psutil.Process(child.pid).cpu_times()
    except psutil.Error:
        return 0.0
    return float(times.user + times.system)


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
        drawn: DrawnPage = self._granted(path, PageWish(page, scale))
        return drawn

    def tile(self, path: Path, wish: TileWish) -> DrawnTile:
        """A part of a page. Errors: as ``render``."""
        drawn: DrawnTile = self._granted(path, wish)
        return drawn

    def lines(self, path: Path, page: int) -> tuple[TextLine, ...]:
        """The text that a page (from 1) itself holds. Errors: as ``render``."""
        lines: tuple[TextLine, ...] = self._granted(path, LinesWish(page))
        return lines

    def _granted(self, path: Path, wish: Wish) -> Any:  # noqa: ANN401 - the caller knows its wish
        with self._lock:
            child = self._running()
            try:
                child.connection.send((str(path), wish))
                if not child.connection.poll(self._limit_s):
                    self._drop()
                    raise FileTooSlow(path=path, limit_s=f"{self._limit_s:g}")
                message = child.connection.recv()
            except (EOFError, ConnectionError) as error:
                crash = _crash(child, path)
                self._drop()
                raise crash from error
        if message[0] == "granted":
            return message[1]
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
