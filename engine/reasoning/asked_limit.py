"""The limit of size that a question asks for, and the question for the size with its tolerance.

A drawing gives a nominal with its limit deviations. A small model asked for the smallest diameter
repeats the nominal, so the size is looked up as the drawing has it, and the limit is calculated.
"""

from __future__ import annotations

import re
from enum import StrEnum


class Limit(StrEnum):
    """What is asked of a size with limit deviations (terms of ISO 286-1:2010, clause 3)."""

    SMALLEST = "lower limit of size"
    LARGEST = "upper limit of size"
    WIDTH = "tolerance"


_SMALL = r"(?:smallest|minimum|least|lowest|shortest|thinnest|narrowest|lower|min\.?)"
_LARGE = r"(?:largest|biggest|maximum|greatest|highest|longest|thickest|widest|upper|max\.?)"
_END = rf"(?:{_SMALL}|{_LARGE})"
_ENDS = rf"{_END}(?: (?:and|or) (?:the )?{_END})?"
_ALLOWED = r"(?:allow(?:ed|able)|permi(?:ssible|tted)|acceptable)"
_SIZE = (
    r"(?:(?:outer|outside|inner|inside|overall|total|bore|shaft|hole) )?"
    r"(?:diameter|size|dimension|length|width|height|depth|thickness)s?"
)
_MAY = r"(?:(?:may|can|could|must|is allowed to|is permitted to|are allowed to) (?:still )?)"
_ENDS_JA = r"(?:最大|最小|上|下)(?:(?:と|及び|および|・)(?:最大|最小|上|下))?"
_SIZE_JA = r"(?:寸法|直径|外径|内径|径|長さ|全長|幅|高さ|深さ|厚さ)"

# A form of the question, and what stands in its place in the question for the size.
_FORMS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(form, re.IGNORECASE), size)
    for form, size in (
        (rf"\b(?P<ends>{_ENDS}) {_ALLOWED} (?P<size>{_SIZE})\b", r"\g<size>"),
        (rf"\b{_ALLOWED} (?P<ends>{_ENDS}) (?P<size>{_SIZE})\b", r"\g<size>"),
        (
            rf"\b(?P<ends>{_ENDS}) (?P<size>{_SIZE})\b(?P<of>.{{0,60}}?) "
            rf"(?:{_MAY}(?:have|be)|(?:is|are) {_ALLOWED})\b",
            r"\g<size>\g<of> has",
        ),
        (
            rf"(?:\bthe )?\b(?P<ends>{_ENDS}) (?:{_ALLOWED} )?limits? (?:of|on|for) "
            r"(?:size (?:of|for) )?",
            "",
        ),
        (r"(?:\bare )?\bthe (?P<ends>limits) of size (?:of|for) ", "is "),
        (r"\b(?P<ends>limits) of size\b", "size"),
        (
            r"(?:\bthe )?\b(?P<width>width of the tolerance(?: zone)?"
            r"|tolerance (?:(?:zone|band) )?width) (?:of|on|for) ",
            "",
        ),
        (rf"(?P<ends>{_ENDS_JA})の?許容(?P<size>{_SIZE_JA})", r"\g<size>と公差"),
        (rf"許容(?P<ends>最大|最小)(?P<size>{_SIZE_JA})", r"\g<size>と公差"),
        (rf"(?P<ends>{_ENDS_JA}|上限|下限)(?:の?許容値|の?許容サイズ|寸法)", "寸法と公差"),
        (r"(?P<ends>許容限界)寸法", "寸法と公差"),
        (r"(?P<width>公差(?:域)?の?幅)", "寸法と公差"),
    )
)
_BOTH = re.compile(r"limits|許容限界", re.IGNORECASE)


def asked_limits(question: str) -> tuple[Limit, ...]:
    """The limits of a size that a question asks for, the smallest first; none if it asks none."""
    for form, _ in _FORMS:
        match = form.search(question)
        if match is None:
            continue
        named = match.groupdict()
        if named.get("width"):
            return (Limit.WIDTH,)
        ends = named["ends"]
        is_small = re.search(rf"\b{_SMALL}|最小|下", ends, re.IGNORECASE) or _BOTH.fullmatch(ends)
        is_large = re.search(rf"\b{_LARGE}|最大|上", ends, re.IGNORECASE) or _BOTH.fullmatch(ends)
        return (Limit.SMALLEST,) * bool(is_small) + (Limit.LARGEST,) * bool(is_large)
    return ()


def without_limits(question: str) -> str:
    """The question for the size itself, with its tolerance; itself if it asks for no limit."""
    for form, size in _FORMS:
        plain, n = form.subn(size, question, count=1)
        if n:
            return plain if "公差" in plain else plain.rstrip("?. ") + ", with its tolerance?"
    return question
