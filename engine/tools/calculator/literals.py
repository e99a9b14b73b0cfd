"""Numbers with units, and sizes with tolerances, in the row of tokens.

    literal     number [unit] [deviations | classes]
              | hardness scale number            HRC 60
              | [whole] whole/whole inch         1 3/8 in
    deviations  ± number [unit]                  25 ±0.1 mm
              | +a [unit]/-b [unit]              25.000 +0/-0.020, 25 (+0.05/-0.02) mm
    classes     ISO 286 class [/ class]          25 H7, 25 mm H7/g6

Deviations are told from arithmetic by how a drawing writes them: a space before the sign, none
behind it, and a sign (or a bare 0) right behind the slash.
"""

from __future__ import annotations

from decimal import Decimal

from engine.tools.calculator.refusal import Refusal
from engine.tools.calculator.signatures import SIGNATURES
from engine.tools.calculator.syntax import Chain, Classed, InUnit, Literal, Node, Toleranced
from engine.tools.calculator.token_stream import TokenStream
from engine.tools.calculator.tokens import Kind, Token
from engine.tools.calculator.unit_catalogue import HARDNESS_SCALES, unit_spelled
from engine.tools.calculator.unit_syntax import is_class, is_unit, read_unit, starts_unit
from engine.tools.calculator.units import NONE, PERCENT, Unit

_FRACTIONED = ("inch", "ft")  # where a fraction before the unit belongs to the number
_SIGNS = ("+", "-")
_NO_UNITS = ("in", "to", "pi", "π", *SIGNATURES)


