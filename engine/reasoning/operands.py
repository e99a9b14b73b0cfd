"""What a formula may be made of: the numbers of passages and question."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from engine.reasoning.figures.figure import Figure, FigureKind
from engine.reasoning.figures.folding import fold
from engine.reasoning.figures.labels import labelled
from engine.reasoning.figures.mentions import mentions
from engine.reasoning.figures.units import COUNTED
from engine.reasoning.numbers import figures

_MAX_OPERANDS = 150
_NUMBER = r"\d+(?:[.,]\d+)?"
_UNIT = r"(?:\s?(?:mm|cm|m|in|inch|µm|μm))?"
_TOLERANCED = re.compile(
    rf"{_NUMBER}{_UNIT}\s?(?:±\s?{_NUMBER}|\+\s?{_NUMBER}\s?/\s?-?\s?{_NUMBER}){_UNIT}"
)
_CLASSED = re.compile(
    rf"(?<![A-Za-z0-9.,-]){_NUMBER}\s?(?:mm\s?)?[A-Za-z]{{1,2}}\d{{1,2}}(?:/[a-z]{{1,2}}\d{{1,2}})?(?![A-Za-z0-9])"
)
_ASKS_FOR_LIMITS = re.compile(
    r"\b(?:fits?|limits?|toleranc\w*|clearance|interference|deviation|allow(?:ed|able)|permitted"
    r"|smallest|largest|minimum|maximum|within)\b|はめあい|公差|許容|限界|すきま|しめしろ|最小|最大",
    re.IGNORECASE,
)

# What a document counts its own parts with: a bare number behind it says where, not how much.
_POINTER = re.compile(
    r"(?:\b(?:sections?|chapters?|clauses?|articles?|paragraphs?|appendix|annex|fig(?:ure)?s?\.?"
    r"|table|page|pp?\.|step|item)|[図表頁項]|ページ|手順|付録)\s*$",
    re.IGNORECASE,
)


def operands_of(question: str, texts: Sequence[str]) -> tuple[str, ...]:
    """The numbers of the question and of the texts with their units, each once, in order.

    Sizes with their tolerance are one operand besides. A unit may come from a column's title. The
    number of a section, figure, table, page or step of a text is none.
    """
    has_limits = bool(_ASKS_FOR_LIMITS.search(question))
    found: dict[str, None] = {}
    for text in (question, *texts):
        found |= dict.fromkeys(_sizes(text, has_limits=has_limits))
        # Who asks about steps 2 and 7 may mean to count with them.
        found |= dict.fromkeys(_numbers(text, has_pointers=text is question))
    return tuple(found)[:_MAX_OPERANDS]


def units_asked_for(question: str) -> tuple[str, ...]:
    """Units that stand in a question at no number: "in mm", "何インチ"."""
    return tuple(dict.fromkeys(unit for unit, _, _ in named_units(question)))


def named_units(question: str) -> Iterator[tuple[str, str, str]]:
    """(unit, what stands before it, what stands behind it) of every unit at no number."""
    folded = fold(question)
    at_numbers = [(f.whole_start, f.whole_end) for f in figures(question)]
    end = 0
    for mention in sorted(mentions(folded), key=lambda one: (one.start, -one.end)):
        is_free = not any(start <= mention.start < stop for start, stop in at_numbers)
        # The foot in lbf·ft is no unit of its own.
        if mention.unit and is_free and mention.start >= end:
            before, behind = folded[: mention.start], folded[mention.end :]
            unit = mention.unit + _power(before)
            if unit.startswith("in ") and len(unit) > len("in "):
                unit, before = unit.removeprefix("in "), f"{before}in "  # No inch in "in lbf·ft".
            yield unit, before, behind
            end = mention.end


def _power(before: str) -> str:
    """² behind "square" and 平方, ³ behind "cubic" and 立方."""
    if re.search(r"\bsquare[ -]$|平方$", before, re.IGNORECASE):
        return "²"
    return "³" if re.search(r"\bcubic[ -]$|立方$", before, re.IGNORECASE) else ""


def single_quantity(text: str) -> str:
    """The one number of a text with its unit; empty if it has none or several."""
    found = dict.fromkeys(_numbers(text))
    return next(iter(found)) if len(found) == 1 else ""


def _sizes(text: str, *, has_limits: bool) -> Iterator[str]:
    folded = fold(text)
    for match in _TOLERANCED.finditer(folded):
        yield match.group()
    if has_limits:
        for match in _CLASSED.finditer(folded):
            yield match.group()


def _numbers(text: str, *, has_pointers: bool = True) -> Iterator[str]:
    folded = fold(text)
    for figure in labelled(text).figures:
        if figure.kind is FigureKind.NUMBER and (has_pointers or not _points(figure, folded)):
            number = fold(figure.text).lstrip("+±")
            yield f"{number} {figure.unit}".strip()


def _points(figure: Figure, folded: str) -> bool:
    """Whether a number without a unit is that of a section, figure or the like."""
    return figure.unit in ("", COUNTED) and bool(_POINTER.search(folded[: figure.whole_start]))
