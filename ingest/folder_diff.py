"""What is on disk against what the library knows, by one stat a file."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from engine.domain import Source, SourceState
from ingest.formats import KNOWN, READABLE

Key = tuple[str, str]

_SINGLE = os.sep + "."
_SYSTEM_FOLDERS = frozenset({"$recycle.bin", "system volume information", "__macosx"})


@dataclass(frozen=True, slots=True)
class Found:
    """A file on disk."""

    root: str
    path: str
    size_bytes: int
    mtime_ns: int

    @property
    def key(self) -> Key:
        """What the library knows it by."""
        return self.root, self.path

    @property
    def full_path(self) -> Path:
        """Where it is."""
        return Path(self.root) / self.path


@dataclass(slots=True)
class Listing:
    """Everything found under some paths, and which known files were looked for."""

    found: dict[Key, Found] = field(default_factory=dict)
    looked_for: set[Key] = field(default_factory=set)
    vanished: list[tuple[str, str]] = field(default_factory=list)
    """Folders and files that could not be looked at, with the reason."""


@dataclass(slots=True)
class Diff:
    """What to do. ``changed`` are new files too; each in the order found."""

    unchanged: list[Source] = field(default_factory=list)
    changed: list[Found] = field(default_factory=list)
    gone: dict[Key, Source] = field(default_factory=dict)


def single_root(folder: Path) -> str:
    """The root of files that were added one by one: looking again does not take in the folder."""
    return str(folder) + _SINGLE


def is_single_root(root: str) -> bool:
    """Whether only the known files of this root are looked at."""
    return root.endswith(_SINGLE)


def list_paths(paths: Sequence[Path], known: Sequence[Source]) -> Listing:
    """The files under ``paths``. With no paths, every known root again."""
    listing = Listing()
    roots = sorted({source.root for source in known})
    folders = [root for root in roots if not is_single_root(root)]
    if not paths:
        for root in roots:
            keys = [s.path for s in known if s.root == root]
            if is_single_root(root):
                _list_single(root, keys, listing)
            else:
                _list_folder(root, Path(root), keys, listing)
        return listing
    for path in paths:
        full = Path(os.path.abspath(path))  # noqa: PTH100  (resolve() would follow links)
        over = _root_over(full, folders)
        if full.is_dir():
            root = over or str(full)
            _list_folder(root, full, [s.path for s in known if s.root == root], listing)
            folders.append(root)
        elif over is not None:
            _list_single(over, [full.relative_to(over).as_posix()], listing)
        else:
            _list_single(single_root(full.parent), [full.name], listing)
    return listing


def _root_over(path: Path, roots: Iterable[str]) -> str | None:
    over = [root for root in roots if path.is_relative_to(root)]
    return min(over, key=len, default=None)


def _list_single(root: str, names: Iterable[str], listing: Listing) -> None:
    folder = Path(root)
    try:
        folder.stat()
    except OSError as error:
        listing.vanished.append((str(folder), error.strerror or str(error)))
        return
    for name in names:
        listing.looked_for.add((root, name))
        found = _found(root, name, folder / name)
        if found is not None:
            listing.found[found.key] = found


def _list_folder(root: str, start: Path, known: Iterable[str], listing: Listing) -> None:
    unreadable: list[str] = []
    base = Path(root)
    n_before = len(listing.found)
    for path in _walk(start, unreadable, listing):
        found = _found(root, path.relative_to(base).as_posix(), path)
        if found is not None:
            listing.found[found.key] = found
    if not start.is_dir():
        return
    known = list(known)
    if known and start == base and len(listing.found) == n_before and _looks_unmounted(start):
        listing.vanished.append((root, "the folder is empty"))
        return
    for path_text in known:
        full = base / path_text
        if full.is_relative_to(start) and not any(full.is_relative_to(u) for u in unreadable):
            listing.looked_for.add((root, path_text))


def _looks_unmounted(folder: Path) -> bool:
    """A drive that is not there leaves its empty mount point behind."""
    try:
        return not any(folder.iterdir())
    except OSError:
        return True


def _walk(folder: Path, unreadable: list[str], listing: Listing) -> Iterator[Path]:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        unreadable.append(str(folder))
        listing.vanished.append((str(folder), error.strerror or str(error)))
        return
    folders = []
    for entry in entries:
        if _is_ignored(entry):
            continue
        # Links to folders can lead round in a circle.
        if entry.is_dir(follow_symlinks=False):
            folders.append(Path(entry.path))
        elif Path(entry.name).suffix.lower() in KNOWN | READABLE.keys() and entry.is_file():
            yield Path(entry.path)
    for inner in folders:
        yield from _walk(inner, unreadable, listing)


def _is_ignored(entry: os.DirEntry[str]) -> bool:
    # "~$" is what Office leaves beside an open document.
    if entry.name.startswith((".", "~$")) or entry.name.casefold() in _SYSTEM_FOLDERS:
        return True
    if sys.platform == "win32":
        attributes = entry.stat(follow_symlinks=False).st_file_attributes
        return bool(attributes & (stat.FILE_ATTRIBUTE_HIDDEN | stat.FILE_ATTRIBUTE_SYSTEM))
    return False


def _found(root: str, path: str, full: Path) -> Found | None:
    try:
        status = full.stat()
    except OSError:
        return None
    return Found(root, path, status.st_size, status.st_mtime_ns)


def compare(listing: Listing, known: Sequence[Source]) -> Diff:
    """Files against the library. A file that failed before is not tried again while it is as is."""
    by_key = {(source.root, source.path): source for source in known}
    diff = Diff()
    for key, found in listing.found.items():
        source = by_key.get(key)
        if source is not None and _is_same(source, found) and not _is_worth_retrying(source):
            diff.unchanged.append(source)
        else:
            diff.changed.append(found)
    for key in listing.looked_for:
        if key in by_key and key not in listing.found:
            diff.gone[key] = by_key[key]
    return diff


def _is_same(source: Source, found: Found) -> bool:
    return (source.size_bytes, source.mtime_ns) == (found.size_bytes, found.mtime_ns)


def _is_worth_retrying(source: Source) -> bool:
    if source.state is not SourceState.FAILED or source.failure is None:
        return False
    if source.failure.code == "FormatUnsupported":
        # A newer Genba may have learnt to read it.
        return Path(source.path).suffix.lower() in READABLE
    return source.failure.code in ("FileVanished", "Bug")