class Literals:
    """Reads literals from a stream and keeps the numbers it read, in order."""

    def __init__(self, stream: TokenStream) -> None:
        self._stream = stream
        self.inputs: list[Decimal] = []

    def starts_here(self) -> bool:
        """Whether the current token starts a literal."""
        token = self._stream.current
        return token.kind is Kind.NUMBER or self._is_scale(token)

    def read(self) -> Node:
        """Take a literal."""
        stream = self._stream
        if self._is_scale(stream.current):
            unit = read_unit(stream)
            number = self._number()
            return Literal(number.number, unit, number.is_whole)
        fraction = self._fraction()
        if fraction is not None:
            return fraction
        number = self._number()
        unit = read_unit(stream) if starts_unit(stream) else NONE
        nominal = Literal(number.number, unit, number.is_whole)
        if is_class(stream.current):
            return self._classed(nominal)
        if self._is_at_deviations():
            return self._toleranced(nominal)
        self._check_end()
        return nominal

    def _number(self) -> Token:
        number = self._stream.advance()
        self.inputs.append(number.number)
        return number

    def _is_scale(self, token: Token) -> bool:
        unit = unit_spelled(token.text) if token.kind is Kind.WORD else None
        is_followed = self._stream.ahead().kind is Kind.NUMBER
        return is_followed and unit is not None and unit.symbol in HARDNESS_SCALES

    def _check_end(self) -> None:
        # A word right behind a number was meant as its unit, and gets the reason that helps.
        token = self._stream.current
        is_name = token.kind is Kind.WORD and token.text not in _NO_UNITS
        if is_name and not is_unit(token, self._stream.ahead()):
            read_unit(self._stream)

    # Fractions

    def _fraction(self) -> Node | None:
        stream = self._stream
        by = 0 if _is_fraction(stream, 0) else 1
        if not _is_fraction(stream, by) or not (by == 0 or stream.current.is_whole):
            return None
        unit = unit_spelled(stream.ahead(by + 3).text)
        if unit is None:
            return None
        if unit.symbol not in _FRACTIONED:
            if by == 0:
                raise self._two_readings(unit)
            return None
        whole = Literal(self._number().number, is_whole=True) if by else None
        above = self._number()
        stream.advance()
        below = self._number()
        ratio = Chain(
            Literal(above.number, is_whole=True),
            (("/", Literal(below.number, is_whole=True)),),
        )
        sized = Chain(whole, (("+", ratio),)) if whole else ratio
        return InUnit(sized, read_unit(stream))

    def _two_readings(self, unit: Unit) -> Refusal:
        above, below = self._stream.current.text, self._stream.ahead(2).text
        return Refusal(
            f"{above}/{below} {unit.symbol} could be ({above}/{below}) {unit.symbol} or"
            f" {above}/({below} {unit.symbol}): add parentheses"
        )

    # Tolerances

    def _classed(self, nominal: Literal) -> Classed:
        stream = self._stream
        classes = [stream.advance().text]
        if stream.is_at("/") and is_class(stream.ahead()):
            stream.advance()
            classes.append(stream.advance().text)
        return Classed(nominal, tuple(classes))

    def _is_at_deviations(self) -> bool:
        stream = self._stream
        if stream.is_at("±"):
            return True
        if stream.is_at("("):
            first, second = stream.ahead(), stream.ahead(2)
            return first.text in ("±", *_SIGNS) and second.kind is Kind.NUMBER
        return stream.current.is_spaced and _is_signed(stream, 0) and self._has_second()

    def _has_second(self) -> bool:
        stream = self._stream
        by = 2 if stream.current.kind is Kind.MARK else 1
        while stream.ahead(by).kind is Kind.WORD:
            by += 1
        slash = stream.ahead(by)
        is_slash = slash.kind is Kind.MARK and slash.text == "/" and not slash.is_spaced
        return is_slash and not stream.ahead(by + 1).is_spaced and _is_signed(stream, by + 1)

    def _toleranced(self, nominal: Literal) -> Toleranced:
        stream = self._stream
        opened = stream.take("(")
        if stream.take("±"):
            upper, unit = self._deviation()
            lower = upper.copy_negate()
        else:
            upper, upper_unit = self._deviation()
            if not stream.take("/"):
                raise Refusal(
                    f"'/' and the second deviation are missing at character"
                    f" {stream.current.position}"
                )
            lower, unit = self._deviation()
            unit = unit or upper_unit
            if upper_unit not in (NONE, unit):
                raise Refusal("the two deviations have different units")
        if opened:
            stream.expect(")", opened=opened)
            unit = read_unit(stream) if starts_unit(stream) else unit
        if unit == PERCENT and not nominal.unit:
            raise Refusal(
                f"the deviation of {nominal.number} in % needs a unit or % behind the number"
            )
        sized = Literal(nominal.number, nominal.unit or unit, nominal.is_whole)
        highest, lowest = max(upper, lower), min(upper, lower)
        return Toleranced(sized, highest, lowest, unit or nominal.unit)

    def _deviation(self) -> tuple[Decimal, Unit]:
        stream = self._stream
        sign = stream.take(*_SIGNS)
        if stream.current.kind is not Kind.NUMBER:
            raise Refusal(f"a deviation is missing at character {stream.current.position}")
        number = self._number().number
        unit = read_unit(stream) if starts_unit(stream) else NONE
        return number.copy_negate() if sign and sign.text == "-" else number, unit


def _is_fraction(stream: TokenStream, by: int) -> bool:
    above, slash, below = (stream.ahead(by + step) for step in range(3))
    are_whole = above.is_whole and below.is_whole and not below.number.is_zero()
    is_close = not slash.is_spaced and not below.is_spaced
    return are_whole and is_close and slash.text == "/"


def _is_signed(stream: TokenStream, by: int) -> bool:
    """A number with its sign right before it, or a bare 0, which drawings leave unsigned."""
    token, following = stream.ahead(by), stream.ahead(by + 1)
    if token.kind is Kind.NUMBER:
        return token.number.is_zero()
    is_sign = token.kind is Kind.MARK and token.text in _SIGNS
    return is_sign and following.kind is Kind.NUMBER and not following.is_spaced
