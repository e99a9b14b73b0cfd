"""SQLite's grammar in sqlglot, with function calls left as they are written.

sqlglot knows hundreds of functions and writes some of them anew for SQLite (median() becomes
percentile_cont()). What is run must be what was checked, so here only CAST and CASE are known.
"""

from __future__ import annotations

from sqlglot import exp, parse
from sqlglot.dialects.sqlite import SQLite
from sqlglot.errors import ErrorLevel, ParseError, SqlglotError
from sqlglot.parser import Parser
from sqlglot.parsers.sqlite import SQLiteParser

SQLGLOT_FAULTS = (
    SqlglotError,
    RecursionError,
    ValueError,
    TypeError,
    AttributeError,
    LookupError,
    AssertionError,
)
"""What sqlglot raises on a text or a tree that it was not made for: its own errors, and the
accidents of a parser that is not written against hostile input."""


class LogSql(SQLite):
    """The dialect of queries over log tables."""

    class Parser(SQLiteParser):
        """Knows no function by name."""

        FUNCTIONS = {}  # noqa: RUF012 - the attribute is sqlglot's
        FUNCTION_PARSERS = {"CAST": Parser.FUNCTION_PARSERS["CAST"]}  # noqa: RUF012
        NO_PAREN_FUNCTION_PARSERS = {"CASE": Parser.NO_PAREN_FUNCTION_PARSERS["CASE"]}  # noqa: RUF012


def parsed(sql: str) -> exp.Query:
    """The tree of one SELECT. Raises SQLGLOT_FAULTS."""
    # A semicolon behind the statement leaves a None.
    (tree,) = (statement for statement in parse(sql, read=LogSql) if statement)
    if not isinstance(tree, exp.Select | exp.SetOperation):
        raise ParseError("not a SELECT")
    return tree


def written(tree: exp.Expr) -> str:
    """The text of a tree, without comments. Raises SQLGLOT_FAULTS where SQLite has no words."""
    return tree.sql(LogSql, comments=False, unsupported_level=ErrorLevel.RAISE)
