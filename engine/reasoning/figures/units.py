"""Which unit stands at a place in a text, and whether two quantities are equal.

Light on purpose: a table of spellings and exact factors. The calculator reckons with units; this
only recognises them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import product

from engine.reasoning.figures.unit_table import ARMS, FORCES, TABLE

_LONGEST_QUOTATION = 200
_MAX_FACTORS = 3  # W/(m·K) is as long as compounds get.

COUNTED = "#"
"""The unit of "4 bolts": things that are named but not by a counter."""

_LONGEST_TEXT = 40  # Beyond this many digits nothing is a quantity.


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a unit measures, and how many of the dimension's own unit it is."""

    dimension: str
    factor: Fraction
    offset: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True)
class UnitAt:
    """A unit in a text: its canonical symbol and where it stands."""

    symbol: str
    start: int
    end: int


def unit_after(folded: str, position: int) -> UnitAt | None:
    """The unit of a number that ends at ``position``, with or without a space, in brackets or not.

    A compound that the table does not know, such as N·m/rad, is a unit of its own.
    """
    lead = _LEAD.match(folded, position)
    start = lead.end() if lead else position
    unit = unit_at(folded, start)
    if unit is None or (start > position and not _may_stand_apart(folded, unit)):
        return None
    closing = _CLOSING.get(folded[start - 1]) if start > position else None
    if closing is None:
        return unit
    is_closed = folded[unit.end : unit.end + 1] == closing
    return UnitAt(unit.symbol, unit.start, unit.end + 1) if is_closed else None


def unit_before(folded: str, position: int) -> UnitAt | None:
    """The unit that is written before a number that begins at ``position``: HRC 58, ¥500."""
    match = _BEFORE.search(folded, max(0, position - 5), position)
    return UnitAt(SPELLINGS[match[1]], match.start(), match.end()) if match else None


def unit_at(folded: str, start: int) -> UnitAt | None:
    """The longest unit that begins at ``start`` and is no part of a longer word."""
    found = _longest(folded, start)
    if found is None:
        return None
    end = found.end
    for _ in range(_MAX_FACTORS):
        if folded[end : end + 1] not in ("/", "·", "*"):
            break
        other = _longest(folded, end + 1)
        if other is None or not (folded[end + 1].isascii() and folded[end + 1].isalpha()):
            break
        end = other.end
    return found if end == found.end else UnitAt(folded[start:end], start, end)


def meanings(symbol: str) -> tuple[Meaning, ...]:
    """What a canonical symbol may measure; nothing for a compound that the table does not know."""
    return _MEANINGS.get(symbol, ())


def is_counter(symbol: str) -> bool:
    """Whether a unit only counts things, as 本 and pieces do."""
    return symbol in _COUNTERS


def is_same_quantity(one: Decimal, unit: str, other: Decimal, other_unit: str) -> bool:
    """Whether two quantities are exactly equal, whatever their units. Nothing is rounded."""
    if unit == other_unit:
        return one == other
    if max(len(one.as_tuple().digits), len(other.as_tuple().digits)) > _LONGEST_TEXT:
        return False
    return any(
        a.dimension == b.dimension
        and Fraction(one) * a.factor + a.offset == Fraction(other) * b.factor + b.offset
        for a, b in product(meanings(unit), meanings(other_unit))
    )


SPELLINGS: dict[str, str] = {}
"""Every spelling, as ``fold`` leaves it, with its canonical symbol."""

_MEANINGS: dict[str, tuple[Meaning, ...]] = {}
_COUNTERS = frozenset("本 枚 台 組 箱 缶 回 人 個".split()) | {COUNTED}
_CLOSING = {"[": "]", "(": ")", "【": "】"}
_ADJECTIVES = "operating|service|working|running|machine|calendar|consecutive|spindle"
# 827-A is a part and 25-mm is a length.
_LEAD = re.compile(
    rf"-(?=[A-Za-zµ]{{2}}|V(?![A-Za-z]))|[ \u202f]?[\[(【]|[ \u202f](?:(?:{_ADJECTIVES}) )?"
)
_BEFORE = re.compile(r"(?<![A-Za-z])(HRC|HRB|HRA|HV|HBW?|pH|摂氏|¥|\$|€)[ \u202f]?$")
# What follows an "in" that is a preposition: 5 in the box, 3 in May, 2 in total.
_PREPOSITION = re.compile(
    r" +(?:(?:the|an?|this|that|th[eo]se|total|all|each|every|any|both|which|its|our|their|one|two"
    r"|three|order|case|stock|use|service|operation|place|production|turn|series|parallel|front)\b"
    r"|(?!OD|ID|NPT|BSP|MAX|MIN|DIA|TYP|THK)[A-Z0-9])"
)
# What makes another word of a counter: 本体 is no 本, 回転 no 回.
_LONGER_WORDS = {
    "本": "体当社書文製日来",
    "日": "本",
    "回": "転路線答復",
    "分": "の類岐割解散野析布力離",
    "件": "名",
    "台": "帳形",
    "点": "検灯滅火数",
    "人": "工",
    "年": "度",
    "個": "別人",
    "度": "合",
    "秒": "速",
    "円": "筒形周弧柱板",
    "組": "立織付",
    "名": "称前",
    "週": "末",
    "時間": "帯",
}
_WORD_GOES_ON = re.compile(r"[A-Za-z0-9_µΩ²³^]|-[A-Za-z](?![a-z]*[0-9])")
_KATAKANA = re.compile(r"[ァ-ヺー]")


