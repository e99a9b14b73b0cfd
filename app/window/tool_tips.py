"""Tool tips that say what they are given, to the letter."""

from __future__ import annotations

import re

# Qt takes a tool tip for HTML as soon as its first line has a known tag or "&lt;" anywhere, and
# "a <b and c> d" has one. A sign without width behind "<" and "&" makes tags of nothing.
_BREAK = "\u2060"


def plain_tip(text: str) -> str:
    """The text as a tool tip that is never taken for HTML."""
    return re.sub("[<&]", rf"\g<0>{_BREAK}", text)
