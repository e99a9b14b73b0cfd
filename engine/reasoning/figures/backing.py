"""Whether one figure says what another says, or less of it. No text around them is looked at."""

from __future__ import annotations

import re
from dataclasses import astuple

from engine.reasoning.figures.figure import Figure, FigureKind, Moment, Sign
from engine.reasoning.figures.folding import fold
from engine.reasoning.figures.identifiers import (
    folded_letters,
    identifier_name,
    is_same_identifier,
    safe_tail,
)
from engine.reasoning.figures.signs import RADIUS
from engine.reasoning.figures.units import is_counter, is_same_quantity


def is_backed(claim: Figure, evidence: Figure) -> bool:
    """Whether the evidence states the claim or something more exact.

    A bare number is backed by a quantity, but a quantity never by a bare number: for that the unit
    must stand somewhere else, and who looks for it gives it to the evidence. A month is backed by
    a day in it and 0.5 by ±0.5, not the reverse. A rounded number is another number.
    """
    if FigureKind.IDENTIFIER in (claim.kind, evidence.kind):
        is_pair = claim.kind is evidence.kind
        return is_same_name(claim, evidence) or (
            is_pair and bool(safe_tail(claim.text, evidence.text))
        )
    if any(is_within(moment, claimed) for claimed in claim.moments for moment in evidence.moments):
        return True
    if not claim.numbers:
        return any(_is_year(evidence, moment) for moment in claim.moments if _is_only_year(moment))
    if not evidence.numbers:
        return any(_is_year(claim, moment) for moment in evidence.moments)
    return (
        _fits_mark(claim, evidence) and _fits_sign(claim, evidence) and _fits_value(claim, evidence)
    )


def is_same_name(one: Figure, other: Figure) -> bool:
    """Whether two figures are one identifier; a long number may be one that lost its hyphens."""
    if one.kind is other.kind is FigureKind.IDENTIFIER:
        return is_same_identifier(_name(one), _name(other))
    digits = {folded_letters(figure.text) for figure in (one, other)}
    return len(digits) == 1 and _LONG_NUMBER.fullmatch(digits.pop()) is not None


def is_within(moment: Moment, claimed: Moment) -> bool:
    """Whether a date or time has everything that is claimed of it: May 2026 of 2026-05-11."""
    parts = zip(astuple(claimed), astuple(moment), strict=True)
    if all(part is None or part == own for part, own in parts):
        return True
    # 17:25:00 is what a log makes of 17:25.
    is_full_minute = claimed.second == 0 and moment.second is None
    return is_full_minute and astuple(claimed)[:-1] == astuple(moment)[:-1]


_LONG_NUMBER = re.compile(r"[0-9]{6,}")


def _name(figure: Figure) -> str:
    (reading,) = figure.readings
    return identifier_name(figure.text, str(reading))


def _is_only_year(moment: Moment) -> bool:
    return moment == Moment(year=moment.year)


def _is_year(figure: Figure, moment: Moment) -> bool:
    """Whether a bare number is the year of a date."""
    is_plain = figure.kind is FigureKind.NUMBER and not figure.unit and figure.sign is Sign.NONE
    return is_plain and moment.year is not None and figure.numbers == {moment.year}


def _fits_mark(claim: Figure, evidence: Figure) -> bool:
    if claim.mark and evidence.mark:
        return claim.mark == evidence.mark
    # R12 on a board is a resistor: alone it is no 12.
    is_designator = evidence.mark == RADIUS and any(isinstance(v, str) for v in evidence.readings)
    return not is_designator or bool(claim.mark or (claim.unit and not is_counter(claim.unit)))


def _fits_sign(claim: Figure, evidence: Figure) -> bool:
    if claim.numbers == {0}:
        return True
    match claim.sign:
        case Sign.NONE:
            return evidence.sign is not Sign.MINUS
        case Sign.PLUS:
            return evidence.sign in (Sign.PLUS, Sign.NONE)
        case _:
            return evidence.sign is claim.sign


def _fits_value(claim: Figure, evidence: Figure) -> bool:
    # Of 1,234 the greater reading is meant, unless its text writes decimal commas; then it has no
    # other. Whoever copies it says the same, whatever that is.
    one, other = max(claim.numbers), max(evidence.numbers)
    if fold(claim.text) == fold(evidence.text):
        other = one
    if not claim.unit or (not evidence.unit and is_counter(claim.unit)):
        return one == other
    return bool(evidence.unit) and is_same_quantity(one, claim.unit, other, evidence.unit)
