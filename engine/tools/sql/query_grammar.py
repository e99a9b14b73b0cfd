"""A GBNF grammar of the queries that a model may write over given log tables.

It is generated from the actual schema and the question, so a query cannot name a table, column or
value that does not exist: columns stand with operators of their type, a text column is compared
with its own values, numbers are those of the question. What the question names and no table has
(serial A99) can be written all the same: then no row is found, which is the truth, instead of the
nearest value that does exist.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from engine.domain import ColumnProfile, ColumnType
from engine.text import normalise
from engine.tools.gbnf import literal, one_of
from engine.tools.sql.joins import Join, joins_between
from engine.tools.sql.linking import Link, NamedValue
from engine.tools.sql.names import folded_name
from engine.tools.sql.spans import is_like_a_code, numbers_in, spans_of

_NOTHING = r"[^\x00-\U0010FFFF]"  # Matches no letter, so what needs it cannot be written.
_MAX_LISTED = 40  # Values of a column that are listed whether the question names them or not.
_MAX_VALUE_LETTERS = 80
_MAX_YEARS = 30
_COMPARED = ("0", "1")  # Besides the question's own numbers.
_CONSTANTS = ("2", "10", "12", "24", "60", "100", "100.0", "1000", "3600")  # To calculate with.


def query_grammar(
    links: Sequence[Link],
    question: str,
    *,
    is_joined: bool = False,
    tests: Sequence[Sequence[NamedValue]] = (),
    first: Collection[str] = (),
) -> str:
    """The grammar for queries over one of the linked tables, or two of them joined.

    With ``is_joined`` only over two: when the question names things of both. ``tests`` are groups
    of values that are asked for in any case, one of each group. ``first`` are columns (folded
    names) of which one is given first.
    """
    scopes = [scope for scope in _scopes(links) if scope.is_joined or not is_joined]
    asked = dict.fromkeys((*numbers_in(question), *_COMPARED))
    rules = [
        "root ::= " + " | ".join(f"query{scope.id}" for scope in scopes),
        f"asked ::= {one_of(map(literal, asked))}",
        f"constant ::= asked | {one_of(map(literal, _CONSTANTS))}",
        *(rule for rule in _fixed_rules() if "@" not in rule),
    ]
    for scope in scopes:
        rules += [rule.replace("@", scope.id) for rule in _fixed_rules() if "@" in rule]
        rules.append(f"needed{scope.id} ::= {_needed(scope, tests)}")
        rules.append(f"first{scope.id} ::= {_first(scope, first)}")
        rules += _rules_of(scope, question)
    return "\n".join(rules) + "\n"


@cache
def _fixed_rules() -> tuple[str, ...]:
    text = Path(__file__).with_name("query.gbnf").read_text(encoding="utf-8")
    return tuple(line for line in text.splitlines() if line and not line.startswith("#"))


@dataclass(frozen=True, slots=True)
class _Named:
    """A column as a scope refers to it, and the values it may be compared with first."""

    sql: str
    profile: ColumnProfile
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Scope:
    """What stands behind FROM (in GBNF), and the columns that are visible then."""

    id: str
    source: str
    columns: tuple[_Named, ...]
    is_joined: bool = False


def _scopes(links: Sequence[Link]) -> Iterator[_Scope]:
    for i, one in enumerate(links):
        yield _Scope(f"{i}", literal(one.profile.name), _columns(one, ""))
    for i, one in enumerate(links):
        for j, other in enumerate(links[i + 1 :], start=i + 1):
            joins = joins_between(one.profile, other.profile)
            if joins:
                source = one_of(literal(_joined(one, other, join)) for join in joins)
                columns = (*_columns(one, "a."), *_columns(other, "b."))
                yield _Scope(f"{i}x{j}", source, columns, is_joined=True)


def _joined(one: Link, other: Link, join: Join) -> str:
    names = one.profile.name, other.profile.name
    return f"{names[0]} a JOIN {names[1]} b ON a.{join.left} = b.{join.right}"


def _columns(link: Link, prefix: str) -> tuple[_Named, ...]:
    named: dict[str, list[str]] = {}
    for value in link.values:
        named.setdefault(value.column, []).append(value.value)
    return tuple(
        _Named(prefix + c.column.name, c, _listed(c, named.get(c.column.name, ())))
        for c in link.profile.columns
    )


def _listed(column: ColumnProfile, named: Sequence[str]) -> tuple[str, ...]:
    """The values of a text column that may be written: what is named first, few others."""
    is_short = column.is_complete and len(column.values) <= _MAX_LISTED
    values = dict.fromkeys((*named, *(column.values if is_short else ())))
    return tuple(v for v in values if len(v) <= _MAX_VALUE_LETTERS)


def _rules_of(scope: _Scope, question: str) -> Iterator[str]:
    """The rules that depend on the tables: from, columns by type, and how each is compared."""
    s = scope.id
    yield f"from{s} ::= {scope.source}"
    yield f"column{s} ::= {_named(scope, *ColumnType)}"
    yield f"number{s} ::= {_named(scope, ColumnType.INTEGER, ColumnType.REAL)}"
    yield f"moment{s} ::= {_named(scope, ColumnType.DATETIME)}"
    yield f"row{s} ::= " + literal("a.rowid" if scope.is_joined else "rowid")
    comparisons = []
    for i, column in enumerate(scope.columns):
        comparison, rules = _comparison(s, i, column, question)
        comparisons.append(comparison)
        yield from rules
    yield f"compare{s} ::= " + " | ".join(comparisons)
    yield f"pattern{s} ::= " + one_of(literal(_quoted(f"%{t}%")) for t in spans_of(question) or "-")


def _first(scope: _Scope, columns: Collection[str]) -> str:
    """What stands first behind SELECT: one of these columns if the scope has any, else anything."""
    named = [literal(c.sql) for c in scope.columns if folded_name(c.profile.column.name) in columns]
    return " | ".join(named) or f"item{scope.id}"


def _needed(scope: _Scope, tests: Sequence[Sequence[NamedValue]]) -> str:
    """What stands behind FROM: the tests that have to be there, else any or none."""
    groups = [list(_tests_in(scope, group)) for group in tests]
    # Two values of one column are two rows: either will do.
    by_columns: dict[frozenset[str], list[tuple[str, NamedValue]]] = {}
    for group in groups:
        if group:
            by_columns.setdefault(frozenset(sql for sql, _ in group), []).extend(group)
    if not by_columns:
        return f"where{scope.id}?"
    needed = ' " AND " '.join(
        "(" + one_of(literal(text) for text in _alternatives(group)) + ")"
        for group in by_columns.values()
    )
    return f'" WHERE " {needed} (" AND " test{scope.id}){{0,3}}'


def _tests_in(scope: _Scope, group: Sequence[NamedValue]) -> Iterator[tuple[str, NamedValue]]:
    """The columns of a scope that may have a value of the group, as the scope calls them."""
    for value in group:
        for column in scope.columns:
            if column.profile.column.name == value.column and value.value in column.values:
                yield column.sql, value


def _alternatives(group: Sequence[tuple[str, NamedValue]]) -> Iterator[str]:
    for sql in dict.fromkeys(sql for sql, _ in group):
        values = [value for name, value in group if name == sql]
        if len(values) == 1 or any(value.is_excluded or value.is_part for value in values):
            yield from (f"{sql} {value.test}" for value in values)
        else:
            yield f"{sql} IN ({', '.join(_quoted(value.value) for value in values)})"


def _named(scope: _Scope, *types: ColumnType) -> str:
    """The scope's columns of these types; where there are none, nothing fits."""
    columns = [literal(c.sql) for c in scope.columns if c.profile.column.type in types]
    return " | ".join(columns) or _NOTHING


