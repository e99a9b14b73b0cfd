"""What is on disk against what the library knows, by one stat a file."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from engine.domain import Folder, Source, SourceState
from ingest.formats import KNOWN, READABLE, READERS
from ingest.rules import Rules

Key = tuple[str, str]

_SINGLE = os.sep + "."


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
    roots: set[str] = field(default_factory=set)
    """The roots of the folders that were looked at."""
    n_left_out: int = 0
    """Files and whole folders that the rules leave out."""


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


def list_paths(
    paths: Sequence[Path], known: Sequence[Source], folders: Sequence[Folder] = ()
) -> Listing:
    """The files under ``paths``. With no paths, every known root again.

    ``folders`` says what is left out of which root.
    """
    listing = Listing()
    rules = {folder.path: Rules(folder.include, folder.exclude) for folder in folders}
    roots = {source.root for source in known} | rules.keys()
    tops = _tops(root for root in roots if not is_single_root(root))
    if not paths:
        for root in sorted(root for root in roots if is_single_root(root)):
            _list_single(root, [s.path for s in known if s.root == root], listing, Rules())
        for root in tops:
            _list_folder(root, Path(root), known, listing, rules.get(root, Rules()))
        return listing
    for path in paths:
        full = Path(os.path.abspath(path))  # noqa: PTH100  (resolve() would follow links)
        over = root_over(full, tops)
        if full.is_dir() or str(full) in tops:
            root = over or str(full)
            _list_folder(root, full, known, listing, rules.get(root, Rules()))
            tops.append(root)
        elif over is not None:
            name = full.relative_to(over).as_posix()
            _list_single(over, [name], listing, rules.get(over, Rules()))
        else:
            _list_single(single_root(full.parent), [full.name], listing, Rules())
    return listing


def _tops(roots: Iterable[str]) -> list[str]:
    """Those that are inside no other."""
    found: list[str] = []
    for root in sorted(roots, key=len):
        if root_over(Path(root), found) is None:
            found.append(root)
    return sorted(found)


def root_over(path: Path, roots: Iterable[str]) -> str | None:
    """The root that a path belongs to."""
    over = [root for root in roots if path.is_relative_to(root)]
    return min(over, key=len, default=None)


def _list_single(root: str, names: Iterable[str], listing: Listing, rules: Rules) -> None:
    folder = Path(root)
    try:
        folder.stat()
    except OSError as error:
        listing.vanished.append((str(folder), error.strerror or str(error)))
        return
    for name in names:
        listing.looked_for.add((root, name))
        if _is_left_out(name, rules):
            listing.n_left_out += 1
        elif (found := _found(root, name, folder / name)) is not None:
            listing.found[found.key] = found


def _is_left_out(path: str, rules: Rules) -> bool:
    """As in walking down to it. A file added by its own path is wanted, hidden or not."""
    if rules.is_usual:
        return False
    above = [parent.as_posix() for parent in PurePosixPath(path).parents if parent.name]
    return rules.leaves_out_file(path) or any(map(rules.leaves_out_folder, above))


def _list_folder(
    root: str, start: Path, sources: Sequence[Source], listing: Listing, rules: Rules
) -> None:
    unreadable: list[str] = []
    base = Path(root)
    n_before = len(listing.found)
    listing.roots.add(root)
    for path, name in _walk(start, base, unreadable, listing, rules):
        found = _found(root, name, path)
        if found is not None:
            listing.found[found.key] = found
    if not start.is_dir():
        return
    known = [source.path for source in sources if source.root == root]
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


def _walk(
    folder: Path, base: Path, unreadable: list[str], listing: Listing, rules: Rules
) -> Iterator[tuple[Path, str]]:
    """Files of known kinds with their paths relative to ``base``."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        unreadable.append(str(folder))
        listing.vanished.append((str(folder), error.strerror or str(error)))
        return
    above = folder.relative_to(base).as_posix()
    folders = []
    for entry in entries:
        name = entry.name if above == "." else f"{above}/{entry.name}"
        # Links to folders can lead round in a circle.
        if entry.is_dir(follow_symlinks=False):
            if _is_hidden(entry) or rules.leaves_out_folder(name):
                listing.n_left_out += 1
            else:
                folders.append(Path(entry.path))
        elif Path(entry.name).suffix.lower() in KNOWN | READABLE.keys() and entry.is_file():
            if _is_hidden(entry) or rules.leaves_out_file(name):
                listing.n_left_out += 1
            else:
                yield Path(entry.path), name
    for inner in folders:
        yield from _walk(inner, base, unreadable, listing, rules)


def _is_hidden(entry: os.DirEntry[str]) -> bool:
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
    is_untouched = (source.size_bytes, source.mtime_ns) == (found.size_bytes, found.mtime_ns)
    return is_untouched and source.readers == READERS


def _is_worth_retrying(source: Source) -> bool:
    if source.state is not SourceState.FAILED or source.failure is None:
        return False
    return source.failure.code in ("FileVanished", "Bug")
