"""What a query over log tables says: its literals, what it compares, the columns it gives."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from sqlglot import exp

from engine.domain import ColumnProfile
from engine.text import normalise
from engine.tools.sql.guard import CheckedQuery
from engine.tools.sql.linking import Link
from engine.tools.sql.names import folded_name


@dataclass(frozen=True, slots=True)
class QueryFacts:
    """What a query says: its literals, the columns it gives, its text in small letters."""

    text: str
    strings: tuple[str, ...]
    numbers: frozenset[Decimal]
    compared: tuple[tuple[str, exp.Literal], ...]
    given: frozenset[str]
    columns: dict[str, ColumnProfile]
    tree: exp.Query


def facts_of(query: CheckedQuery, links: Sequence[Link]) -> QueryFacts:
    """What a checked query says, with the columns of the linked tables."""
    literals = list(query.tree.find_all(exp.Literal))
    select = query.tree.find(exp.Select)
    assert select is not None
    return QueryFacts(
        text=normalise(query.sql),
        strings=tuple(literal.name for literal in literals if literal.is_string),
        numbers=frozenset(
            decimal_of(literal.name) for literal in literals if not literal.is_string
        ),
        compared=tuple(_compared(query.tree)),
        given=frozenset(
            folded_name(c.name) for item in select.expressions for c in item.find_all(exp.Column)
        ),
        columns={
            folded_name(column.column.name): column
            for link in links
            for column in link.profile.columns
        },
        tree=query.tree,
    )


def decimal_of(text: str) -> Decimal:
    """The number that a text is; 0 if it is none."""
    try:
        return Decimal(text).normalize()
    except InvalidOperation:
        return Decimal(0)


def _compared(tree: exp.Query) -> Iterator[tuple[str, exp.Literal]]:
    """(column or "", literal) of every comparison with a fixed value."""
    kinds = (exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE, exp.In, exp.Between, exp.Like)
    for node in tree.find_all(*kinds):
        column = node.this.find(exp.Column)
        for literal in node.find_all(exp.Literal):
            yield folded_name(column.name) if column else "", literal
