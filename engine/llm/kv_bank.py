"""The KV bank on disk: content-addressed entries under a byte limit, checked before use.

A cache and nothing else: every entry can be made again, so whatever is damaged, foreign or in the
way is deleted. Several processes may share one bank: entries appear by rename and are read whole
or not at all. Entries of one document lie in one folder, so that they go when it goes: a KV state
can reveal the text it was made from.
"""

from __future__ import annotations

import contextlib
import hashlib
import logging
import mmap
import os
import shutil
import struct
import tempfile
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

log = logging.getLogger("engine.kvbank")

_MAGIC = b"GENBAKV1"
_HEAD = struct.Struct("<8s32s32sQ")  # magic, key, sha256 of the payload, its length
_SUFFIX = ".kv"
_PART = ".part"
_SPARE_DISK_BYTES = 500 * 2**20  # The bank is the first to do without when a disk fills up.


@dataclass(frozen=True, slots=True)
class _Entry:
    path: Path
    size: int
    used_ns: int


class KvBank:
    """Entries by key (32 bytes) and owner (a document's id). Safe between processes."""

    def __init__(self, folder: Path, *, limit_bytes: int) -> None:
        self._folder = folder
        self.limit_bytes = limit_bytes
        self._is_writable = True
        self._size_bytes = 0
        self._n_entries = 0
        self._recount()

    @property
    def size_bytes(self) -> int:
        """Bytes on disk as last counted, own changes included."""
        return self._size_bytes

    @property
    def n_entries(self) -> int:
        """Entries as last counted, own changes included."""
        return self._n_entries

    @property
    def is_full(self) -> bool:
        """Whether another entry would push out an old one, or the disk is nearly full."""
        return not self._is_writable or self._size_bytes >= 0.97 * self.limit_bytes

    def has(self, key: bytes, owner: str) -> bool:
        """Whether there is an entry, unchecked."""
        return self._path(key, owner).exists()

    def get(self, key: bytes, owner: str) -> bytes | None:
        """The payload, its hash checked; None if there is none or it was no good (then it goes)."""
        path = self._path(key, owner)
        try:
            with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as m:
                payload = _checked(m, key)
        except FileNotFoundError:
            return None
        except (OSError, ValueError, struct.error) as error:  # ValueError: an empty file
            payload = None
            log.warning("bank entry cannot be read: %s", error)
        if payload is None:
            log.warning("a damaged or foreign bank entry is discarded: %s", path.name)
            self._remove(path)
            return None
        # The least recently used go first, whichever process used them. If another process has
        # deleted it meanwhile, what was read was whole.
        with contextlib.suppress(OSError):
            os.utime(path)
        return payload

    def put(self, key: bytes, owner: str, payload: bytes) -> bool:
        """Keep a payload, making room for it. False if that was not possible; never an error."""
        size = _HEAD.size + len(payload)
        if size > self.limit_bytes or not self._has_disk_for(size):
            return False
        path = self._path(key, owner)
        head = _HEAD.pack(_MAGIC, key, hashlib.sha256(payload).digest(), len(payload))
        try:
            self._make_room(size)
            path.parent.mkdir(parents=True, exist_ok=True)
            _write_whole(path, head, payload)
        except OSError as error:
            log.warning("the bank cannot be written: %s", error)
            self._recount()
            return False
        self._size_bytes += size
        self._n_entries += 1
        return True

    def forget(self, owner: str) -> None:
        """Delete all entries of a document."""
        shutil.rmtree(self._shelf(owner), ignore_errors=True)
        self._recount()

    def keep_only(self, owners: Collection[str]) -> None:
        """Delete the entries of all other documents, and what a killed process left half done."""
        kept = {self._shelf(owner).name for owner in owners}
        for shelf in self._shelves():
            if shelf.name not in kept:
                shutil.rmtree(shelf, ignore_errors=True)
                continue
            for part in shelf.glob(f"*{_PART}"):
                self._remove(part)
        self._recount()

    def clear(self) -> None:
        """Delete everything."""
        shutil.rmtree(self._folder, ignore_errors=True)
        self._recount()

    def _make_room(self, size: int) -> None:
        if self._size_bytes + size <= self.limit_bytes:
            return
        entries = sorted(self._entries(), key=lambda entry: entry.used_ns)
        total = sum(entry.size for entry in entries)
        for entry in entries:
            if total + size <= self.limit_bytes:
                break
            self._remove(entry.path)
            total -= entry.size
        self._recount()

    def _has_disk_for(self, size: int) -> bool:
        existing = self._folder
        while not existing.exists():
            existing = existing.parent
        is_enough = shutil.disk_usage(existing).free - size > _SPARE_DISK_BYTES
        if self._is_writable and not is_enough:
            log.warning("the disk is nearly full, the KV bank keeps nothing new")
        self._is_writable = is_enough
        return is_enough

    def _recount(self) -> None:
        entries = list(self._entries())
        self._size_bytes = sum(entry.size for entry in entries)
        self._n_entries = len(entries)

    def _entries(self) -> Iterator[_Entry]:
        for shelf in self._shelves():
            for path in shelf.glob(f"*{_SUFFIX}"):
                try:
                    status = path.stat()
                except OSError:
                    continue  # Gone meanwhile.
                yield _Entry(path, status.st_size, status.st_mtime_ns)

    def _shelves(self) -> list[Path]:
        try:
            return [path for path in self._folder.iterdir() if path.is_dir()]
        except OSError:
            return []

    def _shelf(self, owner: str) -> Path:
        return self._folder / hashlib.sha256(owner.encode()).hexdigest()[:24]

    def _path(self, key: bytes, owner: str) -> Path:
        return self._shelf(owner) / f"{key.hex()}{_SUFFIX}"

    def _remove(self, path: Path) -> None:
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            # Windows keeps a file that another process has open; it goes another time.
            log.info("a bank entry could not be deleted: %s", error)


def _checked(mapped: mmap.mmap, key: bytes) -> bytes | None:
    magic, own_key, digest, length = _HEAD.unpack_from(mapped)
    if magic != _MAGIC or own_key != key or len(mapped) != _HEAD.size + length:
        return None
    payload = mapped[_HEAD.size :]
    return payload if hashlib.sha256(payload).digest() == digest else None


def _write_whole(path: Path, head: bytes, payload: bytes) -> None:
    handle, part = tempfile.mkstemp(dir=path.parent, suffix=_PART)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(head)
            file.write(payload)
            file.flush()
            os.fsync(file.fileno())
        Path(part).replace(path)
    except BaseException:
        Path(part).unlink(missing_ok=True)
        raise
