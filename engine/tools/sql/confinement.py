"""What a connection to tables.db may still do when a query is run on it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from pathlib import Path

from engine.errors import WorkspaceDamaged
from engine.tools.sql.functions import ALLOWED, OPERATORS
from engine.tools.sql.names import folded_name

_PRAGMAS = (
    "pragma query_only = on",
    "pragma trusted_schema = off",
    "pragma cell_size_check = on",
    "pragma mmap_size = 0",
    # Sorting in memory has no bound: a join bomb fills 70 to 400 MB in a second.
    "pragma temp_store = file",
    "pragma cache_size = -8000",  # KiB; also how much is sorted before it spills.
)
_LIMITS = {
    sqlite3.SQLITE_LIMIT_SQL_LENGTH: 120_000,  # Bytes: 30,000 characters of any script.
    sqlite3.SQLITE_LIMIT_EXPR_DEPTH: 200,
    sqlite3.SQLITE_LIMIT_COMPOUND_SELECT: 20,
    sqlite3.SQLITE_LIMIT_VDBE_OP: 25_000,
    sqlite3.SQLITE_LIMIT_FUNCTION_ARG: 50,
    sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH: 500,
    sqlite3.SQLITE_LIMIT_ATTACHED: 0,
    sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER: 0,
    sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH: 0,
    sqlite3.SQLITE_LIMIT_WORKER_THREADS: 0,
}
_MIN_COLUMNS = 100
_SCHEMA_BYTES = 10_000_000  # A table of 2,000 columns has a text of half a MB.

# All functions of one row are evaluated without looking up. The slowest that is left, instr() of
# two texts of 100 kB, takes 50 ms.
_MAX_FUNCTIONS = 200

_TABLES = (
    "select log.name, (select count(*) from pragma_table_info(log.name))"
    " from _log_table as log join sqlite_master as stored"
    " on stored.name = log.name and stored.type = 'table' and stored.rootpage > 0"
    # A name that no log can have; a tables.db from elsewhere could list it.
    " where log.name <> '_log_table' collate nocase"
)


def confine(connection: sqlite3.Connection, gate: Gate, *, path: Path, cell_bytes: int) -> None:
    """Let nothing through but what ``gate`` allows, on the state of the file now.

    Raises:
        WorkspaceDamaged: the file (``path``) has no list of log tables.

    """
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _SCHEMA_BYTES)
    for pragma in _PRAGMAS:
        connection.execute(pragma)
    # What is read after this is one state of the file. The schema must be read before the limits
    # of a query are set: a wide table has a long text there.
    connection.execute("begin")
    try:
        n_columns: dict[str, int] = dict(connection.execute(_TABLES).fetchall())
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode == sqlite3.SQLITE_ERROR:
            raise WorkspaceDamaged(path=path, detail=error) from error
        raise
    for limit, value in _LIMITS.items():
        connection.setlimit(limit, value)
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, cell_bytes)
    widest = max(_MIN_COLUMNS, 2 * max(n_columns.values(), default=0))
    connection.setlimit(sqlite3.SQLITE_LIMIT_COLUMN, min(widest, 2_000))
    gate.tables.update(map(folded_name, n_columns))
    connection.set_authorizer(gate)


class Gate:
    """SQLite's authorizer, as an allow-list. Asked while a statement is compiled.

    ``part_names`` are the names of the WITH parts, which SQLite asks about like tables;
    ``is_over`` ends the compiling.
    """

    def __init__(self, part_names: Iterable[str], is_over: Callable[[], bool]) -> None:
        self.tables: set[str] = set()
        """The log tables, folded."""
        self.reason = ""
        """Why it refused, where SQLite's words do not say it."""
        self._parts = {folded_name(name) for name in part_names}
        self._is_over = is_over
        self._n_functions = 0

    def __call__(
        self,
        action: int,
        first: str | None,
        second: str | None,
        database: str | None,
        _trigger: str | None,
    ) -> int:
        """SQLite's answer to whether a statement may do this."""
        is_allowed = self._allows(action, first, second, database)
        return sqlite3.SQLITE_OK if is_allowed else sqlite3.SQLITE_DENY

    def _allows(
        self, action: int, first: str | None, second: str | None, database: str | None
    ) -> bool:
        if self._is_over():
            return False
        match action:
            case sqlite3.SQLITE_SELECT:
                return True
            case sqlite3.SQLITE_READ:
                return self._allows_read(folded_name(first or ""), second, database)
            case sqlite3.SQLITE_FUNCTION:
                return self._allows_function((second or "").lower())
            case _:
                return False

    def _allows_read(self, table: str, column: str | None, database: str | None) -> bool:
        if table in self.tables:
            return database in ("main", None)
        # No column is read, as by count(*) from a WITH part: there is no database then.
        return not column and database is None and table in self._parts

    def _allows_function(self, name: str) -> bool:
        self._n_functions += 1
        if self._n_functions > _MAX_FUNCTIONS:
            self.reason = f"there are more than {_MAX_FUNCTIONS} calls of functions"
        return name in ALLOWED | OPERATORS and not self.reason
