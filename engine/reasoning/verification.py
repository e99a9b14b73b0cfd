"""Whether what an answer states is in its evidence: numbers with units and signs, dates, parts.

Never a silently wrong number: what is not plainly backed is unverified. Nothing is rounded, no unit
is guessed, and a sign, an end of a range or a limit that was dropped or changed is found out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from engine.answers import AnswerNumber, NumberStatus
from engine.reasoning.figures.backing import is_backed, is_same_name, is_within
from engine.reasoning.figures.figure import Figure, FigureKind, Moment, Sign
from engine.reasoning.figures.folding import fold
from engine.reasoning.figures.identifiers import (
    is_same_identifier,
    safe_tail,
    spaced_pattern,
)
from engine.reasoning.figures.labels import labelled
from engine.reasoning.numbers import figures


@dataclass(frozen=True, slots=True)
class Source:
    """What may back an answer: its mark, such as "[2]" or "calculator 1", and its text.

    ``context`` are headings, lines of column titles and the document's name: their units count for
    bare numbers of ``text``, and their dates and identifiers are evidence; their numbers are not.
    """

    mark: str
    text: str
    context: str = ""
    is_tool: bool = False


def check(text: str, sources: Sequence[Source]) -> tuple[AnswerNumber, ...]:
    """Every figure of an answer in order, with the first source that backs it."""
    evidence = [_read(source) for source in sources]
    return tuple(_checked(claim, evidence) for claim in _claims(text))


def backed_figures(text: str, source: Source) -> tuple[Figure, ...]:
    """The figures of an answer that a source backs, in order."""
    evidence = _read(source)
    return tuple(claim.figure for claim in _claims(text) if _backs(evidence, claim))


def first_unbacked(numbers: Sequence[AnswerNumber], *, limit: int = 3) -> str:
    """The first figures that nothing backs, as the answer writes them, for a prompt to try again.

    Empty if all are backed.
    """
    texts = (n.text for n in numbers if n.status is NumberStatus.UNVERIFIED)
    return ", ".join(list(dict.fromkeys(texts))[:limit])


@dataclass(frozen=True, slots=True)
class _Claim:
    """A figure of an answer, as half of a pair +0.5/-0.5 too.

    ``name`` is what it is with the word before it, as in "SH 204".
    """

    figure: Figure
    paired: Figure
    name: str


@dataclass(frozen=True, slots=True)
class _Evidence:
    source: Source
    folded: str
    figures: tuple[Figure, ...]
    loose_unit: str


_WORD_BEFORE = re.compile(r"(?<![A-Za-z])[A-Za-z]{1,12}[ \u202f]\Z")


def _claims(text: str) -> list[_Claim]:
    folded = fold(text)
    claims = []
    found = labelled(text).figures
    for figure, paired in zip(found, _paired(found), strict=True):
        word = _WORD_BEFORE.search(folded, max(0, figure.start - 13), figure.start)
        is_bare = figure.kind is FigureKind.NUMBER and not figure.unit
        claims.append(
            _Claim(figure, paired, word.group() + figure.text if word and is_bare else "")
        )
    return claims


def _read(source: Source) -> _Evidence:
    found = labelled(source.text, source.context)
    above = (f for f in figures(source.context) if f.kind is not FigureKind.NUMBER)
    both = dict.fromkeys((*found.figures, *_paired(found.figures), *above))
    folded = fold(f"{source.text}\n{source.context}").casefold()
    return _Evidence(source, folded, tuple(both), found.loose_unit)


def _paired(found: Sequence[Figure]) -> tuple[Figure, ...]:
    """The figures, where +0.5/-0.5 is ±0.5 twice."""
    paired = list(found)
    for i, (one, other) in enumerate(pairwise(found)):
        is_pair = {one.sign, other.sign} == {Sign.PLUS, Sign.MINUS}
        is_near = other.start - one.whole_end <= 3
        if is_pair and is_near and one.numbers == other.numbers and one.unit == other.unit:
            paired[i : i + 2] = [replace(f, sign=Sign.EITHER) for f in (one, other)]
    return tuple(paired)


def _checked(claim: _Claim, evidence: Sequence[_Evidence]) -> AnswerNumber:
    whole = claim.figure.whole
    for read in evidence:
        if _backs(read, claim):
            status = NumberStatus.COMPUTED if read.source.is_tool else NumberStatus.FOUND
            return AnswerNumber(whole, status, read.source.mark)
    return AnswerNumber(whole, NumberStatus.UNVERIFIED)


def _backs(read: _Evidence, claim: _Claim) -> bool:
    figure = claim.figure
    if figure.kind is FigureKind.IDENTIFIER:
        return _names(read, figure)
    forms = dict.fromkeys((figure, claim.paired))
    if any(_states(read, form, evidence) for evidence in read.figures for form in forms):
        return True
    if figure.kind is FigureKind.DATE:
        return any(_is_in_two_cells(read, moment) for moment in figure.moments)
    return bool(claim.name) and any(
        evidence.kind is FigureKind.IDENTIFIER and is_same_identifier(claim.name, evidence.text)
        for evidence in read.figures
    )


def _states(read: _Evidence, claim: Figure, evidence: Figure) -> bool:
    if is_backed(claim, evidence):
        return True
    is_bare = evidence.kind is FigureKind.NUMBER and not evidence.unit
    return (
        is_bare
        and bool(claim.unit and read.loose_unit)
        and is_backed(claim, replace(evidence, unit=read.loose_unit))
    )


def _names(read: _Evidence, identifier: Figure) -> bool:
    """Whether a part is named, by its whole number or by a leading part that leaves no doubt."""
    if any(is_same_name(identifier, other) for other in read.figures):
        return True
    named = [f.text for f in read.figures if f.kind is FigureKind.IDENTIFIER]
    tails = {tail for other in named if (tail := safe_tail(identifier.text, other))}
    # Two parts that differ only in what was left out cannot be told apart without it.
    if len(tails) == 1 or any(tail[0] != "-" for tail in tails):
        return True
    pattern = spaced_pattern(identifier.text)
    return pattern is not None and pattern.search(read.folded) is not None


def _is_in_two_cells(read: _Evidence, moment: Moment) -> bool:
    """Whether a log keeps the date and the time of this moment in two columns."""
    if moment.year is None or moment.hour is None:
        return False
    day = Moment(moment.year, moment.month, moment.day)
    time = replace(moment, year=None, month=None, day=None)
    moments = [m for f in read.figures for m in f.moments]
    return any(m.hour is None and is_within(m, day) for m in moments) and any(
        m.year is None and m.month is None and is_within(m, time) for m in moments
    )
