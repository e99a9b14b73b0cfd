"""The limits of a size that was looked up, calculated from the cited line of its drawing.

The largest permissible size is the nominal and its upper limit deviation, the smallest the nominal
and its lower one; the tolerance is their difference (ISO 286-1:2010, 3.2). Every number stands in
one cited line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from engine.answers import Citation, Route
from engine.reasoning.asked_limit import Limit
from engine.reasoning.calculation import calculated
from engine.reasoning.dimensions import (
    Toleranced,
    has_rival,
    section_heading,
    toleranced,
    unit_over,
)
from engine.reasoning.numbers import figure_values
from engine.reasoning.solved import Solved, unmarked
from engine.reasoning.verification import Source, check
from engine.reasoning.wording import limits_text
from engine.text import language_of

_ASKS_DIAMETER = re.compile(r"diameter|径", re.IGNORECASE)
_IS_DIAMETER = re.compile(r"[⌀φΦØø]|\b(?:[Dd]ia|DIA|[Bb]ore\b)|\b[OI]\.?D\b|径")


def limits_of(question: str, limits: Sequence[Limit], read: Solved) -> Solved:
    """The limits of the size that was read; no answer unless one cited line gives its deviations.

    ``read`` is what looking up the size came to. General tolerances and tolerance classes are not
    applied.
    """
    base = replace(read, text="", value="", citations=(), numbers=())
    found = dict(_cited_sizes(question, read))
    if not limits or len(found) != 1:
        return base
    ((size, citation),) = found.items()
    calls, results = zip(*(calculated(_expression(size, limit)) for limit in limits), strict=True)
    given = [result for result in results if result is not None]
    if len(given) != len(limits):
        return base
    said = [f"{result.text} ({result.expression})" for result in given]
    text = said[0] if len(said) == 1 else limits_text(limits, said, language_of(question))
    tools = [Source(f"calculator {n}", one, is_tool=True) for n, one in enumerate(said, start=1)]
    return replace(
        base,
        text=f"{text} [{citation.number}]",
        value=given[0].text if len(given) == 1 else "",
        route=Route.COMPUTATION,
        citations=(citation,),
        numbers=check(text, [_source(citation, read), *tools]),
        calls=calls,
    )


def _cited_sizes(question: str, read: Solved) -> Iterator[tuple[Toleranced, Citation]]:
    """The sizes with deviations that the answer names, each with the first line that has it."""
    values = figure_values(unmarked(read.text, read.citations))
    like = _IS_DIAMETER.pattern if _ASKS_DIAMETER.search(question) else ""
    passages = {finding.number: finding.passage for finding in read.findings}
    for citation in reversed(read.citations):
        passage = passages.get(citation.number)
        if passage is None or not re.search(like, citation.quote):
            continue
        start = passage.text.find(citation.quote)
        unit = unit_over(passage, start) if start >= 0 else ""
        for size in toleranced(citation.quote):
            if size.nominal in values and not has_rival(size, passage.text, like=like):
                yield replace(size, unit=size.unit or unit, start=0, end=0), citation


def _expression(size: Toleranced, limit: Limit) -> str:
    """What the calculator is given; 0 is added, too, since it stands in the line."""
    first, second = size.nominal, size.upper if limit is Limit.LARGEST else size.lower
    if limit is Limit.WIDTH:
        # Of two negative deviations the larger figure stands first, as one would write it.
        first, second = size.upper, -size.lower
        if first < 0:
            first, second = second, first
    sign = "-" if second < 0 else "+"
    return f"{_quantity(first, size.unit)} {sign} {_quantity(abs(second), size.unit)}"


def _quantity(number: Decimal, unit: str) -> str:
    return f"{number} {unit}".strip()


def _source(citation: Citation, read: Solved) -> Source:
    """The cited line with the headings that give it its unit."""
    headings = [
        line
        for finding in read.findings
        if finding.number == citation.number
        for line in (
            section_heading(finding.passage.text, finding.passage.text.find(citation.quote)),
            *finding.passage.heading_path,
        )
    ]
    return Source(f"[{citation.number}]", citation.quote, "\n".join(headings))
