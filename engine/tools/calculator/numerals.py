"""Numbers as people write them, in Decimal with every zero they wrote.

A comma directly between digits belongs to the number. It separates thousands where it can be
nothing else (1,250,000 or 12,500.5), is a decimal comma where it can be nothing else (25,4 or
0,05), and is refused where it can be both (12,500).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from engine.tools.calculator.refusal import Refusal

NUMERAL = re.compile(r"(?:\d+(?:[.,]\d+)*|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)

_MOST_DIGITS = 40  # Ten more than a sum of the largest and the smallest shop quantity takes.
_LARGEST_EXPONENT = 99

_PLAIN = re.compile(r"\d*\.?\d+")
_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:(?:,\d{3}){2,}|(?:,\d{3})+\.\d+)")
_POINTED_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:(?:\.\d{3}){2,}|(?:\.\d{3})+,\d+)")
_EITHER = re.compile(r"[1-9]\d{0,2},\d{3}")
_DECIMAL_COMMA = re.compile(r"\d+,\d+")


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number as written. ``is_whole``: digits only, so that it may be a count or a constant."""

    value: Decimal
    is_whole: bool
    has_comma: bool


def read_numeral(text: str) -> Numeral:
    """The number that ``text``, a match of ``NUMERAL``, means; refused when it means two."""
    body, _, exponent = text.lower().partition("e")
    if sum(c.isdigit() for c in body) > _MOST_DIGITS:
        raise Refusal(f"the number {text[:12]}… has more than {_MOST_DIGITS} digits")
    if len(exponent) > 3 or abs(int(exponent or 0)) > _LARGEST_EXPONENT:
        raise Refusal(f"the exponent of {text[:20]} is beyond ±{_LARGEST_EXPONENT}")
    digits = _pointed(body)
    value = Decimal(f"{digits}e{exponent or 0}")
    return Numeral(value, digits.isdigit() and not exponent, "," in body)


def _pointed(body: str) -> str:
    if _PLAIN.fullmatch(body):
        return body
    if _THOUSANDS.fullmatch(body):
        return body.replace(",", "")
    if _POINTED_THOUSANDS.fullmatch(body):
        return body.replace(".", "").replace(",", ".")
    if _EITHER.fullmatch(body):
        point, none = body.replace(",", "."), body.replace(",", "")
        raise Refusal(f"{body} could be {point} or {none}: write it without the comma")
    if _DECIMAL_COMMA.fullmatch(body):
        return body.replace(",", ".")
    raise Refusal(f"{body[:40]} is not a number; separate arguments with ';'")
