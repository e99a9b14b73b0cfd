"""The grammar for a model: every string of it must be readable. Strings are drawn from its rules.

The reader of GBNF here is written from llama.cpp's description, as far as the grammar needs it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.tools.calculator.calculation import calculate
from engine.tools.calculator.grammar import CONSTANTS, expression_grammar
from engine.tools.calculator.parsing import parse
from engine.tools.calculator.signatures import SIGNATURES

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

_TOKEN = re.compile(r'"((?:\\.|[^"\\])*)"|\[0-6\]|\{(\d+)(?:,(\d+))?\}|[\w]+|[()|?]')

# A rule's body: alternatives of sequences of (item, least, most).
_Item = tuple[str, str] | list["_Sequence"]
_Sequence = list[tuple[_Item, int, int]]


def _rules(grammar: str) -> dict[str, list[_Sequence]]:
    lines = (line.split(" ::= ", 1) for line in grammar.splitlines())
    return {name: _alternatives(_TOKEN.finditer(body)) for name, body in lines}


def _alternatives(tokens: Iterator[re.Match[str]]) -> list[_Sequence]:
    alternatives: list[_Sequence] = [[]]
    for token in tokens:
        text, sequence = token.group(), alternatives[-1]
        if text == "|":
            alternatives.append([])
        elif text == "(":
            sequence.append((_alternatives(tokens), 1, 1))
        elif text == ")":
            break
        elif text == "?":
            sequence[-1] = (sequence[-1][0], 0, 1)
        elif token.group(2):
            most = int(token.group(3) or token.group(2))
            sequence[-1] = (sequence[-1][0], int(token.group(2)), most)
        elif text.startswith('"'):
            sequence.append((("text", re.sub(r"\\(.)", r"\1", token.group(1))), 1, 1))
        else:
            sequence.append((("digit" if text == "[0-6]" else "rule", text), 1, 1))
    return alternatives


def _drawn(draw: st.DrawFn, rules: dict[str, list[_Sequence]], body: list[_Sequence]) -> str:
    pieces: list[str] = []
    for item, least, most in draw(st.sampled_from(body)):
        # Few repetitions, or a string would never end; all lengths are alike to the parser.
        for _ in range(draw(st.integers(least, min(most, least + 1)))):
            match item:
                case ("text", text):
                    pieces.append(str(text))
                case ("digit", _):
                    pieces.append(draw(st.sampled_from("0123456")))
                case ("rule", name):
                    pieces.append(_drawn(draw, rules, rules[str(name)]))
                case _:
                    pieces.append(_drawn(draw, rules, list(item)))  # type: ignore[arg-type]
    return "".join(pieces)


@st.composite
def _written_by_a_model(draw: st.DrawFn) -> str:
    quantities = draw(st.lists(st.sampled_from(_QUANTITIES), max_size=6))
    targets = draw(st.lists(st.sampled_from(_TARGETS), max_size=4))
    rules = _rules(expression_grammar(quantities, targets=targets))
    return _drawn(draw, rules, rules["root"])


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
    rules = _rules(expression_grammar(_QUANTITIES, targets=_TARGETS))

    def depth(name: str, above: tuple[str, ...]) -> None:
        assert name not in above
        for sequence in rules[name]:
            visit(sequence, (*above, name))

    def visit(sequence: _Sequence, above: tuple[str, ...]) -> None:
        for item, _, _ in sequence:
            if isinstance(item, list):
                for inner in item:
                    visit(inner, above)
            elif item[0] == "rule":
                depth(item[1], above)

    depth("root", ())


def test_a_long_list_of_readings_can_be_taken_together() -> None:
    readings = [f"25.{n:03d} mm" for n in range(60)]
    grammar = expression_grammar(readings, targets=[])
    assert "{1,60}" in grammar
    assert calculate(f"mean({'; '.join(readings)})").text == "25.0295 mm"
