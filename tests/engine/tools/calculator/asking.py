"""The two questions that tests ask the calculator."""

from __future__ import annotations

from decimal import Decimal

import pytest

from engine.errors import CalculationRefused
from engine.tools.calculator.calculation import calculate


def text_of(expression: str) -> str:
    return calculate(expression).text


def value_of(expression: str) -> Decimal:
    value = calculate(expression).value
    assert not isinstance(value, bool)
    return value


def refusal_of(expression: str) -> str:
    with pytest.raises(CalculationRefused) as refused:
        calculate(expression)
    return refused.value.facts["reason"]
