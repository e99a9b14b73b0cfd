"""The thing that a question asks for, and whether a passage speaks of it at all.

A small model asked for the maker of a calliper gives the name of who calibrated it: the only name
there is. That nobody speaks of makers in the passage tells.
"""

from __future__ import annotations

import re

from engine.domain import Passage
from engine.text import normalise
from engine.words import index_words, query_words, stems

_ENGLISH = re.compile(
    r"^(?:in |on |at |to |for |of |with |from )?(?:what|which)(?: (?:is|are|was|were) the)?"
    r"((?: (?!(?:is|are|was|were|does|do|did|can|may|must|should|has|have|of|for|in|on|at|to|from"
    r"|with|belongs|applies|goes)\b)[a-z-]+){1,4})"
)
_JAPANESE = re.compile(
    r"([一-鿿々ァ-ヶー]{2,})(?:は|が)(?:どこ|誰|だれ|何|いくつ|いくら|どれ|いつ|どの(?:くらい|程度))"
)
# Words for anything: a passage gives a name or a number without calling it so.
_ANYTHING = frozenset(
    "名前 名称 番号 型番 型式 品番 図番 もの 内容 方法 理由 原因 場所 種類 数値 単位"
    " 日付 日時 年月日 時期 時刻 date day time year month".split()
)


def names_what_is_asked(question: str, passage: Passage) -> bool:
    """False if the question names the thing it asks for, and no word of it is in the passage."""
    asked = _asked(question)
    if not asked:
        return True
    text = passage.whole_text
    held = stems(text) | frozenset(index_words(text).split())
    return bool(asked & held)


def _asked(question: str) -> frozenset[str]:
    plain = normalise(question).strip()
    match = _ENGLISH.match(plain)
    if match:
        return stems(" ".join(word for word in query_words(match[1]) if word not in _ANYTHING))
    match = _JAPANESE.search(plain)
    if match and match[1] not in _ANYTHING:
        return frozenset(index_words(match[1]).split())
    return frozenset()
