"""Passed or failed, in the words of questions and of logs.

A log says FAIL, NG or 不合格 and a question says "failures", "rejected" or 不良: the one thing in a
shop's logs that has a hundred names, and that nearly every question is about.
"""

from __future__ import annotations

import re
from enum import Enum, auto

from engine.text import normalise


class Verdict(Enum):
    """What an inspection found."""

    PASS = auto()
    FAIL = auto()


_WORDS = {
    Verdict.FAIL: re.compile(
        r"(?<![a-z])(?:fail(?:s|ed|ures?|ing)?|ng|n\.g\.|nok|not ok|reject(?:s|ed)?|defective"
        r"|non-?conforming|out of tolerance)(?![a-z])|不合格|不良|不適合|否"
    ),
    Verdict.PASS: re.compile(
        r"(?<![a-z])(?:pass(?:es|ed)?|ok|okay|accept(?:ed)?|conforming|within tolerance)(?![a-z])"
        r"|(?<!不)(?:合格|適合|良品)|(?<![不改])良(?![いく好])"
    ),
}
_NOT_OK = re.compile(r"(?<![a-z])not (?:ok|passed|accepted)(?![a-z])")


def verdicts_in(question: str) -> dict[Verdict, str]:
    """The verdicts that a question speaks of, each with its words there."""
    plain = normalise(question)
    found = {
        verdict: " ".join(match.group() for match in words.finditer(plain))
        for verdict, words in _WORDS.items()
        if words.search(plain)
    }
    negated = _NOT_OK.search(plain)
    if negated:
        found = {Verdict.FAIL: negated.group()}
    return found


def verdict_of(value: str) -> Verdict | None:
    """The verdict that a log's value is, if it is nothing else."""
    plain = normalise(value).strip()
    return next((v for v in (Verdict.FAIL, Verdict.PASS) if _WORDS[v].fullmatch(plain)), None)
