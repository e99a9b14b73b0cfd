"""Hardness conversion: rows of ISO 18265 Table A.1, and ASTM E140 as a second opinion."""

from __future__ import annotations

from decimal import Decimal

import pytest

from engine.tools.calculator.calculation import calculate
from engine.tools.calculator.hardness import converted_hardness
from tests.engine.tools.calculator.asking import refusal_of, text_of


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("240 HV in HRC", "20.3 HRC"),
        ("300 HV in HBW", "285 HBW"),
        ("300 HV in MPa", "965 MPa"),
        ("400 HV in HRC", "40.8 HRC"),
        ("500 HV in MPa", "1630 MPa"),
        ("650 HV in HBW", "618 HBW"),
        ("700 HV in HRC", "60.1 HRC"),
        ("940 HV in HRC", "68.0 HRC"),
        ("80 HV in HBW", "76.0 HBW"),
        ("180 HV in HRB", "87.1 HRB"),
        ("76.0 HB in MPa", "255 MPa"),
        ("99.5 HRB in HV", "250 HV"),
        ("50 HRC in MPa", "1675 MPa"),  # between 49.8 (1665) and 50.5 (1700), to 5 MPa
        ("60 HRC in HV", "698 HV"),  # between 59.7 (690) and 60.1 (700)
        ("HRC60 in HV10", "698 HV"),
        ("82 HV in HBW", "77.9 HBW"),
        ("106 HV in HBW", "101 HBW"),
        ("245 HV in HRB", "98.8 HRB"),
        ("mean(58 HRC; 60 HRC) in HV", "675 HV"),
        ("60 HRC in HRC", "60 HRC"),
    ],
)
def test_hardness_is_converted_as_finely_as_the_table_has_it(asked: str, text: str) -> None:
    assert text_of(asked) == text


# ASTM E140 Table 1, non-austenitic steels: another standard from other measurements.
_E140 = {20: 238, 25: 266, 30: 302, 35: 345, 40: 392, 45: 446, 50: 513, 55: 595, 60: 697, 65: 832}


@pytest.mark.parametrize(("rockwell", "vickers"), [(k, v) for k, v in _E140.items() if k > 20])
def test_astm_e140_says_nearly_the_same(rockwell: int, vickers: int) -> None:
    ours = converted_hardness(Decimal(rockwell), "HRC", "HV")
    assert float(ours) == pytest.approx(vickers, rel=0.007)


def test_the_table_is_named_and_called_approximate() -> None:
    assert calculate("60 HRC in HV").sources == (
        "ISO 18265:2013, Table A.1 (unalloyed and low-alloy steels; approximate, linear between"
        " rows)",
    )
    assert calculate("60 HRC in HRC").sources == ()
    assert calculate("62 HRC - 58 HRC").sources == ()


@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        ("70 HRC in HV", "the table has HV from 20.3 to 68.0 HRC only, not for 70 HRC"),
        ("18 HRC in HV", "the table has HV from 20.3 to 68.0 HRC only, not for 18 HRC"),
        (
            "60 HRC in MPa",
            "the table has a tensile strength from 20.3 to 57.8 HRC only, not for 60 HRC",
        ),
        ("30 HRC in HRB", "the table has HRB from 20.3 to 22.2 HRC only, not for 30 HRC"),
        ("1000 MPa in HRC", "MPa cannot be converted to HRC"),
        ("60 HRC in mm", "HRC cannot be converted to mm"),
        ("60 HRC + 200 HV", "HRC and HV cannot be added"),
    ],
)
def test_outside_the_table_is_refused(asked: str, reason: str) -> None:
    assert refusal_of(asked) == reason


def test_a_harder_row_is_harder_on_every_scale() -> None:
    for scale in ("HBW", "HRB", "HRC", "MPa"):
        values = []
        for vickers in (240, 242, 245, 247, 250):
            values.append(converted_hardness(Decimal(vickers), "HV", scale))
        assert values == sorted(values)