def _comparison(scope: str, index: int, column: _Named, question: str) -> tuple[str, list[str]]:
    """How one column may be compared, and the rules of its values."""
    name, inner, value = literal(column.sql), f"inner{scope}", f"values{scope}c{index}"
    match column.profile.column.type:
        case ColumnType.TEXT if column.profile.is_constant:
            return f"{name} null", []  # To ask for the one value would select nothing.
        case ColumnType.TEXT:
            texts = one_of(literal(_quoted(text)) for text in _texts(column, question))
            return (
                f'{name} ((" = " | " <> ") ({value} | {inner})'
                f' | (" IN (" | " NOT IN (") {value} (", " {value}){{0,9}} ")"'
                f' | (" LIKE " | " NOT LIKE ") pattern{scope})',
                [f"{value} ::= {texts}"],
            )
        case ColumnType.DATETIME:
            return (
                f'{name} (cmp ({value} | {inner}) | " BETWEEN " {value} " AND " {value}'
                f' | " LIKE " {value}) | "date(" {name} ")" cmp {value}'
                f' | "strftime(\'%Y\', " {name} ")" cmp year'
                f' | "strftime(\'%" [mdH] "\', " {name} ")" cmp two',
                [f"{value} ::= {_dates(column.profile, question)}"],
            )
        case _:
            return f'{name} (cmp (asked | {inner}) | " BETWEEN " asked " AND " asked)', []


def _texts(column: _Named, question: str) -> tuple[str, ...]:
    """Values that exist, then what the question names and the table may not have."""
    named = spans_of(question)
    if column.profile.is_complete and column.values:
        known = {normalise(value) for value in column.profile.values}
        named = tuple(t for t in named if is_like_a_code(t) and normalise(t) not in known)
    return tuple(dict.fromkeys((*column.values, *named))) or ("",)


def _dates(column: ColumnProfile, question: str) -> str:
    """A quoted date or time in a year that column or question have, maybe with a wildcard."""
    years = set(re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", normalise(question)))
    low, high = str(column.low or "")[:4], str(column.high or "")[:4]
    if low.isdigit() and high.isdigit():
        first, last = int(low), int(high)
        years |= {str(year) for year in range(max(first, last - _MAX_YEARS), last + 1)}
    year = one_of(map(literal, sorted(years) or ["2000"]))
    return f'"\'" {year} day? "%"? "\'"'


def _quoted(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
