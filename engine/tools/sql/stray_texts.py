"""Texts in a column of numbers or dates: "ERR" in a column of torques is kept as it is.

SQLite takes such a text for 0 in a sum or an average and for more than every number in a comparison
(https://sqlite.org/datatype3.html, 4.1), so a query over the column leaves it out.
"""

from __future__ import annotations

from collections.abc import Collection

from sqlglot import exp

from engine.domain import ColumnType, TableProfile
from engine.tools.sql.functions import AGGREGATES
from engine.tools.sql.names import folded_name

_OF_VALUES = (AGGREGATES | {"min", "max"}) - {"count"}
_COMPARISONS = (exp.GT, exp.GTE, exp.LT, exp.LTE, exp.Between)


def columns_with_texts(profiles: Collection[TableProfile]) -> frozenset[str]:
    """The columns, by folded name, that hold texts beside values of their type."""
    return frozenset(
        folded_name(column.column.name)
        for profile in profiles
        for column in profile.columns
        if column.column.type is not ColumnType.TEXT and column.n_texts
    )


def leave_texts_out(tree: exp.Expr, columns: frozenset[str]) -> None:
    """Rewrite aggregates, comparisons and orders over the columns, so that no text counts."""
    if not columns:
        return
    for call in list(tree.find_all(exp.Anonymous)):
        if call.name.lower() in _OF_VALUES:
            for column in _among(call, columns):
                column.replace(exp.Case(ifs=[exp.If(this=_is_value(column), true=column.copy())]))
    for comparison in list(tree.find_all(*_COMPARISONS)):
        guards = [_is_value(column) for column in _among(comparison, columns)]
        if guards and not comparison.find_ancestor(exp.Anonymous):
            comparison.replace(exp.paren(exp.and_(*guards, comparison.copy())))
    for select in list(tree.find_all(exp.Select)):
        order = select.args.get("order")
        if order is not None and select.args.get("limit") is not None:
            for column in _among(order, columns):
                select.where(_is_value(column), copy=False)


def _among(node: exp.Expr, columns: frozenset[str]) -> list[exp.Column]:
    return [c for c in node.find_all(exp.Column) if folded_name(c.name) in columns]


def _is_value(column: exp.Column) -> exp.NEQ:
    kind = exp.Anonymous(this="typeof", expressions=[column.copy()])
    return exp.NEQ(this=kind, expression=exp.Literal.string("text"))
