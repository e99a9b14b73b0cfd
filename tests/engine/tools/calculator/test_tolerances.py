from __future__ import annotations

from decimal import Decimal

import pytest

from engine.tools.calculator.calculation import calculate
from tests.engine.tools.calculator.asking import refusal_of, text_of


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("lower(25.000 +0/-0.020)", "24.980"),
        ("upper(25.000 +0/-0.020)", "25.000"),
        ("mid(25.000 +0/-0.020)", "24.990"),
        ("width(25.000 +0/-0.020)", "0.020"),
        ("limits(25.000 +0/-0.020)", "24.980 to 25.000"),
        ("limits(25 ±0.1 mm)", "24.9 mm to 25.1 mm"),
        ("limits(25 +0.05/+0.01)", "25.01 to 25.05"),
        ("limits(25 +0.05/0)", "25.00 to 25.05"),
        ("limits(25 (+0.05/-0.02) mm)", "24.98 mm to 25.05 mm"),
        ("limits(25 mm ±100 µm)", "24.9 mm to 25.1 mm"),
        ("limits(1.000 inch ±0.5 mil)", "0.9995 inch to 1.0005 inch"),
        ("limits(100 Ω ±5 %)", "95 Ω to 105 Ω"),
        ("limits(50 % ±5 %)", "45 % to 55 %"),
        ("limits(20 ±5 °C)", "15 °C to 25 °C"),
        ("width(20 ±5 °C)", "10 K"),
        ("limits(-20 ±5 °C)", "-25 °C to -15 °C"),
        ("limits(-100 V ±5 %)", "-105 V to -95 V"),
        ("limits(1 inch ±100 µm)", "0.99606 inch to 1.0039 inch"),
        ("limits(25 H7)", "25.000 mm to 25.021 mm"),
        ("limits(25 mm g6)", "24.980 mm to 24.993 mm"),
        ("limits(2.5 cm H7)", "25.000 mm to 25.021 mm"),
        ("limits(1 inch H7)", "25.400 mm to 25.421 mm"),
        ("limits(10 js6)", "9.9955 mm to 10.0045 mm"),
        ("limits(12.3456 H7)", "12.3456 mm to 12.3636 mm"),
        ("25 H7", "25.000 mm to 25.021 mm"),
        ("lower(25 H7) - 0.005 mm", "24.995 mm"),
        ("width(25 H7) in µm", "21 µm"),
        ("within(24.980 mm; 25.000 mm +0/-0.020)", "yes"),
        ("within(25.000 mm; 25.000 mm +0/-0.020)", "yes"),
        ("within(24.9799 mm; 25.000 mm +0/-0.020)", "no"),
        ("within(25.0001 mm; 25.000 mm +0/-0.020)", "no"),
        ("within(1 inch; 25.4 H7)", "yes"),
        ("within(22 °C; 20 ±5 °C)", "yes"),
        ("within(300 K; 20 ±5 °C)", "no"),
        ("clearance_min(25 H7/g6)", "0.007 mm"),
        ("clearance_max(25 H7/g6)", "0.041 mm"),
        ("clearance_min(25 H7/s6)", "-0.048 mm"),
    ],
)
def test_a_size_with_a_tolerance_has_limits(asked: str, text: str) -> None:
    assert text_of(asked) == text


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        (
            "fit(25 H7/g6)",
            "hole 25.000 mm to 25.021 mm; shaft 24.980 mm to 24.993 mm;"
            " clearance 0.007 mm to 0.041 mm; clearance fit",
        ),
        (
            "fit(25 mm H7/h6)",
            "hole 25.000 mm to 25.021 mm; shaft 24.987 mm to 25.000 mm;"
            " clearance 0.000 mm to 0.034 mm; clearance fit",
        ),
        (
            "25 H7/k6",
            "hole 25.000 mm to 25.021 mm; shaft 25.002 mm to 25.015 mm;"
            " clearance up to 0.019 mm, interference up to 0.015 mm; transition fit",
        ),
        (
            "fit(25 H7/s6)",
            "hole 25.000 mm to 25.021 mm; shaft 25.035 mm to 25.048 mm;"
            " interference 0.014 mm to 0.048 mm; interference fit",
        ),
    ],
)
def test_a_fit_says_how_the_two_parts_go_together(asked: str, text: str) -> None:
    assert text_of(asked) == text


def test_every_number_of_a_fit_is_given() -> None:
    numbers = {
        "25 H7/g6": "25.000 25.021 24.980 24.993 0.007 0.041",
        "25 H7/k6": "25.000 25.021 25.002 25.015 0.019 0.015",
        "25 H7/s6": "25.000 25.021 25.035 25.048 0.014 0.048",
    }
    for asked, expected in numbers.items():
        fit = calculate(asked)
        assert [str(value) for value in fit.values] == expected.split()
        assert (fit.value, fit.unit) == (Decimal("25.000"), "mm")
        assert len(fit.sources) == 3


@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        ("lower(25 H7/g6)", "lower of a fit could be the hole's or the shaft's: name one class"),
        ("within(25 mm; 25 H7/g6)", "within of a fit could be"),
        ("lower(25 mm)", "lower takes a size with a tolerance such as 25 ±0.1 mm or 25 H7"),
        ("fit(25 H7)", "fit takes a fit such as 25 H7/g6"),
        ("fit(25 g6/H7)", "g6/H7 is no fit: the class of the hole, in capitals, comes first"),
        ("fit(25 H7/H7)", "H7/H7 is no fit"),
        ("25 H7 + 1 mm", "a number is needed, not a size with a tolerance: take its lower, upper"),
        ("25 H7/g6 + 1 mm", "a number is needed, not a fit: take its clearance_min"),
        ("limits(25 H7) + 1 mm", "a number is needed, not a text of several numbers"),
        ("fit(25 H7/g6) + 1 mm", "a number is needed, not a text of several numbers"),
        ("within(1; 25 H7)", "mm and a number without a unit cannot be compared"),
        ("within(25 H7; 25 H7)", "a number is needed, not a size"),
        ("limits(25 kg H7)", "a size in kg has no ISO 286 class"),
        ("limits(25 mm ±3 N)", "a size in mm has no deviation in N"),
        ("limits(20 t6)", "ISO 286 does not tabulate 20 t6"),
        ("limits(25 H99)", "H99 is no tolerance class of ISO 286"),
    ],
)
def test_what_is_no_size_or_no_fit_is_refused(asked: str, reason: str) -> None:
    assert reason in refusal_of(asked)
