"""Numbers and identifiers in text, compared by value and not by how they are written.

Full-width digits, thousands separators, decimal commas and trailing zeros do not matter; a digit
inside an identifier such as ``DF40C-100DP`` is not a number of its own.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

# A run of letters, digits and the marks that join them in part numbers, dates and figures.
_TOKEN = re.compile(r"[+\-−±]?[A-Za-z0-9_]+(?:[-_./,:'’+#()][A-Za-z0-9_]+)*%?")
_PLAIN = re.compile(r"\d+(?:\.\d+)?")
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_DECIMAL_COMMA = re.compile(r"\d+,\d+")
_WITH_UNIT = re.compile(r"(\d+(?:[.,]\d+)*)[A-Za-zµΩ]{1,4}%?")
_SEPARATORS = re.compile(r"[-_./,:'’+#()]")


@dataclass(frozen=True, slots=True)
class Figure:
    """A number or identifier in a text: where it stands, and its values under each reading."""

    start: int
    end: int
    text: str
    readings: frozenset[Decimal | str]


def figures(text: str) -> Iterator[Figure]:
    """Every token with a digit, in order. Positions are those of ``text`` itself."""
    folded = _fold(text)
    for match in _TOKEN.finditer(folded):
        token = match.group()
        if not any(c.isdigit() for c in token):
            continue
        yield Figure(match.start(), match.end(), text[match.start() : match.end()], _read(token))


def figure_values(text: str) -> frozenset[Decimal | str]:
    """All readings of all figures of a text."""
    return frozenset(value for figure in figures(text) for value in figure.readings)


def _fold(text: str) -> str:
    # NFKC letter by letter, so that positions stay; what grows is left as it is.
    folded = (unicodedata.normalize("NFKC", c) for c in text)
    return "".join(n if len(n) == 1 else c for n, c in zip(folded, text, strict=True))


def _read(token: str) -> frozenset[Decimal | str]:
    bare = token.strip("+-−±%")
    readings: set[Decimal | str] = set()
    unit = _WITH_UNIT.fullmatch(bare)
    number = unit.group(1) if unit else bare
    if _PLAIN.fullmatch(number):
        readings.add(_decimal(number))
    elif _THOUSANDS.fullmatch(number):
        readings.add(_decimal(number.replace(",", "")))
        if number.count(",") == 1 and "." not in number:
            readings.add(_decimal(number.replace(",", ".")))
    elif _DECIMAL_COMMA.fullmatch(number):
        readings.add(_decimal(number.replace(",", ".")))
    if not readings or unit:
        readings.add(_SEPARATORS.sub("", bare).casefold())
    return frozenset(readings)


def _decimal(digits: str) -> Decimal:
    return Decimal(digits).normalize()
