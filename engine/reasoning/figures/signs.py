"""The sign and the mark before a number, told from a range, a dash and a part number's hyphen."""

from __future__ import annotations

import re

from engine.reasoning.figures.figure import Sign

DIAMETER = "⌀"
RADIUS = "R"

_LONGEST = 14
_SIGN = re.compile(
    r"(?:(?P<either>±|\+[ \u202f]?/[ \u202f]?-|\+-|(?<![A-Za-z])plus or minus|プラスマイナス)"
    r"[ \u202f]?"
    r"|(?P<plus>\+|(?<![A-Za-z])plus[ \u202f]|プラス)"
    r"|(?P<minus>-|(?<![A-Za-z])minus[ \u202f]|マイナス|氷点下|零下))\Z"
)
# Behind these a hyphen divides: 10-20, SH-204, 10 mm-20 mm, 図-3.
_DIVIDES_BEHIND = re.compile(r"[0-9A-Za-z)\]°%²³µΩ_ー図表式号]|(?<=[0-9])[\"']")
_DIAMETER = re.compile(r"(?<![A-WYZa-wyz])⌀[ \u202f]?\Z")


def sign_before(folded: str, start: int) -> tuple[Sign, int]:
    """The sign of a number that begins at ``start``, and where the sign begins."""
    match = _SIGN.search(folded, max(0, start - _LONGEST), start)
    if match is None:
        return Sign.NONE, start
    if match["either"]:
        return Sign.EITHER, match.start()
    if match.start() and _DIVIDES_BEHIND.match(folded, match.start() - 1):
        return Sign.NONE, start
    return (Sign.PLUS if match["plus"] else Sign.MINUS), match.start()


def diameter_before(folded: str, start: int) -> int | None:
    """Where the ⌀ of a number that begins at ``start`` stands; None if there is none."""
    match = _DIAMETER.search(folded, max(0, start - 2), start)
    return match.start() if match else None
