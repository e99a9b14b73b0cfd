"""From a query to queries for the row numbers that its result rests on.

The FROM, the joins and the WHERE stay as they are, and what made one value of many rows is taken
away. What a WITH part or a table in FROM reads is followed to the log table. Subqueries in WHERE
are not followed: a row is not evidence for having been compared with.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import count

from sqlglot import exp

from engine.domain import LogTable
from engine.tools.sql.dialect import written
from engine.tools.sql.functions import AGGREGATES
from engine.tools.sql.names import ROWID_NAMES, folded_name
from engine.tools.sql.tokens import Refusal


def row_queries(tree: exp.Query, tables: Sequence[LogTable], *, limit: int) -> Mapping[str, str]:
    """For each table a query for (row number, number of all rows), ascending, ``limit`` of them.

    Raises:
        Refusal: the query is of a form that is not taken apart.

    """
    parts: dict[str, dict[str, None]] = {}
    rewriter = _Rewriter(tables)
    for table, select in rewriter.rows_of(_without_with(tree.copy())):
        parts.setdefault(table, {})[written(select)] = None
    return {
        table: f"SELECT _row, COUNT(*) OVER () FROM ({' UNION '.join(selects)})"  # noqa: S608
        f" WHERE _row IS NOT NULL ORDER BY _row LIMIT {limit}"
        for table, selects in parts.items()
    }


class _Rewriter:
    """Takes one query apart. Names that it adds are numbered, so that none is there twice."""

    def __init__(self, tables: Sequence[LogTable]) -> None:
        self._tables = {folded_name(table.name): table for table in tables}
        self._numbers = count()
        self._groups: set[str] = set()

    def rows_of(self, query: exp.Expr) -> Iterator[tuple[str, exp.Select]]:
        """Tables, each with a SELECT of row numbers named _row."""
        match query:
            case exp.SetOperation():
                yield from self.rows_of(query.left)
                yield from self.rows_of(query.right)
            case exp.Select() if query.args.get("from_"):
                yield from self._rows_of_select(self._narrowed(query))
            case exp.Select():
                # SELECT (SELECT ...) - (SELECT ...)
                for projection in query.expressions:
                    for inner in projection.find_all(exp.Subquery):
                        yield from self.rows_of(inner.this)

    def _rows_of_select(self, select: exp.Select) -> Iterator[tuple[str, exp.Select]]:
        followed: list[exp.Expr] = []
        for table, name in self._numbered(select, followed):
            rows = exp.select(exp.alias_(exp.column(name), "_row")).distinct()
            yield table, rows.from_(select.subquery(self._name("q")))
        for inner in followed:
            yield from self.rows_of(inner)

    def _numbered(self, select: exp.Select, followed: list[exp.Expr]) -> list[tuple[str, str]]:
        """Add the row numbers of the tables below to a SELECT: (table, name of the new column).

        What groups its rows has no row numbers; it goes to ``followed``.
        """
        added = []
        for source in _sources(select):
            if source.alias in self._groups:
                continue
            for table, column in self._numbers_in(source, followed):
                name = self._name("r")
                select.select(exp.alias_(column, name), copy=False)
                added.append((table, name))
        return added

    def _numbers_in(
        self, source: exp.Expr, followed: list[exp.Expr]
    ) -> Iterator[tuple[str, exp.Column]]:
        if isinstance(source, exp.Subquery):
            if not source.alias:
                source.set("alias", exp.TableAlias(this=exp.to_identifier(self._name("s"))))
            if not isinstance(source.this, exp.Select) or not _is_plain(source.this):
                followed.append(source.this.copy())
                return
            for table, name in self._numbered(source.this, followed):
                yield table, exp.column(name, table=_identifier(source))
        else:
            stored = self._tables[folded_name(source.name)]
            own = {folded_name(column.name) for column in stored.columns}
            for rowid in [name for name in ROWID_NAMES if name not in own][:1]:
                yield stored.name, exp.column(rowid, table=_identifier(source))

    def _narrowed(self, select: exp.Select) -> exp.Select:
        """A SELECT of single rows: those that ``select`` gives or makes its values from."""
        is_cut = any(select.args.get(key) for key in ("limit", "offset", "having"))
        if _is_plain(select):
            return select.copy() if is_cut else _bare(select, keep=("expressions",))
        if _group(select) or select.args.get("distinct"):
            keys = self._keys(select) if is_cut else ()
            return self._of_groups(select, keys) if keys else _bare(select)
        extremes = None if is_cut else _extremes(select)
        return _bare(select).where(extremes) if extremes else _bare(select)

    def _keys(self, select: exp.Select) -> tuple[exp.Expr, ...]:
        """What the rows of one group have in common; none where that cannot be said."""
        group = _group(select)
        if group and select.args.get("distinct"):
            return ()
        keys = tuple(
            self._key(key, select) for key in group or map(_expression, select.expressions)
        )
        return () if any(key.find(exp.Star, exp.Window) for key in keys) else keys

    def _key(self, key: exp.Expr, select: exp.Select) -> exp.Expr:
        if isinstance(key, exp.Literal) and key.is_int:
            place = int(key.name) - 1
            return _expression(select.expressions[place])
        # A name means a column first, and only then what is named so with AS.
        is_column = any(
            folded_name(column.name) == folded_name(key.name)
            for table in self._tables.values()
            for column in table.columns
        )
        if isinstance(key, exp.Column) and not key.table and not is_column:
            for projection in select.expressions:
                if folded_name(projection.alias) == folded_name(key.name):
                    return _expression(projection)
        return key

    def _of_groups(self, select: exp.Select, keys: Sequence[exp.Expr]) -> exp.Select:
        names = [self._name("k") for _ in keys]
        groups = select.copy()
        for name, key in zip(names, keys, strict=True):
            groups.select(exp.alias_(key.copy(), name), copy=False)
        alias = self._name("g")
        self._groups.add(alias)
        given = exp.select(*names).from_(groups.subquery(self._name("q"))).subquery(alias)
        same = [
            # IS and not =: the rows without a value are a group too.
            exp.NullSafeEQ(this=exp.column(name, table=alias), expression=exp.paren(key.copy()))
            for name, key in zip(names, keys, strict=True)
        ]
        return _bare(select).join(given, on=exp.and_(*same))

    def _name(self, kind: str) -> str:
        return f"_{kind}{next(self._numbers)}"


def _bare(select: exp.Select, keep: Sequence[str] = ()) -> exp.Select:
    """FROM, joins and WHERE alone."""
    bare = exp.Select()
    for key in ("from_", "joins", "where", *keep):
        value = select.args.get(key)
        if isinstance(value, list):
            bare.set(key, [item.copy() for item in value])
        elif value is not None:
            bare.set(key, value.copy())
    return bare


def _extremes(select: exp.Select) -> exp.Expr | None:
    """The condition that a row holds the smallest or largest value, if nothing else is asked."""
    calls = list(_aggregates(select))
    conditions = []
    for call in calls:
        column = call.expressions[0]
        if call.name.lower() not in ("min", "max") or not isinstance(column, exp.Column):
            return None
        if isinstance(call.parent, exp.Filter):
            return None
        extreme = _bare(select).select(call.copy()).subquery()
        conditions.append(exp.EQ(this=column.copy(), expression=extreme))
    return exp.paren(exp.or_(*conditions)) if conditions else None


def _is_plain(select: exp.Select) -> bool:
    """Whether each row of the result is one row of the joined tables."""
    is_grouped = bool(_group(select) or select.args.get("distinct") or select.args.get("having"))
    return not is_grouped and not any(_aggregates(select))


def _group(select: exp.Select) -> list[exp.Expr]:
    group = select.args.get("group")
    return list(group.expressions) if group else []


def _aggregates(select: exp.Select) -> Iterator[exp.Anonymous]:
    order = select.args.get("order")
    for node in [*select.expressions, *([order] if order else [])]:
        yield from _aggregates_in(node)


def _aggregates_in(node: exp.Expr) -> Iterator[exp.Anonymous]:
    match node:
        case exp.Query():
            return
        case exp.Window():
            # Over a window an aggregate leaves the rows as they are; what it is taken of may not.
            call = node.this.this if isinstance(node.this, exp.Filter) else node.this
            children = list(call.iter_expressions())
        case _:
            children = list(node.iter_expressions())
    if isinstance(node, exp.Anonymous):
        name = node.name.lower()
        if name in AGGREGATES or (name in ("min", "max") and len(node.expressions) == 1):
            yield node
    for child in children:
        yield from _aggregates_in(child)


def _sources(select: exp.Select) -> Iterator[exp.Expr]:
    yield select.args["from_"].this
    for join in select.args.get("joins") or ():
        yield join.this


def _expression(projection: exp.Expr) -> exp.Expr:
    inner: exp.Expr = projection.unalias()
    return inner


def _identifier(source: exp.Expr) -> exp.Identifier:
    alias = source.args.get("alias")
    found: exp.Identifier = (alias or source).this
    return found.copy()


def _without_with(tree: exp.Query) -> exp.Query:
    """The query with each WITH part put where it is used."""
    names = [folded_name(part.alias) for part in tree.find_all(exp.CTE)]
    if len(set(names)) < len(names):
        raise Refusal("two WITH parts have one name")
    while with_ := tree.find(exp.With):
        owner = with_.parent
        with_.pop()
        parts = list(with_.expressions)
        for i, part in enumerate(parts):
            definition = _with_columns(part)
            for user in (owner, *(later.this for later in parts[i + 1 :])):
                _put(definition, folded_name(part.alias), user)
    return tree


def _put(definition: exp.Expr, name: str, user: exp.Expr) -> None:
    for table in list(user.find_all(exp.Table)):
        if folded_name(table.name) == name:
            alias = exp.TableAlias(this=_identifier(table))
            table.replace(exp.Subquery(this=definition.copy(), alias=alias))


def _with_columns(part: exp.CTE) -> exp.Expr:
    """The SELECT of a WITH part, its columns named as the part names them."""
    query: exp.Expr = part.this
    columns = part.args["alias"].columns
    first = query
    while isinstance(first, exp.SetOperation):
        first = first.left
    if columns:
        if len(columns) != len(first.expressions) or first.is_star:
            raise Refusal("the columns of a WITH part are not known")
        named = zip(first.expressions, columns, strict=True)
        first.set("expressions", [exp.alias_(_expression(p), c.copy()) for p, c in named])
    return query
