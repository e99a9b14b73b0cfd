"""The steps that the word problem benchmark lets a model write, and what they come to."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

from tests.bench.named_steps import answer_of, operands_of, steps_grammar
from tests.engine.tools.gbnf_reader import drawn, read_grammar

ALWAYS = set("1 2 3 4 10 60 100 1000".split())


@pytest.mark.parametrize(
    ("problem", "numbers"),
    [
        ("16 eggs at $2.50 each", "16 2.50 2.5"),
        ("a house of $80,000 and .75 acres", "80000 0.75"),
        ("15% off, then 7.5 percent", "15 0.15 7.5 0.075 0.08"),
        ("Twenty-five bolts, thirty nuts and nine pins", "25 30 9"),
        ("two dozen rolls a week", "2 12 7 5 52"),
        ("half of them", "2 0.5"),
        ("1/8 of a mile", "1 8 5280"),
        ("a bone, a tent and the weather", ""),
    ],
)
def test_the_operands_are_the_problems_own_and_a_few_constants(problem: str, numbers: str) -> None:
    assert set(operands_of(problem)) - ALWAYS == set(numbers.split()) - ALWAYS


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("eggs_left = 16 - 3 - 4\nanswer = eggs_left * 2", 18),
        ("# Of 16 eggs 3 are left.\nleft = 16 - 3\n# All 4 cost 9.\nanswer = left", 13),
        ("answer = (12 + 8) / (4 - 2)", 10),
        ("third = 1 / 3\nanswer = third * 60 + third * 30", 30),
        ("debt = 3 - 10\nanswer = 5 - debt", 12),
        ("a = 1000 * 1000\nanswer = a * 1000", 10**9),
        ("a = 2\na = a * 3\nanswer = a", 6),
        ("day_2 = 5\nday = 7\nanswer = day_2 * day", 35),
    ],
)
def test_steps_come_to_the_last_ones_value(text: str, answer: int) -> None:
    assert answer_of(text) == Decimal(answer)


@pytest.mark.parametrize(
    "text", ["", "answer = eggs * 2", "answer = 1 / 0", "answer = 4 - 4\n5", "answer = (2"]
)
def test_what_cannot_be_calculated_has_no_value(text: str) -> None:
    assert answer_of(text) is None


def test_a_long_chain_of_quotients_stays_within_the_calculators_bounds() -> None:
    steps = [f"a{i + 1} = a{i} / 2 + a{i} / 2" for i in range(10)]
    assert answer_of("\n".join(["a0 = 60", *steps])) == 60


def test_every_text_of_the_grammar_is_steps_with_the_problems_numbers() -> None:
    problem = "She sells 16 eggs at $2.50."
    rules = read_grammar(steps_grammar(problem))
    texts = [text for text in (drawn(seed, rules, depth=9) for seed in range(300)) if text]
    for text in texts:
        lines = text.split("\n")
        thoughts, steps = lines[::2], lines[1::2]
        assert all(thought.startswith("# ") for thought in thoughts)
        assert all(re.match("[a-z][a-z0-9_]* = ", step) for step in steps)
        assert len(thoughts) == len(steps)
        figures = re.findall(r"(?<![\w.])\d[\d.]*", " ".join(steps))
        assert set(figures) <= {"16", "2.5", "2.50"} | ALWAYS
    assert len({text.count("\n") for text in texts}) > 1
