"""Whether a text is one SELECT that may be run over the log tables, and what will be run.

The text is parsed, written anew from the tree, and the tree of what was written is checked: what
sqlglot reads otherwise than SQLite would can make a query mean something else, never more. The
sandbox holds without this module; this one is for reasons that a person or a model can act on.
"""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass

from sqlglot import exp

from engine.domain import LogTable
from engine.errors import QueryRefused
from engine.tools.sql.dialect import SQLGLOT_FAULTS, parsed, written
from engine.tools.sql.functions import ALLOWED, MAX_STRIPPED, NEVER_WINDOWS, ONLY_WINDOWS
from engine.tools.sql.names import nearest, tables_read
from engine.tools.sql.tokens import Refusal, TextBounds, bounded_tokens, shown

BOUNDS = TextBounds(n_characters=4_000, n_tokens=800, n_operators=100, depth=20, n_copies=64)

_ALLOWED_NODES = frozenset(
    {
        *(exp.Select, exp.Union, exp.Intersect, exp.Except, exp.Subquery, exp.With, exp.CTE),
        *(exp.From, exp.Join, exp.Table, exp.TableAlias, exp.Where, exp.Group, exp.Having),
        *(exp.Order, exp.Ordered, exp.Limit, exp.Offset, exp.Distinct, exp.Alias, exp.Column),
        *(exp.Identifier, exp.Star, exp.Literal, exp.Null, exp.Boolean, exp.Paren, exp.Tuple),
        *(exp.And, exp.Or, exp.Not, exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE, exp.Is),
        *(exp.NullSafeEQ, exp.NullSafeNEQ, exp.In, exp.Between, exp.Exists, exp.Like, exp.Glob),
        *(exp.Escape, exp.Add, exp.Sub, exp.Mul, exp.Div, exp.Mod, exp.Neg, exp.DPipe),
        *(exp.BitwiseAnd, exp.BitwiseOr, exp.BitwiseNot, exp.BitwiseLeftShift),
        *(exp.BitwiseRightShift, exp.Case, exp.If, exp.Cast, exp.Collate, exp.Var),
        *(exp.DataType, exp.DataTypeParam, exp.Anonymous, exp.Window, exp.WindowSpec, exp.Filter),
        *(exp.CurrentDate, exp.CurrentTime, exp.CurrentTimestamp),
    }
)
# What binds its sides. Comparisons have two ranks in SQLite (< before =, LIKE and IN) and others
# in sqlglot, so that one inside another without brackets can mean two things.
_BINDING = (exp.Binary, exp.Between, exp.In, exp.Neg, exp.BitwiseNot)
_NOT_BINDING = (exp.And, exp.Or, exp.Escape)
# sqlglot writes the others as something else: CAST(x AS NUMERIC) as REAL, AS DATE as DATE(x).
_CAST_TYPES = frozenset({exp.DType.DOUBLE, exp.DType.INT, exp.DType.BIGINT, exp.DType.TEXT})
_COLLATIONS = frozenset({"binary", "nocase", "rtrim"})


@dataclass(frozen=True, slots=True)
class CheckedQuery:
    """A query that may be run: ``sql`` is the text, ``tree`` its tree, which nobody changes.

    ``tables`` are the log tables it names, in order.
    """

    sql: str
    tree: exp.Query
    tables: tuple[LogTable, ...]


def checked(sql: str, tables: Collection[LogTable]) -> CheckedQuery:
    """The query that ``sql`` asks for, over ``tables`` only.

    Raises:
        QueryRefused: with a reason that names what is in the way.

    """
    try:
        bounded_tokens(sql, BOUNDS)
        tree = _normalised(sql)
        return CheckedQuery(written(tree), tree, tables_read(tree, tables))
    except Refusal as refusal:
        raise QueryRefused(sql=shown(sql), reason=refusal) from None
    except SQLGLOT_FAULTS as error:
        raise QueryRefused(sql=shown(sql), reason="it cannot be understood as SQL") from error


def _normalised(sql: str) -> exp.Query:
    tree = parsed(sql)
    _require_allowed(tree)
    text = written(tree)
    again = parsed(text)
    _require_allowed(again)
    # What a second reading does not confirm was dropped or regrouped by the first.
    if written(again) != text:
        raise Refusal("it can be read in two ways; use brackets")
    return again


def _require_allowed(tree: exp.Query) -> None:
    for node in tree.walk():
        if type(node) not in _ALLOWED_NODES:
            raise Refusal(f"{_in_words(node)} is not allowed")
        match node:
            case exp.Not() | exp.Escape() | exp.Predicate() if _is_bound(node):
                raise Refusal(f"{_in_words(node)} needs brackets around it here")
            case exp.Anonymous():
                _require_allowed_function(node)
            case exp.Literal(is_string=False) if not math.isfinite(float(node.name)):
                raise Refusal(f"the number {node.name} is too large")
            case exp.Cast(to=kind) if kind.this not in _CAST_TYPES or kind.expressions:
                raise Refusal("CAST gives INTEGER, REAL or TEXT only; see date() and round()")
            case exp.Var() if node.name.lower() not in _COLLATIONS:
                raise Refusal(f"{_in_words(node)} is not allowed")
            case exp.In() if node.args.get("field"):
                raise Refusal("IN needs a list or a SELECT in brackets")
            case exp.Join() if node.kind in ("SEMI", "ANTI") or node.method not in ("", "NATURAL"):
                raise Refusal(f"{node.method or node.kind} JOIN is not allowed")
            case exp.Distinct() if node.args.get("on"):
                raise Refusal("DISTINCT ON is not allowed; use GROUP BY")


def _in_words(node: exp.Expr) -> str:
    try:
        text = written(node)
    except SQLGLOT_FAULTS:
        text = node.key
    return f"'{text if len(text) <= 40 else node.key.upper()}'"


def _is_bound(node: exp.Expr) -> bool:
    is_listed = node.arg_key == "expressions"
    binds = isinstance(node.parent, _BINDING) and not isinstance(node.parent, _NOT_BINDING)
    return binds and not is_listed


def _require_allowed_function(node: exp.Anonymous) -> None:
    name = node.name.lower()
    if name not in ALLOWED:
        raise Refusal(f"the function {name}() is not allowed{nearest(name, sorted(ALLOWED))}")
    if name in ONLY_WINDOWS and not isinstance(node.parent, exp.Window):
        raise Refusal(f"{name}() needs OVER behind it")
    if name in NEVER_WINDOWS and isinstance(node.parent, exp.Window):
        raise Refusal(f"{name}() cannot stand before OVER")
    if name in ("trim", "ltrim", "rtrim") and len(node.expressions) == 2:
        characters = node.expressions[1]
        if not characters.is_string or len(characters.name) > MAX_STRIPPED:
            raise Refusal(f"{name}() takes the characters to remove as a short text only")
