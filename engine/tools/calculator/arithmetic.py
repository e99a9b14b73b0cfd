"""Decimal arithmetic that knows whether it rounded, and stops at sizes no shop has."""

from __future__ import annotations

import decimal
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from engine.tools.calculator.refusal import Refusal

_DIGITS = 50  # Far more than is shown, so that a chain of roundings never reaches what is.
_LARGEST = 100  # Powers of ten.

# No traps: what goes wrong is refused below, by name.
_CONTEXT = decimal.Context(
    prec=_DIGITS, rounding=decimal.ROUND_HALF_EVEN, Emin=-999, Emax=999, traps=[]
)


@dataclass(frozen=True, slots=True)
class Computed:
    """A number, and whether it is exact."""

    number: Decimal
    is_exact: bool


def computed(operation: Callable[[decimal.Context], Decimal]) -> Computed:
    """The operation's result to fifty digits; refused when too large or too small to hold."""
    context = _CONTEXT.copy()
    number = operation(context)
    if not number.is_finite() or (number and number.adjusted() > _LARGEST):
        raise Refusal(f"the result is too large: beyond 10^{_LARGEST}")
    if context.flags[decimal.Underflow] or (number and number.adjusted() < -_LARGEST):
        raise Refusal(f"the result is too small: below 10^-{_LARGEST}")
    return Computed(number, not context.flags[decimal.Inexact])


def quotient(number: Decimal, divisor: Decimal) -> Computed:
    """One number divided by another."""
    if divisor.is_zero():
        raise Refusal("division by zero")
    return computed(lambda context: context.divide(number, divisor))


def times(number: Decimal, ratio: Fraction) -> Computed:
    """The number times an exact ratio."""
    return computed(
        lambda context: context.divide(
            context.multiply(number, Decimal(ratio.numerator)), Decimal(ratio.denominator)
        )
    )
