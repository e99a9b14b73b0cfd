"""Invented machines and values, and the order of cases."""

from __future__ import annotations

from decimal import Decimal
from random import Random

import pytest

from engine.qualify.suites.invented import Spread, Values, balanced, machine_pairs

TENTHS = Spread(Decimal("0.6"), Decimal("3.0"), Decimal("0.1"))


@pytest.mark.parametrize("seed", range(10))
def test_values_of_a_property_are_near_each_other_and_never_twice(seed: int) -> None:
    values = Values(Random(seed), ["1.0", "2"])
    drawn = [values.near(TENTHS, 4) for _ in range(2)]
    numbers = [Decimal(value) for found in drawn for value in found]
    assert len({*numbers, Decimal(1), Decimal(2)}) == 10
    assert all(TENTHS.low <= number <= TENTHS.high for number in numbers)
    assert all(max(map(Decimal, f)) - min(map(Decimal, f)) <= Decimal("1.2") for f in drawn)


@pytest.mark.parametrize("seed", range(10))
def test_a_machine_differs_from_its_twin_in_the_order_of_two_digits(seed: int) -> None:
    pairs = machine_pairs(Random(seed), 4, "")
    assert len({machine for pair in pairs for machine in pair}) == 8
    for machine, twin in pairs:
        assert machine != twin
        assert machine == twin[:-2] + twin[-1] + twin[-2]


@pytest.mark.parametrize("written", ["{}-204", "{}204", "{} 9"])
def test_a_machines_letters_do_not_occur_in_the_text(written: str) -> None:
    prefix = machine_pairs(Random(3), 1, "")[0][0][:2]
    (pair,) = machine_pairs(Random(3), 1, f"the saw {written.format(prefix.lower())}")
    assert pair[0][:2] != prefix


def test_every_kind_is_asked_in_every_language_once() -> None:
    order = balanced(("a", "b", "c"), ("en", "ja"))
    assert order == (
        ("a", "en"), ("b", "ja"), ("c", "en"),
        ("a", "ja"), ("b", "en"), ("c", "ja"),
    )  # fmt: skip
