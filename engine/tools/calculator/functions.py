"""What each function of the language computes from the values of its arguments."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import TypeAlias

from engine.tools.calculator import samples, tolerances
from engine.tools.calculator.quantities import (
    Quantity,
    absolute,
    converted,
    rounded,
    square_root,
    subtracted,
)
from engine.tools.calculator.refusal import Refusal
from engine.tools.calculator.tolerances import Dimension, Fit
from engine.tools.calculator.unit_catalogue import unit_spelled

_MOST_DECIMALS = 12
# A double carries some sixteen digits; past the fourteenth decimal sin(30°) is not 0.5.
_ANGLE_DECIMALS = 14


@dataclass(frozen=True, slots=True)
class Limits:
    """A result of two limits."""

    dimension: Dimension


@dataclass(frozen=True, slots=True)
class FitReport:
    """A result that describes a fit."""

    fit: Fit


Value: TypeAlias = Quantity | bool | Dimension | Fit | Limits | FitReport
Function: TypeAlias = Callable[[Sequence[Value]], Value]


def quantity(value: Value) -> Quantity:
    """The value as a number with a unit; refused if it is none."""
    if isinstance(value, Quantity):
        return value
    match value:
        case bool():
            kind = "a yes or no"
        case Dimension():
            kind = "a size with a tolerance: take its lower, upper, mid or width"
        case Fit():
            kind = "a fit: take its clearance_min or clearance_max"
        case _:
            kind = "a text of several numbers"
    raise Refusal(f"a number is needed, not {kind}")


def _numbers(function: Callable[[Sequence[Quantity]], Quantity]) -> Function:
    return lambda values: function([quantity(value) for value in values])


def _each(function: Callable[..., Quantity]) -> Function:
    return lambda values: function(*(quantity(value) for value in values))


def _of_size(name: str, function: Callable[[Dimension], Value]) -> Function:
    def apply(values: Sequence[Value]) -> Value:
        return function(_dimension(values[-1], name))

    return apply


def _of_fit(name: str, function: Callable[[Fit], Value]) -> Function:
    def apply(values: Sequence[Value]) -> Value:
        value = values[0]
        if not isinstance(value, Fit):
            raise Refusal(f"{name} takes a fit such as 25 H7/g6")
        return function(value)

    return apply


def _dimension(value: Value, name: str) -> Dimension:
    if isinstance(value, Fit):
        raise Refusal(f"{name} of a fit could be the hole's or the shaft's: name one class")
    if not isinstance(value, Dimension):
        raise Refusal(f"{name} takes a size with a tolerance such as 25 ±0.1 mm or 25 H7")
    return value


def _within(values: Sequence[Value]) -> Value:
    return tolerances.is_within(quantity(values[0]), _dimension(values[1], "within"))


def _round(number: Quantity, decimals: Quantity) -> Quantity:
    n = decimals.number
    if decimals.unit or n != n.to_integral_value() or abs(n) > _MOST_DECIMALS:
        raise Refusal(f"round takes a whole number of decimals up to {_MOST_DECIMALS}")
    return rounded(number, int(n))


def _count(values: Sequence[Value]) -> Value:
    return Quantity(Decimal(len([quantity(value) for value in values])))


def _difference(one: Quantity, other: Quantity) -> Quantity:
    return absolute(subtracted(one, other))


def _angle(function: Callable[[float], float], name: str) -> Function:
    def apply(values: Sequence[Value]) -> Value:
        angle = quantity(values[0])
        radian = unit_spelled("rad")
        assert radian is not None
        if angle.unit.dimension != radian.dimension:
            # 30 could be degrees or radians, and the two give different answers.
            raise Refusal(f"{name} takes an angle with its unit: 30° or 0.5 rad")
        turned = math.remainder(float(converted(angle, radian).number), math.tau)
        if name == "tan" and abs(math.cos(turned)) < 10**-_ANGLE_DECIMALS:
            raise Refusal("tan has no value at a right angle")
        number = Decimal(str(round(function(turned), _ANGLE_DECIMALS)))
        return Quantity(number, is_exact=False, digits=angle.digits)

    return apply


def _cp(values: Sequence[Quantity]) -> Quantity:
    lower, upper, *sample = values
    return samples.capability(lower, upper, samples.sample_deviation(sample))


def _cpk(values: Sequence[Quantity]) -> Quantity:
    lower, upper, *sample = values
    deviation = samples.sample_deviation(sample)
    return samples.centred_capability(lower, upper, samples.mean(sample), deviation)


FUNCTIONS: Mapping[str, Function] = MappingProxyType(
    {
        "abs": _each(absolute),
        "sqrt": _each(square_root),
        "round": _each(_round),
        "sin": _angle(math.sin, "sin"),
        "cos": _angle(math.cos, "cos"),
        "tan": _angle(math.tan, "tan"),
        "diff": _each(_difference),
        "percent": _each(samples.percent),
        "min": _numbers(samples.least),
        "max": _numbers(samples.greatest),
        "sum": _numbers(samples.total),
        "count": _count,
        "mean": _numbers(samples.mean),
        "median": _numbers(samples.median),
        "range": _numbers(samples.spread),
        "stdev": _numbers(samples.sample_deviation),
        "pstdev": _numbers(samples.population_deviation),
        "cp": _numbers(_cp),
        "cpk": _numbers(_cpk),
        "cp_of": _each(samples.capability),
        "cpk_of": _each(samples.centred_capability),
        "lower": _of_size("lower", lambda size: size.lower),
        "upper": _of_size("upper", lambda size: size.upper),
        "mid": _of_size("mid", tolerances.middle),
        "width": _of_size("width", tolerances.zone_width),
        "limits": _of_size("limits", Limits),
        "within": _within,
        "fit": _of_fit("fit", FitReport),
        "clearance_min": _of_fit("clearance_min", tolerances.least_clearance),
        "clearance_max": _of_fit("clearance_max", tolerances.greatest_clearance),
    }
)
SOURCES: Mapping[str, str] = MappingProxyType(
    {
        "cp": samples.CAPABILITY_OF_SAMPLE,
        "cpk": samples.CAPABILITY_OF_SAMPLE,
        "cp_of": samples.CAPABILITY,
        "cpk_of": samples.CAPABILITY,
    }
)
