"""Numbers as they are written: separators, exponents, fractions, Japanese numerals, words.

A reading is a value without sign. Where the writing has two readings both are given: 1,234 is 1234
or, where commas are decimal, 1.234.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

MAX_DIGITS = 28  # As many as Decimal keeps; what is longer is no number that anyone measures.


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number in folded text: where it ends, and its readings."""

    end: int
    readings: frozenset[Decimal]


def has_decimal_commas(folded: str) -> bool:
    """Whether a text writes 0,05 and nowhere 0.05, so that its 1,234 is 1.234."""
    return bool(_SURE_COMMA.search(folded)) and not _SURE_POINT.search(folded)


def numeral_at(folded: str, start: int, *, is_comma_decimal: bool = False) -> Numeral | None:
    """The number that begins at ``start``; None for 2.4.1 and what else only looks like one."""
    spaced = _SPACED.match(folded, start)
    if spaced:
        return _with_exponent(folded, spaced.end(), frozenset({_plain(spaced.group())}))
    run = _RUN.match(folded, start)
    if run is None:
        return None
    digits = run.group()
    readings = frozenset[Decimal]()
    if not _IN_LIST.search(folded, max(0, start - 2), start):
        readings = _read(digits, is_comma_decimal=is_comma_decimal)
    if not readings:
        # 1,2,3 is a list: only what stands before the first comma is this number.
        digits = digits.partition(",")[0]
        readings = _read(digits, is_comma_decimal=is_comma_decimal)
    if not readings or len(digits) > MAX_DIGITS:
        return None
    return _with_exponent(folded, start + len(digits), readings)


def fraction_at(folded: str, start: int) -> Numeral | None:
    """3 1/2, 1/4, 3-1/2, ½ or 3½: a fraction as inches are divided, down to 128ths, or 1/20 W."""
    match = _FRACTION.match(folded, start)
    if match is None:
        return None
    whole = Decimal(match["whole"] or match["before"] or 0)
    if match["sign"]:
        return Numeral(match.end(), frozenset({whole + _VULGAR[match["sign"]]}))
    over, under = int(match["over"]), int(match["under"])
    is_rating = over == 1 and _WATTS.match(folded, match.end())  # A resistor of 1/20 W.
    if over >= under or not (under in _INCH_PARTS or is_rating):
        return None
    return Numeral(match.end(), frozenset({whole + Decimal(over) / Decimal(under)}))


def japanese_at(folded: str, start: int) -> Numeral | None:
    """二百五十, 1万2千 or 二〇二六: a number that is written with Japanese numerals."""
    match = _JAPANESE.match(folded, start)
    value = japanese_value(match.group()) if match else None
    return Numeral(match.end(), frozenset({value})) if match and value is not None else None


def japanese_value(numerals: str) -> Decimal | None:
    """The value of Japanese numerals; None where they make no number, as in 万一."""
    if not _JAPANESE_PARTS.fullmatch(numerals):
        return None
    if not any(c in _TENS or c in _MYRIADS for c in numerals):
        digits = "".join(str(_ONES.get(c, c)) for c in numerals)
        return _plain(digits) if _PLAIN.fullmatch(digits) else None
    total, section, number = Decimal(0), Decimal(0), None
    for part in _PARTS.findall(numerals):
        if part in _TENS:
            section += _TENS[part] * (Decimal(1) if number is None else number)
            number = None
        elif part in _MYRIADS:
            section += number or 0
            if not section:
                return None
            total, section, number = total + section * _MYRIADS[part], Decimal(0), None
        elif number is not None:
            return None
        else:
            number = Decimal(_ONES[part]) if part in _ONES else _plain(part)
    return total + section + (number or 0)


def word_numerals(folded: str) -> Iterator[tuple[int, Numeral]]:
    """Every "twelve", "twenty-five", "two hundred" and "dozen" of a text, with where it begins.

    Whether it counts something is for the caller to see: "one" is never a number here.
    """
    for match in _WORDS.finditer(folded):
        yield match.start(), Numeral(match.end(), frozenset({_word_value(match.group())}))


