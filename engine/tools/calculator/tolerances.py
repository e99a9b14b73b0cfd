"""Sizes with tolerances, and fits of two of them. Limits are inclusive."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from engine.tools.calculator.arithmetic import Computed, computed, times
from engine.tools.calculator.iso286 import deviations, is_hole
from engine.tools.calculator.quantities import Quantity, compared, converted, measured, subtracted
from engine.tools.calculator.refusal import Refusal
from engine.tools.calculator.syntax import Classed, Literal, Toleranced
from engine.tools.calculator.unit_catalogue import unit_spelled
from engine.tools.calculator.units import PERCENT, Unit


@dataclass(frozen=True, slots=True)
class Dimension:
    """A size between two limits, both in one unit and with the same decimals."""

    lower: Quantity
    upper: Quantity
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fit:
    """A hole and the shaft that goes into it."""

    hole: Dimension
    shaft: Dimension


def toleranced(node: Toleranced) -> Dimension:
    """The size that a nominal size with deviations describes. Per cent are of the nominal size."""
    nominal, unit = node.nominal, node.deviation_unit
    if unit == PERCENT != nominal.unit:
        ratio = Fraction(nominal.number) * unit.scale
    elif unit.dimension != nominal.unit.dimension:
        raise Refusal(f"a size in {nominal.unit.name} has no deviation in {unit.name}")
    else:
        ratio = unit.scale / nominal.unit.scale
    first, second = times(node.upper, ratio), times(node.lower, ratio)
    if second.number > first.number:  # per cent of a negative size
        first, second = second, first
    return _dimension(nominal, nominal.unit, first, second, ())


def classed(node: Classed) -> Dimension | Fit:
    """The size, or the fit, that ISO 286 classes give a nominal size; mm unless said otherwise."""
    if len(node.classes) == 1:
        return _of_class(node.nominal, node.classes[0])
    hole, shaft = node.classes
    if not is_hole(hole) or is_hole(shaft):
        raise Refusal(
            f"{hole}/{shaft} is no fit: the class of the hole, in capitals, comes first and the"
            " class of the shaft second"
        )
    return Fit(_of_class(node.nominal, hole), _of_class(node.nominal, shaft))


def middle(dimension: Dimension) -> Quantity:
    """The middle of the tolerance zone."""
    lower, upper = dimension.lower, dimension.upper
    made = computed(
        lambda c: c.divide(c.add(lower.number, upper.number), Decimal(2)),
    )
    return Quantity(made.number, lower.unit, made.is_exact and lower.is_exact, lower.digits)


def zone_width(dimension: Dimension) -> Quantity:
    """The width of the tolerance zone."""
    return subtracted(dimension.upper, dimension.lower)


def is_within(value: Quantity, dimension: Dimension) -> bool:
    """Whether the value lies between the limits; a value on a limit does."""
    return compared(dimension.lower, value) <= 0 <= compared(dimension.upper, value)


def least_clearance(fit: Fit) -> Quantity:
    """The smallest hole less the largest shaft; negative where they interfere."""
    return subtracted(fit.hole.lower, fit.shaft.upper)


def greatest_clearance(fit: Fit) -> Quantity:
    """The largest hole less the smallest shaft; negative where they always interfere."""
    return subtracted(fit.hole.upper, fit.shaft.lower)


def kind_of(fit: Fit) -> str:
    """Clearance, transition or interference, as ISO 286-1 defines them.

    No clearance at the worst is still a clearance fit; no interference at the least is still an
    interference fit.
    """
    if least_clearance(fit).number >= 0:
        return "clearance fit"
    return "interference fit" if greatest_clearance(fit).number <= 0 else "transition fit"


def _of_class(nominal: Literal, name: str) -> Dimension:
    millimetre = unit_spelled("mm")
    assert millimetre is not None
    if nominal.unit and nominal.unit.dimension != millimetre.dimension:
        raise Refusal(f"a size in {nominal.unit.symbol} has no ISO 286 class")
    written = Quantity(nominal.number, nominal.unit or millimetre)
    size = converted(written, millimetre).number
    limits = deviations(size, name)
    sized = Literal(size, millimetre, nominal.is_whole)
    upper, lower = Computed(limits.upper, is_exact=True), Computed(limits.lower, is_exact=True)
    return _dimension(sized, millimetre, upper, lower, limits.sources)


def _dimension(
    nominal: Literal, unit: Unit, upper: Computed, lower: Computed, sources: tuple[str, ...]
) -> Dimension:
    digits = measured(nominal.number, unit, is_whole=nominal.is_whole).digits
    # 25 +0.05/0 is 25.00 to 25.05: both limits get the decimals of the finest of the three.
    numbers = (nominal.number, upper.number, lower.number)
    step = Decimal(1).scaleb(min(0, *(int(n.as_tuple().exponent) for n in numbers)))

    def limit(deviation: Computed) -> Quantity:
        size = computed(lambda context: context.add(nominal.number, deviation.number))
        if not (upper.is_exact and lower.is_exact and size.is_exact):
            return Quantity(size.number, unit, is_exact=False, digits=digits)
        padded = computed(lambda context: context.quantize(size.number, step))
        return Quantity(padded.number, unit, digits=digits)

    return Dimension(limit(lower), limit(upper), sources)
