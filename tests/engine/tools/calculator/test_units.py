"""Units: sizes against pint's own, spellings, and how units multiply."""

from __future__ import annotations

from fractions import Fraction

import pint
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.tools.calculator.parsing import parse_unit
from engine.tools.calculator.refusal import Refusal
from engine.tools.calculator.unit_catalogue import nearest, spellings, unit_spelled
from engine.tools.calculator.unit_table import COMPOSED, MEASURED
from engine.tools.calculator.units import NONE, PERCENT, Unit, product, raised, root
from tests.engine.tools.calculator.asking import refusal_of, text_of, value_of

_FLOATS = pint.UnitRegistry()

# our spelling -> pint's expression, whose floats must agree
_AS_PINT_HAS_IT = {
    "N·m": "newton*meter",
    "kgf·cm": "kilogram_force*centimeter",
    "lbf·ft": "pound_force*foot",
    "ft-lbs": "pound_force*foot",
    "in·lbf": "pound_force*inch",
    "ozf·in": "ounce_force*inch",
    "N/mm²": "newton/millimeter**2",
    "kgf/cm²": "kilogram_force/centimeter**2",
    "psi": "pound_force/inch**2",
    "m/min": "meter/minute",
    "ipm": "inch/minute",
    "kWh": "kilowatt*hour",
    "mAh": "milliampere*hour",
    "L/min": "liter/minute",
    "cm³": "centimeter**3",
    "kg/m³": "kilogram/meter**3",
    "µm/(m·K)": "micrometer/meter/kelvin",
    "min⁻¹": "1/minute",
}


def _unit(text: str) -> Unit:
    return parse_unit(text)


@pytest.mark.parametrize(("ours", "theirs"), _AS_PINT_HAS_IT.items())
def test_a_composed_unit_is_as_large_as_pint_says(ours: str, theirs: str) -> None:
    expected = _FLOATS.Quantity(1.0, theirs).to_root_units()
    assert float(_unit(ours).scale) == pytest.approx(expected.magnitude, rel=1e-12)
    powers = {name: int(power) for name, power in expected.dimensionality.items()}
    assert dict(_unit(ours).dimension) == powers


@pytest.mark.parametrize(("symbol", "name"), [(s, row[0]) for s, row in MEASURED.items()])
def test_a_named_unit_is_as_large_as_pint_says(symbol: str, name: str) -> None:
    expected = _FLOATS.Quantity(1.0, name).to_root_units().magnitude
    assert float(_unit(symbol).scale) == pytest.approx(expected, rel=1e-12)


def test_scales_are_exact() -> None:
    assert _unit("inch").scale == Fraction(254, 10000)
    # The pound-force is 0.45359237 kg times 9.80665 m/s²; root units have grams.
    assert _unit("lbf").scale == Fraction("0.45359237") * Fraction("9.80665") * 1000
    assert _unit("psi").scale == _unit("lbf").scale / _unit("inch").scale ** 2


@pytest.mark.parametrize(
    ("spelled", "shown"),
    [
        ("ミリ", "mm"),
        ("um", "µm"),
        ("μm", "µm"),
        ("ミクロン", "µm"),
        ('"', "inch"),
        ("inches", "inch"),
        ("thou", "mil"),
        ("Nm", "N·m"),
        ("N.m", "N·m"),
        ("N-m", "N·m"),
        ("N*m", "N·m"),
        ("N m", "N·m"),
        ("kN·m", "kN·m"),
        ("mN·m", "mN·m"),
        ("N·mm", "N·mm"),
        ("ft·lb", "lbf·ft"),
        ("ft·lbf", "lbf·ft"),
        ("ft-lbs", "lbf·ft"),
        ("lb-ft", "lbf·ft"),
        ("in-lb", "lbf·in"),
        ("in·lbf", "lbf·in"),
        ("N/mm2", "N/mm²"),
        ("N/mm^2", "N/mm²"),
        ("degC", "°C"),
        ("度C", "°C"),
        ("℃", "°C"),
        ("℉", "°F"),
        ("秒", "s"),
        ("分", "min"),
        ("時間", "h"),
        ("日", "day"),
        ("r/min", "rpm"),
        ("min^-1", "min⁻¹"),
        ("mm/rev", "mm/rev"),
        ("ohm", "Ω"),
        ("kΩ", "kΩ"),
        ("deg", "°"),
        ("度", "°"),
        ("HB", "HBW"),
        ("HV10", "HV"),
        ("回/分", "回/min"),
        ("m³", "m³"),
        ("l/min", "L/min"),
        ("W/(m·K)", "W/(m·K)"),
        ("kg·m²/s²", "kg·m²/s²"),
        ("h⁻¹", "h⁻¹"),
    ],
)
def test_the_shops_spellings_are_read(spelled: str, shown: str) -> None:
    assert _unit(spelled).symbol == shown


