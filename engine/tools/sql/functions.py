"""The SQL functions a query may call, and those that SQLite lacks or runs without bound.

Guard and sandbox both hold to ``ALLOWED``. What is missing is missing on purpose: random() gives
an answer that nobody can check again; zeroblob(), printf(), hex(), quote() and char() make
megabytes from a few characters; load_extension() and fts3_tokenizer() run code.
"""

from __future__ import annotations

import math
import sqlite3
from array import array
from dataclasses import dataclass
from functools import partial

import numpy as np

AGGREGATES = frozenset("count sum avg total group_concat stdev median".split())
"""Always one value from many rows. min() and max() are so only with one argument."""

ONLY_WINDOWS = frozenset("row_number rank dense_rank lag lead first_value last_value ntile".split())
"""Have no meaning without OVER."""

NEVER_WINDOWS = frozenset({"stdev", "median"})
"""Ours have no inverse step, so they cannot stand before OVER."""

ALLOWED = (
    AGGREGATES
    | ONLY_WINDOWS
    | frozenset(
        "min max abs round coalesce ifnull nullif iif length lower upper trim ltrim rtrim substr"
        " substring replace instr date time datetime julianday strftime"
        " typeof".split()
    )
)
"""Names in lower case."""

OPERATORS = frozenset("like glob current_date current_time current_timestamp".split())
"""Written as operators or words, but functions to SQLite."""

MAX_STRIPPED = 100
"""Characters that trim(text, characters) may look for. SQLite's own trim compares every character
of the text with each of them: 15 s measured for two texts of 100 kB, in which it cannot be
stopped."""


@dataclass(slots=True)
class MedianBudget:
    """Values that all medians of one query together may still keep, at 8 bytes each."""

    n_left: int

    @property
    def is_spent(self) -> bool:
        """True once a median was refused for it."""
        return self.n_left < 0


class Deviation:
    """Sample standard deviation by Welford's method; NULL below two numbers, text is skipped."""

    def __init__(self) -> None:
        self._n = 0
        self._mean = 0.0
        self._squares = 0.0

    def step(self, value: object) -> None:
        """Take in one value."""
        if isinstance(value, int | float):
            self._n += 1
            delta = value - self._mean
            self._mean += delta / self._n
            self._squares += delta * (value - self._mean)

    def finalize(self) -> float | None:
        """The deviation, in the unit of the values."""
        return math.sqrt(self._squares / (self._n - 1)) if self._n > 1 else None


class Median:
    """The middle value, or the mean of the middle two; NULL without numbers, text is skipped."""

    def __init__(self, budget: MedianBudget) -> None:
        self._budget = budget
        self._values = array("d")

    def step(self, value: object) -> None:
        """Take in one value; raises MemoryError beyond the budget."""
        if isinstance(value, int | float):
            self._budget.n_left -= 1
            if self._budget.is_spent:
                raise MemoryError
            self._values.append(value)

    def finalize(self) -> float | None:
        """The median. The values are given back to the budget."""
        if not self._values or self._budget.is_spent:
            return None
        self._budget.n_left += len(self._values)
        return float(np.median(np.frombuffer(self._values)))


def register(connection: sqlite3.Connection, budget: MedianBudget) -> None:
    """Add stdev and median, and put a bounded trim in the place of SQLite's."""
    # The stubs know aggregates of whole numbers only.
    connection.create_aggregate("median", 1, partial(Median, budget))  # type: ignore[arg-type]
    connection.create_aggregate("stdev", 1, Deviation)  # type: ignore[arg-type]
    connection.create_function("trim", 2, _strip, deterministic=True)
    connection.create_function("ltrim", 2, _strip_left, deterministic=True)
    connection.create_function("rtrim", 2, _strip_right, deterministic=True)


def _strip(text: object, characters: object) -> str | None:
    found = _texts(text, characters)
    return found[0].strip(found[1]) if found else None


def _strip_left(text: object, characters: object) -> str | None:
    found = _texts(text, characters)
    return found[0].lstrip(found[1]) if found else None


def _strip_right(text: object, characters: object) -> str | None:
    found = _texts(text, characters)
    return found[0].rstrip(found[1]) if found else None


def _texts(text: object, characters: object) -> tuple[str, str] | None:
    if text is None or characters is None:
        return None
    if len(str(characters)) > MAX_STRIPPED:
        raise ValueError(characters)
    return str(text), str(characters)
