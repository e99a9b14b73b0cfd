"""Whether an answer is right, told independently of the checks that let the answer through."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from decimal import Decimal

from engine.qualify.cases import Expected, Mark

# Not a piece of a code, a longer number, a range or a date; a unit may follow without a space.
_FIGURE = re.compile(r"(?<![a-z0-9.])(?<![a-z0-9]-)(?<!\d,)\d+(?:\.\d+)?(?![a-z0-9.]*\d)(?![,-]\d)")
# Groups of thousands: 1,250 is 1250.
_GROUPED = re.compile(r"(?<![\w.,-])\d{1,3}(?:,\d{3})+(?![\d,])")
_CITATION_MARK = re.compile(r"\[\d+\]")
_HYPHENS = str.maketrans("‐‑−", "---")
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_DATE = re.compile(r"(\d{4}) ?[年/.-] ?(\d{1,2}) ?[月/.-] ?(\d{1,2})(?: ?日)?")
_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925}  # The year before the first.
_ERA_YEAR = re.compile(rf"({'|'.join(_ERAS)}) ?(元|\d{{1,2}}) ?年(?= ?\d{{1,2}} ?月)")
_DAY_FIRST = re.compile(rf"(\d{{1,2}})(?:st|nd|rd|th)? ({'|'.join(_MONTHS)})[a-z]*\.?,? (\d{{4}})")
_MONTH_FIRST = re.compile(
    rf"\b({'|'.join(_MONTHS)})[a-z]*\.? (\d{{1,2}})(?:st|nd|rd|th)?,? (\d{{4}})"
)


def mark(expected: Expected, answer: str, *, is_abstained: bool, tools: Sequence[str] = ()) -> Mark:
    """What an answer is worth.

    A right value from the wrong tool is WRONG: it was luck. Abstaining is RIGHT only where there
    is nothing to find.
    """
    if not expected.is_answerable:
        return Mark.RIGHT if is_abstained else Mark.WRONG
    if is_abstained:
        return Mark.ABSTAINED
    has_all = all(says_whole(answer, value) for value in expected.must)
    has_none = not any(says_whole(answer, value) for value in expected.must_not)
    is_by_tool = _is_by_tool(expected.tool, tools)
    return Mark.RIGHT if has_all and has_none and is_by_tool else Mark.WRONG


def says_whole(answer: str, wanted: str) -> bool:
    """Whether an answer holds a value as a whole: 45 is not in 145, 45.2 or L-45.

    Figures are compared by value, dates however they are written, all else letter by letter
    without regard to width, case and space. Citation marks are not part of an answer.
    """
    answer, wanted = _CITATION_MARK.sub(" ", _plain(answer)), _plain(wanted)
    if re.fullmatch(r"\d+(\.\d+)?", wanted):
        return Decimal(wanted) in {Decimal(figure) for figure in _FIGURE.findall(answer)}
    letters = r"\s*".join(re.escape(letter) for letter in wanted if not letter.isspace())
    return bool(re.search(rf"(?<![a-z0-9])(?<![a-z0-9]-){letters}(?!-?[a-z0-9])", answer))


def _is_by_tool(wanted: str, used: Sequence[str]) -> bool:
    match wanted:
        case "":
            return True
        case "none":
            return not used
        case _:
            return wanted in used


def _plain(text: str) -> str:
    """One width, one case, one hyphen, one form of a date and of a large figure."""
    text = unicodedata.normalize("NFKC", text).casefold().translate(_HYPHENS)
    text = _GROUPED.sub(lambda m: m[0].replace(",", ""), text)
    text = _ERA_YEAR.sub(lambda m: f"{_ERAS[m[1]] + int(m[2].replace('元', '1'))}年", text)
    text = _DAY_FIRST.sub(lambda m: _iso(m[3], _MONTHS.index(m[2]) + 1, m[1]), text)
    text = _MONTH_FIRST.sub(lambda m: _iso(m[3], _MONTHS.index(m[1]) + 1, m[2]), text)
    return _DATE.sub(lambda m: _iso(m[1], m[2], m[3]), text)


def _iso(year: str, month: str | int, day: str) -> str:
    return f"{year}-{int(month):02}-{int(day):02}"
