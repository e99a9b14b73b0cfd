from __future__ import annotations

import statistics
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.tools.calculator.calculation import calculate
from tests.engine.tools.calculator.asking import refusal_of, text_of, value_of

_samples = st.lists(st.decimals(-1000, 1000, places=3), min_size=2, max_size=30)


def _call(name: str, values: list[Decimal]) -> str:
    return f"{name}({'; '.join(map(str, values))})"


@given(_samples)
def test_statistics_agree_with_pythons(values: list[Decimal]) -> None:
    exact = [Fraction(value) for value in values]
    expected = {
        "mean": statistics.mean(exact),
        "median": statistics.median(exact),
        "sum": sum(exact),
        "min": min(exact),
        "max": max(exact),
        "range": max(exact) - min(exact),
        "count": len(exact),
        "stdev": statistics.stdev(map(float, exact)),
        "pstdev": statistics.pstdev(map(float, exact)),
    }
    for name, number in expected.items():
        calculated = float(value_of(_call(name, values)))
        assert calculated == pytest.approx(float(number), rel=1e-4, abs=1e-9), name


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("mean(25.001 mm; 25.003 mm; 25.002 mm)", "25.002 mm"),
        ("mean(1 cm; 12 mm)", "1.1 cm"),
        ("mean(20 °C; 22 °C)", "21 °C"),
        ("median(3; 1; 2)", "2"),
        ("median(4; 1; 2; 3)", "2.5"),
        ("stdev(2; 4; 4; 4; 5; 5; 7; 9)", "2.1381"),
        ("pstdev(2; 4; 4; 4; 5; 5; 7; 9)", "2"),
        ("stdev(20 °C; 22 °C; 25 °C)", "2.5166 K"),
        ("range(20 °C; 22 °C; 25 °C)", "5 K"),
        ("range(1 cm; 12 mm)", "2 mm"),
        ("max(3 mm; 1 cm; 2 mm)", "1 cm"),
        ("min(3 mm; 1 cm; 2 mm)", "2 mm"),
        ("sum(1 個; 2 個)", "3 個"),
        ("count(5 mm; 6 mm; 7 mm)", "3"),
        ("percent(3; 8)", "37.5 %"),
        ("percent(3 個; 8 個)", "37.5 %"),
        ("percent(5 mm; 1 cm)", "50 %"),
    ],
)
def test_samples_with_units(asked: str, text: str) -> None:
    assert text_of(asked) == text


def test_capability_follows_iso_22514() -> None:
    data = "10.01 mm; 9.99 mm; 10.00 mm; 10.02 mm; 9.98 mm"
    # s = sqrt(0.001 / 4) = 0.0158114; Cp = 0.2 / 6s; the mean is in the middle.
    assert text_of(f"cp(9.9 mm; 10.1 mm; {data})") == "2.1082"
    assert text_of(f"cpk(9.9 mm; 10.1 mm; {data})") == "2.1082"
    assert text_of("cp_of(9.9 mm; 10.1 mm; 20 µm)") == "1.6667"
    assert text_of("cpk_of(9.9; 10.1; 10.02; 0.02)") == "1.3333"
    assert text_of("cpk_of(9.9; 10.1; 9.96; 0.02)") == "1"
    assert text_of("cpk_of(9.9; 10.1; 10.2; 0.02)") == "-1.6667"
    assert text_of("cp_of(20 °C; 30 °C; 1 K)") == "1.6667"
    assert text_of("cp(20 °C; 30 °C; 24 °C; 25 °C; 26 °C)") == "1.6667"
    assert calculate("cp_of(9; 11; 0.1)").sources == ("ISO 22514-2 (capability indices)",)
    assert calculate("cp(9; 11; 10; 10.1)").sources == (
        "ISO 22514-2 (capability indices; sample standard deviation of all values)",
    )


@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        ("cp_of(10.1; 9.9; 0.02)", "the lower limit is not below the upper one"),
        ("cp(9; 11; 10; 10)", "the standard deviation is not above zero"),
        ("cpk_of(9; 11; 10; -1)", "the standard deviation is not above zero"),
        ("cp_of(9 mm; 11 mm; 2 N)", "mm and N cannot be compared"),
        ("cpk_of(9 mm; 11 mm; 2 N; 1 mm)", "mm and N cannot be subtracted"),
        ("mean(1 mm; 2 N)", "mm and N cannot be taken together"),
        ("mean(1 mm; 2)", "mm and a number without a unit cannot be taken together"),
        ("mean(1 個; 2 本)", "個 and 本 cannot be taken together"),
        ("max(1 mm; 2 N)", "N and mm cannot be compared"),
        ("percent(1 mm; 2 N)", "mm is no share of N"),
        ("percent(1; 0)", "division by zero"),
        ("sum(20 °C; 22 °C)", "two temperatures cannot be added; a difference is written in K"),
        ("mean(1 < 2; 3)", "a number is needed, not a yes or no"),
        ("count(25 H7)", "a number is needed, not a size with a tolerance"),
    ],
)
def test_samples_that_do_not_go_together_are_refused(asked: str, reason: str) -> None:
    assert reason in refusal_of(asked)


def test_a_small_spread_on_a_large_value_does_not_drown() -> None:
    assert value_of("stdev(1000000.0000001; 1000000.0000003)") == pytest.approx(
        Decimal("1.414213562E-7"), rel=Decimal("1E-6")
    )
