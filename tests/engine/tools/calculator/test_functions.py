from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.engine.tools.calculator.asking import refusal_of, text_of, value_of


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("abs(-5 mm)", "5 mm"),
        ("diff(3 mm; 5 mm)", "2 mm"),
        ("round(2.345; 2)", "2.34"),  # half to even
        ("round(2.355; 2)", "2.36"),
        ("round(85 N·m in lbf·ft; 1)", "62.7 lbf·ft"),
        ("round(2.5; 4)", "2.5"),
        ("round(12345; -2)", "12300"),
        ("round(1/3; 3) * 3", "0.999"),
        ("sin(30°)", "0.50000"),
        ("cos(90°)", "0"),
        ("sin(180°)", "0"),
        ("cos(60 deg)", "0.50000"),
        ("tan(45°)", "1.0000"),
        ("tan(1 rad)", "1.5574"),
        ("sin(390°)", "0.50000"),
        ("100 mm * sin(5°)", "8.7156 mm"),
    ],
)
def test_functions_of_one_number(asked: str, text: str) -> None:
    assert text_of(asked) == text


@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        ("sin(30)", "sin takes an angle with its unit: 30° or 0.5 rad"),
        ("cos(3 mm)", "cos takes an angle with its unit: 30° or 0.5 rad"),
        ("tan(90°)", "tan has no value at a right angle"),
        ("tan(-270°)", "tan has no value at a right angle"),
        ("round(1.5; 0.5)", "round takes a whole number of decimals up to 12"),
        ("round(1.5; 13)", "round takes a whole number of decimals up to 12"),
        ("round(1.5; 1 mm)", "round takes a whole number of decimals up to 12"),
        ("diff(1 mm; 1 N)", "mm and N cannot be subtracted"),
    ],
)
def test_arguments_that_make_no_sense_are_refused(asked: str, reason: str) -> None:
    assert refusal_of(asked) == reason


@given(st.decimals(-360, 360, places=2))
def test_sine_and_cosine_are_those_of_the_angle(degrees: object) -> None:
    angle = math.radians(float(str(degrees)))
    assert float(value_of(f"sin({degrees}°)")) == pytest.approx(math.sin(angle), abs=1e-4)
    assert float(value_of(f"cos({degrees}°)")) == pytest.approx(math.cos(angle), abs=1e-4)
