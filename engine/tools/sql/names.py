"""Which table and column each name of a query means, as SQLite would find it, or why none.

SQLite takes a name in double quotes that it does not find for a text, and compares every row with
the misspelt name. So every name is looked up here first.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TypeAlias

from sqlglot import exp

from engine.domain import LogTable
from engine.tools.sql.tokens import Refusal

ROWID_NAMES = ("rowid", "_rowid_", "oid")
"""Names of a row's number in SQLite, each unless a column has that name."""

MAX_SOURCES = 4
"""Tables in one FROM. Joins over logs have no index: each further table multiplies the time."""

MAX_SELECTS = 16
_MAX_LISTED = 12


@dataclass(frozen=True, slots=True)
class _Source:
    """Something in FROM under the name it goes by, folded; ``is_stored`` if it has row numbers."""

    name: str
    columns: tuple[str, ...]
    is_stored: bool = False

    def has(self, column: str) -> bool:
        folded = folded_name(column)
        if any(folded_name(own) == folded for own in self.columns):
            return True
        return self.is_stored and folded in ROWID_NAMES


@dataclass(frozen=True, slots=True)
class _Frame:
    """What the names of one SELECT can mean."""

    sources: tuple[_Source, ...]
    aliases: tuple[str, ...] = ()


_Frames: TypeAlias = tuple[_Frame, ...]
"""From the inside out."""


def folded_name(name: str) -> str:
    """The name as SQLite compares it: only ASCII letters have no case."""
    return "".join(c.lower() if c.isascii() else c for c in name)


def tables_read(tree: exp.Query, tables: Iterable[LogTable]) -> tuple[LogTable, ...]:
    """The tables that a query names, in order, once each.

    Raises:
        Refusal: a table, a column or a WITH part is not there, or there are too many.

    """
    resolver = _Resolver({folded_name(table.name): table for table in tables})
    resolver.query(tree, {}, ())
    return tuple(resolver.read.values())


class _Resolver:
    """One walk over one query. Remembers what was read."""

    def __init__(self, tables: Mapping[str, LogTable]) -> None:
        self.read: dict[str, LogTable] = {}
        self._tables = tables
        self._n_selects = 0

    def query(
        self, node: exp.Expr, parts: Mapping[str, _Source], outer: _Frames
    ) -> tuple[str, ...]:
        """The columns that a query gives; every name in it has been found."""
        parts = self._with_parts(node, parts, outer)
        match node:
            case exp.Select():
                return self._select(node, parts, outer)
            case exp.SetOperation():
                left = self.query(node.left, parts, outer)
                right = self.query(node.right, parts, outer)
                frame = _Frame((), (*left, *right))
                for key in ("order", "limit", "offset"):
                    self._names(node.args.get(key), parts, (frame, *outer))
                return left
            case _:
                raise Refusal("brackets around a part of a UNION are not allowed")

    def _with_parts(
        self, node: exp.Expr, parts: Mapping[str, _Source], outer: _Frames
    ) -> Mapping[str, _Source]:
        with_ = node.args.get("with_")
        if with_ is None:
            return parts
        if with_.args.get("recursive"):
            raise Refusal("WITH RECURSIVE is not allowed")
        found = dict(parts)
        for part in with_.expressions:
            name = folded_name(part.alias)
            if name in self._tables:
                raise Refusal(f"a WITH part cannot have the name of the log table '{part.alias}'")
            if any(folded_name(table.name) == name for table in part.this.find_all(exp.Table)):
                raise Refusal(f"the WITH part '{part.alias}' refers to itself")
            columns = self.query(part.this, found, outer)
            given = tuple(column.name for column in part.args["alias"].columns)
            found[name] = _Source(name, given or columns)
        return found

    def _select(
        self, node: exp.Select, parts: Mapping[str, _Source], outer: _Frames
    ) -> tuple[str, ...]:
        self._n_selects += 1
        if self._n_selects > MAX_SELECTS:
            raise Refusal(f"there are more than {MAX_SELECTS} SELECTs")
        sources = tuple(
            self._source(source, parts, outer) for source in (_from(node), *_joined(node)) if source
        )
        if len(sources) > MAX_SOURCES:
            raise Refusal(f"more than {MAX_SOURCES} tables are joined")
        for projection in node.expressions:
            self._names(projection, parts, (_Frame(sources), *outer))
        frame = _Frame(sources, tuple(p.alias for p in node.expressions if p.alias))
        for join in node.args.get("joins") or ():
            self._names(join.args.get("on"), parts, (frame, *outer))
            for column in join.args.get("using") or ():
                self._column(exp.column(column.name), (frame,))
        for key in ("where", "group", "having", "order", "windows", "limit", "offset"):
            self._names(node.args.get(key), parts, (frame, *outer))
        return tuple(name for p in node.expressions for name in _output(p, sources))

    def _source(self, node: exp.Expr, parts: Mapping[str, _Source], outer: _Frames) -> _Source:
        extra = {key for key, value in node.args.items() if value} - {"this", "alias"}
        is_query = isinstance(node.this, exp.Select | exp.SetOperation)
        if isinstance(node, exp.Subquery) and is_query and not extra:
            # A table in FROM does not see its neighbours: it is resolved from outside.
            return _Source(folded_name(node.alias), self.query(node.this, parts, outer))
        if not isinstance(node, exp.Table) or not isinstance(node.this, exp.Identifier) or extra:
            raise Refusal(f"'{node.sql('sqlite')}' cannot be read as a table")
        table = self._named(node.name, parts)
        return _Source(folded_name(node.alias_or_name), table.columns, table.is_stored)

    def _named(self, name: str, parts: Mapping[str, _Source]) -> _Source:
        folded = folded_name(name)
        if folded in parts:
            return parts[folded]
        if folded not in self._tables:
            known = [*(table.name for table in self._tables.values()), *parts]
            raise Refusal(f"there is no log table '{name}'{nearest_or_all(name, known)}")
        table = self._tables[folded]
        self.read.setdefault(folded, table)
        columns = tuple(column.name for column in table.columns)
        return _Source(folded, columns, is_stored=True)

    def _names(
        self, node: exp.Expr | list[exp.Expr] | None, parts: Mapping[str, _Source], frames: _Frames
    ) -> None:
        for child in node if isinstance(node, list) else [node] if node else []:
            match child:
                case exp.Subquery(this=exp.Query() as inner):
                    self.query(inner, parts, frames)
                case exp.Query():
                    self.query(child, parts, frames)
                case exp.Column():
                    self._column(child, frames)
                case _:
                    self._names(list(child.iter_expressions()), parts, frames)

    def _column(self, column: exp.Column, frames: _Frames) -> None:
        table, name = folded_name(column.table), column.name
        if column.args.get("db"):
            raise Refusal(f"write '{column.table}.{name}' without the database before it")
        own = [s for frame in frames for s in frame.sources if table in ("", s.name)]
        if table and not own:
            known = [source.name for frame in frames for source in frame.sources]
            raise Refusal(
                f"there is no table '{column.table}' here{nearest_or_all(column.table, known)}"
            )
        if isinstance(column.this, exp.Star) or any(source.has(name) for source in own):
            return
        folded = folded_name(name)
        aliases = [alias for frame in frames for alias in frame.aliases]
        if not table and folded in map(folded_name, aliases):
            return
        raise Refusal(_no_column(column, own or [s for f in frames for s in f.sources], aliases))


