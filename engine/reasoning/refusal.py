"""Saying that the documents do not say: the model's way and ours."""

from __future__ import annotations

import re

NOT_FOUND = "NOT FOUND"

_SENTENCE = {
    "en": "The documents do not say.",
    "ja": "文書には記載が見つかりません。",
}

# What small models write in place of the agreed words.
_REFUSAL = re.compile(
    r"not[ _]found|見つかりません|見つからない|記載がありません|記載されていません|記載はありません"
    r"|(?:passages?|documents?|text|evidence|context)\s+(?:do(?:es)?\s+not|don't|doesn't)"
    r"\s+(?:state|say|mention|contain|provide|specify|include|give)"
    r"|(?:is|are|was)\s+not\s+(?:stated|mentioned|specified|provided|given|included)"
    r"|no\s+(?:information|mention)|cannot\s+be\s+determined|情報は(?:あり|含まれてい)ません",
    re.IGNORECASE,
)


def is_refusal(text: str) -> bool:
    """Whether the model declined to answer, in its own or the agreed words."""
    return bool(_REFUSAL.search(text))


def may_become_refusal(text: str) -> bool:
    """Whether more text could still turn this into the agreed refusal: nothing to show yet."""
    return NOT_FOUND.startswith(text.strip().upper())


def refusal_text(reason: str, language: str) -> str:
    """The refusal, and why, in the language of the question."""
    gap = " " if language == "en" and reason else ""
    return f"{refusal_sentence(language)}{gap}{reason}"


def refusal_sentence(language: str) -> str:
    """The fixed sentence of an abstention in the language of the question."""
    return _SENTENCE[language]
