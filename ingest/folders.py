"""Which folders a library looks at, and what people say about them."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from engine.domain import Folder
from engine.store.library import Library
from ingest.folder_diff import Key, root_over
from ingest.rules import Rules


def set_up_folders(
    library: Library,
    paths: Sequence[Path],
    *,
    include: Sequence[str] | None = None,
    exclude: Sequence[str] | None = None,
    is_watched: bool | None = None,
) -> None:
    """Keep what is said about these folders; None leaves it as it is.

    A folder inside one of the library's belongs to that one; one that cannot be reached now is a
    folder all the same. Raises ValueError for a pattern that is none; then nothing is kept.
    """
    Rules(include or (), exclude or ())
    known = {folder.path: folder for folder in library.folders.all()}
    for path in paths:
        full = Path(os.path.abspath(path))  # noqa: PTH100  (resolve() would follow links)
        if full.is_file():
            continue
        root = root_over(full, known) or str(full)
        folder = known.get(root, Folder(root))
        known[root] = replace(
            folder,
            include=folder.include if include is None else _stripped(include),
            exclude=folder.exclude if exclude is None else _stripped(exclude),
            is_watched=folder.is_watched if is_watched is None else is_watched,
        )
        library.folders.put(known[root])


def note_folders(library: Library, roots: Iterable[str]) -> None:
    """Remember folders that were looked at; those inside one of them are part of it now."""
    known = [folder.path for folder in library.folders.all()]
    for root in sorted(set(roots) - set(known)):
        library.folders.put(Folder(root))
        for inner in known:
            if Path(inner).is_relative_to(root):
                library.folders.forget(inner)


def keep_out(library: Library, keys: Sequence[Key]) -> None:
    """Have files that are taken out of the library stay out, though they lie in their folders.

    A folder of which every file is taken out goes too.
    """
    for folder in library.folders.all():
        taken = {path for root, path in keys if root == folder.path}
        if not taken:
            continue
        if taken >= {source.path for source in library.sources(folder.path)}:
            library.folders.forget(folder.path)
        else:
            exact = tuple(_exactly(path) for path in sorted(taken))
            library.folders.put(replace(folder, exclude=folder.exclude + exact))


def let_in(library: Library, paths: Sequence[Path]) -> None:
    """Undo ``keep_out`` for files that are wanted by their own paths."""
    for folder in library.folders.all():
        wanted = {
            _exactly(path.relative_to(folder.path).as_posix())
            for path in paths
            if path.is_relative_to(folder.path)
        }
        if wanted & set(folder.exclude):
            left = tuple(pattern for pattern in folder.exclude if pattern not in wanted)
            library.folders.put(replace(folder, exclude=left))


def _exactly(path: str) -> str:
    return "/" + re.sub(r"([*?\[\]!#\\ ])", r"\\\1", path)


def _stripped(patterns: Iterable[str]) -> tuple[str, ...]:
    return tuple(pattern.strip() for pattern in patterns if pattern.strip())
