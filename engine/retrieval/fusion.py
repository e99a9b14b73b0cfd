"""Reciprocal rank fusion (Cormack, Clarke and Büttcher 2009) of several rankings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

RRF_K = 60  # The paper's value.


def fuse(rankings: Iterable[tuple[float, Sequence[int]]]) -> list[tuple[int, float]]:
    """(id, score) pairs, best first, from (weight, ids best first) rankings.

    An id's score is the sum over rankings of weight / (RRF_K + rank), ranks counting from 1. Equal
    scores keep the order in which the ids were first seen.
    """
    scores: dict[int, float] = defaultdict(float)
    for weight, ids in rankings:
        for rank, item in enumerate(ids, start=1):
            scores[item] += weight / (RRF_K + rank)
    return sorted(scores.items(), key=lambda pair: -pair[1])
