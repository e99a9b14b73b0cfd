"""Which rows of which log tables a result rests on."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from dataclasses import dataclass

from engine.errors import GenbaError
from engine.events import CancelToken
from engine.tools.sql.dialect import SQLGLOT_FAULTS
from engine.tools.sql.guard import CheckedQuery
from engine.tools.sql.row_queries import row_queries
from engine.tools.sql.sandbox import LogSandbox
from engine.tools.sql.tokens import Refusal

log = logging.getLogger("engine.tools")


@dataclass(frozen=True, slots=True)
class CitedRows:
    """Rows of one log table, counted from 1 and ascending: the first of ``n_total``."""

    table: str
    rows: tuple[int, ...]
    n_total: int


def cited_rows(
    query: CheckedQuery, sandbox: LogSandbox, *, limit: int, cancel: CancelToken
) -> tuple[CitedRows, ...]:
    """The rows behind the result of ``query``, at most ``limit`` of each table.

    Never in the way of an answer: where they cannot be told within the time of one query there
    are none. A table without any such row is left out.

    Raises:
        QueryCancelled: ``cancel`` was set.

    """
    try:
        return tuple(_found(query, sandbox, limit, cancel))
    except (GenbaError, Refusal, *SQLGLOT_FAULTS) as error:
        log.debug("the rows behind a query are not known: %s", type(error).__name__)
        return ()


def _found(
    query: CheckedQuery, sandbox: LogSandbox, limit: int, cancel: CancelToken
) -> Iterator[CitedRows]:
    deadline = time.monotonic() + sandbox.limits.seconds
    for table, sql in row_queries(query.tree, query.tables, limit=limit).items():
        rewritten = CheckedQuery(sql, query.tree, query.tables)
        seconds = max(0.0, deadline - time.monotonic())
        rows = sandbox.run(rewritten, cancel=cancel, seconds=seconds).rows
        if rows:
            numbers = tuple(int(row) for row, _ in rows if row is not None)
            yield CitedRows(table, numbers, int(rows[0][1] or 0))
