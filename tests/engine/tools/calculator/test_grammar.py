"""The grammar for a model: every string drawn from it must be readable."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.tools.calculator.calculation import calculate
from engine.tools.calculator.grammar import CONSTANTS, expression_grammar
from engine.tools.calculator.parsing import parse
from engine.tools.calculator.signatures import SIGNATURES
from tests.engine.tools.gbnf_reader import drawn, read_grammar

_QUANTITIES = (
    "85 N·m",
    "25.000",
    "3.99mm",
    "25,4 mm",
    "-5 °C",
    "2 in",
    '3/8"',
    "HRC60",
    "1,250,000",
    "10 m/min",
    "12 個",
    "25.000 +0/-0.020",
    "⌀25 H7",
    "25 mm H7/g6",
)
_TARGETS = ("lbf·ft", "in", "°F", "%", "HV", "1/s", "zork", "m/min", "mm/mm")


@st.composite
def _written_by_a_model(draw: st.DrawFn) -> str:
    quantities = draw(st.lists(st.sampled_from(_QUANTITIES), max_size=6))
    targets = draw(st.lists(st.sampled_from(_TARGETS), max_size=4))
    rules = read_grammar(expression_grammar(quantities, targets=targets))
    return drawn(draw(st.integers(0, 2**32)), rules)


@given(_written_by_a_model())
def test_every_string_of_the_grammar_can_be_read(written: str) -> None:
    parse(written)


def test_a_model_has_no_numbers_but_those_given_and_the_constants() -> None:
    grammar = expression_grammar(_QUANTITIES, targets=["lbf·ft"])
    numbers = next(line for line in grammar.splitlines() if line.startswith("number ::="))
    given_numbers = [text for text in _QUANTITIES if "H7" not in text and "+0/" not in text]
    texts = [text.replace('"', '\\"') for text in (*given_numbers, *CONSTANTS)]
    assert numbers == "number ::= " + " | ".join(f'"{text}"' for text in texts)
    assert 'size ::= "25.000 +0/-0.020" | "⌀25 H7"' in grammar
    assert 'fit ::= "25 mm H7/g6"' in grammar


def test_every_function_can_be_written() -> None:
    grammar = expression_grammar(_QUANTITIES, targets=[])
    assert all(re.search(rf'"{name}\(?"', grammar) for name in SIGNATURES)


def test_functions_of_tolerances_are_there_only_with_tolerances() -> None:
    grammar = expression_grammar(["85 N·m"], targets=[])
    assert not re.search("limits|within|lower|fit|clearance|size", grammar)
    assert " in " not in grammar


@pytest.mark.parametrize("text", ["12,500", "5 zork", "", "5 mm + 3 mm", "max(1; 2)", "5 mm in cm"])
def test_what_is_no_quantity_is_left_out(text: str) -> None:
    assert expression_grammar([text], targets=[]) == expression_grammar([], targets=[])


def test_targets_are_offered_in_the_calculators_spelling() -> None:
    grammar = expression_grammar([], targets=["in", "inch", "ft-lbs", "zork", "mm/mm", "℃"])
    assert 'unit ::= "inch" | "lbf·ft" | "°C"\n' in grammar
    assert grammar.startswith('root ::= e0 (" in " unit)?\n')


def test_no_rule_comes_back_to_itself() -> None:
    lines = expression_grammar(_QUANTITIES, targets=_TARGETS).splitlines()
    bodies = dict(line.split(" ::= ", 1) for line in lines)
    named = {
        name: frozenset(re.findall(r"[a-z]\w*", re.sub(r'"(?:\\.|[^"\\])*"|\[[^]]*\]', " ", body)))
        for name, body in bodies.items()
    }

    def visit(name: str, above: tuple[str, ...]) -> None:
        assert name not in above
        for inner in named[name]:
            visit(inner, (*above, name))

    visit("root", ())


def test_a_long_list_of_readings_can_be_taken_together() -> None:
    readings = [f"25.{n:03d} mm" for n in range(60)]
    grammar = expression_grammar(readings, targets=[])
    assert "{1,60}" in grammar
    assert calculate(f"mean({'; '.join(readings)})").text == "25.0295 mm"
