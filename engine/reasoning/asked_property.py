"""Whether a value is of the size and the side asked for: a box's depth is not a rack's height.

Sizes come in the same units, so the unit does not tell them apart; the word at the value does. So
it is with what has two sides: the front and the rear, the inlet and the outlet.
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
# The two sides of a thing. English left and right, back and top have too many other meanings.
_SIDES: tuple[tuple[str, str], ...] = (
    (r"\bfront\b|前面|前側|前部", r"\brear\b|\bbehind\b|背面|後面|後側|後部|裏面"),
    (r"\bupper\b|上面|上側|上部|上限", r"\blower\b|下面|下側|下部|下限"),
    (r"\binner\b|\binside\b|内側|内面|内輪|内径", r"\bouter\b|\boutside\b|外側|外面|外輪|外径"),
    (r"\binlet\b|\bsuction\b|入口|吸込|吸入", r"\boutlet\b|\bdischarge\b|出口|吐出"),
    (r"左", r"右"),
    (r"\bmaximum\b|\bhighest\b|最大|最高", r"\bminimum\b|\blowest\b|最小|最低"),
)
# What a tolerance can be of, after ISO 1101, and what is told of surfaces and machines, by the
# words that ask for it and those that tell it.
_CHARACTERISTICS: tuple[tuple[str, str], ...] = (
    (r"\bflatness\b|平面度", r"\bflat(?:ness)?\b|平面度|⏥"),
    (r"\bstraightness\b|真直度", r"\bstraight(?:ness)?\b|真直度|⏤"),
    (
        r"\broundness\b|\bcircularity\b|真円度",
        r"\broundness\b|\bcircularity\b|\bout[- ]of[- ]round|真円度|○",
    ),
    (r"\bcylindricity\b|円筒度", r"\bcylindricity\b|円筒度|⌭"),
    (r"\bparallelism\b|平行度", r"\bparallel(?:ism)?\b|平行|∥|⫽"),
    (
        r"\bperpendicularity\b|\bsquareness\b|直角度",
        r"\bperpendicular(?:ity)?\b|\bsquare(?:ness)?\b|直角|⟂|⊥",
    ),
    (r"\bangularity\b|傾斜度", r"\bangularity\b|傾斜度|∠"),
    (
        r"\bconcentricity\b|\bcoaxiality\b|同心度|同軸度",
        r"\bconcentric(?:ity)?\b|\bcoaxial(?:ity)?\b|同心|同軸|◎",
    ),
    (r"\brun-?out\b|振れ", r"\brun-?out\b|振れ|↗|⌰"),
    (
        r"\broughness\b|\bsurface finish\b|粗さ|粗度",
        r"\brough(?:ness)?\b|\bfinish\b|\br[az]\b|粗さ|粗度|仕上",
    ),
    (r"\bhardness\b|硬さ|硬度", r"\bhard(?:ness|ened)?\b|\bh(?:rc|rb|b|v)\b|硬さ|硬度"),
    (r"\bbacklash\b|バックラッシ", r"\bbacklash\b|バックラッシ"),
    (r"\brepeatability\b|繰り?返し精度", r"\brepeatab|繰り?返し"),
)


def lacks_the_characteristic(question: str, evidence: str) -> bool:
    """Whether a question is about flatness, roughness or the like, and no word there tells it.

    A general tolerance stands beside everything on a drawing, and is of none of them.
    """
    asked, said = normalise(question), normalise(evidence)
    return any(
        re.search(asking, asked) and not re.search(telling, said)
        for asking, telling in _CHARACTERISTICS
    )


def is_of_another_side(question: str, line: str, context: str) -> bool:
    """Whether ``line`` names the other side than the question, and nothing over it names that."""
    asked, said, over = normalise(question), normalise(line), normalise(f"{line}\n{context}")
    return any(
        bool(re.search(one, asked))
        and not re.search(other, asked)
        and bool(re.search(other, said))
        and not re.search(one, over)
        for pair in _SIDES
        for one, other in (pair, pair[::-1])
    )


def is_of_another_size(question: str, line: str, context: str) -> bool:
    """Whether ``line`` names other sizes than the one asked for, and nothing over it names that.

    Only for a question that names one size.
    """
    asked = [said for asking, said in _SIZES if re.search(asking, normalise(question))]
    if len(asked) != 1 or re.search(asked[0], normalise(f"{line}\n{context}")):
        return False
    return any(re.search(said, normalise(line)) for _, said in _SIZES)
