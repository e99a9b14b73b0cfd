"""Sums, products and conversions, against Fraction and against pint."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pint
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from engine.errors import CalculationRefused
from engine.tools.calculator.calculation import calculate
from tests.engine.tools.calculator.asking import refusal_of, text_of, value_of

_FLOATS = pint.UnitRegistry()

_leaves = st.decimals(min_value=0, max_value=1000, places=2).map(
    lambda number: (str(number), Fraction(number))
)


def _joined(
    left: tuple[str, Fraction | None], mark: str, right: tuple[str, Fraction | None]
) -> tuple[str, Fraction | None]:
    (one, first), (other, second) = left, right
    value = None
    if first is not None and second is not None:
        match mark:
            case "+":
                value = first + second
            case "-":
                value = first - second
            case "*":
                value = first * second
            case _:
                value = first / second if second else None
    return f"({one} {mark} {other})", value


_trees = st.recursive(
    _leaves,
    lambda inner: st.builds(_joined, inner, st.sampled_from("+-*/"), inner),
    max_leaves=12,
)


@given(_trees)
def test_arithmetic_agrees_with_exact_fractions(tree: tuple[str, Fraction | None]) -> None:
    expression, expected = tree
    if expected is None:
        assert refusal_of(expression) == "division by zero"
        return
    try:
        shown = Fraction(value_of(expression))
    except CalculationRefused as refused:
        assert "too" in refused.facts["reason"]  # noqa: PT017
        return
    assert abs(shown - expected) <= abs(expected) * Fraction(5, 10**5)


@given(st.lists(st.decimals(-1000, 1000, places=3), min_size=1, max_size=50))
def test_sums_of_measured_numbers_are_exact_to_the_last_zero(numbers: list[Decimal]) -> None:
    expression = " + ".join(f"({number})" for number in numbers)
    assert value_of(expression) == sum(numbers)
    assert text_of(expression).partition(".")[2] == f"{sum(numbers):.3f}".partition(".")[2]


_CONVERTIBLE = {
    "N·m": ("newton*meter", ["lbf·ft", "kgf·cm", "ozf·in", "J"]),
    "mm": ("millimeter", ["inch", "µm", "ft", "km"]),
    "MPa": ("megapascal", ["psi", "N/mm²", "kgf/cm²", "bar", "atm"]),
    "kgf": ("kilogram_force", ["N", "lbf"]),
    "kg": ("kilogram", ["lb", "oz", "t"]),
    "m/min": ("meter/minute", ["ipm", "mm/s"]),
    "h": ("hour", ["s", "day"]),
    "kWh": ("kilowatt*hour", ["J"]),
    "L/min": ("liter/minute", ["m³/h", "mL/s"]),
    "°C": ("degree_Celsius", ["°F", "K"]),
}
_PINT_NAMES = {
    "lbf·ft": "pound_force*foot",
    "kgf·cm": "kilogram_force*centimeter",
    "ozf·in": "ounce_force*inch",
    "J": "joule",
    "N/mm²": "newton/millimeter**2",
    "kgf/cm²": "kilogram_force/centimeter**2",
    "ipm": "inch/minute",
    "mm/s": "millimeter/second",
    "m³/h": "meter**3/hour",
    "mL/s": "milliliter/second",
    "µm": "micrometer",
    "°F": "degree_Fahrenheit",
    "K": "kelvin",
    "t": "metric_ton",
    "lbf": "pound_force",
    "N": "newton",
    "atm": "atmosphere",
}


@given(
    st.sampled_from(sorted(_CONVERTIBLE)).flatmap(
        lambda source: st.tuples(st.just(source), st.sampled_from(_CONVERTIBLE[source][1]))
    ),
    st.decimals(min_value="0.001", max_value=9999, places=3),
)
def test_conversions_agree_with_pint(units: tuple[str, str], number: Decimal) -> None:
    source, target = units
    quantity = _FLOATS.Quantity(float(number), _CONVERTIBLE[source][0])
    expected = quantity.to(_PINT_NAMES.get(target, target)).magnitude
    calculated = float(value_of(f"{number} {source} in {target}"))
    assert calculated == pytest.approx(expected, rel=1e-4, abs=1e-3)
    assume(expected > 1e-9)
    back = value_of(f"({number} {source} in {target}) in {source}")
    assert float(back) == pytest.approx(float(number), rel=1e-4)


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("25.000 - 0.020", "24.980"),
        ("25.000 mm - 0.020 mm", "24.980 mm"),
        ("1 m + 5 mm", "1.005 m"),
        ("25.4 mm + 1 inch", "50.8 mm"),
        ("3 個 + 4", "7 個"),
        ("3 + 4 個", "7 個"),
        ("10 個 - 4 個", "6 個"),
        ("5 % + 2 %", "7 %"),
        ("200 mm * 5 %", "10 mm"),
        ("200 * 5 %", "10"),
        ("8 % / 2", "4 %"),
        ("12 個 * 3.5 s", "42.0 s"),
        ("12 個 / 3 h", "4 h⁻¹"),
        ("12 個 / 3 h in 個/h", "4 個/h"),
        ("60 / 3 個", "20"),
        ("5 mm * 3 N", "15 N·mm"),
        ("5 N / 2 mm²", "2.5 N/mm²"),
        ("5 N / 2 mm² in MPa", "2.5 MPa"),
        ("2 mm * 3 m", "6000 mm²"),
        ("10 m/min * 30 s", "5 m"),
        ("0.2 mm/rev * 500 rpm", "100.0 mm/min"),
        ("500 rpm * 2 min", "1000"),
        ("50 Hz * 2 s", "100"),
        ("2 * pi * 1200 rpm * 85 N·m in kW", "10.681 kW"),
        ("pi * 50 mm * 1200 rpm in m/min", "188.50 m/min"),
        ("1 / 4 s", "0.25 s⁻¹"),
        ("10 mm / 3", "3.3333 mm"),
        ("-5 mm", "-5 mm"),
        ("(3 + 4) mm", "7 mm"),
        ("(5 mm)^2", "25 mm²"),
        ("5 mm^2", "5 mm²"),
        ("2^-1", "0.5"),
        ("2^0.5", "1.4142"),
        ("(5 mm)^0", "1"),
        ("(3 個)^2", "9"),
        ("sqrt(16 mm²)", "4 mm"),
        ("sqrt(2)", "1.4142"),
    ],
)
def test_numbers_and_units_are_calculated_together(asked: str, text: str) -> None:
    assert text_of(asked) == text


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("85 N·m in lbf·ft", "62.693 lbf·ft"),
        ("2 in in mm", "50.8 mm"),
        ("25.4 mm in inch", "1.00 inch"),
        ("25.000 mm in µm", "25000 µm"),
        ("25.000 mm in cm", "2.5000 cm"),
        ("25.000 mm in inch", "0.9842520 inch"),
        ("1000 mm in m", "1 m"),
        ("0.00 mm in µm", "0 µm"),
        ("1 3/8 in in mm", "34.925 mm"),
        ("20 °C in °F", "68 °F"),
        ("68 °F in °C", "20 °C"),
        ("20.0 °C in K", "293.15 K"),
        ("-40 °C in °F", "-40 °F"),
        ("0.05 in %", "5 %"),
        ("2 mm/m in %", "0.2 %"),
        ("90° in rad", "1.5708 rad"),
        ("180° in rad", "3.1416 rad"),
        ("0.5 rad in °", "28.648°"),
        ("60 min in h", "1 h"),
        ("1 rpm in min^-1", "1 min⁻¹"),
        ("5 mm in mm", "5 mm"),
    ],
)
def test_conversions_are_exact_where_they_can_be(asked: str, text: str) -> None:
    assert text_of(asked) == text


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("20 °C - 5 °C", "15 K"),
        ("20.5 °C - 15.0 °C", "5.5 K"),
        ("68 °F - 50 °F", "10 K"),
        ("20 °C - 50 °F", "10 K"),
        ("300 K - 20 °C", "6.85 K"),
        ("20 °C + 5 K", "25 °C"),
        ("5 K + 20 °C", "25 °C"),
        ("20 °C - 5 K", "15 °C"),
        ("68 °F + 5 K", "77 °F"),
        ("(30 °C - 20 °C) + 5 K", "15 K"),
        ("(30 °C - 20 °C) / 2", "5 K"),
        ("diff(20 °C; 25 °C)", "5 K"),
        ("-5 °C", "-5 °C"),
        ("20 °C < 70 °F", "yes"),
        ("20 °C = 68 °F", "yes"),
    ],
)
def test_temperatures_have_differences(asked: str, text: str) -> None:
    assert text_of(asked) == text


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("24.98 mm < 25 mm", "yes"),
        ("25 mm < 24.98 mm", "no"),
        ("25.4 mm = 1 inch", "yes"),
        ("25.4 mm >= 1 inch", "yes"),
        ("25.4 mm > 1 inch", "no"),
        ("24.98 mm <= 24.99 mm <= 25 mm", "yes"),
        ("24.98 mm <= 25.01 mm <= 25 mm", "no"),
        ("1/3*3 = 1", "yes"),
        ("1/3 = 0.33333", "no"),
        ("0 = 0.000", "yes"),
        ("3 個 = 3", "yes"),
        ("5 % = 0.05", "yes"),
    ],
)
def test_comparisons_say_yes_or_no(asked: str, text: str) -> None:
    calculation = calculate(asked)
    assert (calculation.text, calculation.value) == (text, text == "yes")
    assert (calculation.values, calculation.unit) == ((), "")


@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        ("5 mm + 3 N·m", "mm and N·m cannot be added"),
        ("25.000 mm - 0.020", "mm and a number without a unit cannot be subtracted"),
        ("3 個 + 4 本", "個 and 本 cannot be added"),
        ("5 mm < 3 N", "mm and N cannot be compared"),
        ("100 + 5 %", "a percentage and a number without a unit cannot be added: multiply instead"),
        ("5 % - 1", "a percentage and a number without a unit cannot be subtracted"),
        ("3 個 - 5 %", "個 and % cannot be subtracted"),
        ("5 mm in N", "mm cannot be converted to N"),
        ("5 in mm", "a number without a unit cannot be given in mm"),
        ("3 個 in 本", "個 cannot be counted in 本"),
        ("3 in 個", "a number without a unit cannot be counted in 個"),
        ("3 個 in %", "個 cannot be counted in %"),
        ("1 / 0", "division by zero"),
        ("0 / 0", "division by zero"),
        ("1 mm / (1 mm - 1 mm)", "division by zero"),
        ("20 °C + 5 °C", "two temperatures cannot be added; a difference is written in K"),
        ("20 °C * 2", "a temperature in °C cannot be multiplied, divided or raised"),
        ("2 / 20 °F", "a temperature in °F cannot be multiplied, divided or raised"),
        ("(20 °C)^2", "a temperature in °C cannot be multiplied, divided or raised"),
        ("sqrt(20 °C)", "a temperature in °C cannot be multiplied, divided or raised"),
        ("abs(20 °C)", "a temperature in °C cannot be multiplied, divided or raised"),
        (
            "68 °F - 50 °F in °F",
            "a temperature difference cannot be given in °F: it is shown in K",
        ),
        ("30 °C - 20 °C < 15 °C", "K and °C cannot be compared"),
        ("15 °C > 30 °C - 20 °C", "°C and K cannot be compared"),
        ("2^(3 mm)", "an exponent has no unit"),
        ("2^101", "the exponent is beyond ±100"),
        ("9^9^9^9", "the exponent is beyond ±100"),
        ("(-8)^0.5", "only a positive number without a unit has a power that is not whole"),
        ("(2 mm)^0.5", "only a positive number without a unit has a power that is not whole"),
        ("0^0", "0 to the power 0 has no value"),
        ("0^-1", "0 to the power -1 has no value"),
        ("sqrt(-1)", "a negative number has no square root"),
        ("sqrt(2 mm)", "mm has no square root"),
        ("1e60 * 1e60", "the result is too large: beyond 10^100"),
        ("(1e90)^20", "the result is too large: beyond 10^100"),
        ("1e-60 * 1e-60", "the result is too small: below 10^-100"),
        ("(1e-90)^20", "the result is too small: below 10^-100"),
        ("(5 mm) mm", "a quantity in mm cannot be given mm too"),
        ("(1 < 2) + 3", "a number is needed, not a yes or no"),
    ],
)
def test_what_does_not_go_together_is_refused(asked: str, reason: str) -> None:
    assert reason in refusal_of(asked)
