"""Statistics of samples, and process capability.

Capability follows ISO 22514-2 and the AIAG SPC manual: Cp = (USL - LSL) / 6s, and Cpk is the
smaller distance of the mean from a limit over 3s. ``s`` is the sample standard deviation (n - 1)
of all values given; where subgroups exist and s comes from within them, give it to the functions
that take it. Whether the process is stable, which the indices presume, is not looked at.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from functools import reduce

from engine.tools.calculator.arithmetic import computed, times
from engine.tools.calculator.quantities import (
    Quantity,
    added,
    coarsest,
    compared,
    converted,
    divided,
    in_one_unit,
    multiplied,
    subtracted,
)
from engine.tools.calculator.refusal import Refusal
from engine.tools.calculator.units import PERCENT

CAPABILITY = "ISO 22514-2 (capability indices)"
CAPABILITY_OF_SAMPLE = "ISO 22514-2 (capability indices; sample standard deviation of all values)"

_THREE, _SIX = Quantity(Decimal(3)), Quantity(Decimal(6))


def least(values: Sequence[Quantity]) -> Quantity:
    """The smallest, in its own unit."""
    smallest = values[0]
    for value in values[1:]:
        smallest = value if compared(value, smallest) < 0 else smallest
    return smallest


def greatest(values: Sequence[Quantity]) -> Quantity:
    """The largest, in its own unit."""
    largest = values[0]
    for value in values[1:]:
        largest = value if compared(value, largest) > 0 else largest
    return largest


def percent(part: Quantity, whole: Quantity) -> Quantity:
    """What percentage of the whole the part is."""
    share = divided(part, whole)
    if share.unit:
        raise Refusal(f"{part.unit.name} is no share of {whole.unit.name}")
    return converted(share, PERCENT)


def total(values: Sequence[Quantity]) -> Quantity:
    """The sum."""
    running = values[0]
    for value in values[1:]:
        running = added(running, value)
    return running


def mean(values: Sequence[Quantity]) -> Quantity:
    """The arithmetic mean, in the unit of the first. Temperatures have one too."""
    aligned = in_one_unit(values)
    numbers = [value.number for value in aligned]
    made = computed(lambda c: c.divide(reduce(c.add, numbers), Decimal(len(numbers))))
    is_exact = made.is_exact and all(value.is_exact for value in aligned)
    return Quantity(made.number, aligned[0].unit, is_exact, coarsest(aligned))


def median(values: Sequence[Quantity]) -> Quantity:
    """The middle value; of an even number the mean of the middle two."""
    ordered = sorted(in_one_unit(values), key=lambda value: value.number)
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else mean(ordered[half - 1 : half + 1])


def spread(values: Sequence[Quantity]) -> Quantity:
    """The largest less the smallest."""
    return subtracted(greatest(values), least(values))


def sample_deviation(values: Sequence[Quantity]) -> Quantity:
    """The standard deviation of a sample: over n - 1."""
    return _deviation(values, len(values) - 1)


def population_deviation(values: Sequence[Quantity]) -> Quantity:
    """The standard deviation of a whole population: over n."""
    return _deviation(values, len(values))


def capability(lower: Quantity, upper: Quantity, deviation: Quantity) -> Quantity:
    """Cp from the limits and a standard deviation."""
    _check_limits(lower, upper, deviation)
    return divided(subtracted(upper, lower), multiplied(_SIX, deviation))


def centred_capability(
    lower: Quantity, upper: Quantity, centre: Quantity, deviation: Quantity
) -> Quantity:
    """Cpk from the limits, the mean and a standard deviation; negative with the mean outside."""
    _check_limits(lower, upper, deviation)
    above = divided(subtracted(upper, centre), multiplied(_THREE, deviation))
    below = divided(subtracted(centre, lower), multiplied(_THREE, deviation))
    return least((below, above))


def _deviation(values: Sequence[Quantity], freedom: int) -> Quantity:
    aligned = in_one_unit(values)
    # Exact fractions: the squares of differences in the tenth digit must not drown in rounding.
    numbers = [Fraction(value.number) for value in aligned]
    centre = sum(numbers, Fraction(0)) / len(numbers)
    squares = sum(((number - centre) ** 2 for number in numbers), Fraction(0))
    variance = times(Decimal(1), squares / freedom)
    made = computed(lambda context: context.sqrt(variance.number))
    is_exact = variance.is_exact and made.is_exact and all(value.is_exact for value in aligned)
    first = Quantity(made.number, aligned[0].unit, is_exact, coarsest(aligned))
    if not first.unit.offset:
        return first
    zero = Quantity(Decimal(0), first.unit)
    return subtracted(first, zero)  # a deviation of temperatures is a difference, in K


def _check_limits(lower: Quantity, upper: Quantity, deviation: Quantity) -> None:
    if compared(lower, upper) >= 0:
        raise Refusal("the lower limit is not below the upper one")
    compared(subtracted(upper, lower), deviation)  # refuses what is measured in something else
    if deviation.number <= 0:
        raise Refusal("the standard deviation is not above zero")
