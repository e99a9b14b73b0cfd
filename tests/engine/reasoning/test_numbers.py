"""Figures are compared by value, whatever their dress."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.reasoning.numbers import figure_values, figures


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2000 mA", "2000mA"),
        ("1,250 rpm", "1250 rpm"),
        ("0,05 mm", "0.05 mm"),
        ("２５．４", "25.4"),
        ("12.50", "12.5"),
        ("±0.5", "+/- 0.5"),
        ("DF40C-100DP", "df40c100dp"),
        ("2026/04/10", "2026-04-10"),
        ("45N·m", "45 N·m"),
        ("99%", "99 %"),
    ],
)
def test_the_same_figure_in_two_dresses(one: str, other: str) -> None:
    assert figure_values(one) & figure_values(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("45", "54"),
        ("4.5", "45"),
        ("100", "DF40C-100DP"),
        ("0.05", "0.5"),
        ("M5", "5"),
        ("2026/04/10", "2026/04/11"),
    ],
)
def test_different_figures_stay_different(one: str, other: str) -> None:
    assert not figure_values(one) & figure_values(other)


def test_positions_are_those_of_the_text_as_given() -> None:
    text = "締付トルクは２５ N·m、M5 です"
    assert [text[f.start : f.end] for f in figures(text)] == ["２５", "M5"]


@given(st.text())
def test_any_text_can_be_read(text: str) -> None:
    for figure in figures(text):
        assert text[figure.start : figure.end] == figure.text
        assert figure.readings


@given(st.decimals(min_value=0, max_value=10**9, places=3))
def test_a_number_is_found_with_and_without_thousands_separators(number: Decimal) -> None:
    assert figure_values(f"{number:,}") & figure_values(f"{number}")
