"""Calculate one expression. Untrusted text goes in; a result or ``CalculationRefused`` comes out.

The text is parsed by our own grammar and never evaluated by Python or by pint. Length, nesting,
exponents and sizes are bounded, so that no expression takes more than a fraction of a second.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from engine.errors import CalculationRefused
from engine.tools.calculator.evaluation import Evaluation
from engine.tools.calculator.parsing import parse
from engine.tools.calculator.presenting import shown
from engine.tools.calculator.refusal import Refusal
from engine.tools.calculator.syntax import render

_QUOTED = 200  # characters of the expression that a refusal repeats


@dataclass(frozen=True, slots=True)
class Calculation:
    """What an expression came to.

    ``expression`` is what was calculated, in one spelling. ``text`` is the result as shown, and
    ``values`` are the numbers in it as they stand there: one, or several for limits and fits, none
    for a yes or no. ``unit`` is the symbol they have in common, empty for plain numbers.
    ``inputs`` are the numbers written in the expression, in order. ``sources`` names the standards
    and tables used; empty when there are none.
    """

    expression: str
    value: Decimal | bool
    unit: str
    text: str
    values: tuple[Decimal, ...]
    inputs: tuple[Decimal, ...]
    sources: tuple[str, ...]


def calculate(expression: str) -> Calculation:
    """The result of an expression, or ``CalculationRefused`` with the reason in plain English."""
    try:
        parsed = parse(expression)
        evaluation = Evaluation()
        value = evaluation.value(parsed.tree)
        result = shown(value)
    except Refusal as refusal:
        quoted = expression[:_QUOTED]
        raise CalculationRefused(expression=quoted, reason=refusal.reason) from refusal
    return Calculation(
        expression=render(parsed.tree),
        value=value if isinstance(value, bool) else result.numbers[0],
        unit=result.unit,
        text=result.text,
        values=result.numbers,
        inputs=parsed.inputs,
        sources=evaluation.sources,
    )
