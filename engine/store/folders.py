"""The folders of a library: what is left out of each, and whether it is watched."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import TypeAlias

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects.sqlite import insert

from engine.domain import Folder
from engine.store import schema

Connecting: TypeAlias = Callable[[], AbstractContextManager[Connection]]


class Folders:
    """The folder table of a library, through the library's own transactions."""

    def __init__(self, reading: Connecting, writing: Connecting) -> None:
        self._reading = reading
        self._writing = writing

    def all(self) -> tuple[Folder, ...]:
        """Every folder, by path; also those without a file in them."""
        query = select(schema.folder).order_by(schema.folder.c.path)
        with self._reading() as connection:
            return tuple(
                Folder(
                    row["path"],
                    include=tuple(json.loads(row["include"])),
                    exclude=tuple(json.loads(row["exclude"])),
                    is_watched=bool(row["is_watched"]),
                )
                for row in connection.execute(query).mappings()
            )

    def put(self, folder: Folder) -> None:
        """Add a folder, or replace what was said about it."""
        values = {
            "path": folder.path,
            "include": json.dumps(folder.include, ensure_ascii=False),
            "exclude": json.dumps(folder.exclude, ensure_ascii=False),
            "is_watched": int(folder.is_watched),
        }
        with self._writing() as connection:
            connection.execute(
                insert(schema.folder)
                .values(values)
                .on_conflict_do_update(index_elements=["path"], set_=values)
            )

    def forget(self, path: str) -> None:
        """Take a folder out; its files are another matter."""
        with self._writing() as connection:
            connection.execute(delete(schema.folder).where(schema.folder.c.path == path))
