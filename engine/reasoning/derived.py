"""Whether an answer that was read is what a question asks for, or only a number to get it from.

"What is the area of the plate?" is not answered by its length, however well the length is cited. A
document may state a total or a difference itself; then it says so where the number stands.
"""

from __future__ import annotations

import re

from engine.reasoning.asked_limit import asked_limits
from engine.text import normalise

# How a question asks for what has to be worked out, and how a document says that it states it.
_DERIVED: tuple[tuple[str, str], ...] = (
    (
        r"\btotal\b|\bsum\b|\baltogether\b|\bin all\b|\bcombined\b|\badding up\b"
        r"|\ball \w+ together\b|合計|総(?!称)|合わせて|足す",
        r"total|sum\b|altogether|combined|合計|総|計",
    ),
    (
        r"\barea\b|\bsquare (?:mm|mill|cent|met)|面積|平方",
        r"\barea\b|square|面積|平方|[mc]?m(?:²|2\b)",
    ),
    (
        r"\bvolume\b|\bcubic\b|体積|容積|立方",
        r"volume|cubic|体積|容積|容量|立方|m(?:³|3\b)|\bl\b|liter|litre",
    ),
    (r"\bcircumference\b|\bperimeter\b|円周|周囲の長さ", r"circumference|perimeter|円周|周囲"),
    (
        r"\bper ?cent(?:age)?\b|\bshare of\b|何%|何パーセント|割合",
        r"%|per ?cent|share|割合|パーセント",
    ),
    (r"\baverage\b|平均", r"average|mean|平均|\bavg\b"),
    (
        r"\bdifference\b|\bby how (?:much|many)\b|\bexceed|の差|差は"
        r"|\bhow (?:much|many|far)\b.{0,40}\b(?:more|less|fewer|\w{3,}er)\b.*\bthan\b"
        r"|どれだけ(?:大き|小さ|長|短|高|低|多|少な|重|軽)",
        r"differ|more than|less than|exceed|差|より|increas|reduc|by \d|drop|decreas",
    ),
    (r"\btimes (?:as|more|less|\w+er)\b|\bratio\b|何倍|比率", r"times|ratio|倍|比|:\s?\d"),
    (
        r"\bhow many days\b|\bdays between\b|何日(?:間|後|前|あ|か)",
        r"days?\b|日間|日後|日前|\d日以",
    ),
    (
        r"\bhow far apart\b|\bspacing\b|の間隔",
        r"apart|spacing|spaced|pitch|distance|間隔|ピッチ|距離",
    ),
    (
        r"\b(?:smallest|largest|shortest|longest|least|greatest|minimum|maximum)\b.{0,60}"
        r"\b(?:may|allow\w*|accept\w*|permi\w+|still)\b"
        r"|\bbetween which\b|許容(?:最大|最小)|(?:最大|最小)許容",
        r"min|max|least|most|smallest|largest|limit|up to|between|from|to \d|range|最大|最小"
        r"|以上|以下|未満|まで|から|許容|限",
    ),
)
# A limit of size is not a nominal, and not the largest dimension on a sheet: a document says so.
_STATED_LIMIT = re.compile(
    r"\b(?:min|max|minimum|maximum)\b|allow|permi|limit|\bup to\b|\bbetween\b|\bat (?:least|most)\b"
    r"|(?:最大|最小)(?!寸法)|以上|以下|未満|許容"
)
_DIGIT = re.compile(r"\d")


def derived_things(question: str) -> frozenset[str]:
    """The kinds of things to be worked out that a question asks for: a total, a mean."""
    asked = normalise(question)
    return frozenset(asking for asking, _ in _DERIVED if re.search(asking, asked))


def states_what_is_asked(question: str, answer: str, evidence: str) -> bool:
    """False if a question asks for something derived, and neither answer nor evidence says that.

    An answer without a digit is no such number. ``evidence`` is the cited text with its headings.
    """
    if not _DIGIT.search(answer):
        return True
    if asked_limits(question) and not _STATED_LIMIT.search(normalise(evidence)):
        return False
    said, wanted = normalise(f"{evidence} {answer}"), derived_things(question)
    return all(re.search(stated, said) for asking, stated in _DERIVED if asking in wanted)
