"""Runs one SELECT over the log tables, bounded in time, memory, disk and rows; it cannot write.

Holds by itself, whatever SQL it is given: the file is opened read-only, SQLite's authorizer lets
through reading log tables and calling known functions and nothing else, limits are set for all
that a statement can grow in, and a watching thread interrupts what takes too long.

Sorting and grouping spill to temporary files beyond a few MB (measured: 10 MB of memory for a join
bomb with ORDER BY), so memory is bounded by the size of a value times the columns of a row; what
spills is bounded by the watch.
"""

from __future__ import annotations

import math
import sqlite3
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path, PurePath
from urllib.parse import quote

from engine.domain import Cell
from engine.errors import QueryRefused, QueryTooCostly
from engine.events import CancelToken
from engine.tools.sql.confinement import Gate, confine
from engine.tools.sql.functions import MedianBudget, register
from engine.tools.sql.guard import CheckedQuery
from engine.tools.sql.refusals import error_of
from engine.tools.sql.tokens import Refusal, TextBounds, bounded_tokens, shown, with_names
from engine.tools.sql.watch import Watch

# Wider than the guard's: queries for row numbers repeat parts of what was checked.
_BOUNDS = TextBounds(n_characters=30_000, n_tokens=6_000, n_operators=1_000, depth=60, n_copies=512)
_BUSY_TIMEOUT_S = 1.0


@dataclass(frozen=True, slots=True)
class QueryLimits:
    """What one query may use. Beyond rows and bytes of the result it is cut off, else stopped.

    ``spill_bytes`` is how much less free space the disk of temporary files may have.
    """

    seconds: float = 5.0
    n_rows: int = 1_000
    cell_bytes: int = 100_000
    result_bytes: int = 2_000_000
    spill_bytes: int = 500_000_000
    n_median_values: int = 2_000_000


@dataclass(frozen=True, slots=True)
class QueryResult:
    """What a query gave. ``columns`` are named as shown; ``is_truncated``: there are more rows."""

    sql: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    is_truncated: bool
    seconds: float


class LogSandbox:
    """The log tables of one workspace, read-only.

    The file is opened anew for each query, in about a millisecond: so no lock is held, the last
    commit is seen, and several threads may ask.
    """

    def __init__(self, path: Path, limits: QueryLimits | None = None) -> None:
        self._path = path
        self.limits = limits or QueryLimits()

    def run(
        self, query: CheckedQuery, *, cancel: CancelToken, seconds: float | None = None
    ) -> QueryResult:
        """The rows of ``query``, up to the limit. ``seconds`` is given where it has less time.

        Raises:
            QueryRefused: SQLite or the sandbox does not take it.
            QueryTooCostly: it was stopped at one of the limits.
            QueryCancelled: ``cancel`` was set.
            WorkspaceLocked, WorkspaceUnwritable, WorkspaceDamaged: tables.db cannot be read.

        """
        sql, start = query.sql, time.monotonic()
        try:
            tokens = bounded_tokens(sql, _BOUNDS)
        except Refusal as refusal:
            raise QueryRefused(sql=shown(sql), reason=refusal) from None
        budget = MedianBudget(self.limits.n_median_values)
        watch = Watch(
            cancel,
            seconds=self.limits.seconds if seconds is None else seconds,
            spill_bytes=self.limits.spill_bytes,
        )
        gate = Gate(with_names(tokens), watch.is_over)
        try:
            watch.raise_if_cancelled()
            with closing(self._opened()) as connection, watch.interrupting(connection):
                register(connection, budget)
                confine(connection, gate, path=self._path, cell_bytes=self.limits.cell_bytes)
                columns, rows, is_truncated = self._fetched(connection.execute(sql), sql)
        except (sqlite3.Error, MemoryError) as error:
            watch.raise_if_cancelled()
            if watch.limit:
                raise QueryTooCostly(sql=shown(sql), limit=watch.limit) from error
            if budget.is_spent:
                limit = f"{self.limits.n_median_values:,} values in median()"
                raise QueryTooCostly(sql=shown(sql), limit=limit) from error
            if gate.reason:
                raise QueryRefused(sql=shown(sql), reason=gate.reason) from error
            cell_bytes = self.limits.cell_bytes
            raise error_of(error, sql=sql, path=self._path, cell_bytes=cell_bytes) from error
        return QueryResult(sql, columns, rows, is_truncated, time.monotonic() - start)

    def _opened(self) -> sqlite3.Connection:
        connection = sqlite3.connect(
            read_only_uri(self._path.absolute()),
            uri=True,
            timeout=_BUSY_TIMEOUT_S,
            isolation_level=None,
        )
        # A text that is no UTF-8 must not end the query.
        connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
        return connection

    def _fetched(
        self, cursor: sqlite3.Cursor, sql: str
    ) -> tuple[tuple[str, ...], tuple[tuple[Cell, ...], ...], bool]:
        columns = tuple(name for name, *_ in cursor.description)
        rows: list[tuple[Cell, ...]] = []
        n_bytes = 0
        for row in cursor:
            if len(rows) == self.limits.n_rows:
                return columns, tuple(rows), True
            n_bytes += sum(_size(cell, sql) for cell in row)
            if n_bytes > self.limits.result_bytes:
                if not rows:
                    limit = f"{self.limits.result_bytes / 10**6:g} MB in one row"
                    raise QueryTooCostly(sql=shown(sql), limit=limit)
                return columns, tuple(rows), True
            rows.append(row)
        return columns, tuple(rows), False


def read_only_uri(path: PurePath) -> str:
    """SQLite's address of an existing file: letters of any script, drives and shares included.

    ``Path.as_uri`` will not do: it writes a Windows share as a host, which SQLite refuses.
    """
    name = path.as_posix()
    return f"file://{'' if name.startswith('/') else '/'}{quote(name, safe='/:')}?mode=ro"


def _size(cell: object, sql: str) -> int:
    """Bytes of a cell, about. What no log holds is refused: bytes, and numbers without end."""
    match cell:
        case str():
            return len(cell.encode())
        case bytes():
            raise QueryRefused(sql=shown(sql), reason="the result is neither text nor number")
        case float() if not math.isfinite(cell):
            raise QueryRefused(sql=shown(sql), reason="a number in the result is too large")
        case _:
            return 8
