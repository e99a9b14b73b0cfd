"""From the tree of an expression to its value."""

from __future__ import annotations

from collections.abc import Callable

from engine.tools.calculator import hardness
from engine.tools.calculator.functions import FUNCTIONS, SOURCES, Value, quantity
from engine.tools.calculator.quantities import (
    Quantity,
    added,
    compared,
    converted,
    divided,
    measured,
    multiplied,
    negated,
    subtracted,
    to_power,
)
from engine.tools.calculator.refusal import Refusal
from engine.tools.calculator.syntax import (
    Call,
    Chain,
    Classed,
    Conversion,
    InUnit,
    Literal,
    Negated,
    Node,
    Pi,
    Power,
    Toleranced,
)
from engine.tools.calculator.tolerances import Dimension, classed, toleranced
from engine.tools.calculator.unit_catalogue import HARDNESS_SCALES, PI
from engine.tools.calculator.units import Unit

_OPERATIONS: dict[str, Callable[[Quantity, Quantity], Quantity]] = {
    "+": added,
    "-": subtracted,
    "*": multiplied,
    "/": divided,
}
_HOLDS: dict[str, Callable[[int], bool]] = {
    "<": lambda order: order < 0,
    "<=": lambda order: order <= 0,
    ">": lambda order: order > 0,
    ">=": lambda order: order >= 0,
    "=": lambda order: order == 0,
}


class Evaluation:
    """Evaluates one tree and collects the tables it looked into."""

    def __init__(self) -> None:
        self._sources: dict[str, None] = {}

    @property
    def sources(self) -> tuple[str, ...]:
        """Standards and tables used, each once, in order of use."""
        return tuple(self._sources)

    def value(self, node: Node) -> Value:
        """What the tree comes to."""
        match node:
            case Literal(number, unit, is_whole):
                return measured(number, unit, is_whole=is_whole)
            case Toleranced():
                return toleranced(node)
            case Classed():
                return self._classed(node)
            case Call(name, arguments):
                return self._called(name, arguments)
            case Chain(first, ((mark, _), *_)) if mark in _HOLDS:
                return self._holds(first, node.rest)
            case _:
                return self._number(node)

    def _number(self, node: Node) -> Quantity:
        match node:
            case Pi():
                number = Quantity(PI, is_exact=False)
            case InUnit(operand, unit):
                number = self._in_unit(self._number(operand), unit)
            case Negated(operand):
                number = negated(self._number(operand))
            case Power(base, exponent):
                number = to_power(self._number(base), self._number(exponent))
            case Conversion(operand, unit):
                number = self._converted(self._number(operand), unit)
            case Chain(first, ((mark, _), *_)) if mark in _OPERATIONS:
                number = self._number(first)
                for mark, operand in node.rest:
                    number = _OPERATIONS[mark](number, self._number(operand))
            case _:
                number = quantity(self.value(node))
        return number

    def _holds(self, first: Node, rest: tuple[tuple[str, Node], ...]) -> bool:
        left, result = self._number(first), True
        for mark, operand in rest:
            right = self._number(operand)
            result = _HOLDS[mark](compared(left, right)) and result
            left = right
        return result

    def _called(self, name: str, arguments: tuple[Node, ...]) -> Value:
        result = FUNCTIONS[name]([self.value(argument) for argument in arguments])
        if name in SOURCES:
            self._sources[SOURCES[name]] = None
        return result

    def _classed(self, node: Classed) -> Value:
        made = classed(node)
        sizes = (made,) if isinstance(made, Dimension) else (made.hole, made.shaft)
        for size in sizes:
            self._sources.update(dict.fromkeys(size.sources))
        return made

    def _in_unit(self, number: Quantity, unit: Unit) -> Quantity:
        if number.unit:
            raise Refusal(f"a quantity in {number.unit.symbol} cannot be given {unit.symbol} too")
        return Quantity(number.number, unit, number.is_exact, number.digits)

    def _converted(self, number: Quantity, unit: Unit) -> Quantity:
        scale, target = number.unit.symbol, unit.symbol
        is_converted = target in HARDNESS_SCALES or target == hardness.STRENGTH
        if scale not in HARDNESS_SCALES or not is_converted or scale == target:
            return converted(number, unit)
        self._sources[hardness.source()] = None
        value = hardness.converted_hardness(number.number, scale, target)
        return Quantity(value, unit, digits=number.digits)
