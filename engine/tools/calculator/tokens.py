"""An expression cut into numbers, words and marks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from engine.tools.calculator.folding import Folded, fold
from engine.tools.calculator.numerals import NUMERAL, read_numeral
from engine.tools.calculator.refusal import Refusal
from engine.tools.calculator.unit_catalogue import HARDNESS_SCALES, spellings

MOST_CHARACTERS = 4000
_QUOTED = 24

_MARKS = re.compile(r"\+/-|->|<=|>=|==|\*\*|[-+*/^();,<>=±]")
_NAME = re.compile(r"[^\W\d]\w*")
_SPACE = re.compile(r"\s+")
_DIAMETER = re.compile(r"[⌀∅ØøΦφ]\s*(?=[\d.])")
# HRC60, as drawings write it.
_SCALE_BEFORE_NUMBER = re.compile(rf"(?:{'|'.join((*HARDNESS_SCALES, 'HB'))})(?=\d)")
_SAME = {"+/-": "±", "==": "=", "**": "^"}


class Kind(StrEnum):
    """What a token is."""

    NUMBER = "number"
    WORD = "word"
    MARK = "mark"
    END = "end"


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the expression. ``position`` counts typed characters from 1.

    ``number``, ``is_whole`` and ``has_comma`` are a number's; ``is_spaced``: there was space
    before it.
    """

    kind: Kind
    text: str
    position: int
    is_spaced: bool
    number: Decimal = Decimal(0)
    is_whole: bool = False
    has_comma: bool = False

    @property
    def quoted(self) -> str:
        """The text for a refusal, cut if it is long."""
        return repr(self.text if len(self.text) <= _QUOTED else f"{self.text[:_QUOTED]}…")


def tokens(text: str) -> tuple[Token, ...]:
    """All tokens, the last one the end."""
    if len(text) > MOST_CHARACTERS:
        raise Refusal(f"the expression is longer than {MOST_CHARACTERS:,} characters")
    return tuple(_tokens(fold(text)))


def _tokens(folded: Folded) -> Iterator[Token]:
    text, index = folded.text, 0
    while True:
        spaces = _SPACE.match(text, index)
        index = spaces.end() if spaces else index
        if index == len(text):
            yield Token(Kind.END, "", folded.position(index), spaces is not None)
            return
        diameter = _DIAMETER.match(text, index)
        index = diameter.end() if diameter else index
        token = _token(folded, index, is_spaced=spaces is not None)
        yield token
        index = _end_of(token, text, index)


def _token(folded: Folded, index: int, *, is_spaced: bool) -> Token:
    text, position = folded.text, folded.position(index)
    number = NUMERAL.match(text, index)
    if number:
        read = read_numeral(number.group())
        return Token(
            Kind.NUMBER,
            number.group(),
            position,
            is_spaced,
            read.value,
            read.is_whole,
            read.has_comma,
        )
    mark = _MARKS.match(text, index)
    if mark:
        return Token(Kind.MARK, _SAME.get(mark.group(), mark.group()), position, is_spaced)
    word = _word(text, index)
    if word:
        return Token(Kind.WORD, word, position, is_spaced)
    raise Refusal(f"the character {text[index]!r} at character {position} means nothing here")


def _end_of(token: Token, text: str, index: int) -> int:
    mark = _MARKS.match(text, index) if token.kind is Kind.MARK else None
    return mark.end() if mark else index + len(token.text)


def _word(text: str, index: int) -> str:
    for spelling in spellings(text[index]):
        end = index + len(spelling)
        if text.startswith(spelling, index) and not _goes_on(text, end):
            return spelling
    name = _SCALE_BEFORE_NUMBER.match(text, index) or _NAME.match(text, index)
    return name.group() if name else ""


def _goes_on(text: str, end: int) -> bool:
    # "mm" is not the start of "mmx"; a mark such as % or ° ends by itself.
    return end < len(text) and _is_wordly(text[end - 1]) and _is_wordly(text[end])


def _is_wordly(character: str) -> bool:
    return character.isalnum() or character == "_"