def _torques(force: str, arm: str) -> set[str]:
    """The spellings of a torque: 85 N·m, 85 N-m, 10 kg·cm, 63 ft-lb."""
    short = force.removesuffix("f")
    forces = {force, short, f"{short}s"} if force == "lbf" else {force, short}
    joints = ["·", ".", "-", " ", "*", "×", ""]
    arms = {arm, arm.upper()} if arm == "m" else {arm}
    spellings = {f"{a}{joint}{b}" for a in forces for joint in joints for b in arms}
    if force in ("lbf", "ozf"):
        spellings |= {f"{arm}{joint}{a}" for a in forces for joint in joints}
    japanese = {"N": "ニュートン", "kN": "キロニュートン"}.get(force)
    arms_in_words = {"m": ("メートル", "メーター"), "cm": ("センチメートル", "センチ")}
    if japanese:
        spellings |= {f"{japanese}{j}{b}" for j in ("", "·") for b in arms_in_words.get(arm, ())}
    if (force, arm) == ("N", "m"):
        words = ("metre", "metres", "meter", "meters")
        spellings |= {f"newton{joint}{word}" for joint in " -" for word in words} | {"NM"}
    # Not a torque where the table has another unit of that spelling.
    return {spelling for spelling in spellings if spelling not in SPELLINGS}


def _meaning(dimension: str, written: str) -> Meaning:
    factor, _, offset = written.partition("+")
    return Meaning(dimension.strip(), Fraction(factor), Fraction(offset or 0))


def _cases(spelling: str) -> Iterator[str]:
    yield spelling
    if len(spelling) >= 4 and spelling.islower() and spelling.replace(" ", "").isalpha():
        yield spelling.capitalize()
        yield spelling.title()
        yield spelling.upper()


def _fill() -> None:
    for line in TABLE.strip().splitlines():
        symbol, senses, spellings = (part.strip() for part in f"{line} ".split(" | "))
        _MEANINGS[symbol] = tuple(
            _meaning(*sense) for sense in re.findall(r"([^:]+):(\S+)\s*", senses)
        )
        for spelling in spellings.split():
            SPELLINGS.update(dict.fromkeys(_cases(spelling.replace("_", " ")), symbol))
    for (force, newtons), (arm, metres) in product(FORCES.items(), ARMS.items()):
        symbol = f"{force}·{arm}"
        _MEANINGS[symbol] = (Meaning("torque", newtons * metres),)
        SPELLINGS.update(dict.fromkeys(_torques(force, arm), symbol))
    for code in range(0x3300, 0x3400):  # ㎜, ㎏, ㍉: one letter that is a whole unit.
        spelling = unicodedata.normalize("NFKC", chr(code)).replace("μ", "µ")
        if spelling in SPELLINGS:
            SPELLINGS[chr(code)] = SPELLINGS[spelling]


_fill()
_LENGTHS: dict[str, tuple[int, ...]] = {
    first: tuple(sorted({len(s) for s in SPELLINGS if s[0] == first}, reverse=True))
    for first in {spelling[0] for spelling in SPELLINGS}
}


def _longest(folded: str, start: int) -> UnitAt | None:
    for length in _LENGTHS.get(folded[start : start + 1], ()):
        spelling = folded[start : start + length]
        symbol = SPELLINGS.get(spelling)
        if symbol and _ends(folded, start, spelling):
            return UnitAt(symbol, start, start + len(spelling))
    return None


def _ends(folded: str, start: int, spelling: str) -> bool:
    """Whether no longer word goes on behind a spelling."""
    end = start + len(spelling)
    if spelling == '"':
        return _is_inch_mark(folded, start)
    if re.match("[0-9A-Za-zµΩ]", spelling[-1]):
        goes_on = _WORD_GOES_ON.match(folded, end)
        return goes_on is None or (goes_on.group()[0] == "-" and len(spelling) > 1)
    if _KATAKANA.match(spelling[-1]):
        return _KATAKANA.match(folded, end) is None
    return folded[end : end + 1] not in tuple(_LONGER_WORDS.get(spelling, ""))


def _is_inch_mark(folded: str, position: int) -> bool:
    """Whether a quotation mark behind a digit is an inch, and does not close a quotation."""
    begins = max(folded.rfind("\n", 0, position) + 1, position - _LONGEST_QUOTATION)
    line = folded[begins:position]
    return len(re.findall(r'(?<![0-9½¼¾])"', line)) % 2 == 0


def _may_stand_apart(folded: str, unit: UnitAt) -> bool:
    """Whether a unit behind a space is one, and not the preposition in."""
    is_in = folded[unit.start : unit.end] == "in"
    return not (is_in and _PREPOSITION.match(folded, unit.end))
