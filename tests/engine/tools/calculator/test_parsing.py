"""What is read, how it is shown again, and where reading stops."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.tools.calculator.functions import FUNCTIONS
from engine.tools.calculator.parsing import parse
from engine.tools.calculator.refusal import Refusal
from engine.tools.calculator.signatures import SIGNATURES
from engine.tools.calculator.syntax import render


def _read(expression: str) -> str:
    return render(parse(expression).tree)


def _refusal(expression: str) -> str:
    with pytest.raises(Refusal) as refused:
        parse(expression)
    return refused.value.reason


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("85 N·m in lbf·ft", "85 N·m in lbf·ft"),
        ("85N·m→lbf·ft", "85 N·m in lbf·ft"),
        ("85 N·m to lbf·ft", "85 N·m in lbf·ft"),
        ("3.99mm", "3.99 mm"),
        ("2 in in mm", "2 inch in mm"),
        ("2 in", "2 inch"),
        ("(2 in)*3", "2 inch * 3"),
        ("2 in/min", "2 in/min"),
        ("2 in to mm", "2 inch in mm"),
        ("2 in - 1 in", "2 inch - 1 inch"),
        ("5 in mm", "5 in mm"),
        ("5 lbf·in", "5 lbf·in"),
        ('2" in mm', "2 inch in mm"),
        ("1 + 2 * 3 ^ 2", "1 + 2 * 3 ^ 2"),
        ("(1 + 2) * 3", "(1 + 2) * 3"),
        ("((1)) + (2 * 3)", "1 + 2 * 3"),
        ("(5 mm)^2", "(5 mm) ^ 2"),
        ("5 mm^2", "5 mm²"),
        ("2 ** 3 ** 2", "2 ^ 3 ^ 2"),
        ("(2 ^ 3) ^ 2", "(2 ^ 3) ^ 2"),
        ("-2^2", "-2 ^ 2"),
        ("(-2)^2", "(-2) ^ 2"),
        ("+5 - -3", "5 - -3"),
        ("--5", "--5"),
        ("10 N / 2 mm²", "10 N / 2 mm²"),
        ("10 m / min(3; 4)", "10 m / min(3; 4)"),
        ("10 m/min", "10 m/min"),
        ("10 m * percent(3; 4)", "10 m * percent(3; 4)"),
        ("10 percent", "10 %"),
        ("10 mm/(2 s)", "10 mm / 2 s"),
        ("10 W/(m·K)", "10 W/(m·K)"),
        ("(3 + 4) mm", "(3 + 4) mm"),
        ("sqrt(2) mm", "sqrt(2) mm"),
        ("pi mm", "pi mm"),
        ("π * 2", "pi * 2"),
        ("(3/4)°", "(3 / 4)°"),
        ("24.9 mm ≤ 25 mm == 25 mm", "24.9 mm <= 25 mm = 25 mm"),
        ("(5 mm in cm) * 2", "(5 mm in cm) * 2"),
        ("(5 mm in cm) in m", "(5 mm in cm) in m"),
        ("avg(1; 2)", "mean(1; 2)"),
        ("max(1.5, 2.5)", "max(1.5; 2.5)"),
        ("mean(25,4; 25,6)", "mean(25.4; 25.6)"),
        ("abs(25,4)", "abs(25.4)"),
        ("max(1 mm,2 mm)", "max(1 mm; 2 mm)"),
        ("(1 < 2) = 3", "(1 < 2) = 3"),
        ("1e20", "1e20"),
        ("31e3 mm", "3.1e4 mm"),
        ("25 H7/g6", "25 H7/g6"),
        ("⌀25H7", "25 H7"),
        ("φ 25 mm H7 / g6", "25 mm H7/g6"),
        ("25 m6", "25 m6"),
        ("25 m3", "25 m³"),
        ("2 in H7", "2 inch H7"),
        ("25 ±0.1 mm", "25 ±0.1 mm"),
        ("25 +/-0.1 mm", "25 ±0.1 mm"),
        ("25 mm ±100 µm", "25 mm ±100 µm"),
        ("50 % ±0.5", "50 % ±0.5 %"),
        ("26 K/°C", "26"),
        ("25 (±0.1) mm", "25 ±0.1 mm"),
        ("25.000 +0/-0.020", "25.000 +0/-0.020"),
        ("25 0/-0.02 mm", "25 +0/-0.02 mm"),
        ("25 +0.05/0 mm", "25 +0.05/+0 mm"),
        ("25 +0.05/+0.01", "25 +0.05/+0.01"),
        ("25 -0.02/+0.05 mm", "25 +0.05/-0.02 mm"),
        ("25 (+0.05/-0.02) mm", "25 +0.05/-0.02 mm"),
        ("25 mm (+0.05/-0.02)", "25 +0.05/-0.02 mm"),
        ("25 mm +50 µm/-20 µm", "25 mm +50/-20 µm"),
        ("-5 ±2 °C", "-5 ±2 °C"),
        ("-(5 ±2 °C)", "-(5 ±2 °C)"),
        ("5 + 3/-2", "5 + 3 / -2"),
        ("5+3/-2", "5 + 3 / -2"),
        ("5 +3/4", "5 + 3 / 4"),
        ("5 +3 / -2", "5 + 3 / -2"),
        ("3/8 in in mm", "(3 / 8) inch in mm"),
        ("1 3/8 in in mm", "(1 + 3 / 8) inch in mm"),
        ("2 * 3/8 inch", "2 * (3 / 8) inch"),
        ("HRC 60", "60 HRC"),
        ("HRC60 in HV", "60 HRC in HV"),
        ("60 HRC in HV10", "60 HRC in HV"),
        ("HV200", "200 HV"),
    ],
)
def test_an_expression_is_shown_in_one_spelling(typed: str, shown: str) -> None:
    assert _read(typed) == shown
    assert _read(shown) == shown


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", "the expression is empty"),
        ("  ", "the expression is empty"),
        ("5 Nmm", "unknown unit 'Nmm' at character 3; did you mean 'N·mm'"),
        ("5 mm in zork", "unknown unit 'zork' at character 9"),
        ("85 N·m in", "a unit is missing at character 10"),
        ("85 N·m in 3", "a unit is missing at character 11"),
        ("5 mm in cm in m", "'in' at character 12"),
        ("mm", "the unit 'mm' at character 1 has no number before it"),
        ("max", "'max' at character 1 is a function: its arguments go in parentheses"),
        ("zork + 1", "the word 'zork' at character 1 means nothing here"),
        ("zork(1)", "there is no function 'zork', at character 1"),
        ("maxx(1)", "there is no function 'maxx', at character 1; did you mean 'max'"),
        ("(3", "the parenthesis opened at character 1 is never closed"),
        ("max(3; 4", "the parenthesis opened at character 4 is never closed"),
        ("(3; 4)", "')' or an operator is missing at character 3"),
        ("3)", "')' at character 2 is not expected there"),
        ("3 +", "the expression ends too early"),
        ("* 3", "'*' at character 1 is not expected there"),
        ("3 4", "an operator is missing between '3' and '4' at character 3"),
        ("25 1/2 mm", "an operator is missing between '25' and '1' at character 4"),
        ("2 pi", "an operator is missing between '2' and 'pi' at character 3"),
        ("5 mm mm", "an operator is missing between 'mm' and 'mm' at character 6"),
        ("5 x 3", "unknown unit 'x' at character 3; did you mean '*'"),
        ("abs()", "abs takes 1 argument, not 0"),
        ("abs(1; 2)", "abs takes 1 argument, not 2"),
        ("diff(1)", "diff takes 2 arguments, not 1"),
        ("stdev(1)", "stdev takes at least 2 arguments, not 1"),
        ("max(1,2)", "1,2 in max(…) could be one number or several: separate arguments with ';'"),
        ("max(1,5 mm)", "1,5 in max(…) could be one number or several"),
        ("max(1,250,300)", "1,250,300 in max(…) could be one number or several"),
        ("mean(25.1,25.2)", "25.1,25.2 is not a number; separate arguments with ';'"),
        ("10/2 mm", "10/2 mm could be (10/2) mm or 10/(2 mm): add parentheses"),
        ("25 (+0.1)", "'/' and the second deviation are missing at character 9"),
        ("25 (+0.1/-0.1", "the parenthesis opened at character 4 is never closed"),
        ("25 (+0.1/x)", "a deviation is missing at character 10"),
        ("25 ± mm", "a deviation is missing at character 6"),
        ("25 mm +1 µm/-2 mm", "the two deviations have different units"),
        ("100 ±5 %", "the deviation of 100 in % needs a unit or % behind the number"),
        ("5 & 3", "the character '&' at character 3 means nothing here"),
        ("__import__('os')", """the character "'" at character 12 means nothing here"""),
        ("1;2", "';' at character 2 is not expected there"),
        ("~", "the character '~' at character 1 means nothing here"),
    ],
)
def test_a_refusal_says_what_is_wrong_and_where(typed: str, reason: str) -> None:
    assert reason in _refusal(typed)


def test_numbers_are_given_in_the_order_they_are_written() -> None:
    parsed = parse("max(25.000 +0/-0.020; 1 3/8 in; HRC 60) + 5 mm^2 * 25 H7")
    written = ["25.000", "0", "0.020", "1", "3", "8", "60", "5", "25"]
    assert [str(number) for number in parsed.inputs] == written


def test_nesting_is_bounded() -> None:
    assert _read("(" * 39 + "1" + ")" * 39) == "1"
    for opening, closing in (("(", ")"), ("-", ""), ("2^", ""), ("abs(", ")")):
        typed = opening * 100 + "1" + closing * 100
        assert _refusal(typed) == "the expression is nested more than 40 deep"


def test_a_long_row_of_operators_is_no_deep_nesting() -> None:
    assert _read("+".join("1" * 1900)) == " + ".join("1" * 1900)


def test_length_is_bounded() -> None:
    assert _refusal("1" * 4001) == "the expression is longer than 4,000 characters"


def test_every_function_is_known_to_parser_and_calculator() -> None:
    assert set(FUNCTIONS) == set(SIGNATURES)


_units = st.sampled_from(["", " mm", " inch", " N·m", "°", " °C", " kg/m³", " %", " 個", " h⁻¹"])
_literals = st.builds(
    "{}{}".format, st.decimals(min_value=0, max_value=999, places=3).map(str), _units
)
_sizes = st.sampled_from(["25 H7", "25 mm H7/g6", "25 ±0.1 mm", "25 +0.1/-0.2", "60 HRC", "pi"])
_trees = st.recursive(
    _literals | _sizes,
    lambda inner: st.one_of(
        st.builds("{} {} {}".format, inner, st.sampled_from(["+", "-", "*", "/", "<="]), inner),
        st.builds("({}) ^ ({})".format, inner, inner),
        st.builds("({})".format, inner),
        st.builds("-({})".format, inner),
        st.builds("({} in mm)".format, inner),
        st.builds("({}) mm".format, inner),
        st.builds("max({}; {})".format, inner, inner),
        st.builds("within({}; {})".format, inner, inner),
    ),
    max_leaves=8,
)


@given(_trees)
def test_what_is_shown_reads_as_what_was_calculated(typed: str) -> None:
    tree = parse(typed).tree
    assert parse(render(tree)).tree == tree
