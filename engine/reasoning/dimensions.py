"""A line of dimensions as evidence: its limit deviations, and the unit that its heading gives.

A drawing says its unit once, in the title block, and the program puts it into the heading over the
dimensions. Notation of limit deviations: ISO 129-1:2018, 9.2 (±0,1; +0,1/-0,05; 0/-0,02).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from engine.domain import Passage
from engine.reasoning.figures.figure import Figure, FigureKind, Sign
from engine.reasoning.numbers import figures

LENGTH_UNITS = ("mm", "cm", "in", "µm", "m")
"""Units of a dimension, as figures have them."""

_SIGNED = (Sign.PLUS, Sign.MINUS)
_FIT_BEFORE = re.compile(r"\s*(?:[A-Za-z]{1,2}\d{1,2}\s*)?[(（]?\s*")
_BETWEEN = re.compile(r"\s*/\s*|\s+")
_HEADING = re.compile(r"[^\d:|]{1,40}[(（](?P<unit>mm|cm|in|inch)[)）]")
_COUNT_BEHIND = re.compile(
    r"\s*(?:[xX×*]\s*(?=[^\s\d])|[xX×]\s+(?=\d)|[-–]\s*(?=[⌀φØRCM□])"
    r"|(?:PLCS?|PLACES?|HOLES|箇所|[ヶかカ]所))",
    re.IGNORECASE,
)
# What stands among dimensions and is no length, or has a unit of its own: Ra 1.6 is in µm.
_NO_LENGTH = re.compile(
    r"(?<![A-Za-z])(?:R(?:a|z|max)(?![A-Za-z])|M\s?\d|UN[CFS]|NPT|BSP)|°|\d\s*:\s*\d"
)
_GLOSS = re.compile(r" [(（][^()（）]*[)）]$")
_BARE = re.compile(r"[\d.,xX×*⌀φØR□±+\-−–/ ]*\d")


@dataclass(frozen=True, slots=True)
class Toleranced:
    """A size with its limit deviations, ``lower`` < ``upper``, signed, in ``unit`` like the size.

    ``start`` and ``end`` are where it stands in its line, with its mark and its unit. ``unit`` is
    empty where the line has none.
    """

    nominal: Decimal
    upper: Decimal
    lower: Decimal
    unit: str
    start: int
    end: int

    @property
    def limits(self) -> tuple[Decimal, Decimal]:
        """The upper and the lower deviation."""
        return self.upper, self.lower


def toleranced(line: str) -> Iterator[Toleranced]:
    """The sizes of a line that have limit deviations beside them, in order.

    A number with two readings (12,345) and deviations of half the size and more are left out.
    """
    numbers = [figure for figure in figures(line) if figure.kind is FigureKind.NUMBER]
    for i, nominal in enumerate(numbers):
        if nominal.sign is not Sign.NONE:
            continue
        found = _deviations(line, nominal, numbers[i + 1 : i + 3])
        if found is None:
            continue
        upper, lower, last = found
        units = {f.unit for f in (nominal, *numbers[i + 1 : numbers.index(last) + 1]) if f.unit}
        size = _value(nominal)
        if len(units) > 1 or not units <= {*LENGTH_UNITS} or size is None:
            continue
        if lower < upper and 2 * max(abs(lower), abs(upper)) < size:
            is_in_brackets = line[last.whole_end : last.whole_end + 1] in tuple(")）")
            end = last.whole_end + is_in_brackets
            unit = next(iter(units), "")
            yield Toleranced(size, upper, lower, unit, nominal.whole_start, end)


def _deviations(
    line: str, nominal: Figure, behind: list[Figure]
) -> tuple[Decimal, Decimal, Figure] | None:
    """Upper and lower deviation, and the figure that ends them."""
    if not behind or not _FIT_BEFORE.fullmatch(line, nominal.whole_end, behind[0].start):
        return None
    first = _value(behind[0])
    if first is None:
        return None
    if behind[0].sign is Sign.EITHER:
        return first, -first, behind[0]
    if len(behind) < 2 or not _BETWEEN.fullmatch(line, behind[0].whole_end, behind[1].start):
        return None
    second = _value(behind[1])
    # Both are signed, or one is a bare 0.
    if second is None or not all(f.sign in _SIGNED or _value(f) == 0 for f in behind):
        return None
    return (first, second, behind[1]) if any(f.sign in _SIGNED for f in behind) else None


def _value(figure: Figure) -> Decimal | None:
    """The number with its sign; None if it may be read in two ways."""
    if len(figure.numbers) != 1:
        return None
    (value,) = figure.numbers
    return -value if figure.sign is Sign.MINUS else value


def with_limits(answer: str, line: str, text: str, unit: str = "") -> str:
    """The answer with its limits if it is one bare size of ``line``, else unchanged.

    ``unit`` is that of the heading; the answer may have it where the line has none.
    Unchanged, too, if another line of ``text`` gives a size that is the same but for its limits:
    then nothing tells which of them was read.
    """
    plain = answer.strip().rstrip(".。")
    asked = list(figures(plain))
    if len(asked) != 1 or asked[0].kind is not FigureKind.NUMBER or asked[0].whole != plain:
        return answer
    same = [size for size in toleranced(line) if size.nominal in asked[0].numbers]
    if (
        len(same) != 1
        or asked[0].unit not in ("", same[0].unit or unit)
        or has_rival(same[0], text)
    ):
        return answer
    return line[same[0].start : same[0].end]


def has_rival(size: Toleranced, text: str, *, like: str = "") -> bool:
    """Whether another line of a text gives the same nominal with other limits, or with none.

    Only lines that hold nothing but a dimension have none; ``like`` is a pattern that a line must
    have to count.
    """
    return any(
        re.search(like, line)
        and (
            any(o.nominal == size.nominal and o.limits != size.limits for o in toleranced(line))
            or _is_plain(line, size.nominal)
        )
        for line in text.splitlines()
    )


def _is_plain(line: str, nominal: Decimal) -> bool:
    head = _GLOSS.sub("", line.strip())
    return bool(_BARE.fullmatch(head)) and [f.numbers for f in figures(head)] == [{nominal}]


def section_heading(text: str, start: int) -> str:
    """The heading over the line at ``start`` of a passage's text; empty if no line is one.

    Every dimension has a digit, so the nearest line above without one is the heading.
    """
    above = text[:start].splitlines()
    return next((line for line in reversed(above) if line.strip() and not _has_digit(line)), "")


def heading_unit(heading: str) -> str:
    """The unit that a heading such as "Dimensions (mm)" gives its lines; empty if none."""
    match = _HEADING.fullmatch(heading.strip())
    return match["unit"].removesuffix("ch") if match else ""


def unit_over(passage: Passage, start: int) -> str:
    """The unit that the heading over a line of a passage gives it; empty if it gives none."""
    heading = section_heading(passage.text, start)
    # A passage may go on under the heading of the one before.
    return heading_unit(heading or "".join(passage.heading_path[-1:]))


def with_unit(answer: str, line: str, unit: str) -> str:
    """The answer with ``unit`` if it is a bare dimension of ``line``, else unchanged.

    A count (the 6 of "6 x ⌀5"), an angle, a thread and a roughness are no lengths.
    """
    plain = answer.strip()
    head = _GLOSS.sub("", line.strip())
    at = head.find(plain)
    if not unit or at < 0 or not _BARE.fullmatch(plain) or _NO_LENGTH.search(head):
        return answer
    end = at + len(plain)
    is_whole = not re.match(r"[.,]?\d", head[end:]) and not re.search(r"\d[.,]?$", head[:at])
    has_unit = any(figure.unit for figure in figures(head))
    if not is_whole or has_unit or _COUNT_BEHIND.match(head, end):
        return answer
    return f"{plain} {unit}"


def _has_digit(line: str) -> bool:
    return any(character.isdigit() for character in line)
