"""A passage cut down to the sentences that matter for a question: what is not read costs nothing.

Used when a passage is not in the KV bank yet. Sentences are chosen by the question's words they
hold, rare words counting more; where the words do not decide (another language, other words for
the same thing) by the embedder. Neighbours of the best sentence come along: a value often stands
in the line before or after its name.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Sequence

from engine.ports import Embedder
from engine.text import estimate_tokens, sentences
from engine.words import identifiers, index_words, query_words

_GAP = " … "
_COLUMN = " | "  # How table rows are written in a chunk.
_MIN_HELD = 0.34  # Of the question's words; with fewer in the passage, meaning decides.
# What a sentence's score gives the one after it and the one before it.
_NEIGHBOUR_AFTER, _NEIGHBOUR_BEFORE = 0.3, 0.25


def trimmed(text: str, question: str, *, max_tokens: int, embedder: Embedder | None = None) -> str:
    """The sentences of ``text`` that matter most, in their order, about ``max_tokens`` in all.

    Tokens are estimated (engine.text). A text that is short enough comes back as it is. The first
    line of a table comes along with its rows: it names the columns.
    """
    if estimate_tokens(text) <= max_tokens:
        return text
    spans = list(sentences(text))
    parts = [text[start:end] for start, end in spans]
    scores = _with_neighbours(_scores(parts, question, embedder))
    is_table = _COLUMN in parts[0]
    kept = {0} if is_table else set[int]()
    room = max_tokens - sum(estimate_tokens(parts[i]) for i in kept)
    for i in sorted(range(len(parts)), key=lambda i: (-scores[i], i)):
        cost = estimate_tokens(parts[i])
        if i not in kept and cost <= room:
            kept.add(i)
            room -= cost
    if not kept:
        # One sentence that is too long by itself: its beginning is better than nothing.
        best = max(range(len(parts)), key=lambda i: scores[i])
        return _beginning(parts[best], max_tokens)
    return _joined(parts, sorted(kept))


def _scores(parts: Sequence[str], question: str, embedder: Embedder | None) -> list[float]:
    wanted = {*query_words(question), *identifiers(question)}
    held = [frozenset(index_words(part).split()) & wanted for part in parts]
    found = frozenset[str]().union(*held)
    if embedder is not None and len(found) < _MIN_HELD * len(wanted):
        return _similarities(parts, question, embedder)
    weight = {
        word: math.log(1 + len(parts) / sum(word in words for words in held)) for word in found
    }
    return [sum(weight[word] for word in words) for words in held]


def _similarities(parts: Sequence[str], question: str, embedder: Embedder) -> list[float]:
    vectors = embedder.embed_documents(parts)
    return [float(x) for x in vectors @ embedder.embed_question(question)[0]]


def _with_neighbours(scores: Sequence[float]) -> list[float]:
    around = [0.0, *scores, 0.0]
    return [
        score + max(_NEIGHBOUR_AFTER * around[i], _NEIGHBOUR_BEFORE * around[i + 2])
        for i, score in enumerate(scores)
    ]


def _joined(parts: Sequence[str], kept: Sequence[int]) -> str:
    text = parts[kept[0]]
    for before, i in itertools.pairwise(kept):
        text += ("\n" if i == before + 1 else _GAP) + parts[i]
    return text


def _beginning(text: str, max_tokens: int) -> str:
    end = _last(lambda n: estimate_tokens(text[:n]) <= max_tokens, len(text))
    return text[:end]


def _last(holds: Callable[[int], bool], end: int) -> int:
    """The largest number up to ``end`` for which ``holds``; it holds for all smaller ones."""
    low, high = 0, end
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if holds(middle) else (low, middle - 1)
    return low
