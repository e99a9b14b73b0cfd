"""Word problems by the calculator: named steps that a model writes, evaluated line by line.

    # She eats some and bakes with some.
    eggs_left = 16 - 3 - 4
    # She sells the rest for 2 dollars each.
    answer = eggs_left * 2

What a line after # says is for the model to think with; nothing is taken from it. The grammar
leaves no number but those of the problem, what its words stand for ("a dozen", "a week") and a few
exact constants: the model chooses what is calculated, never a result.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from engine.errors import CalculationRefused
from engine.tools.calculator.calculation import calculate
from engine.tools.calculator.grammar import CONSTANTS
from engine.tools.gbnf import literal, one_of

_MOST_STEPS = 10
_MOST_OPERATORS = 12  # In a row.
_MOST_SUBSTITUTED = 200  # Characters of a step that are put into the next one.
_NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d*\.\d+|\d+")
_PERCENT = re.compile(r"(\d+(?:\.\d+)?) ?(?:%|percent\b|per cent\b)")
_STEP = re.compile(r"([a-z]\w*) = (.+)")
_NAME = re.compile(r"[a-z]\w*")
_ONES = {
    word: number
    for number, word in enumerate(
        "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
        " sixteen seventeen eighteen nineteen".split(),
        start=1,
    )
}
_TENS = {
    word: 10 * number
    for number, word in enumerate(
        "twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2
    )
}
_SPELT = re.compile(rf"\b({'|'.join(_TENS)})(?:[- ]({'|'.join(_ONES)}))?\b|\b({'|'.join(_ONES)})\b")
_MEANT = (
    (r"half|halves|halfway|halved|twice|double[sd]?|doubling|couple|pairs?|both", "2 0.5"),
    (r"thirds?|triple[sd]?|thrice", "3"),
    (r"quarters?|fourths?|quadrupled?", "4 25 0.25"),
    (r"fifths?", "5"),
    (r"sixths?", "6"),
    (r"sevenths?", "7"),
    (r"eighths?", "8"),
    (r"tenths?|dimes?|decades?", "10"),
    (r"dozens?", "12"),
    (r"nickels?", "5"),
    (r"hundreds?|thousands?|percent\w*|cents?|dollars?|meters?|century|centuries", "100 1000"),
    (r"millions?", "1000000"),
    (r"seconds?|minutes?|hours?|hourly", "60 24"),
    (r"days?|daily|\w+days?|nightly", "7 24 5"),
    (r"weeks?|weekly|weekends?", "7 5 2 52"),
    (r"months?|monthly", "12 30 4"),
    (r"years?|yearly|annual\w*", "12 52 365"),
    (r"feet|foot|inch|inches|yards?", "12 3 36"),
    (r"pounds?|ounces?", "16"),
    (r"miles?", "5280"),
    (r"angles?|degrees?|circles?|triangles?", "180 360 90"),
)


def operands_of(problem: str) -> tuple[str, ...]:
    """The numbers that a calculation may have, each once, those of the problem first."""
    return tuple(dict.fromkeys((*_numbers(problem), *(c for c in CONSTANTS if c != "pi"))))


def steps_grammar(problem: str) -> str:
    """The grammar (GBNF) of named steps, the last of which is the answer; root ``root``."""
    rules = {
        # Any step may be the last: a model that is done early, and may not end, writes nonsense.
        "root": f'step ("\\n" step){{0,{_MOST_STEPS - 1}}}',
        "step": 'thought name " = " sum',
        "thought": r'"# " [^\n]+ "\n"',
        "name": "[a-z] [a-z0-9_]*",
        "sum": f'term ((" + " | " - " | " * " | " / ") term){{0,{_MOST_OPERATORS}}}',
        "term": 'number | name | "(" sum ")"',
        "number": one_of(map(literal, operands_of(problem))),
    }
    return "".join(f"{name} ::= {body}\n" for name, body in rules.items())


def answer_of(text: str) -> Decimal | None:
    """What the last step comes to; None if one of the steps cannot be calculated."""
    values: dict[str, str] = {}
    answer = None
    for line in filter(None, map(str.strip, text.split("\n"))):
        if line.startswith("#"):
            continue
        step = _STEP.fullmatch(line)
        if step is None or any(name not in values for name in _NAME.findall(step[2])):
            return None
        expression = _NAME.sub(lambda match: f"({values[match[0]]})", step[2])
        try:
            value = calculate(expression).value
        except CalculationRefused:
            return None
        answer = Decimal(value)
        # A quotient is put in as it was written: 1/3 is shown rounded, three of them are 1.
        is_kept = "/" in expression and len(expression) <= _MOST_SUBSTITUTED
        values[step[1]] = expression if is_kept else f"{answer:f}"
    return answer


def _numbers(problem: str) -> Iterator[str]:
    for match in _NUMBER.finditer(problem):
        number = match[0].replace(",", "")
        yield f"0{number}" if number.startswith(".") else number
        if "." in number:
            yield _short(Decimal(number))
    for match in _PERCENT.finditer(problem):
        share = Decimal(match[1]) / 100
        yield from (_short(share), f"{share:.2f}")
    for tens, ones, alone in _SPELT.findall(problem.lower()):
        yield str(_TENS.get(tens, 0) + _ONES.get(ones or alone, 0))
    yield from _meant(problem.lower())


def _meant(problem: str) -> Sequence[str]:
    """The numbers that its words stand for."""
    return [
        number
        for pattern, numbers in _MEANT
        if re.search(rf"\b(?:{pattern})\b", problem)
        for number in numbers.split()
    ]


def _short(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
