"""What is left out of a folder: patterns as in .gitignore, whatever the case of the letters."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from pathspec import GitIgnoreSpec

ALWAYS_LEFT_OUT = (
    "~$*",  # what Office leaves beside an open document
    "*.tmp",
    ".*",  # hidden, with .git, .DS_Store and the "._" files of macOS
    "Thumbs.db",
    "desktop.ini",
    "$RECYCLE.BIN/",
    "System Volume Information/",
    "__MACOSX/",
)


class Rules:
    """Which paths of one folder are left out. Paths are relative to it, with forward slashes."""

    def __init__(self, include: Iterable[str] = (), exclude: Iterable[str] = ()) -> None:
        """Raises ValueError for a pattern that is none."""
        included, excluded = tuple(include), tuple(exclude)
        self.is_usual = not included and not excluded
        self._include = _spec(included) if included else None
        self._exclude = _spec((*ALWAYS_LEFT_OUT, *excluded))

    def leaves_out_file(self, path: str) -> bool:
        """Whether a file is left out by its own name; the folders above it are asked before."""
        plain = _plain(path)
        if self._exclude.match_file(plain):
            return True
        return self._include is not None and not self._include.match_file(plain)

    def leaves_out_folder(self, path: str) -> bool:
        """Whether nothing under this folder is looked at."""
        return self._exclude.match_file(_plain(path) + "/")


def _spec(patterns: Iterable[str]) -> GitIgnoreSpec:
    return GitIgnoreSpec.from_lines(_plain(pattern) for pattern in patterns)


def _plain(text: str) -> str:
    # Cameras and machine controls write in capitals; macOS takes letters and their marks apart.
    return unicodedata.normalize("NFC", text).casefold()
