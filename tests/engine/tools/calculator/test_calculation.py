"""The whole calculator: what it gives back, and that nothing else can come out of it."""

from __future__ import annotations

import time
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from engine.errors import CalculationRefused
from engine.tools.calculator.calculation import calculate
from engine.tools.calculator.signatures import SIGNATURES
from engine.tools.calculator.unit_catalogue import spellings
from tests.engine.tools.calculator.asking import refusal_of


def test_a_calculation_tells_how_it_came_about() -> None:
    calculation = calculate("８５ N·m → ft-lbs")
    assert calculation.expression == "85 N·m in lbf·ft"
    assert calculation.value == Decimal("62.693")
    assert calculation.unit == "lbf·ft"
    assert calculation.text == "62.693 lbf·ft"
    assert calculation.values == (Decimal("62.693"),)
    assert calculation.inputs == (Decimal(85),)
    assert calculation.sources == ()


def test_tables_are_named_once_in_order_of_use() -> None:
    calculation = calculate("max(upper(25 H7); upper(30 H7)) - upper(25 g6)")
    assert calculation.text == "0.007 mm" or calculation.value == Decimal("5.028")
    assert calculation.sources == (
        "ISO 286-1:2010, Table 1 (standard tolerance grades)",
        "ISO 286-1:2010, Table 2 (fundamental deviations of holes A to M)",
        "ISO 286-1:2010, Table 4 (fundamental deviations of shafts a to j)",
    )


def test_a_refusal_carries_the_expression_and_the_reason() -> None:
    with pytest.raises(CalculationRefused) as refused:
        calculate("5 Nmm" + " " * 300)
    assert refused.value.facts == {
        "expression": "5 Nmm" + " " * 195,
        "reason": "unknown unit 'Nmm' at character 3; did you mean 'N·mm'",
    }


_ATTACKS = [
    "(" * 4000,
    "-" * 4000,
    "2^" * 1999 + "2",
    "abs(" * 1000,
    "9^9^9^9",
    "9**9**9**9**9",
    "1e309",
    "1e99*" * 600 + "1",
    "1e-99*" * 600 + "1",
    "*".join(["9^99"] * 800),
    "+".join(["1/7"] * 1000),
    "stdev(" + ";".join(["1/7"] * 990) + ")",
    "cpk(0;1;" + ";".join("123456789"[:2]) + ";1/3" * 900 + ")",
    "max(" + ";".join(["1"] * 1990) + ")",
    "5 mm" + " in mm" * 600,
    "(5 mm^9)^9*" * 300 + "1",
    "(" * 39 + "1" + ")" * 39,
    "__import__('os').system('id')",
    "().__class__.__bases__",
    "{x}{x!r}%s%n",
    "lambda: 1",
    "1\x00+\x001",
    "\ud800\udfff",
    "𝟙+𝟚",
    "١+٢",
    "🔧 * 2",
    "1" * 4000,
    "1," * 1999 + "1",
    "0." + "0" * 39,
    "a" * 4000,
    "日" * 4000,
    "mm" * 1999,
    "25 H7/" * 600,
    "±" * 4000,
    "1 mm/" * 700 + "1",
    "%" * 4000,
    "=" * 4000,
    "1=" * 1999 + "1",
    "1e99^1e99",
    "0^0",
    "NaN",
    "Infinity",
    "inf * 0",
    "tan(90°)",
    "round(1;1e99)",
    "1 mm^999999999999",
    "1e" + "9" * 3000,
    "sin(" + "1e99 rad)",
]


@pytest.mark.parametrize("attack", _ATTACKS, ids=range(len(_ATTACKS)))
def test_no_attack_takes_long_or_brings_anything_but_a_refusal(attack: str) -> None:
    calculate("1 mm")  # pint reads its definitions once, at first use
    started = time.process_time()
    try:
        calculate(attack)
    except CalculationRefused as refused:
        assert 0 < len(refused.facts["reason"]) < 200  # noqa: PT017
    assert time.process_time() - started < 10  # One that works takes minutes.


def test_code_is_only_text() -> None:
    assert "means nothing here" in refusal_of("__import__('os')")
    assert "means nothing here" in refusal_of("exec")
    assert "there is no function" in refusal_of("eval(1)")


_PIECES = st.sampled_from(
    [
        *"0123456789.,;()+-*/^=<>±%°'\" ",
        *("in", "to", "->", "pi", "H7", "g6", "25", "1e9", "…"),
        *SIGNATURES,
        *spellings(""),
    ]
)


@given(st.text(max_size=60) | st.lists(_PIECES, max_size=25).map("".join))
@example("25 (+0.1/")
@example("1 2/0 in")
@example("HRC")
@example("HRC HRC60")
@example("25 ±")
@example("5 mm/(")
@example("round(9e99; 12)")
@example("9e99 km in nm")
@example("1e-99 nm in km")
@example("mean(1e-99; 1e99)")
@example("limits(1e99 ±1e-99)")
def test_any_text_gives_a_result_or_a_refusal(text: str) -> None:
    try:
        calculation = calculate(text)
    except CalculationRefused as refused:
        reason = refused.facts["reason"]
        assert reason
        assert not reason.endswith(".")
        return
    assert calculation.text
    assert all(value.is_finite() for value in calculation.values)
    assert calculate(calculation.expression).text


@given(st.lists(_PIECES, min_size=1, max_size=12).map(" ".join))
def test_any_row_of_words_gives_a_result_or_a_refusal(text: str) -> None:
    try:
        assert calculate(text).text
    except CalculationRefused as refused:
        assert refused.facts["reason"]  # noqa: PT017
