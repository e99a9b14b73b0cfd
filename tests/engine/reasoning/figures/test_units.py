"""Units by their spellings, and quantities that are exactly equal."""

from __future__ import annotations

from decimal import Decimal

import pytest

from engine.reasoning.figures.folding import fold
from engine.reasoning.figures.unit_table import TABLE
from engine.reasoning.figures.units import (
    SPELLINGS,
    is_counter,
    is_same_quantity,
    meanings,
    unit_after,
    unit_before,
)


def unit_of(text: str) -> str:
    """The unit behind the first number of a text."""
    folded = fold(text)
    end = next(i for i, c in enumerate(folded) if not (c.isdigit() or c in ".,"))
    unit = unit_after(folded, end)
    return unit.symbol if unit else ""


def test_every_spelling_is_read_behind_a_number() -> None:
    read = {spelling: {unit_of(f"5{spelling}"), unit_of(f"5 {spelling}")} for spelling in SPELLINGS}
    assert {s for s, symbols in read.items() if SPELLINGS[s] not in symbols} == set()


def test_every_symbol_of_the_table_means_something() -> None:
    for line in TABLE.strip().splitlines():
        assert meanings(line.split(" | ")[0].strip())
    assert meanings("N·m/rad") == ()


@pytest.mark.parametrize(
    ("text", "symbol"),
    [
        ("85 N·m", "N·m"),
        ("85 N m", "N·m"),
        ("85NM", "N·m"),
        ("85 nm", "nm"),
        ("63 ft-lbs", "lbf·ft"),
        ("10 kg·cm", "kgf·cm"),
        ("5 kg", "kg"),
        ("25°C", "°C"),
        ("25°", "°"),
        ("3 V-belts", ""),
        ("5 V/2 A", "V"),
        ("827-A", ""),
        ("12-V", "V"),
        ("3-inch", "in"),
        ("5 in the box", ""),
        ("5 in 2026", ""),
        ("1 in OD", "in"),
        ("2.5 in wide", "in"),
        ("1 in コレット", "in"),
        ("85 [N·m]", "N·m"),
        ("85（N・m）", "N·m"),
        ("85 [N·m or so", ""),
        ("500 operating hours", "h"),
        ("4本", "本"),
        ("4本体", ""),
        ("3回転", ""),
        ("5ミリオン", ""),
        ("5 mmx", ""),
        ("5 kg/m³", "kg/m³"),
        ("5 m/s", "m/s"),
        ("5 m·m·m·m·m·m", "m·m·m·m"),
        ("5㎜", "mm"),
        ("5", ""),
        ("5 pieces", "個"),
        ('10" x 12"', "in"),
        ("20 Litres", "l"),
        ("20 RPM", "rpm"),
    ],
)
def test_the_unit_behind_a_number(text: str, symbol: str) -> None:
    assert unit_of(f"{text} ") == symbol


def test_a_quotation_mark_is_an_inch_unless_it_closes_a_quotation() -> None:
    assert unit_of('3"') == "in"
    folded = '"The depth is 3"'
    assert unit_after(folded, len(folded) - 1) is None


def test_hardness_and_money_stand_before_their_number() -> None:
    unit = unit_before("HRC 58", 4)
    assert unit is not None
    assert (unit.symbol, unit.start) == ("HRC", 0)
    assert unit_before("XHRC 58", 5) is None


@pytest.mark.parametrize(
    ("one", "unit", "other", "other_unit"),
    [
        ("2", "A", "2000", "mA"),
        ("25.4", "mm", "1", "in"),
        ("0.5", "kN", "500", "N"),
        ("1.2", "MPa", "12", "bar"),
        ("98.0665", "N·cm", "10", "kgf·cm"),
        ("60", "°C", "140", "°F"),
        ("25", "度", "25", "°C"),
        ("25", "度", "25", "°"),
        ("90", "min", "1.5", "h"),
        ("1", "y", "12", "month"),
        ("3", "cm³", "3000", "mm³"),
        ("4", "#", "4", "本"),
        ("4", "個", "4", "枚"),
        ("5", "N·m/rad", "5.0", "N·m/rad"),
    ],
)
def test_equal_quantities(one: str, unit: str, other: str, other_unit: str) -> None:
    assert is_same_quantity(Decimal(one), unit, Decimal(other), other_unit)
    assert is_same_quantity(Decimal(other), other_unit, Decimal(one), unit)


@pytest.mark.parametrize(
    ("one", "unit", "other", "other_unit"),
    [
        ("85", "N·m", "85", "mm"),
        ("2.95", "in", "75", "mm"),
        ("25", "°C", "25", "K"),
        ("25", "°C", "25", "°"),
        ("4", "本", "4", "枚"),
        ("4", "個", "4", "回"),
        ("4", "#", "4", "mm"),
        ("5", "N·m/rad", "5", "N·m"),
        ("1" * 50, "m", "1" * 50 + "000", "mm"),
    ],
)
def test_quantities_that_are_not_equal(one: str, unit: str, other: str, other_unit: str) -> None:
    assert not is_same_quantity(Decimal(one), unit, Decimal(other), other_unit)


def test_what_counts_is_a_counter() -> None:
    assert is_counter("本")
    assert is_counter("#")
    assert not is_counter("mm")
