"""Whether an answer stands in the row of a table that the question is about.

A small model likes the first row, or one with a word in common. Which row is meant is told by the
words of the question that some rows have and others have not.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from engine.reasoning.numbers import figures
from engine.words import identifiers, index_words, query_words

_MUCH_LESS = 1 / 3  # Of the best row's weight; a row with less is another row's neighbour.

_CODE = re.compile(r"\d{2}|[a-z]\d|\d[a-z]")


def rows_of(text: str) -> list[str]:
    """The rows of a table in a chunk, one a line, its titles first."""
    return [line for line in text.splitlines() if "|" in line]


def best_rows(text: str, question: str, n: int) -> list[str]:
    """The rows that have most of what tells the rows apart, best first; none without a table."""
    rows = rows_of(text)[1:]
    weights = _weights(rows, question)
    ranked = sorted(range(len(rows)), key=lambda i: (-weights[i], i))
    return [rows[i] for i in ranked[:n] if weights[i] > 0]


def is_from_other_row(quotes: Sequence[str], text: str, question: str) -> bool:
    """Whether every quoted row has much less of the question than the best row of the table.

    Or lacks a code or a size (R50, 0603) that the question names and another row has, or has
    another quantity for the one named: the row of 1 kΩ for 4.7 kΩ.
    """
    rows = rows_of(text)[1:]
    quoted = [i for i, row in enumerate(rows) if any(row.strip() in q or q in row for q in quotes)]
    if len(rows) < 2 or not quoted:
        return False
    codes = {word for word in query_words(question) if _CODE.search(word)}
    held = [codes & {*index_words(row).split()} for row in rows]
    if frozenset[str]().union(*held) - frozenset[str]().union(*(held[i] for i in quoted)):
        return True
    if all(_has_another_quantity(rows[i], question) for i in quoted):
        return True
    weights = _weights(rows, question)
    return max(weights[i] for i in quoted) < _MUCH_LESS * max(weights)


def _has_another_quantity(row: str, question: str) -> bool:
    """Whether a row has a quantity in the unit of one that is asked about, and never that one."""
    held = list(figures(row))
    return any(
        asked.unit
        and any(figure.unit == asked.unit for figure in held)
        and not any(figure.readings & asked.readings for figure in held)
        for asked in figures(question)
    )


def _weights(rows: Sequence[str], question: str) -> list[float]:
    """What each row has of the question's words; what all rows have tells nothing."""
    wanted = {*query_words(question), *identifiers(question)}
    held = [frozenset({*index_words(row).split(), *identifiers(row)} & wanted) for row in rows]
    n_with = {word: sum(word in words for words in held) for word in wanted}
    return [sum(math.log(len(rows) / n_with[word]) for word in words) for words in held]
