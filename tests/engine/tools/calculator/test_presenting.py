"""How results are rounded and written."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.tools.calculator.calculation import calculate
from tests.engine.tools.calculator.asking import text_of


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        # exact: as it is, up to twelve digits
        ("4 * 25.000", "100.000"),
        ("1.23456789 * 1.23456789", "1.52415787502"),
        ("12345678901234 + 1", "12345678901235"),
        ("123456789 * 987654321", "1.21932631113e17"),
        ("2 ^ 100", "1.26765060023e30"),
        ("100000 * 1000000", "100000000000"),
        # not ending: two digits more than the coarsest measured number, at least five
        ("1 / 3", "0.33333"),
        ("10 / 3", "3.3333"),
        ("25.000 mm / 3", "8.333333 mm"),
        ("25.000 mm / 7 * 3.0", "10.714 mm"),
        ("1.23456789012 / 7", "0.176366841446"),
        ("2 / 3", "0.66667"),
        ("pi * 2", "6.2832"),
        ("2.000000 * pi", "6.28318531"),
        # digits before the point stay
        ("1000000 / 3", "333333"),
        ("2000000 / 7", "285714"),
        ("10 ^ 20 / 3", "3.3333e19"),
        # no exponent where the size is ordinary
        ("1e14", "100000000000000"),
        ("1e15", "1e15"),
        ("0.000000001 m", "0.000000001 m"),
        ("1e-12 m", "1e-12 m"),
        # no negative zero
        ("-0", "0"),
        ("0 * -5", "0"),
        ("-0.00 mm", "0.00 mm"),
        ("3 - 3.00", "0.00"),
        ("sin(0°)", "0"),
        # units
        ("30°", "30°"),
        ("5%", "5 %"),
        ("20℃", "20 °C"),
        ("1 inch", "1 inch"),
    ],
)
def test_a_result_has_the_digits_it_deserves(asked: str, text: str) -> None:
    assert text_of(asked) == text


@given(st.decimals(min_value="-99999", max_value="99999", places=4))
def test_an_exact_number_is_shown_exactly(number: Decimal) -> None:
    shown = text_of(str(number))
    assert Decimal(shown) == number
    assert shown == f"{number + 0:f}"


@given(st.decimals("0.001", "9999", places=3), st.integers(2, 999))
def test_the_value_is_the_number_that_is_shown(number: Decimal, divisor: int) -> None:
    calculation = calculate(f"{number} mm / {divisor}")
    assert calculation.text == f"{calculation.value:f} mm"
    assert calculation.values == (calculation.value,)
    assert calculation.unit == "mm"


@given(st.decimals("0.01", "999", places=2), st.integers(3, 999))
def test_rounding_is_within_half_of_the_last_digit(number: Decimal, divisor: int) -> None:
    value = calculate(f"{number} / {divisor}").value
    assert isinstance(value, Decimal)
    assert abs(value - number / divisor) <= Decimal(5).scaleb(value.adjusted() - 5)
