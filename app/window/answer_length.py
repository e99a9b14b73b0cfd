"""How much of a text is shown at once. A page is laid out again whenever the window changes."""

from __future__ import annotations

import re

MAX_ANSWER = 40_000  # Letters, sixteen printed pages. Copying takes all of it.
MAX_QUESTION = 2_000

_BREAK = re.compile(r"\s+|(?<=[。、！？])")
_NUMBER_AT_THE_END = re.compile(r"[\d.,+\[-]*\Z")
_SEARCHED = 400  # Letters before the limit in which a break is looked for.


def shown_part(text: str, limit: int = MAX_ANSWER) -> tuple[str, int]:
    """The beginning of a text, cut between words, and how many letters are left out.

    Where there is no break, as in one long line of letters, at least no number is cut in two.
    """
    if len(text) <= limit:
        return text, 0
    begin = max(0, limit - _SEARCHED)
    tail = text[begin:limit]
    breaks = [found.start() for found in _BREAK.finditer(tail)]
    number = _NUMBER_AT_THE_END.search(tail)
    end = begin + (breaks[-1] if breaks else number.start() if number else len(tail))
    return text[:end], len(text) - end
