"""Figures in text: numbers with unit and sign, dates and identifiers, each with its readings.

Compared by value and not by how they are written: full-width digits, thousands separators, decimal
commas and trailing zeros do not matter. A digit inside an identifier such as ``DF40C-100DP`` is not
a number of its own; citation marks, list markers and ordinals are no figures.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from engine.reasoning.figures.dates import month_and_day
from engine.reasoning.figures.figure import Figure, FigureKind, Moment, Value
from engine.reasoning.figures.folding import fold
from engine.reasoning.figures.identifiers import FIT, LETTERS, TOKEN, folded_letters
from engine.reasoning.figures.nouns import counts_things
from engine.reasoning.figures.numerals import (
    Numeral,
    fraction_at,
    has_decimal_commas,
    numeral_at,
)
from engine.reasoning.figures.settled import settled
from engine.reasoning.figures.sharing import with_shared_units
from engine.reasoning.figures.signs import DIAMETER, RADIUS, diameter_before, sign_before
from engine.reasoning.figures.units import COUNTED, UnitAt, unit_after, unit_before


def figures(text: str) -> Iterator[Figure]:
    """Every figure in order, none overlapping another. Positions are those of ``text`` itself."""
    yield from _figures(text)


def figure_values(text: str) -> frozenset[Value]:
    """All readings of all figures of a text, without signs and units."""
    return frozenset(value for figure in figures(text) for value in figure.readings)


# An answer is held against every sentence of its passages: with six passages of 15 sentences that
# takes 200 ms without the cache and 50 with it.
@lru_cache(maxsize=256)
def _figures(text: str) -> tuple[Figure, ...]:
    folded = fold(text)
    reader = _Reader(text, folded, has_decimal_commas(folded))
    return tuple(with_shared_units(folded, list(reader.read())))


_START = re.compile(rf"[{LETTERS}]|\.(?=[0-9])|[½¼¾⅛⅜⅝⅞]")
_NUMBER_START = re.compile(r"[0-9½¼¾⅛⅜⅝⅞]|\.[0-9]")
_RADIUS = re.compile(r"R([0-9]{1,3}(?:[.,][0-9]{1,4})?)(?![0-9A-Za-z_#/(]|[-.,][0-9A-Za-z])")
_MANY = re.compile(r"([A-Za-z]{1,4})[0-9]{1,4}-\1[0-9]{1,4}")
_GOES_ON = re.compile(r"[0-9A-Za-z_#]|-[0-9A-Za-z]|\.[0-9]")
_TIMES = re.compile(r"[xX×*](?=[0-9]|⌀|[MR][0-9]|[^0-9A-Za-z_]|\Z)")
_DASH = re.compile(r"-(?=[0-9]|\.[0-9]|⌀|[MR][0-9]{1,3}(?![0-9A-Za-z]))")
_JAW = re.compile(r"-?[a-z]{3,}(?![0-9A-Za-z_-])")  # 3-jaw chuck, 5-axis, 6axes
_MONTH_DAY = re.compile(r"([0-9]{1,2})/([0-9]{1,2})(?![0-9/]|[.,-][0-9])")
_NUMBERED = re.compile(r"0[0-9]+")
_DIVIDED = ("in", "W")


@dataclass(frozen=True, slots=True)
class _Piece:
    """A number as it stands, before its sign and unit are looked for."""

    start: int
    numeral: Numeral
    moments: frozenset[Moment] = frozenset()


@dataclass(frozen=True, slots=True)
class _Reader:
    """One pass over a text, from settled stretch to settled stretch."""

    text: str
    folded: str
    is_comma_decimal: bool

    def read(self) -> Iterator[Figure]:
        """All figures, without the units that they share."""
        position = 0
        for stretch in settled(self.text, self.folded):
            yield from self._read_between(position, stretch.start)
            if stretch.figure:
                yield stretch.figure
            position = stretch.end
        yield from self._read_between(position, len(self.folded))

    def _read_between(self, position: int, limit: int) -> Iterator[Figure]:
        while match := _START.search(self.folded, position, limit):
            start = match.start()
            found, position = self._token(start, limit)
            yield from found

    def _token(self, start: int, limit: int) -> tuple[list[Figure], int]:
        """The figures of the token that begins here, and where to go on."""
        if _NUMBER_START.match(self.folded, start):
            quantities = self._quantities(start, limit)
            if quantities:
                return quantities
        token = TOKEN.match(self.folded, start, limit)
        if token is None:
            return [], start + 1
        end = token.end()
        if not any(c in "0123456789" for c in token.group()):
            return [], end
        radius = _RADIUS.match(self.folded, start, limit)
        if radius:
            value = Decimal(radius[1].replace(",", "."))
            return [self._radius(start, Numeral(radius.end(), frozenset({value})))], radius.end()
        if _MANY.fullmatch(token.group()):
            middle = start + token.group().index("-")
            return [self._identifier(start, middle), self._identifier(middle + 1, end)], end
        return [self._identifier(start, end)], end

    def _quantities(self, start: int, limit: int) -> tuple[list[Figure], int] | None:
        """One number, or several that x or a dash joins; None if it is an identifier."""
        found: list[Figure] = []
        position, is_dashed = start, True
        while True:
            piece = self._piece(position)
            if piece is None or piece.numeral.end > limit:
                return None
            figure = self._number(piece, limit)
            found.append(figure)
            end = max(figure.end, figure.whole_end)
            fit = FIT.match(self.folded, figure.end, limit) if not figure.unit else None
            if fit and not _is_numbering(found, is_dashed=False):
                found.append(self._identifier(fit.start(), fit.end()))
                return found, fit.end()
            times = _TIMES.match(self.folded, end, limit)
            joint = times or _DASH.match(self.folded, end, limit)
            if joint is None:
                break
            if times and figure.text == "0":
                return None  # 0x08
            is_dashed = is_dashed and times is None
            position = joint.end()
            if not _NUMBER_START.match(self.folded, position):
                return found, position  # 4-M5, 2x: what follows is a figure of its own.
        is_word = self.folded[end - 1].isascii()  # 1時間30分 are two quantities.
        if is_word and _GOES_ON.match(self.folded, end) and not _JAW.match(self.folded, end):
            return None
        return None if _is_numbering(found, is_dashed=is_dashed) else (found, end)

    def _piece(self, start: int) -> _Piece | None:
        """A fraction, a day such as 4/10, or a plain number, whichever begins here."""
        for fraction in (fraction_at(self.folded, start), self._day_at(start)):
            if fraction is None:
                continue
            unit = unit_after(self.folded, fraction.end)
            if unit and fraction.readings and unit.symbol in _DIVIDED:
                return _Piece(start, fraction)
            if not unit and not _GOES_ON.match(self.folded, fraction.end):
                day = self._day_at(start)
                is_day = day is not None and day.end == fraction.end
                return _Piece(start, fraction, self._days(start) if is_day else frozenset())
        plain = numeral_at(self.folded, start, is_comma_decimal=self.is_comma_decimal)
        return _Piece(start, plain) if plain else None

    def _day_at(self, start: int) -> Numeral | None:
        match = _MONTH_DAY.match(self.folded, start)
        return Numeral(match.end(), frozenset()) if match and self._days(start) else None

    def _days(self, start: int) -> frozenset[Moment]:
        match = _MONTH_DAY.match(self.folded, start)
        return month_and_day(int(match[1]), int(match[2])) if match else frozenset()

    def _number(self, piece: _Piece, limit: int) -> Figure:
        end = piece.numeral.end
        readings = frozenset[Value]({*piece.numeral.readings, *piece.moments})
        sign, start = sign_before(self.folded, piece.start)
        diameter = diameter_before(self.folded, start)
        unit = self._unit(start, end, limit)
        whole_start = start if diameter is None else diameter
        whole_end = end
        if unit:
            whole_start, whole_end = min(whole_start, unit.start), max(end, unit.end)
        symbol = unit.symbol if unit else ""
        is_whole = all(value == value.to_integral_value() for value in piece.numeral.readings)
        if not unit and diameter is None and is_whole and not piece.moments:
            is_counted = counts_things(self.folded, end, may_be_described=False)
            symbol = COUNTED if is_counted else ""
        return Figure(
            start=start,
            text=self.text[start:end],
            kind=FigureKind.NUMBER if piece.numeral.readings else FigureKind.DATE,
            readings=readings,
            whole_start=whole_start,
            whole=self.text[whole_start:whole_end],
            unit=symbol,
            sign=sign,
            mark="" if diameter is None else DIAMETER,
        )

    def _unit(self, start: int, end: int, limit: int) -> UnitAt | None:
        behind = unit_after(self.folded, end)
        if behind and behind.end <= limit:
            return behind
        return unit_before(self.folded, start)

    def _radius(self, start: int, numeral: Numeral) -> Figure:
        """R5 may be a radius or a part, so it has both readings."""
        unit = unit_after(self.folded, numeral.end)
        end = unit.end if unit else numeral.end
        written = self.text[start : numeral.end]
        return Figure(
            start=start + 1,
            text=self.text[start + 1 : numeral.end],
            kind=FigureKind.NUMBER,
            readings=frozenset[Value]({*numeral.readings, folded_letters(written)}),
            whole_start=start,
            whole=self.text[start:end],
            unit=unit.symbol if unit else "",
            mark=RADIUS,
        )

    def _identifier(self, start: int, end: int) -> Figure:
        written = self.text[start:end]
        readings = frozenset[Value]({folded_letters(written)})
        return Figure(start, written, FigureKind.IDENTIFIER, readings, start, written)


def _is_numbering(found: list[Figure], *, is_dashed: bool) -> bool:
    """Whether digits are a number by name: 827-9999-904, 0402. A range has two ends and units."""
    if any(figure.unit for figure in found):
        return False
    # What looks like a minus may be the hyphen of 内部-0456-2025.
    texts = [fold(figure.text).lstrip("-") for figure in found]
    return any(_NUMBERED.fullmatch(text) for text in texts) or (
        is_dashed and len(texts) > 2 and all(text.isdigit() for text in texts)
    )
