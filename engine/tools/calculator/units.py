"""What a unit measures and how units multiply.

A unit is a product of named parts; each part has an exact scale (a fraction of pint's root units)
and a dimension. Exact fractions, because a chain of pint conversions in Decimal rounds at each
step: 25.4 mm would not be 1 inch.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby

from engine.tools.calculator.refusal import Refusal

_LARGEST_POWER = 12
_TEMPERATURE = (("[temperature]", 1),)  # as pint names it
_RAISED = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")

Dimension = tuple[tuple[str, int], ...]
"""Powers of base dimensions, sorted by name."""


@dataclass(frozen=True, slots=True)
class Part:
    """One named unit. ``offset``: where its zero lies in root units; only °C and °F have one.

    ``is_difference``: a temperature difference, which is no point on a scale. ``is_irrational``:
    its scale is only near its value (rad). ``reciprocal``: the unit it is one over (rpm, Hz).
    """

    symbol: str
    scale: Fraction = Fraction(1)
    dimension: Dimension = ()
    offset: Fraction = Fraction(0)
    is_difference: bool = False
    is_irrational: bool = False
    reciprocal: Part | None = None


@dataclass(frozen=True, slots=True)
class Unit:
    """A product of parts with their powers, in the order they are shown. Empty: a plain number."""

    factors: tuple[tuple[Part, int], ...] = ()

    def __bool__(self) -> bool:
        """False for a plain number."""
        return bool(self.factors)

    @property
    def scale(self) -> Fraction:
        """The size of one of these in root units."""
        scale = Fraction(1)
        for part, power in self.factors:
            scale *= part.scale**power
        return scale

    @property
    def dimension(self) -> Dimension:
        """What it measures."""
        return _product_of((part.dimension, power) for part, power in self.factors)

    @property
    def single(self) -> Part | None:
        """The part, if it is one part to the first power."""
        if len(self.factors) == 1 and self.factors[0][1] == 1:
            return self.factors[0][0]
        return None

    @property
    def offset(self) -> Fraction:
        """Where its zero lies in root units."""
        return self.single.offset if self.single else Fraction(0)

    @property
    def symbol(self) -> str:
        """As shown: N·m, kg/m³, h⁻¹."""
        if self.single and self.single.symbol == "in":
            return "inch"  # alone, "in" reads like the word
        above = [(part.symbol, power) for part, power in self.factors if power > 0]
        below = [(part.symbol, -power) for part, power in self.factors if power < 0]
        if not above:
            return "·".join(_shown(symbol, -power) for symbol, power in below)
        denominator = "·".join(_shown(*factor) for factor in below)
        if len(below) > 1:
            denominator = f"({denominator})"
        numerator = "·".join(_shown(*factor) for factor in above)
        return f"{numerator}/{denominator}" if below else numerator

    @property
    def name(self) -> str:
        """For a refusal: the symbol, or words for a plain number."""
        return self.symbol or "a number without a unit"

    def count_of(self, symbol: str) -> int:
        """The power of the part called ``symbol``."""
        return sum(power for part, power in self.factors if part.symbol == symbol)


NONE = Unit()
_ONE = Part("")
PERCENT = Unit(((Part("%", Fraction(1, 100)), 1),))


def product(left: Unit, right: Unit, *, power: int = 1) -> tuple[Unit, Fraction]:
    """``left · right^power`` and the number its amount is multiplied by.

    Parts that measure the same become one (mm·m are mm²), counts and % are folded into the number
    when two units meet, and what measures nothing is a plain number.
    """
    if not left or not right:
        return _with_number(left, right, power)
    merged: dict[Dimension, tuple[Part, int]] = {}
    ratio = Fraction(1)
    for part, n in (*left.factors, *((part, n * power) for part, n in right.factors)):
        if part.reciprocal is not None:
            part, n = part.reciprocal, -n  # noqa: PLW2901  # 500 rpm · 0.2 mm are 100 mm/min
        kept, count = merged.get(part.dimension, (part, 0))
        ratio *= (part.scale / kept.scale) ** n
        merged[part.dimension] = (kept, count + n)
    counted, count = merged.pop((), (_ONE, 0))
    ratio *= counted.scale**count
    # What measures more comes first: N·m, not m·N.
    parts = sorted(merged.values(), key=lambda factor: -len(factor[0].dimension))
    unit = _checked(Unit(tuple((part, n) for part, n in parts if n)))
    if unit.dimension == ():
        return NONE, ratio * unit.scale
    return unit, ratio


def _with_number(left: Unit, right: Unit, power: int) -> tuple[Unit, Fraction]:
    # 3 · 4 個 are 12 個 and 8 % / 2 are 4 %, but 200 · 5 % are 10, and 60 / 3 個 are 20.
    unit = left or right
    if (right and unit.dimension == ()) if power < 0 else unit == PERCENT:
        return NONE, unit.scale**power
    return Unit((*left.factors, *((part, n * power) for part, n in right.factors))), Fraction(1)


def raised(unit: Unit, power: int) -> tuple[Unit, Fraction]:
    """``unit^power`` and the number its amount is multiplied by."""
    if unit.dimension == () or power == 0:
        return NONE, unit.scale**power
    return _checked(Unit(tuple((part, n * power) for part, n in unit.factors))), Fraction(1)


def root(unit: Unit) -> Unit:
    """The unit whose square it is."""
    if any(power % 2 for _, power in unit.factors):
        raise Refusal(f"{unit.symbol} has no square root")
    return Unit(tuple((part, power // 2) for part, power in unit.factors))


def composed(factors: Iterable[tuple[Part, int]]) -> Unit:
    """The unit written as these parts, kept as written except that equal parts join.

    A temperature scale inside a product means its degrees: µm/(m·°C) is µm/(m·K).
    """
    written = list(factors)
    if len(written) == 1 and written[0][1] == 1:
        return Unit((written[0],))
    joined: dict[Part, int] = {}
    for part, power in written:
        step = _degrees(part)
        joined[step] = joined.get(step, 0) + power
    return _checked(Unit(tuple((part, power) for part, power in joined.items() if power)))


def _degrees(part: Part) -> Part:
    if part.dimension != _TEMPERATURE:
        return part
    symbol = "K" if part.scale == 1 else part.symbol
    return Part(symbol, part.scale, part.dimension, is_difference=True)


def _checked(unit: Unit) -> Unit:
    if any(abs(power) > _LARGEST_POWER for _, power in unit.factors):
        raise Refusal(f"a unit's power is beyond ±{_LARGEST_POWER}")
    return unit


def _product_of(powers: Iterable[tuple[Dimension, int]]) -> Dimension:
    flat = sorted((name, n * power) for dimension, power in powers for name, n in dimension)
    sums = ((name, sum(n for _, n in group)) for name, group in groupby(flat, lambda p: p[0]))
    return tuple((name, total) for name, total in sums if total)


def _shown(symbol: str, power: int) -> str:
    return symbol if power == 1 else symbol + str(power).translate(_RAISED)
