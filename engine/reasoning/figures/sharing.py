"""Giving the numbers of a range, of dimensions and of a tolerance the unit that they share."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from engine.reasoning.figures.figure import Figure, FigureKind, Sign
from engine.reasoning.figures.units import meanings

_S = r"[ \u202f]?"
_RANGE = re.compile(
    rf"{_S}(?:-|~|\.\.\.?|…|to|and|or|by|/|&|から|または|又は|及び|および|と|や){_S}"
)
_BY = re.compile(rf"{_S}[xX×*]{_S}")
_OFF = re.compile(r"[xX×*][ \u202f]")  # 2x 120 mm are two pieces.
_TOLERANCE = re.compile(rf"{_S}(?:/{_S})?")
_LIST = re.compile(rf"[,、]{_S}")
_LAST_OF_LIST = re.compile(rf"{_S}(?:,{_S})?(?:and|or|と|及び|および|または|又は){_S}")


def with_shared_units(folded: str, figures: Sequence[Figure]) -> list[Figure]:
    """The figures, where "10-20 mm" gives 10 its unit too, and "25 mm ±0.1" gives it to 0.1."""
    shared = list(figures)
    is_list = False
    for i in range(len(shared) - 2, -1, -1):
        gap = _gap(folded, shared[i], shared[i + 1])
        is_list = bool(_LAST_OF_LIST.fullmatch(gap)) or (is_list and bool(_LIST.fullmatch(gap)))
        if _is_bare(shared[i]) and _is_shared(gap, shared[i + 1], is_list=is_list):
            shared[i] = replace(shared[i], unit=shared[i + 1].unit)
    for i in range(1, len(shared)):
        before, figure = shared[i - 1], shared[i]
        if _is_number(before) and _is_bare(figure):
            gap = _gap(folded, before, figure)
            is_tolerance = figure.sign is not Sign.NONE and _TOLERANCE.fullmatch(gap)
            # HRC 58-62: the unit stands before the range.
            is_range = before.whole_start < before.start and _RANGE.fullmatch(gap)
            if is_tolerance or is_range:
                shared[i] = replace(figure, unit=before.unit)
    return shared


def _gap(folded: str, one: Figure, other: Figure) -> str:
    start, end = one.whole_end, min(other.start, other.whole_start)
    # What is far apart shares nothing; cutting here keeps long texts cheap.
    return folded[start : min(end, start + 12)] if end - start <= 12 else "\n"


def _is_shared(gap: str, behind: Figure, *, is_list: bool) -> bool:
    if not behind.unit or not _is_number(behind):
        return False
    if behind.sign is not Sign.NONE and _TOLERANCE.fullmatch(gap):
        return True
    if _BY.fullmatch(gap) and not _OFF.fullmatch(gap):
        # 75 x 75 mm are lengths, but 4 x 25 N·m are four of them.
        return any(meaning.dimension == "length" for meaning in meanings(behind.unit))
    return is_list or bool(_RANGE.fullmatch(gap))


def _is_bare(figure: Figure) -> bool:
    return _is_number(figure) and not figure.unit


def _is_number(figure: Figure) -> bool:
    return figure.kind is FigureKind.NUMBER
