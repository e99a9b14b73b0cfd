"""A copy of a workspace's library, to be searched and added to without touching the shop's own."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from engine.errors import DiskFull
from engine.store.database import translated_errors
from engine.store.library import Library


def copy_library(library: Library, folder: Path) -> None:
    """Copy the library, as it is at this moment, into an empty folder. Changes nothing of it.

    Raises:
        DiskFull: there is no room for it.
        WorkspaceDamaged: it cannot be read.
    """
    workspace = library.tables_path.parent
    # In this order: tables are written before their document, and those without one are swept.
    for name in ("library.db", "tables.db"):
        with (
            translated_errors(workspace / name),
            closing(sqlite3.connect(workspace / name)) as source,
            closing(sqlite3.connect(folder / name)) as target,
        ):
            try:
                source.backup(target)
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode == sqlite3.SQLITE_FULL:
                    free_mb = shutil.disk_usage(folder).free // 2**20
                    raise DiskFull(path=folder, needed_mb="?", free_mb=free_mb) from error
                raise
