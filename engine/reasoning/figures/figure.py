"""A figure as a value: where it stands in a text, and what it may mean."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias


class FigureKind(StrEnum):
    """What a figure is."""

    NUMBER = "number"
    DATE = "date"
    IDENTIFIER = "identifier"


class Sign(StrEnum):
    """The sign as written. No sign is not a plus."""

    NONE = ""
    PLUS = "+"
    MINUS = "-"
    EITHER = "±"


@dataclass(frozen=True, slots=True)
class Moment:
    """A date, a time of day or both, as far as it is written; what is not written is None."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    hour: int | None = None
    minute: int | None = None
    second: int | None = None


Value: TypeAlias = Decimal | str | Moment
"""A number without its sign, the folded letters of an identifier, or a date."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number, date or identifier in a text.

    ``start`` and ``text`` hold the figure with its sign and without its unit; ``whole_start`` and
    ``whole`` with a unit or mark that stands at it. Positions are those of the text as given.
    ``readings`` are all values the writing may have: 1,234 is 1234 or 1.234. ``unit`` is a
    canonical symbol, '' if there is none; ends of a range share the unit behind it. ``mark`` says
    what is measured: ⌀ or R.
    """

    start: int
    text: str
    kind: FigureKind
    readings: frozenset[Value]
    whole_start: int
    whole: str
    unit: str = ""
    sign: Sign = Sign.NONE
    mark: str = ""

    @property
    def end(self) -> int:
        """Where the figure ends, without its unit."""
        return self.start + len(self.text)

    @property
    def whole_end(self) -> int:
        """Where the figure ends, with its unit."""
        return self.whole_start + len(self.whole)

    @property
    def numbers(self) -> frozenset[Decimal]:
        """The readings that are numbers."""
        return frozenset(value for value in self.readings if isinstance(value, Decimal))

    @property
    def moments(self) -> frozenset[Moment]:
        """The readings that are dates or times."""
        return frozenset(value for value in self.readings if isinstance(value, Moment))
