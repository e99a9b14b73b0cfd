"""Numbers with units, and what can be done with them.

Each quantity knows how it came about: whether anything was rounded on the way, and the significant
digits of the coarsest number that was measured. Whole numbers without a unit, counts and pi are
exact and are never the coarsest. How many digits are shown follows from the two.
"""

from __future__ import annotations

import decimal
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from engine.tools.calculator.arithmetic import Computed, computed, quotient, times
from engine.tools.calculator.refusal import Refusal
from engine.tools.calculator.units import NONE, PERCENT, Part, Unit, product, raised, root

_LARGEST_EXPONENT = 100
# Two results that are both rounded are equal when they agree to this, of their fifty digits.
_SAME = Fraction(1, 10**30)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number and its unit. ``digits`` is None when only exact numbers went in."""

    number: Decimal
    unit: Unit = NONE
    is_exact: bool = True
    digits: int | None = None


def measured(number: Decimal, unit: Unit, *, is_whole: bool) -> Quantity:
    """A quantity as written: exact if it is a whole number or a count, else measured."""
    is_counted = is_whole and unit.dimension == () and unit != PERCENT
    digits = None if is_counted or number.is_zero() else len(number.as_tuple().digits)
    return Quantity(number, unit, digits=digits)


def converted(quantity: Quantity, unit: Unit) -> Quantity:
    """The same quantity in another unit. Zeros that were written are kept: 25.000 mm, 2.5000 cm."""
    source = quantity.unit
    if unit == source:
        return quantity
    _check_convertible(source, unit)
    if source.offset or unit.offset:
        above_zero = Fraction(quantity.number) * source.scale + source.offset
        scaled = times(Decimal(1), (above_zero - unit.offset) / unit.scale)
    else:
        scaled = times(quantity.number, source.scale / unit.scale)
    number = _padded(scaled.number, quantity.number) if scaled.is_exact else scaled.number
    is_exact = scaled.is_exact and source.count_of("rad") == unit.count_of("rad")
    return Quantity(number, unit, quantity.is_exact and is_exact, quantity.digits)


def added(left: Quantity, right: Quantity) -> Quantity:
    """The sum, in the unit of the left one. A difference can be added to a temperature."""
    _check_same(left, right, "added")
    if left.unit.offset and right.unit.offset:
        raise Refusal("two temperatures cannot be added; a difference is written in K")
    if left.unit.offset or right.unit.offset:
        return _moved(left, right, decimal.Context.add)
    right = _aligned(right, left.unit)
    total = computed(lambda context: context.add(left.number, right.number))
    return _result(total, left.unit or right.unit, left, right)


def subtracted(left: Quantity, right: Quantity) -> Quantity:
    """The difference, in the unit of the left one; of two temperatures, in K."""
    _check_same(left, right, "subtracted")
    if right.unit.offset:
        return _temperature_difference(left, right)
    if left.unit.offset:
        return _moved(left, right, decimal.Context.subtract)
    right = _aligned(right, left.unit)
    gap = computed(lambda context: context.subtract(left.number, right.number))
    return _result(gap, left.unit or right.unit, left, right)


def multiplied(left: Quantity, right: Quantity) -> Quantity:
    """The product."""
    _check_scales(left, right)
    unit, ratio = product(left.unit, right.unit)
    made = computed(lambda context: context.multiply(left.number, right.number))
    return _result(_scaled(made, ratio), unit, left, right)


def divided(left: Quantity, right: Quantity) -> Quantity:
    """The quotient."""
    _check_scales(left, right)
    unit, ratio = product(left.unit, right.unit, power=-1)
    return _result(_scaled(quotient(left.number, right.number), ratio), unit, left, right)


def to_power(base: Quantity, exponent: Quantity) -> Quantity:
    """The base to the exponent: any whole number to a hundred, or half numbers of plain ones."""
    _check_scales(base)
    power = exponent.number
    if exponent.unit:
        raise Refusal("an exponent has no unit")
    if power.copy_abs() > _LARGEST_EXPONENT:
        raise Refusal(f"the exponent is beyond ±{_LARGEST_EXPONENT}")
    if power != power.to_integral_value() and (base.unit or base.number.is_signed()):
        raise Refusal("only a positive number without a unit has a power that is not whole")
    if base.number.is_zero() and power <= 0:
        raise Refusal(f"0 to the power {power} has no value")
    unit, ratio = raised(base.unit, int(power)) if base.unit else (NONE, Fraction(1))
    made = computed(lambda context: context.power(base.number, power))
    return _result(_scaled(made, ratio), unit, base, exponent)


def square_root(quantity: Quantity) -> Quantity:
    """The square root, of the unit too."""
    _check_scales(quantity)
    if quantity.number < 0:
        raise Refusal("a negative number has no square root")
    made = computed(lambda context: context.sqrt(quantity.number))
    return _result(made, root(quantity.unit), quantity)


def negated(quantity: Quantity) -> Quantity:
    """Minus the quantity; -5 °C is a temperature."""
    return replace(quantity, number=quantity.number.copy_negate())


def absolute(quantity: Quantity) -> Quantity:
    """The quantity without its sign."""
    _check_scales(quantity)
    return replace(quantity, number=quantity.number.copy_abs())


def rounded(quantity: Quantity, decimals: int) -> Quantity:
    """The number to so many decimals, half to even (ISO 80000-1, JIS Z 8401); fewer stay."""
    step = Decimal(1).scaleb(-decimals)
    if int(quantity.number.as_tuple().exponent) >= -decimals:
        return quantity
    made = computed(lambda context: context.quantize(quantity.number, step))
    return replace(quantity, number=made.number, is_exact=True)


def compared(left: Quantity, right: Quantity) -> int:
    """-1, 0 or 1 as the left one is less, equal or greater, whatever the units."""
    _check_same(left, right, "compared")
    first, second = _in_root_units(left), _in_root_units(right)
    gap = first - second
    is_rounded = not (left.is_exact and right.is_exact)
    if is_rounded and abs(gap) <= _SAME * max(abs(first), abs(second)):
        return 0
    return (gap > 0) - (gap < 0)


def in_one_unit(quantities: Sequence[Quantity]) -> tuple[Quantity, ...]:
    """All in the unit of the first."""
    first = quantities[0]
    for other in quantities[1:]:
        _check_same(first, other, "taken together")
    return tuple(_aligned(quantity, first.unit) for quantity in quantities)


def coarsest(quantities: Sequence[Quantity]) -> int | None:
    """The significant digits of the coarsest measured one, None if all are exact."""
    return min((q.digits for q in quantities if q.digits is not None), default=None)


def _result(made: Computed, unit: Unit, *sources: Quantity) -> Quantity:
    is_exact = made.is_exact and all(source.is_exact for source in sources)
    return Quantity(made.number, unit, is_exact, coarsest(sources))


def _scaled(made: Computed, ratio: Fraction) -> Computed:
    if ratio == 1:
        return made
    scaled = times(made.number, ratio)
    return Computed(scaled.number, made.is_exact and scaled.is_exact)


def _padded(number: Decimal, written: Decimal) -> Decimal:
    """The number with as many significant digits as were written, if decimals were written."""
    stripped = computed(lambda context: context.normalize(number)).number
    if int(written.as_tuple().exponent) >= 0 or written.is_zero():
        return stripped
    exponent = stripped.adjusted() - len(written.as_tuple().digits) + 1
    step = Decimal(1).scaleb(min(exponent, int(stripped.as_tuple().exponent)))
    return computed(lambda context: context.quantize(stripped, step)).number


def _aligned(quantity: Quantity, unit: Unit) -> Quantity:
    # A plain number and a count need no conversion.
    return converted(quantity, unit) if quantity.unit and unit else quantity


def _temperature_difference(left: Quantity, right: Quantity) -> Quantity:
    first = converted(left, right.unit)
    gap = computed(lambda context: context.subtract(first.number, right.number))
    kelvin = Part("K", dimension=right.unit.dimension, is_difference=True)
    return _result(_scaled(gap, right.unit.scale), Unit(((kelvin, 1),)), first, right)


def _moved(
    left: Quantity,
    right: Quantity,
    operation: Callable[[decimal.Context, Decimal, Decimal], Decimal],
) -> Quantity:
    point, step = (left, right) if left.unit.offset else (right, left)
    degrees = times(step.number, step.unit.scale / point.unit.scale)
    moved = computed(lambda context: operation(context, point.number, degrees.number))
    is_exact = moved.is_exact and degrees.is_exact
    return _result(Computed(moved.number, is_exact), point.unit, left, right)


def _in_root_units(quantity: Quantity) -> Fraction:
    return Fraction(quantity.number) * quantity.unit.scale + quantity.unit.offset


def _check_scales(*quantities: Quantity) -> None:
    for quantity in quantities:
        if quantity.unit.offset:
            symbol = quantity.unit.symbol
            raise Refusal(
                f"a temperature in {symbol} cannot be multiplied, divided or raised: convert it to"
                " K first, or take a difference"
            )


def _check_convertible(source: Unit, target: Unit) -> None:
    if source.dimension != target.dimension:
        if not source:
            raise Refusal(f"a number without a unit cannot be given in {target.symbol}")
        raise Refusal(f"{source.symbol} cannot be converted to {target.symbol}")
    if _is_count(source) or _is_count(target):
        raise Refusal(f"{source.name} cannot be counted in {target.symbol}")
    if target.offset and _is_difference(source):
        raise Refusal(
            f"a temperature difference cannot be given in {target.symbol}: it is shown in K"
        )


def _check_same(left: Quantity, right: Quantity, verb: str) -> None:
    one, other = left.unit, right.unit
    if one == other:
        return
    is_mixed = (one.offset and _is_difference(other)) or (other.offset and _is_difference(one))
    if one.dimension != other.dimension or (is_mixed and verb == "compared"):
        raise Refusal(f"{one.name} and {other.name} cannot be {verb}")
    if one and other and (_is_count(one) or _is_count(other)):
        raise Refusal(f"{one.name} and {other.name} cannot be {verb}")
    if PERCENT in (one, other) and verb in ("added", "subtracted"):
        rest = (other if one == PERCENT else one).name
        raise Refusal(f"a percentage and {rest} cannot be {verb}: multiply instead")


def _is_count(unit: Unit) -> bool:
    return unit.single is not None and unit.dimension == () and unit != PERCENT


def _is_difference(unit: Unit) -> bool:
    return unit.single is not None and unit.single.is_difference
