"""Whether an answer's items are those wanted, by the rules of WikiTableQuestions' evaluator 1.0.2.

An item is a number, a date or a text. Items match when their texts are the same after light
normalisation, or when they are the same number or the same date. Order does not matter, the number
of different items does (Pasupat and Liang 2015, "Compositional semantic parsing on semi-structured
tables"). Written anew from the rules; the evaluator's own code is not here.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

Day: TypeAlias = tuple[int | None, int | None, int | None]
"""Year, month and day; None is unknown."""

_SINGLE_QUOTES, _DOUBLE_QUOTES, _DASHES = "‘’´`", "“”", "‐‑‒–—−"
_PLAIN_MARKS = str.maketrans(
    _SINGLE_QUOTES + _DOUBLE_QUOTES + _DASHES,
    "'" * len(_SINGLE_QUOTES) + '"' * len(_DOUBLE_QUOTES) + "-" * len(_DASHES),
)
_CITATIONS = re.compile(r"(?:(?<!^)\[[^\]]*\]|\[\d+\]|[•♦†‡*#+])*$")
_DETAILS = re.compile(r"(?<!^)(?: \([^)]*\))*$")
_QUOTED = re.compile(r'^"([^"]*)"$')
_WHOLE = re.compile(r"\s*[+-]?\d+\s*")
_NEARNESS = 1e-6


@dataclass(frozen=True, slots=True)
class Item:
    """One item of an answer: its normalised text, and the number or date that it means, if any."""

    text: str
    meaning: float | Day | None = None

    def is_as(self, other: Item) -> bool:
        """Whether this is what ``other`` says."""
        if self.text == other.text:
            return True
        match self.meaning, other.meaning:
            case int() | float() as one, int() | float() as two:
                return abs(one - two) < _NEARNESS
            case tuple() as one, tuple() as two:
                return one == two
            case _:
                return False


def item_of(text: str, canonical: str = "") -> Item:
    """An item as it is written; ``canonical`` is what an annotator understood it to mean."""
    canonical = canonical or text
    number = _number(canonical)
    return Item(normalised(text), _moment(canonical) if number is None else number)


def items_of(texts: Iterable[str], canonical: Sequence[str] = ()) -> tuple[Item, ...]:
    """The different items of an answer, the first of equal ones."""
    texts = tuple(texts)
    items: dict[object, Item] = {}
    for text, meant in zip(texts, canonical or texts, strict=True):
        item = item_of(text, meant)
        items.setdefault(("text", item.text) if item.meaning is None else item.meaning, item)
    return tuple(items.values())


def is_denoted(wanted: Sequence[Item], given: Sequence[Item]) -> bool:
    """Whether an answer is right: as many different items, and every one that is wanted."""
    return len(wanted) == len(given) and all(
        any(one.is_as(other) for other in given) for one in wanted
    )


def normalised(text: str) -> str:
    """Without accents, footnote marks, trailing brackets, outer quotes, a final stop, and case."""
    decomposed = unicodedata.normalize("NFKD", text)
    text = "".join(c for c in decomposed if unicodedata.category(c) != "Mn")
    text, before = text.translate(_PLAIN_MARKS), None
    while text != before:
        before = text
        text = _CITATIONS.sub("", text.strip())
        text = _DETAILS.sub("", text.strip())
        text = _QUOTED.sub(r"\1", text.strip())
    return " ".join(text.removesuffix(".").lower().split())


def _number(text: str) -> float | None:
    """The number that a text is. What is nearly whole is cut to a whole one, as there."""
    if _WHOLE.fullmatch(text):
        return int(text)
    try:
        number = float(text)
    except ValueError:
        return None
    if "_" in text or not math.isfinite(number):
        return None
    return int(number) if abs(number - round(number)) < _NEARNESS else number


def _moment(text: str) -> float | Day | None:
    """A date written y-m-d with xx for what is not known; a year alone is a number."""
    parts = text.lower().split("-")
    if len(parts) != 3:
        return None
    unknown = ("xx", "xxxx"), ("xx",), ("xx",)
    try:
        year, month, day = (
            None if part in marks else int(part) for part, marks in zip(parts, unknown, strict=True)
        )
    except ValueError:
        return None
    if not (month is None or 1 <= month <= 12) or not (day is None or 1 <= day <= 31):
        return None
    if month is None and day is None:
        return year
    return year, month, day
