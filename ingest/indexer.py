"""Bring a library up to date with folders. Safe to kill: each file is one transaction.

An unchanged file costs one stat, a moved one keeps its chunks, and a folder that cannot be reached
loses nothing.
"""

from __future__ import annotations

import logging
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import TypeAlias

from engine.domain import Document, DocumentHead, Failure, ReadMark, Source
from engine.errors import FileVanished, FormatUnsupported, PathMissing
from engine.events import (
    CancelToken,
    FileFailed,
    FileIndexed,
    FilesListed,
    FileStarted,
    IndexEvent,
    IndexFinished,
    IndexReport,
)
from engine.store.library import Library
from engine.store.prepared import StoredPart
from ingest.folder_diff import Diff, Found, Key, Listing, compare, list_paths
from ingest.folders import note_folders
from ingest.formats import KNOWN, READABLE, READERS
from ingest.growing import grown_parts
from ingest.growth import Growth, hashes_of, possible_growths
from ingest.outcomes import failure_of, source_of
from ingest.progress import ReadingProgress
from ingest.reader_pool import ReaderPool, is_big, usual_readers
from ingest.reader_process import ReadingCancelled

DocumentReader: TypeAlias = Callable[[Path], Iterable[StoredPart]]
"""Gives the parts and chunks of a file."""

GrownReader: TypeAlias = Callable[[Path, ReadMark], Iterable[StoredPart]]
"""Gives what was added to a file behind a mark, as ``ingest.growing.grown_parts`` does."""

_NEWS_S = 0.5  # How often it is told how far long files have been read.

_log = logging.getLogger("ingest.index")


def index(
    library: Library,
    paths: Sequence[Path],
    *,
    cancel: CancelToken,
    reader: DocumentReader | None = None,
    grown_reader: GrownReader = grown_parts,
    n_readers: int | None = None,
) -> Iterator[IndexEvent]:
    """Bring files and folders into the library; with no paths, look at every known root again.

    Files are read by ``n_readers`` children at once (None: as many as the machine bears), or one
    after the other by ``reader`` in this process, and stored as they are done. Of a log that has
    only grown, the new rows are read alone, by ``grown_reader`` where ``reader`` is given.
    A file that cannot be read is an event and stays in the report of later runs until it changes.
    Raises: what the library raises, such as DiskFull; what is committed stays.
    """
    yield from _Run(library, cancel, n_readers, grown_reader).events(paths, reader)


@dataclass(slots=True)
class _Counts:
    """What the report says, as it grows."""

    n_indexed: int = 0
    n_unchanged: int = 0
    n_moved: int = 0
    n_deleted: int = 0
    n_left_out: int = 0
    n_pages: int = 0
    n_chunks: int = 0
    failures: list[tuple[str, Failure]] = field(default_factory=list)


class _ReadFailed(Exception):
    """A file could not be read, in distinction to a library that cannot be written."""


