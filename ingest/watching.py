"""Watched folders: tells when what lies in them is not what the library knows, once it is at rest.

The system's notices (inotify, ReadDirectoryChangesW, FSEvents) only say where to look; network
drives give none, or not those of other machines, so every folder is looked at from time to time
as well. Both lead to the same comparison, of one stat a file. Nothing is read or stored here.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver, ObservedWatch

from engine.errors import GenbaError
from engine.events import FolderBack, FolderChanged, FolderUnreachable, WatchNews
from engine.store.library import Library
from ingest.folder_diff import Found, Key, compare, list_paths

_log = logging.getLogger("ingest.watch")

_READING = frozenset({"opened", "closed_no_write"})
_TICK_S = 0.5
_REST = 10  # Looking takes a tenth of the time at most.


@dataclass(frozen=True, slots=True)
class WatchTimes:
    """How often is looked, in seconds."""

    settle_s: float = 2.0  # A file of the same size and time at both ends is no longer written.
    settle_at_most_s: float = 60.0  # A log that is written all day is read all the same.
    poll_s: float = 60.0  # Without a notice; more where looking itself takes seconds.
    retry_s: float = 600.0  # Until what was told and not indexed is told again.
    folders_s: float = 5.0  # Until a new folder of the library is watched.


@dataclass(slots=True)
class _Watched:
    """What is known of one folder."""

    root: str
    next_poll: float = 0.0
    is_noticed: bool = False
    notices: ObservedWatch | None = None
    is_unreachable: bool = False
    unsettled_since: float | None = None
    look_again: float = 0.0
    seen: dict[Key, Found] | None = None
    told: dict[Key, Found] | None = None
    told_at: float = 0.0


class FolderWatch:
    """Watches the folders of a library that are to be watched. ``tell`` is called on its thread."""

    def __init__(
        self,
        library: Library,
        tell: Callable[[WatchNews], None],
        *,
        times: WatchTimes | None = None,
        clock: Callable[[], float] = time.monotonic,
        make_observer: Callable[[], BaseObserver] = Observer,
    ) -> None:
        self._library = library
        self._tell = tell
        self._times = times or WatchTimes()
        self._clock = clock
        self._observer = make_observer()
        self._watched: dict[str, _Watched] = {}
        self._next_folders = 0.0
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="folder-watch", daemon=True)

    def start(self) -> None:
        """Begin. What changed since the last indexing is told first."""
        self._observer.start()
        self._thread.start()

    def stop(self) -> None:
        """End; nothing is told afterwards."""
        self._is_over.set()
        if self._thread.is_alive():
            self._thread.join()
        if self._observer.is_alive():
            self._observer.stop()
            self._observer.join()

    def look(self) -> None:
        """Do what is due now. Called by the thread, twice a second."""
        now = self._clock()
        if now >= self._next_folders:
            self._next_folders = now + self._times.folders_s
            self._follow_library()
        for watched in self._watched.values():
            if watched.unsettled_since is not None:
                if now >= watched.look_again:
                    self._settle(watched, now)
            elif watched.is_noticed or now >= watched.next_poll:
                self._compare(watched, now)

    def _run(self) -> None:
        while not self._is_over.wait(_TICK_S):
            try:
                self.look()
            except GenbaError as error:
                # Such as a locked library: there is another time.
                _log.warning("folders not looked at: %s %s", error.code, error)

    def _follow_library(self) -> None:
        roots = {folder.path for folder in self._library.folders.all() if folder.is_watched}
        for root in self._watched.keys() - roots:
            self._stop_notices(self._watched.pop(root))
        for root in sorted(roots - self._watched.keys()):
            self._watched[root] = _Watched(root)
        for watched in self._watched.values():
            self._ask_for_notices(watched)

    def _ask_for_notices(self, watched: _Watched) -> None:
        if watched.notices or watched.is_unreachable or not Path(watched.root).is_dir():
            return
        watched.notices = ObservedWatch(watched.root, recursive=True)
        try:
            self._observer.schedule(_Notices(watched), watched.root, recursive=True)
        except OSError as error:
            # Too many folders for the system, or a drive that gives no notices.
            _log.info("%s is only looked at from time to time: %s", watched.root, error)

    def _stop_notices(self, watched: _Watched) -> None:
        if watched.notices is not None:
            with suppress(KeyError):  # There never were any.
                self._observer.unschedule(watched.notices)
            watched.notices = None

    def _compare(self, watched: _Watched, now: float) -> None:
        """Look at the folder; if it differs from the library, wait until it is at rest."""
        found = self._unknown(watched)
        if found is None:
            watched.told = None
        elif found != watched.told or now - watched.told_at >= self._times.retry_s:
            watched.seen = found
            watched.unsettled_since = now
            watched.look_again = now + self._times.settle_s

    def _settle(self, watched: _Watched, now: float) -> None:
        assert watched.unsettled_since is not None
        found = self._unknown(watched)
        is_tired = now - watched.unsettled_since >= self._times.settle_at_most_s
        if found is not None and found != watched.seen and not is_tired:
            watched.seen = found
            watched.look_again = now + self._times.settle_s
            return
        watched.unsettled_since = watched.seen = None
        watched.told, watched.told_at = found, now
        if found is not None:
            self._tell(FolderChanged(watched.root))

    def _unknown(self, watched: _Watched) -> dict[Key, Found] | None:
        """The folder's files if the library does not know them as they are, else None."""
        root = watched.root
        watched.is_noticed = False  # Before looking: what happens meanwhile is looked at again.
        started = self._clock()
        known = self._library.sources(root)
        listing = list_paths([Path(root)], known, self._library.folders.all())
        self._note_reach(watched, next((d for p, d in listing.vanished if p == root), None))
        ended = self._clock()
        watched.next_poll = ended + max(self._times.poll_s, _REST * (ended - started))
        diff = compare(listing, known)
        return listing.found if diff.changed or diff.gone else None

    def _note_reach(self, watched: _Watched, detail: str | None) -> None:
        if detail is not None and not watched.is_unreachable:
            watched.is_unreachable = True
            self._stop_notices(watched)
            self._tell(FolderUnreachable(watched.root, detail))
        elif detail is None and watched.is_unreachable:
            watched.is_unreachable = False
            self._tell(FolderBack(watched.root))


class _Notices(FileSystemEventHandler):
    """Marks a folder in which something happened. Called on the observer's thread."""

    def __init__(self, watched: _Watched) -> None:
        self._watched = watched

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Reading a file is no change, and a folder whose file changed is told as modified too."""
        if event.event_type not in _READING:
            self._watched.is_noticed = True
