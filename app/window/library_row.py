"""One file of the library as the window shows it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePath

from app.window.library_relations import Related
from engine.domain import Document, DrawingRevision, Failure, Source, TitleBlock


class RowState(StrEnum):
    """What a row is doing."""

    INDEXED = "indexed"
    READING = "reading"
    FRESH = "fresh"  # Read in this run; the library has not been listed since.
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Row:
    """One file. ``key`` is (root, path); the root is empty until the library has listed it.

    ``source`` is what the library knows of the file, ``drawing`` which drawing it is, if it is one;
    ``newer`` is its newest revision, if it is an older one. ``related`` are its groups.
    """

    key: tuple[str, str]
    state: RowState
    document: Document | None = None
    failure: Failure | None = None
    n_pages: int = 0
    n_rows: int = 0
    drawing: TitleBlock | None = None
    newer: DrawingRevision | None = None
    source: Source | None = None
    related: tuple[Related, ...] = ()

    @property
    def name(self) -> str:
        """The file's own name."""
        return PurePath(self.key[1]).name or self.key[1]

    @property
    def full_path(self) -> str:
        """Where the file is on the disk."""
        return full_path(*self.key)


def full_path(root: str, path: str) -> str:
    """Where the file with this (root, path) is; the path alone while the root is not known."""
    return f"{root.rstrip('/')}/{path}" if root else path
