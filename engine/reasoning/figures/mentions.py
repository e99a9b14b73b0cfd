"""Units that stand in a text without a number: Torque [N·m], measured_mm, 単位：mm, ALL IN mm."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from engine.reasoning.figures.signs import DIAMETER, RADIUS
from engine.reasoning.figures.units import SPELLINGS, unit_at


@dataclass(frozen=True, slots=True)
class Mention:
    """A unit or a mark that is named for numbers elsewhere: exactly one of the two is set."""

    start: int
    end: int
    unit: str = ""
    mark: str = ""


def mentions(folded: str) -> list[Mention]:
    """Every unit and mark that is named, in order. Those at a number are among them."""
    found = {mention.start: mention for mention in _found(folded)}
    apart: list[Mention] = []
    for start in sorted(found):
        # The minute of [Inch Per Minute] is none by itself.
        if not apart or found[start].end > apart[-1].end:
            apart.append(found[start])
    return apart


_IN_BRACKETS = re.compile(r"[\[(【](?:単位[: ]?|unit:? |in )?(?=([^\[\]()【】\n]{1,24})[\])】])")
_ANNOUNCED = re.compile(
    r"単位 ?[:は]? ?|[Uu]nits?(?: of measure)?:? |(?<![A-Za-z])in (?=[NVAWK](?![A-Za-z0-9'-]))"
)
_IN_NAME = re.compile(r"(?<=[A-Za-z0-9])_(?=([A-Za-zµ°%]+(?:_[A-Za-z]+)?)(?![A-Za-z0-9_]))")
_WORD = re.compile(r"(?<![0-9A-Za-z_.\-])(?<!per )(?<![0-9A-Za-z]/)(?=[A-Za-zµΩ°%‰℃℉㌀-㏿])")
_KATAKANA = re.compile(r"(?<![ァ-ヺー])(?=[ァ-ヺー]{2})")
# Words of a language rather than units, where no number stands before them.
_NO_MENTIONS = frozenset(
    "in IN min bar BAR mil ton tons t times people second us as feet foot pieces piece pc ea EA bit"
    " bits B DB CC cc HP week weeks pound pounds A V W N K g h l m s L v"
    " day year month Day Year Month ボルト ポンド トン キロ セット ビット ボー センチ".split()
)


def _small_letters() -> dict[str, str]:
    """Spellings in small letters, without those that are then another unit too: mW and MW."""
    small = {"s": "s", "h": "h", "m": "m", "g": "g", "v": "V", "c": "°C", "n_m": "N·m"}
    ambiguous = set()
    for spelling, symbol in SPELLINGS.items():
        if len(spelling) > 1 and small.setdefault(spelling.lower(), symbol) != symbol:
            ambiguous.add(spelling.lower())
    return {spelling: symbol for spelling, symbol in small.items() if spelling not in ambiguous}


_IN_SMALL = _small_letters()  # In names of columns case is no guide.
_NO_COLUMN_UNITS = frozenset("min in_min max_min min_max us ea as bar_code".split())
_TORQUE = re.compile(r"(?i:torque|トルク)[0-9A-Za-z_]{0,12}\Z")
_MARKS = re.compile(
    r"(?P<radius>(?<![A-Za-z])(?:[Rr]adi(?:us|i)|RADIUS)(?![a-z])|半径)"
    r"|(?P<diameter>(?<![A-Za-z])(?:[Dd]ia(?:m|meter)?|DIA(?:METER)?)(?![a-z])|⌀|直径|[外内口]径)"
)


def _found(folded: str) -> Iterator[Mention]:
    for match in _MARKS.finditer(folded):
        mark = RADIUS if match["radius"] else DIAMETER
        yield Mention(match.start(), match.end(), mark=mark)
    for match in _KATAKANA.finditer(folded):
        yield from _at(folded, match.start(), is_alone=True)
    for match in _WORD.finditer(folded):
        yield from _at(folded, match.start(), is_alone=True)
    for match in _ANNOUNCED.finditer(folded):
        yield from _at(folded, match.end(), is_alone=False)
    for match in _IN_BRACKETS.finditer(folded):
        for mention in _at(folded, match.end(), is_alone=False):
            is_all = mention.end - match.end() == len(match[1].rstrip())
            # (min) is a minimum, [min] a minute.
            if is_all and not (mention.unit == "min" and folded[match.start()] == "("):
                yield mention
    for match in _IN_NAME.finditer(folded):
        yield from _in_name(folded, match)


def _at(folded: str, start: int, *, is_alone: bool) -> Iterator[Mention]:
    unit = unit_at(folded, start)
    if unit and not (is_alone and folded[unit.start : unit.end] in _NO_MENTIONS):
        yield Mention(unit.start, unit.end, unit.symbol)


def _in_name(folded: str, match: re.Match[str]) -> Iterator[Mention]:
    """The unit at the end of a column's name: measured_mm, torque_nm, temp_C."""
    name = match[1]
    symbol = SPELLINGS.get(name) or _IN_SMALL.get(name.lower(), "")
    if not symbol or name.lower() in _NO_COLUMN_UNITS:
        return
    if name.lower() == "nm" and _TORQUE.search(folded, max(0, match.start() - 24), match.start()):
        symbol = "N·m"
    yield Mention(match.end(), match.end() + len(name), symbol)
