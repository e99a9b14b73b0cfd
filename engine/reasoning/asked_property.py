"""Whether a value is of the size that is asked for: the depth of a box is not the height of a rack.

Sizes come in the same units, so the unit does not tell them apart; the word at the value does.
"""

from __future__ import annotations

import re

from engine.text import normalise

# A size by the words that ask for it, and those that a document says it with. Of 外径 and 直径
# either may be meant with the other.
_SIZES: tuple[tuple[str, str], ...] = (
    (
        r"\blengths?\b|\bhow long (?:is|are)\b|長さ|全長",
        r"\blengths?\b|\blong\b|長さ|全長|\bl ?=",
    ),
    (r"\bwidths?\b|\bhow wide\b|幅", r"\bwidths?\b|\bwide\b|幅|\bw ?="),
    (
        r"\bheights?\b|\bhow (?:high|tall)\b|高さ",
        r"\bheights?\b|\b(?:m|mm|cm|ft|in) high\b|\btall\b|高さ|\bh ?=",
    ),
    (r"\bdepths?\b|\bhow deep\b|深さ|奥行", r"\bdepths?\b|\bdeep\b|深さ|奥行|\bd ?="),
    (r"\bthickness\b|\bhow thick\b|厚さ|厚み", r"\bthick(?:ness)?\b|厚さ|厚み|\bt ?="),
    (r"\bdiameters?\b|直径|外径|内径", r"\bdia(?:meters?)?\b|直径|外径|内径|[⌀øφ]"),
)


def is_of_another_size(question: str, line: str, context: str) -> bool:
    """Whether ``line`` names other sizes than the one asked for, and nothing over it names that.

    Only for a question that names one size.
    """
    asked = [said for asking, said in _SIZES if re.search(asking, normalise(question))]
    if len(asked) != 1 or re.search(asked[0], normalise(f"{line}\n{context}")):
        return False
    return any(re.search(said, normalise(line)) for _, said in _SIZES)
