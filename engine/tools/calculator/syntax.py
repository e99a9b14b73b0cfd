"""What an expression says, as a tree, and the tree as text in one spelling.

``parse(render(node))`` is ``node`` again: what is shown as the calculation is what was calculated.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from engine.tools.calculator.units import NONE, PERCENT, Unit


@dataclass(frozen=True, slots=True)
class Literal:
    """A number with its unit. ``is_whole``: written with digits only."""

    number: Decimal
    unit: Unit = NONE
    is_whole: bool = False


@dataclass(frozen=True, slots=True)
class Pi:
    """The constant."""


@dataclass(frozen=True, slots=True)
class Toleranced:
    """A nominal size with its deviations, upper first: 25 +0.05/-0.02 mm."""

    nominal: Literal
    upper: Decimal
    lower: Decimal
    deviation_unit: Unit


@dataclass(frozen=True, slots=True)
class Classed:
    """A nominal size with one ISO 286 class (25 mm H7) or with two (25 mm H7/g6)."""

    nominal: Literal
    classes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class InUnit:
    """A plain number that came out of something else, given a unit: (3 + 4) mm."""

    operand: Node
    unit: Unit


@dataclass(frozen=True, slots=True)
class Negated:
    """Minus the operand."""

    operand: Node


@dataclass(frozen=True, slots=True)
class Chain:
    """Operands of one rank with the marks between them, from left to right.

    Flat, so that two thousand terms are not two thousand calls deep. Marks are + and -, * and /,
    or comparisons.
    """

    first: Node
    rest: tuple[tuple[str, Node], ...]


@dataclass(frozen=True, slots=True)
class Power:
    """Base and exponent."""

    base: Node
    exponent: Node


@dataclass(frozen=True, slots=True)
class Conversion:
    """The operand expressed in another unit."""

    operand: Node
    unit: Unit


@dataclass(frozen=True, slots=True)
class Call:
    """A function of arguments."""

    name: str
    arguments: tuple[Node, ...]


Node: TypeAlias = (
    Literal | Pi | Toleranced | Classed | InUnit | Negated | Chain | Power | Conversion | Call
)

# How tightly each kind binds, loosest first.
_COMPARED, _CONVERTED, _SUMMED, _MULTIPLIED, _SIGNED, _RAISED, _WHOLE = range(7)


def render(node: Node) -> str:
    """The tree in one spelling, with only the parentheses it needs."""
    match node:
        case Literal():
            text = _literal(node)
        case Pi():
            text = "pi"
        case Toleranced():
            text = _toleranced(node)
        case Classed(nominal, classes):
            text = f"{_literal(nominal)} {'/'.join(classes)}"
        case InUnit(operand, unit):
            inner = render(operand) if isinstance(operand, Call | Pi) else f"({render(operand)})"
            text = inner + spaced(unit.symbol)
        case Negated(operand):
            is_size = isinstance(operand, Toleranced)  # -5 ±2 °C is around -5 °C
            text = f"-({render(operand)})" if is_size else f"-{_inside(operand, _SIGNED)}"
        case Power(base, exponent):
            text = f"{_base(base)} ^ {_inside(exponent, _SIGNED)}"
        case Conversion(operand, unit):
            text = f"{_inside(operand, _SUMMED)} in {unit.symbol}"
        case Call(name, arguments):
            text = f"{name}({'; '.join(map(render, arguments))})"
        case _:
            rank = _rank(node) + 1
            marked = "".join(f" {mark} {_inside(operand, rank)}" for mark, operand in node.rest)
            text = _inside(node.first, rank) + marked
    return text


def plain(number: Decimal) -> str:
    """The number without exponent where its size is ordinary, with every zero it has."""
    if number.is_zero() or -10 < number.adjusted() < 15:
        return f"{number:f}"
    return f"{number:e}".replace("e+", "e")


def _inside(node: Node, rank: int) -> str:
    return render(node) if _rank(node) >= rank else f"({render(node)})"


def _base(node: Node) -> str:
    # 5 mm ^ 2 is 5 mm²: a base that ends in a unit needs its parentheses.
    is_bare = isinstance(node, Call | Pi) or (isinstance(node, Literal) and not node.unit)
    return render(node) if is_bare else f"({render(node)})"


def _rank(node: Node) -> int:
    match node:
        case Chain(_, ((mark, _), *_)):
            return {"+": _SUMMED, "-": _SUMMED, "*": _MULTIPLIED, "/": _MULTIPLIED}.get(
                mark, _COMPARED
            )
        case Conversion():
            return _CONVERTED
        case Negated():
            return _SIGNED
        case Power():
            return _RAISED
        case _:
            return _WHOLE


def _literal(literal: Literal) -> str:
    number = literal.number
    is_rounded = int(number.as_tuple().exponent) > 0  # 31e9 has two digits, 31000000000 eleven
    text = f"{number:e}".replace("e+", "e") if is_rounded else plain(number)
    return text + spaced(literal.unit.symbol)


def spaced(symbol: str) -> str:
    """A unit's symbol as it follows a number: 5 mm, but 30°."""
    return symbol if symbol in {"", "°"} else f" {symbol}"


def _toleranced(node: Toleranced) -> str:
    nominal = node.nominal
    unit = spaced(node.deviation_unit.symbol)
    # One unit behind it all, but % alone there would be per cent of the nominal size.
    is_shared = node.deviation_unit == nominal.unit != PERCENT
    head = plain(nominal.number) if is_shared else _literal(nominal)
    if node.upper == node.lower.copy_negate():
        return f"{head} ±{plain(node.upper)}{unit}"
    return f"{head} {_signed(node.upper)}/{_signed(node.lower)}{unit}"


def _signed(number: Decimal) -> str:
    return plain(number) if number.is_signed() else f"+{plain(number)}"