class _Run:
    """One indexing run."""

    def __init__(
        self,
        library: Library,
        cancel: CancelToken,
        n_readers: int | None,
        grown_reader: GrownReader,
    ) -> None:
        self._library = library
        self._cancel = cancel
        self._n_readers = n_readers
        self._progress = ReadingProgress(())
        self._counts = _Counts()
        self._hashes: dict[Key, str] = {}
        self._grown_reader = grown_reader
        self._growths: dict[Key, Growth] = {}

    def events(self, paths: Sequence[Path], reader: DocumentReader | None) -> Iterator[IndexEvent]:
        started = time.monotonic()
        known = self._library.sources()
        listing = list_paths(paths, known, self._library.folders.all())
        note_folders(self._library, listing.roots)
        diff = compare(listing, known)
        moves = self._moves(diff, known)
        gone = [key for key in diff.gone if key not in {old for old, _ in moves.values()}]
        self._counts.n_left_out = listing.n_left_out
        n_found, n_left_out = len(listing.found), listing.n_left_out
        yield FilesListed(n_found, len(diff.changed), len(moves), len(gone), n_left_out)
        self._note_unchanged(diff)
        yield from self._missing(paths, listing)
        for new, (old, source) in moves.items():
            found = listing.found[new]
            self._library.move_source(old, source_of(found, source.content_hash, source))
            self._counts.n_moved += 1
        if gone:
            self._library.remove_sources(gone)
            self._counts.n_deleted = len(gone)
        self._growths = possible_growths(self._library, diff.changed, known)
        is_cancelled = yield from self._files(diff.changed, reader)
        yield IndexFinished(self._report(len(listing.found), started, is_cancelled=is_cancelled))

    def _files(
        self, files: Sequence[Found], reader: DocumentReader | None
    ) -> Generator[IndexEvent, None, bool]:
        """Events of the changed files; returns whether the run was cancelled."""
        self._progress = ReadingProgress(found.size_bytes for found in files)
        try:
            if reader is not None:
                yield from self._in_order(files, reader)
            else:
                yield from self._in_parallel(files)
        except ReadingCancelled:
            return True
        return False

    def _in_order(self, files: Sequence[Found], reader: DocumentReader) -> Iterator[IndexEvent]:
        for number, found in enumerate(files, start=1):
            self._stop_if_cancelled()
            yield FileStarted(found.path, number, len(files))
            yield from self._file(found, partial(self._read, found, reader))

    def _read(self, found: Found, reader: DocumentReader, path: Path) -> Iterable[StoredPart]:
        growth = self._growths.get(found.key)
        return self._grown_reader(path, growth.mark) if growth else reader(path)

    def _in_parallel(self, files: Sequence[Found]) -> Iterator[IndexEvent]:
        # A huge log must not stand before the small files: its transaction is long.
        queue = deque(sorted(files, key=lambda found: is_big(found.size_bytes)))
        with ReaderPool[Found](self._n_readers or usual_readers(), cancel=self._cancel) as pool:
            yield from self._start(queue, pool, len(files))
            while True:
                while not pool.is_ready(_NEWS_S):
                    yield from self._reached(pool)
                if (read := pool.next_read()) is None:
                    return
                found, parts = read
                # First, so that the readers are busy while we store.
                yield from self._start(queue, pool, len(files))
                self._stop_if_cancelled()
                yield from self._file(found, _giving(parts), lambda: self._reached(pool))

    def _reached(self, pool: ReaderPool[Found]) -> Iterator[IndexEvent]:
        """News of files that are being read, if there are any."""
        news = None
        for found, share in pool.shares_read():
            news = self._progress.reach(found.path, round(share * found.size_bytes)) or news
        if news is not None:
            yield news

    def _start(
        self, queue: deque[Found], pool: ReaderPool[Found], total: int
    ) -> Iterator[IndexEvent]:
        """Give files to the readers that wait; what need not be read is done on the way."""
        while queue and pool.has_room:
            self._stop_if_cancelled()
            found = queue.popleft()
            yield FileStarted(found.path, total - len(queue), total)
            if self._needs_reading(found):
                growth = self._growths.get(found.key)
                mark, n_known = (growth.mark, growth.mark.offset) if growth else (None, 0)
                pool.start(found, found.full_path, found.size_bytes - n_known, mark)
            else:
                yield from self._file(found, _unread)

    def _needs_reading(self, found: Found) -> bool:
        if not _is_parsed(found):
            return False
        try:
            return not self._library.has_document(self._hash(found), readers=READERS)
        except _ReadFailed:
            return False

    def _stop_if_cancelled(self) -> None:
        if self._cancel.is_set():
            raise ReadingCancelled

    def _file(
        self,
        found: Found,
        reader: DocumentReader,
        meanwhile: Callable[[], Iterator[IndexEvent]] = lambda: iter(()),
    ) -> Iterator[IndexEvent]:
        """Store a file. ``meanwhile`` gives what is to be told while a long one is stored."""
        yield (yield from self._outcome(found, reader, meanwhile))
        yield self._progress.advance(found.path, found.size_bytes)

    def _outcome(
        self, found: Found, reader: DocumentReader, meanwhile: Callable[[], Iterator[IndexEvent]]
    ) -> Generator[IndexEvent, None, FileIndexed | FileFailed]:
        started = time.monotonic()
        try:
            document = yield from self._stored(found, reader, meanwhile)
        except _ReadFailed as error:
            failure = failure_of(error.__cause__ or error)
            _log.info("%s not read: %s", found.full_path, failure.code)
            self._library.record_source(
                source_of(found, self._hashes.get(found.key, ""), None, failure)
            )
            self._counts.failures.append((found.path, failure))
            return FileFailed(found.path, failure, time.monotonic() - started)
        self._counts.n_pages += document.n_pages
        self._counts.n_chunks += document.n_chunks
        return FileIndexed(
            found.path,
            document.n_pages,
            document.n_chunks,
            document.n_rows,
            len(document.problems),
            time.monotonic() - started,
        )

    def _stored(
        self, found: Found, reader: DocumentReader, meanwhile: Callable[[], Iterator[IndexEvent]]
    ) -> Generator[IndexEvent, None, Document]:
        if not _is_parsed(found):
            raise _ReadFailed from FormatUnsupported(
                path=found.full_path, suffix=found.full_path.suffix.lower()
            )
        content_hash = self._hash(found)
        source = source_of(found, content_hash, None)
        if self._library.has_document(content_hash, readers=READERS):
            # Touched, or a copy of what is here already.
            self._library.record_source(source)
            self._counts.n_unchanged += 1
            return self._library.document(content_hash)
        for _ in self._storing(found, source, self._parts(reader, found.full_path)):
            yield from meanwhile()
        self._counts.n_indexed += 1
        return self._library.document(content_hash)

    def _storing(self, found: Found, source: Source, parts: Iterator[StoredPart]) -> Iterator[None]:
        growth = self._growths.get(found.key)
        if growth is not None:
            first = list(islice(parts, 1))
            parts = chain(first, parts)
            # The reader of what was added may have begun anew, with a head.
            if not (first and isinstance(first[0], DocumentHead)):
                self._library.grow_document(source, growth.before, growth.mark, parts)
                return
        yield from self._library.storing(source, parts)

    def _parts(self, reader: DocumentReader, path: Path) -> Iterator[StoredPart]:
        try:
            for part in reader(path):
                yield part
                if self._cancel.is_set():
                    raise ReadingCancelled
        except ReadingCancelled:
            raise
        except Exception as error:
            raise _ReadFailed from error

    def _hash(self, found: Found) -> str:
        """The hash of a file. A growth that proves to be none is forgotten."""
        known = self._hashes.get(found.key)
        if known is not None:
            return known
        growth = self._growths.get(found.key)
        n_before = growth.before.size_bytes if growth else 0
        try:
            whole, beginning = hashes_of(found.full_path, n_before, self._cancel)
        except OSError as error:
            detail = error.strerror or str(error)
            raise _ReadFailed from FileVanished(path=found.full_path, detail=detail)
        if growth and beginning != growth.before.content_hash:
            del self._growths[found.key]
        self._hashes[found.key] = whole
        return whole

    def _moves(self, diff: Diff, known: Sequence[Source]) -> dict[Key, tuple[Key, Source]]:
        """New files that are known files in a new place, which are taken out of ``changed``.

        Either the same file is listed under another root now, or a file has gone and another of
        its size has its bytes.
        """
        moves: dict[Key, tuple[Key, Source]] = {}
        known_keys = {(source.root, source.path) for source in known}
        new = [found for found in diff.changed if found.key not in known_keys]
        in_place = {_where(s.root, s.path): s for s in known if s.document_id} if new else {}
        by_size: dict[int, list[Source]] = {}
        for source in diff.gone.values():
            if source.document_id:
                by_size.setdefault(source.size_bytes, []).append(source)
        for found in new:
            before = in_place.get(_where(found.root, found.path))
            if before is None or before.mtime_ns != found.mtime_ns:
                before = self._same_bytes(found, by_size.get(found.size_bytes, []))
            if before is not None:
                moves[found.key] = ((before.root, before.path), before)
        diff.changed = [found for found in diff.changed if found.key not in moves]
        return moves

    def _same_bytes(self, found: Found, candidates: list[Source]) -> Source | None:
        if not candidates:
            return None
        try:
            content_hash = self._hash(found)
        except (_ReadFailed, ReadingCancelled):
            return None
        for source in candidates:
            if source.content_hash == content_hash:
                candidates.remove(source)
                return source
        return None

    def _note_unchanged(self, diff: Diff) -> None:
        for source in diff.unchanged:
            if source.failure is not None:
                self._counts.failures.append((source.path, source.failure))
            else:
                self._counts.n_unchanged += 1

    def _missing(self, paths: Sequence[Path], listing: Listing) -> Iterator[IndexEvent]:
        """Rows for paths that are not there and folders that cannot be reached."""
        missing: dict[str, Failure] = {}
        for place, detail in listing.vanished:
            missing[place] = failure_of(FileVanished(path=place, detail=detail))
        for path in paths:
            if not path.exists() and str(path) not in missing:
                missing[str(path)] = failure_of(PathMissing(path=path))
        for place, failure in missing.items():
            self._counts.failures.append((place, failure))
            yield FileFailed(place, failure, 0.0)

    def _report(self, n_files: int, started: float, *, is_cancelled: bool) -> IndexReport:
        counts = self._counts
        return IndexReport(
            n_files=n_files,
            n_indexed=counts.n_indexed,
            n_unchanged=counts.n_unchanged,
            n_moved=counts.n_moved,
            n_deleted=counts.n_deleted,
            n_left_out=counts.n_left_out,
            n_pages=counts.n_pages,
            n_chunks=counts.n_chunks,
            seconds=time.monotonic() - started,
            is_cancelled=is_cancelled,
            failures=tuple(counts.failures),
        )


def _is_parsed(found: Found) -> bool:
    """Whether a reader looks at the file: other known formats fail without being opened."""
    suffix = found.full_path.suffix.lower()
    return suffix in READABLE or suffix not in KNOWN


def _unread(path: Path) -> Iterator[StoredPart]:
    raise FormatUnsupported(path=path, suffix=path.suffix)


def _giving(parts: Iterator[StoredPart]) -> DocumentReader:
    return lambda _path: parts


def _where(root: str, path: str) -> str:
    return str(Path(root) / path)
