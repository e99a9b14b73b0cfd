"""The grammar, by recursive descent.

    comparison  conversion (< <= > >= = conversion)*
    conversion  sum (in|to|-> unit)?
    sum         product (+|- product)*
    product     signed (*|/ signed)*
    signed      - signed | + signed | power
    power       primary (^ signed)?
    primary     literal | pi | function(comparison; ...) | (comparison) [unit]
    literal     number [unit] [deviations | ISO 286 class]

A unit binds tighter than any operator: 5 mm^2 are square millimetres, 10 N / 2 mm² is a quotient.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from difflib import get_close_matches

from engine.tools.calculator.literals import Literals
from engine.tools.calculator.refusal import Refusal
from engine.tools.calculator.signatures import OTHER_NAMES, SIGNATURES
from engine.tools.calculator.syntax import (
    Call,
    Chain,
    Conversion,
    InUnit,
    Negated,
    Node,
    Pi,
    Power,
    Toleranced,
)
from engine.tools.calculator.token_stream import TokenStream
from engine.tools.calculator.tokens import Kind, Token, tokens
from engine.tools.calculator.unit_syntax import is_unit, read_unit
from engine.tools.calculator.units import Unit

_DEEPEST = 40  # Each level is some ten Python calls; Python stops at a thousand.
_COMPARISONS = ("<", "<=", ">", ">=", "=")


@dataclass(frozen=True, slots=True)
class Parsed:
    """An expression's tree, and the numbers written in it, in order."""

    tree: Node
    inputs: tuple[Decimal, ...]


def parse(text: str) -> Parsed:
    """The tree of an expression; refused with the place where it stops making sense."""
    stream = TokenStream(tokens(text))
    if stream.has_ended():
        raise Refusal("the expression is empty")
    parser = _Parser(stream)
    tree = parser.comparison()
    if not stream.has_ended():
        raise _unexpected(stream.current, stream.previous)
    return Parsed(tree, tuple(parser.literals.inputs))


def parse_unit(text: str) -> Unit:
    """The unit that ``text`` is, and nothing else."""
    stream = TokenStream(tokens(text))
    unit = read_unit(stream)
    if not stream.has_ended():
        raise _unexpected(stream.current, stream.previous)
    return unit


class _Parser:
    def __init__(self, stream: TokenStream) -> None:
        self._stream = stream
        self._depth = 0
        self.literals = Literals(stream)

    def comparison(self) -> Node:
        return self._chain(_COMPARISONS, self._conversion)

    def _conversion(self) -> Node:
        node = self._chain(("+", "-"), self._product)
        if self._stream.take_word("in", "to") or self._stream.take("->"):
            return Conversion(node, read_unit(self._stream))
        return node

    def _product(self) -> Node:
        return self._chain(("*", "/"), self._signed)

    def _chain(self, marks: tuple[str, ...], operand: Callable[[], Node]) -> Node:
        first = operand()
        rest: list[tuple[str, Node]] = []
        while mark := self._stream.take(*marks):
            rest.append((mark.text, operand()))
        return Chain(first, tuple(rest)) if rest else first

    def _signed(self) -> Node:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise Refusal(f"the expression is nested more than {_DEEPEST} deep")
        if self._stream.take("-"):
            is_bare = self._stream.current.kind is Kind.NUMBER
            node = _negative(self._signed(), is_bare=is_bare)
        elif self._stream.take("+"):
            node = self._signed()
        else:
            node = self._power()
        self._depth -= 1
        return node

    def _power(self) -> Node:
        base = self._primary()
        return Power(base, self._signed()) if self._stream.take("^") else base

    def _primary(self) -> Node:
        stream = self._stream
        token = stream.current
        if self.literals.starts_here():
            return self.literals.read()
        if stream.take("("):
            node = self.comparison()
            stream.expect(")", opened=token)
        elif stream.take_word("pi", "π"):
            node = Pi()
        elif token.kind is Kind.WORD:
            node = self._call()
        else:
            raise _unexpected(token, stream.previous)
        if is_unit(stream.current, stream.ahead()) and not stream.is_at("in", "to"):
            return InUnit(node, read_unit(stream))
        return node

    def _call(self) -> Call:
        stream = self._stream
        word = stream.advance()
        name = OTHER_NAMES.get(word.text, word.text)
        opened = stream.take("(")
        if not opened:
            raise _stray_word(word)
        if name not in SIGNATURES:
            raise _unknown_function(word)
        start = stream.index
        arguments, has_semicolon = [], False
        if not stream.is_at(")"):
            arguments.append(self.comparison())
        while mark := stream.take(";", ","):
            has_semicolon = has_semicolon or mark.text == ";"
            arguments.append(self.comparison())
        stream.expect(")", opened=opened)
        _check_arity(name, len(arguments))
        if SIGNATURES[name][1] > 1 and not has_semicolon:
            _refuse_commas_inside(name, stream.since(start))
        return Call(name, tuple(arguments))


def _negative(node: Node, *, is_bare: bool) -> Node:
    # -5 ±2 °C is a size around -5 °C.
    if isinstance(node, Toleranced) and is_bare:
        nominal = replace(node.nominal, number=node.nominal.number.copy_negate())
        return replace(node, nominal=nominal)
    return Negated(node)


def _check_arity(name: str, count: int) -> None:
    least, most = SIGNATURES[name]
    if not least <= count <= most:
        wanted = f"{least}" if least == most else f"at least {least}"
        noun = "argument" if least == 1 and wanted == "1" else "arguments"
        raise Refusal(f"{name} takes {wanted} {noun}, not {count}")


def _refuse_commas_inside(name: str, written: tuple[Token, ...]) -> None:
    # max(1,2) could be the larger of two numbers or the single number 1.2.
    for token in written:
        if token.has_comma:
            raise Refusal(
                f"{token.text} in {name}(…) could be one number or several: separate arguments"
                " with ';'"
            )


def _unexpected(token: Token, previous: Token | None) -> Refusal:
    if token.kind is Kind.END:
        return Refusal("the expression ends too early")
    if token.kind is Kind.MARK:
        return Refusal(f"{token.quoted} at character {token.position} is not expected there")
    after = previous.quoted if previous else "''"
    return Refusal(
        f"an operator is missing between {after} and {token.quoted} at character {token.position}"
    )


def _stray_word(word: Token) -> Refusal:
    place = f"{word.quoted} at character {word.position}"
    if word.text in SIGNATURES or word.text in OTHER_NAMES:
        return Refusal(f"{place} is a function: its arguments go in parentheses")
    if is_unit(word, word):
        return Refusal(f"the unit {place} has no number before it")
    return Refusal(f"the word {place} means nothing here")


def _unknown_function(word: Token) -> Refusal:
    near = get_close_matches(word.text, SIGNATURES, n=1)
    meant = f"; did you mean {near[0]!r}" if near else ""
    return Refusal(f"there is no function {word.quoted}, at character {word.position}{meant}")
