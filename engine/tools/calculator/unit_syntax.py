"""Units in the row of tokens: N·m, kg/m³, µm/(m·K), mm^2.

    unit    factor (* factor)* (/ (factor | "(" factor (* factor)* ")"))*
    factor  spelling [^ [-] whole number]

The word "in" is the inch right after a number, unless a unit follows: 2 in, 2 in in mm, 2 in mm.
"""

from __future__ import annotations

import re

from engine.tools.calculator.refusal import Refusal
from engine.tools.calculator.signatures import SIGNATURES
from engine.tools.calculator.token_stream import TokenStream
from engine.tools.calculator.tokens import Kind, Token
from engine.tools.calculator.unit_catalogue import nearest, unit_spelled
from engine.tools.calculator.units import Part, Unit, composed

_CLASS = re.compile(r"[A-Za-z]{1,2}\d{1,2}")
_LARGEST_POWER = 9

_Factors = list[tuple[Part, int]]


def is_unit(token: Token, following: Token) -> bool:
    """Whether the token is a unit, and not a function of the same name: min(…), percent(…)."""
    if token.kind is not Kind.WORD or unit_spelled(token.text) is None:
        return False
    if following.kind is Kind.NUMBER and not following.is_spaced:
        return False  # HRC60 is a number of its own.
    is_call = following.text == "(" and not following.is_spaced
    return not (is_call and token.text in SIGNATURES)


def is_class(token: Token) -> bool:
    """Whether the token looks like an ISO 286 class such as H7, and is no unit such as m2."""
    is_word = token.kind is Kind.WORD and unit_spelled(token.text) is None
    return is_word and _CLASS.fullmatch(token.text) is not None


def starts_unit(stream: TokenStream) -> bool:
    """Whether a unit of the number just taken starts here."""
    token, following = stream.current, stream.ahead()
    if token.kind is Kind.WORD and token.text == "in" and following.kind is Kind.WORD:
        return following.text in ("in", "to") or is_class(following)
    return is_unit(token, following)


def read_unit(stream: TokenStream) -> Unit:
    """Take a unit; refused with the nearest spelling if there is none here."""
    factors = _product(stream, 1)
    while stream.is_at("/") and _goes_on(stream, may_open=True):
        stream.advance()
        opened = stream.take("(")
        if opened:
            factors += _product(stream, -1)
            stream.expect(")", opened=opened)
            continue
        factors += _factor(stream, -1)
        if stream.is_at("*") and _goes_on(stream):
            raise Refusal(
                f"the unit at character {stream.current.position} has a product below its '/':"
                " put it in parentheses"
            )
    return composed(factors)


def _product(stream: TokenStream, sign: int) -> _Factors:
    factors = _factor(stream, sign)
    while stream.is_at("*") and _goes_on(stream):
        stream.advance()
        factors += _factor(stream, sign)
    return factors


def _goes_on(stream: TokenStream, *, may_open: bool = False) -> bool:
    # The mark here joins another unit, and not a number or a function.
    by = 2 if may_open and stream.ahead().text == "(" else 1
    return is_unit(stream.ahead(by), stream.ahead(by + 1))


def _factor(stream: TokenStream, sign: int) -> _Factors:
    word = stream.advance()
    unit = unit_spelled(word.text) if word.kind is Kind.WORD else None
    if unit is None:
        raise _unknown_unit(word)
    if stream.is_at("^"):
        sign *= _power(stream)
    return [(part, power * sign) for part, power in unit.factors]


def _power(stream: TokenStream) -> int:
    mark = stream.advance()
    sign = -1 if stream.take("-") else 1
    exponent = stream.advance()
    if not exponent.is_whole or exponent.number > _LARGEST_POWER:
        raise Refusal(
            f"the power of the unit at character {mark.position} is not a whole number up to"
            f" {_LARGEST_POWER}"
        )
    return sign * int(exponent.number)


def _unknown_unit(word: Token) -> Refusal:
    if word.kind is not Kind.WORD:
        return Refusal(f"a unit is missing at character {word.position}")
    near = nearest(word.text)
    meant = f"; did you mean {near!r}" if near else ""
    return Refusal(f"unknown unit {word.quoted} at character {word.position}{meant}")