def _from(node: exp.Select) -> exp.Expr | None:
    from_ = node.args.get("from_")
    return from_.this if from_ else None


def _joined(node: exp.Select) -> Iterator[exp.Expr]:
    for join in node.args.get("joins") or ():
        yield join.this


def _output(projection: exp.Expr, sources: Sequence[_Source]) -> Iterator[str]:
    if projection.is_star and isinstance(projection, exp.Star | exp.Column):
        table = projection.table if isinstance(projection, exp.Column) else ""
        for source in sources:
            if folded_name(table) in ("", source.name):
                yield from source.columns
    else:
        # Without an alias SQLite names the column by its text.
        yield projection.alias_or_name or projection.sql("sqlite")


def _no_column(column: exp.Column, sources: Sequence[_Source], aliases: Sequence[str]) -> str:
    where = " or ".join(dict.fromkeys(source.name for source in sources if source.name))
    known = [*dict.fromkeys((*(name for s in sources for name in s.columns), *aliases))]
    reason = f"there is no column '{column.name}'{f' in {where}' if where else ''}"
    reason += nearest_or_all(column.name, known)
    if column.this.args.get("quoted") and not column.table:
        reason += "; a text stands in single quotes"
    return reason


def nearest(name: str, known: Iterable[str]) -> str:
    """The end of a reason: the known name that is like ``name``, or nothing."""
    folded = {unicodedata.normalize("NFKC", own).casefold(): own for own in known}
    close = get_close_matches(unicodedata.normalize("NFKC", name).casefold(), folded, 1, 0.6)
    return f"; the nearest is '{folded[close[0]]}'" if close else ""


def nearest_or_all(name: str, known: Sequence[str]) -> str:
    """The end of a reason: the known name that is like ``name``, or else the first of all."""
    more = ", …" if len(known) > _MAX_LISTED else ""
    listed = f"; there are {', '.join(known[:_MAX_LISTED])}{more}" if known else ""
    return nearest(name, known) or listed
