"""SQLite's errors while a query runs, by who can act on them and in plain words."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Mapping
from pathlib import Path

from engine.errors import (
    EnvironmentFault,
    GenbaError,
    QueryRefused,
    QueryTooCostly,
    WorkspaceDamaged,
    WorkspaceLocked,
    WorkspaceUnwritable,
)
from engine.tools.sql.tokens import shown

_PLAIN = tuple(
    (re.compile(pattern, re.IGNORECASE), words)
    for pattern, words in (
        (r"no such column: (.+)", r"there is no column '\1'"),
        (r"no such table: (.+)", r"there is no log table '\1'"),
        (r"no such function: (.+)", r"there is no function \1()"),
        (r"ambiguous column name: (.+)", r"'\1' is in several tables; write the table before it"),
        (r"misuse of aggregate:? (?:function )?(\w+).*", r"\1() cannot stand here"),
        (r"misuse of window function (\w+).*", r"\1() cannot stand here"),
        (r"(\w+)\(\) may not be used as a window function", r"\1() cannot stand before OVER"),
        (r"wrong number of arguments to function (\w+).*", r"\1() takes other arguments"),
        (r"not authorized to use function: (.+)", r"the function \1() is not allowed"),
        (r"access to (?:temp\.)?([^.]+)(?:\..*)? is prohibited", r"'\1' cannot be read"),
        (r"not authorized", "only a SELECT over log tables is allowed"),
        (
            r"SELECTs to the left and right of (.+) do not have .*",
            r"\1 needs as many columns left as right",
        ),
        (r"a GROUP BY clause is required before HAVING", "HAVING needs a GROUP BY before it"),
        (r"Expression tree is too large.*", "the query is nested too deeply"),
        (r"parser stack overflow", "the query is nested too deeply"),
        (r"LIKE or GLOB pattern too complex", "the pattern of LIKE is too long"),
        (r"user-defined function raised exception", "trim() takes a short text of characters"),
        (r"vtable constructor failed: (.+)", r"'\1' cannot be read"),
        (r"datatype mismatch", "LIMIT and OFFSET take whole numbers"),
        (r"integer overflow", "a whole number became too large"),
        (r"circular reference: (.+)", r"the WITH part '\1' refers to itself"),
    )
)
_ENVIRONMENT: Mapping[int, type[EnvironmentFault]] = {
    sqlite3.SQLITE_BUSY: WorkspaceLocked,
    sqlite3.SQLITE_LOCKED: WorkspaceLocked,
    sqlite3.SQLITE_PROTOCOL: WorkspaceLocked,
    sqlite3.SQLITE_CANTOPEN: WorkspaceUnwritable,
    sqlite3.SQLITE_PERM: WorkspaceUnwritable,
    sqlite3.SQLITE_READONLY: WorkspaceUnwritable,
    sqlite3.SQLITE_CORRUPT: WorkspaceDamaged,
    sqlite3.SQLITE_NOTADB: WorkspaceDamaged,
    sqlite3.SQLITE_IOERR: WorkspaceDamaged,
}


def error_of(error: Exception, *, sql: str, path: Path, cell_bytes: int) -> GenbaError:
    """Our error for what was raised while ``sql`` was run on ``path``.

    An interrupt is not among them: who interrupted knows why.
    """
    # The extended codes carry more in the higher bits.
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in _ENVIRONMENT:
        return _ENVIRONMENT[code](path=path, detail=error)
    if code == sqlite3.SQLITE_FULL:
        return QueryTooCostly(sql=shown(sql), limit="the free space on the disk")
    if code == sqlite3.SQLITE_TOOBIG:
        return QueryTooCostly(sql=shown(sql), limit=f"{cell_bytes // 1000:,} kB in one value")
    if isinstance(error, MemoryError):
        # SQLite says so too when a statement compiles to too many steps.
        return QueryTooCostly(sql=shown(sql), limit="the size of a query")
    return QueryRefused(sql=shown(sql), reason=plain(str(error)))


def plain(message: str) -> str:
    """SQLite's message in words for people; as it is where there are none better."""
    for pattern, words in _PLAIN:
        if found := pattern.fullmatch(message):
            return found.expand(words)
    return message.rstrip(".")
