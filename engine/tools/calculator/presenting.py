"""A value as it is shown.

An exact number is shown exactly, up to twelve significant digits. A number that does not end is
rounded half to even to two digits more than the coarsest measured number that went in has, at
least five and at most twelve. Digits before the decimal point are never rounded away, and there
is no exponent from a billionth up to a thousand billion.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from engine.tools.calculator.arithmetic import computed
from engine.tools.calculator.functions import FitReport, Limits, Value
from engine.tools.calculator.quantities import Quantity, negated
from engine.tools.calculator.syntax import plain, spaced
from engine.tools.calculator.tolerances import (
    Dimension,
    Fit,
    greatest_clearance,
    kind_of,
    least_clearance,
)

_MOST_DIGITS = 12
_FEWEST_DIGITS = 5
_DIGITS_MORE = 2


@dataclass(frozen=True, slots=True)
class Shown:
    """A value as text, and the numbers in it as they stand there. A yes or no has none."""

    text: str
    numbers: tuple[Decimal, ...]
    unit: str


def shown(value: Value) -> Shown:
    """The value for people."""
    match value:
        case bool():
            return Shown("yes" if value else "no", (), "")
        case Quantity():
            number = _number(value)
            return Shown(_with_unit(number, value), (number,), value.unit.symbol)
        case Limits(dimension) | (Dimension() as dimension):
            return _limits(dimension)
        case _:
            return _fit(value.fit if isinstance(value, FitReport) else value)


def _limits(dimension: Dimension) -> Shown:
    lower, upper = shown(dimension.lower), shown(dimension.upper)
    return Shown(f"{lower.text} to {upper.text}", lower.numbers + upper.numbers, lower.unit)


def _fit(fit: Fit) -> Shown:
    hole, shaft = _limits(fit.hole), _limits(fit.shaft)
    least, greatest = least_clearance(fit), greatest_clearance(fit)
    kind = kind_of(fit)
    match kind:
        case "clearance fit":
            play = _limits(Dimension(least, greatest))
            sentence = f"clearance {play.text}"
        case "interference fit":
            play = _limits(Dimension(negated(greatest), negated(least)))
            sentence = f"interference {play.text}"
        case _:
            tight, loose = shown(negated(least)), shown(greatest)
            play = Shown("", loose.numbers + tight.numbers, loose.unit)
            sentence = f"clearance up to {loose.text}, interference up to {tight.text}"
    text = f"hole {hole.text}; shaft {shaft.text}; {sentence}; {kind}"
    return Shown(text, hole.numbers + shaft.numbers + play.numbers, hole.unit)


def _number(quantity: Quantity) -> Decimal:
    number = quantity.number
    if number.is_zero():
        return number.copy_abs() if quantity.is_exact else Decimal(0)
    digits = _MOST_DIGITS
    if not quantity.is_exact:
        measured = (quantity.digits or 0) + _DIGITS_MORE
        digits = min(max(measured, _FEWEST_DIGITS), _MOST_DIGITS)
    elif len(number.as_tuple().digits) <= digits:
        return number
    exponent = number.adjusted() - digits + 1
    if number.adjusted() < 15:
        exponent = min(exponent, 0)
    step = Decimal(1).scaleb(exponent)
    rounded = computed(lambda context: context.quantize(number, step)).number
    return _without_zeros(rounded) if quantity.is_exact else rounded


def _without_zeros(number: Decimal) -> Decimal:
    """The same number without zeros at its end, which say nothing of an exact one."""
    return number.normalize() if "." in f"{number:f}" else number


def _with_unit(number: Decimal, quantity: Quantity) -> str:
    return plain(number) + spaced(quantity.unit.symbol)
