"""What is settled about a text before its numbers are read one by one.

Dates, identifiers of several words and numbers in words are figures; citation marks, list markers
and ordinals are none, and their digits must not be taken for numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from engine.reasoning.figures.dates import dates
from engine.reasoning.figures.figure import Figure, FigureKind, Value
from engine.reasoning.figures.identifiers import spoken_identifiers
from engine.reasoning.figures.nouns import counts_things
from engine.reasoning.figures.numerals import japanese_at, word_numerals
from engine.reasoning.figures.signs import sign_before
from engine.reasoning.figures.units import COUNTED, unit_after


@dataclass(frozen=True, slots=True)
class Settled:
    """A stretch of a text that is one figure, or none."""

    start: int
    end: int
    figure: Figure | None = None


def settled(text: str, folded: str) -> list[Settled]:
    """The settled stretches in order, none overlapping another."""
    taken = bytearray(len(folded))
    found = []
    for way in (_not_figures, _dates, _identifiers, _japanese, _words):
        for stretch in way(text, folded):
            if not any(taken[stretch.start : stretch.end]):
                taken[stretch.start : stretch.end] = b"\1" * (stretch.end - stretch.start)
                found.append(stretch)
    return sorted(found, key=lambda stretch: stretch.start)


_CITATION = re.compile(r"\[(?:[a-z]+ )?[0-9]{1,2}\]")
_ORDINALS = (
    re.compile(r"(?<![0-9A-Za-z.])[0-9]{1,4}(?:st|nd|rd|th)(?![0-9A-Za-z])"),
    re.compile(r"第[ \u202f]?(?:[0-9]{1,4}(?:\.[0-9]{1,3}){0,3}|[一二三四五六七八九十百]{1,4})"),
    re.compile(
        r"(?<![0-9.,])(?:[0-9]{1,4}|[一二三四五六七八九十]{1,3})"
        r"(?:番目|番め|(?:回|本|日|枚|個|行|列|段|台|つ|件|年|週)目)"
    ),
)
_LIST_MARKER = re.compile(
    r"(?m)(?:^[ \t#>*-]*|(?<=[.;:。!?])(?P<inline>[ \t]))\(?(?P<n>[0-9]{1,2})[.)](?=[ \t\u202f]+\S)"
)
_JAPANESE = re.compile(
    r"(?<![〇一二三四五六七八九十百千万億])(?:[〇一二三四五六七八九十百千万億]{1,20}"
    r"|(?<![0-9.,])[0-9]{1,8}(?:\.[0-9]{1,8})?(?=[十百千万億]))"
)
_TENS = re.compile(r"[十百千万億〇]")
_HAN = re.compile(r"[㐀-䶿一-鿿々]")
# Before these a single numeral is part of a word, as in 統一本部; after these it is a number.
_BEFORE_NUMBERS = "約各計全毎最高月日時分秒回本枚個台件"
_NOT_ENOUGH = re.compile(r"分(?:間|後|以|前|ご|毎|経|で|待)")


def _not_figures(_text: str, folded: str) -> Iterator[Settled]:
    for match in _CITATION.finditer(folded):
        if unit_after(folded, match.end()) is None:  # [25] mm is on a drawing.
            yield Settled(match.start(), match.end())
    for pattern in _ORDINALS:
        for match in pattern.finditer(folded):
            yield Settled(match.start(), match.end())
    # "85. Then" at a line's start is a list marker only if 84 of them came before.
    n_before = 0
    for match in _LIST_MARKER.finditer(folded):
        n = int(match["n"])
        if (n == 1 and match["inline"] is None) or n == n_before + 1 > 1:
            n_before = n
            yield Settled(match.start("n"), match.end("n"))


def _dates(text: str, folded: str) -> Iterator[Settled]:
    for date in dates(folded):
        yield _settled(text, date.start, date.end, FigureKind.DATE, date.readings)


def _identifiers(text: str, folded: str) -> Iterator[Settled]:
    for found in spoken_identifiers(folded):
        yield _settled(
            text, found.start, found.end, FigureKind.IDENTIFIER, frozenset({found.reading})
        )


def _japanese(text: str, folded: str) -> Iterator[Settled]:
    for match in _JAPANESE.finditer(folded):
        numeral = japanese_at(folded, match.start())
        if numeral is None:
            continue
        unit = unit_after(folded, numeral.end)
        written = folded[match.start() : numeral.end]
        if _is_japanese_number(folded, match.start(), written, has_unit=unit is not None):
            yield _number(text, folded, match.start(), numeral.end, numeral.readings)


def _is_japanese_number(folded: str, start: int, written: str, *, has_unit: bool) -> bool:
    if written[0].isascii():
        return True
    if written == "十" and folded.startswith("分", start + 1):
        return _NOT_ENOUGH.match(folded, start + 1) is not None  # 十分 is also "enough".
    before = folded[start - 1 : start]
    if len(written) == 1:
        is_in_word = bool(_HAN.match(before)) and before not in _BEFORE_NUMBERS
        return has_unit and not is_in_word
    return has_unit or bool(_TENS.search(written))


def _words(text: str, folded: str) -> Iterator[Settled]:
    for start, numeral in word_numerals(folded):
        has_unit = unit_after(folded, numeral.end) is not None
        if has_unit or counts_things(folded, numeral.end, may_be_described=True):
            yield _number(text, folded, start, numeral.end, numeral.readings)


def _number(text: str, folded: str, start: int, end: int, readings: frozenset[Decimal]) -> Settled:
    sign, sign_start = sign_before(folded, start)
    unit = unit_after(folded, end)
    is_counted = unit is None and folded[start].isalpha() and folded[start].isascii()
    whole_end = unit.end if unit else end
    symbol = unit.symbol if unit else COUNTED if is_counted else ""
    figure = Figure(
        start=sign_start,
        text=text[sign_start:end],
        kind=FigureKind.NUMBER,
        readings=frozenset[Value](readings),
        whole_start=sign_start,
        whole=text[sign_start:whole_end],
        unit=symbol,
        sign=sign,
    )
    return Settled(sign_start, end, figure)


def _settled(
    text: str, start: int, end: int, kind: FigureKind, readings: frozenset[Value] | frozenset[str]
) -> Settled:
    written = text[start:end]
    figure = Figure(start, written, kind, frozenset[Value](readings), start, written)
    return Settled(start, end, figure)