@given(st.sampled_from(spellings("")))
def test_every_unit_is_read_again_as_it_is_shown(spelling: str) -> None:
    unit = unit_spelled(spelling)
    assert unit is not None
    assert parse_unit(unit.symbol) == unit


def test_the_table_names_each_symbol_once() -> None:
    assert not set(MEASURED) & set(COMPOSED)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Nmm", "N·mm"),
        ("mpa", "MPa"),
        ("KG", "kg"),
        ("C", "°C"),
        ("newtonmeter", ""),
        ("rmp", "rpm"),
        ("#", ""),
    ],
)
def test_the_nearest_unit_is_suggested(typed: str, meant: str) -> None:
    assert meant in nearest(typed)


def test_units_of_one_kind_become_one_when_they_meet() -> None:
    assert product(_unit("mm"), _unit("m")) == (_unit("mm²"), Fraction(1000))
    assert product(_unit("m/min"), _unit("s")) == (_unit("m"), Fraction(1, 60))
    assert product(_unit("mm"), _unit("inch"), power=-1) == (NONE, Fraction(10, 254))
    assert product(_unit("mm/rev"), _unit("rpm")) == (_unit("mm/min"), Fraction(1))


def test_percent_and_counts_fold_into_the_number() -> None:
    assert product(_unit("mm"), PERCENT) == (_unit("mm"), Fraction(1, 100))
    assert product(NONE, PERCENT) == (NONE, Fraction(1, 100))
    assert product(PERCENT, NONE) == (NONE, Fraction(1, 100))
    assert product(PERCENT, NONE, power=-1) == (PERCENT, Fraction(1))
    assert product(NONE, _unit("個")) == (_unit("個"), Fraction(1))
    assert product(NONE, _unit("個"), power=-1) == (NONE, Fraction(1))
    assert product(_unit("個"), _unit("s")) == (_unit("s"), Fraction(1))
    assert raised(PERCENT, 2) == (NONE, Fraction(1, 10000))


def test_a_root_halves_every_power() -> None:
    assert root(_unit("mm²")) == _unit("mm")
    with pytest.raises(Refusal, match="mm³ has no square root"):
        root(_unit("mm³"))


def test_powers_are_bounded() -> None:
    assert refusal_of("((1 mm)^9)^9") == "a unit's power is beyond ±12"
    assert refusal_of("1 mm^9*mm^9") == "a unit's power is beyond ±12"
    assert "is not a whole number up to 9" in refusal_of("1 mm^10")
    assert "is not a whole number up to 9" in refusal_of("1 mm^x")
    assert "is not a whole number up to 9" in refusal_of("1 mm^0.5")


def test_a_product_below_a_slash_needs_parentheses() -> None:
    assert refusal_of("5 W/m·K") == (
        "the unit at character 6 has a product below its '/': put it in parentheses"
    )


def test_equal_parts_of_a_unit_cancel() -> None:
    assert parse_unit("mm/mm") == NONE
    assert text_of("5 mm/mm") == "5"


def test_degrees_in_a_product_are_differences() -> None:
    assert text_of("11.5 µm/(m·°C) * 1200 mm * (35 °C - 20 °C)") == "207.0 µm"
    assert value_of("18 J/°F in J/K") == value_of("18 * 1.8")


def test_a_unit_may_not_be_followed_by_anything() -> None:
    with pytest.raises(Refusal, match="an operator is missing"):
        parse_unit("mm mm")
    with pytest.raises(Refusal, match="a unit is missing at character 1"):
        parse_unit("")