# One run of digits with whatever separates them; a separator stands before a digit.
_RUN = re.compile(r"\.[0-9]+|[0-9]+(?:[.,'][0-9]+){0,12}")
_IN_LIST = re.compile(r"[0-9],\Z")
_PLAIN = re.compile(r"[0-9]+(?:\.[0-9]+)?|\.[0-9]+")
_THOUSANDS = re.compile(r"[1-9][0-9]{0,2}(?:,[0-9]{3})+(\.[0-9]+)?")
_APOSTROPHES = re.compile(r"[1-9][0-9]{0,2}(?:'[0-9]{3})+(?:\.[0-9]+)?")
_POINT_THOUSANDS = re.compile(r"[1-9][0-9]{0,2}(?:\.[0-9]{3})+,[0-9]+")
_DECIMAL_COMMA = re.compile(r"[0-9]+,[0-9]+")
# A plain space only joins where a decimal comma follows: "1 234.5" may be two cells of a row.
# It begins at no digit behind another number, so that a row of numbers is looked at only once.
_SPACED = re.compile(
    r"[1-9][0-9]{0,2}(?:\u202f[0-9]{3}){1,6}(?:[.,][0-9]+)?(?![0-9\u202f])"
    r"|(?<![0-9] )[1-9][0-9]{0,2}(?: [0-9]{3}){1,4},[0-9]+(?![0-9]|[.,][0-9])"
)
_SURE_COMMA = re.compile(
    r"(?<![0-9A-Za-z.,])(?:0,[0-9]+|[0-9]+,(?:[0-9]{1,2}|[0-9]{4,})|[1-9][0-9]{0,2}\.[0-9]{3},[0-9]+)"
    r"(?![0-9A-Za-z,]|\.[0-9])"
)
_SURE_POINT = re.compile(r"(?<![0-9A-Za-z.,/-])[0-9]+\.(?:[0-9]{1,2}|[0-9]{4,})(?![0-9A-Za-z.,/-])")
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")
_POWER = r"(?:\^\(?([+-]?[0-9]{1,2})\)?|([⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,2}))(?![0-9])"
_TIMES_TEN = re.compile(rf"[ \u202f]?[×xX·*][ \u202f]?10{_POWER}")
_TEN_TO = re.compile(_POWER)
_E_NOTATION = re.compile(r"(?:e[+-]?|E[+-])([0-9]{1,2})(?![0-9A-Za-z])")
_VULGAR = {
    "½": Decimal("0.5"),
    "¼": Decimal("0.25"),
    "¾": Decimal("0.75"),
    "⅛": Decimal("0.125"),
    "⅜": Decimal("0.375"),
    "⅝": Decimal("0.625"),
    "⅞": Decimal("0.875"),
}
_INCH_PARTS = frozenset({2, 4, 8, 16, 32, 64, 128})
_FRACTION = re.compile(
    r"(?:(?P<whole>[0-9]{1,3})[ \u202f-])?"
    r"(?P<over>[0-9]{1,3})/(?P<under>[0-9]{1,3})(?![0-9/]|[.,-][0-9])"
    rf"|(?P<before>[0-9]{{1,3}})?[ \u202f]?(?P<sign>[{''.join(_VULGAR)}])"
)
_WATTS = re.compile(r"[ \u202f]?W(?![A-Za-z])")
_ONES = {"〇": 0, "一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_TENS = {"十": 10, "百": 100, "千": 1000}
_MYRIADS = {"万": 10**4, "億": 10**8}
_PARTS = re.compile(r"[0-9]+(?:\.[0-9]+)?|[〇一二三四五六七八九十百千万億]")
_JAPANESE = re.compile(
    r"[〇一二三四五六七八九十百千万億]{1,20}"
    r"|[0-9]{1,8}(?:\.[0-9]{1,8})?[十百千万億](?:[0-9]{1,8}[百千万]?|[百千万]){0,6}"
)
_JAPANESE_PARTS = re.compile(r"[0-9.〇一二三四五六七八九十百千万億]{1,60}")
_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
    " sixteen seventeen eighteen nineteen twenty"
).split()
_WORD_VALUES = {word: n for n, word in enumerate(_SMALL)} | {
    word: 10 * n
    for n, word in enumerate("thirty forty fifty sixty seventy eighty ninety".split(), 3)
}
_DIGIT_WORD = "two|three|four|five|six|seven|eight|nine"
_TENS_WORD = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_UNDER_HUNDRED = rf"(?:(?:{_TENS_WORD})[- ](?:one|{_DIGIT_WORD})|{'|'.join(_WORD_VALUES)})"
_WORDS = re.compile(
    rf"(?<![\w-])(?:(?:(?:an?|one|{_DIGIT_WORD}) )?(?:hundred(?: and {_UNDER_HUNDRED})?|dozen)"
    rf"|(?:{_TENS_WORD})[- ](?:one|{_DIGIT_WORD})|{'|'.join(list(_WORD_VALUES)[2:])})(?![\w-])",
    re.IGNORECASE,
)


def _plain(digits: str) -> Decimal:
    """The value of digits whose last separator is the decimal one."""
    return Decimal(re.sub(r"[ \u202f]", "", digits).replace(",", "."))


def _read(digits: str, *, is_comma_decimal: bool) -> frozenset[Decimal]:
    """All values of a run of digits and separators; none if it is no number."""
    if _PLAIN.fullmatch(digits):
        return frozenset({Decimal(digits)})
    thousands = _THOUSANDS.fullmatch(digits)
    if thousands:
        whole = Decimal(digits.replace(",", ""))
        if thousands[1] or digits.count(",") > 1:
            return frozenset({whole})
        part = _plain(digits)
        return frozenset({part}) if is_comma_decimal else frozenset({whole, part})
    if _APOSTROPHES.fullmatch(digits):
        return frozenset({Decimal(digits.replace("'", ""))})
    if _POINT_THOUSANDS.fullmatch(digits):
        return frozenset({_plain(digits.replace(".", ""))})
    return frozenset({_plain(digits)}) if _DECIMAL_COMMA.fullmatch(digits) else frozenset()


def _with_exponent(folded: str, end: int, readings: frozenset[Decimal]) -> Numeral:
    e_notation = _E_NOTATION.match(folded, end)
    power = _TIMES_TEN.match(folded, end)
    if e_notation:
        exponent = int(re.sub("[eE]", "", e_notation.group()))
    elif power:
        exponent = _exponent(power)
    else:
        ten_to = _TEN_TO.match(folded, end) if readings == {Decimal(10)} else None
        if ten_to is None:
            return Numeral(end, readings)
        return Numeral(ten_to.end(), frozenset({Decimal(10) ** _exponent(ten_to)}))
    found = e_notation or power
    assert found is not None
    return Numeral(found.end(), frozenset({value.scaleb(exponent) for value in readings}))


def _exponent(match: re.Match[str]) -> int:
    return int(match[1] or match[2].translate(_SUPERSCRIPTS))


def _word_value(words: str) -> Decimal:
    value = Decimal(0)
    for word in re.split(r"[- ]", words.lower()):
        if word == "hundred":
            value = (value or Decimal(1)) * 100
        elif word == "dozen":
            value = (value or Decimal(1)) * 12
        elif word in _WORD_VALUES:
            value += _WORD_VALUES[word]
    return value
