"""The expressions a language model may write, as a grammar (GBNF) for llama.cpp.

Its numbers are the quantities it is given, letter for letter, and a few exact constants: it can
choose what is calculated, never with which numbers. Depth and length are bounded. Every string of
the grammar can be parsed; whether its units go together shows when it is calculated.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from engine.tools.calculator.parsing import parse, parse_unit
from engine.tools.calculator.refusal import Refusal
from engine.tools.calculator.syntax import Classed, InUnit, Literal, Negated, Toleranced

CONSTANTS = ("1", "2", "3", "4", "10", "60", "100", "1000", "pi")

_DEPTH = 2  # parentheses or calls inside each other
_MOST_STEPS = 5  # operators in a row; a longer sum is a list for sum(…)
_FEWEST_LISTED = 24  # room for a short list even when few quantities are known

_LISTS = "min max sum mean median stdev pstdev range count"
_PAIRS = "diff percent"
_SINGLES = "abs sqrt sin cos tan"
_OF_SIZE = "lower upper mid width"
_OF_FIT = "clearance_min clearance_max"


def expression_grammar(quantities: Sequence[str], *, targets: Sequence[str]) -> str:
    """The grammar, root rule ``root``.

    ``quantities`` are what stands in the documents, such as "85 N·m" or "25.000 +0/-0.020";
    ``targets`` are the units the result may be asked in. What the calculator cannot read as one
    is left out: an unknown unit, a number that could be two, a whole expression.
    """
    numbers, sizes, fits = _sorted(quantities)
    units = _units(targets)
    rules = {
        "root": " | ".join(["e0" + (' (" in " unit)?' if units else ""), *_whole(sizes, fits)]),
        **({"unit": _alternatives(units)} if units else {}),
        "number": _alternatives((*numbers, *CONSTANTS)),
        **({"size": _alternatives(sizes)} if sizes else {}),
        **({"fit": _alternatives(fits)} if fits else {}),
    }
    longest = max(_FEWEST_LISTED, len(numbers))
    for depth in range(_DEPTH + 1):
        rules |= _level(depth, longest, has_sizes=bool(sizes), has_fits=bool(fits))
    return "".join(f"{name} ::= {body}\n" for name, body in rules.items())


def _level(depth: int, longest: int, *, has_sizes: bool, has_fits: bool) -> dict[str, str]:
    expression, term = f"e{depth}", f"t{depth}"
    step = f'((" + " | " - " | " * " | " / ") {term}){{0,{_MOST_STEPS}}}'
    forms = ["number"]
    if has_sizes:
        forms.append(f'({_names(_OF_SIZE)}) "(" size ")"')
    if has_fits:
        forms.append(f'({_names(_OF_FIT)}) "(" fit ")"')
    if depth < _DEPTH:
        inner = f"e{depth + 1}"
        more = f'"; " {inner}'
        forms += [
            f'"(" {inner} ")"',
            f'({_names(_LISTS)}) "(" {inner} ({more}){{1,{longest}}} ")"',
            f'({_names(_PAIRS)}) "(" {inner} {more} ")"',
            f'({_names(_SINGLES)}) "(" {inner} ")"',
            f'"round(" {inner} "; " [0-6] ")"',
            f'("cp" | "cpk") "(" {inner} {more} ({more}){{2,{longest}}} ")"',
            f'"cp_of(" {inner} ({more}){{2}} ")"',
            f'"cpk_of(" {inner} ({more}){{3}} ")"',
        ]
    return {expression: f"{term} {step}", term: " | ".join(forms)}


def _whole(sizes: Sequence[str], fits: Sequence[str]) -> list[str]:
    # A yes or no, and a text of several numbers, are no operands and have no unit to choose.
    answers = ['"limits(" size ")"', '"within(" e0 "; " size ")"'] if sizes else []
    return answers + (['"fit(" fit ")"'] if fits else [])


def _sorted(quantities: Iterable[str]) -> tuple[list[str], list[str], list[str]]:
    numbers: list[str] = []
    sizes: list[str] = []
    fits: list[str] = []
    for text in dict.fromkeys(text.strip() for text in quantities):
        try:
            tree = parse(text).tree
        except Refusal:
            continue
        match tree:
            case Classed(_, (_, _)):
                fits.append(text)
            case Classed() | Toleranced():
                sizes.append(text)
            case Literal() | Negated(Literal()) | InUnit():
                numbers.append(text)
    return numbers, sizes, fits


def _units(targets: Iterable[str]) -> list[str]:
    """The targets in the calculator's own spelling, so that none reads like another word."""
    units: list[str] = []
    for text in targets:
        try:
            units.append(parse_unit(text).symbol)
        except Refusal:
            continue
    return [symbol for symbol in dict.fromkeys(units) if symbol]


def _names(names: str) -> str:
    return _alternatives(names.split())


def _alternatives(texts: Iterable[str]) -> str:
    return " | ".join(_quoted(text) for text in texts)


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c.isprintable() else " " for c in escaped) + '"'
