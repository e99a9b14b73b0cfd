"""How many KV cells a model may have: one hard bound, from what is asked for and what is free."""

from __future__ import annotations

import threading
from dataclasses import dataclass

from engine.errors import KvBoundTooSmall
from engine.llm.kv_cache import KvCache, KvType, Row
from engine.llm.weights import Weights

_STEP = 256  # llama.cpp rounds a context up to this; we round down, so that the bound holds.
_MIN_CELLS = 512  # The instructions, one short passage, a question and its answer.
_FREE_SHARE = 0.25  # Of free memory; the rest is for compute buffers, indexes and other programs.


@dataclass(frozen=True, slots=True)
class KvBudget:
    """The bound: cells, and bytes of keys and values each takes."""

    n_cells: int
    bytes_per_cell: int
    kv_type: KvType

    @property
    def n_bytes(self) -> int:
        """Bytes of the whole cache."""
        return self.n_cells * self.bytes_per_cell


def plan_budget(
    weights: Weights,
    *,
    wanted_cells: int,
    kv_type: KvType,
    limit_bytes: int | None,
    free_bytes: int,
) -> KvBudget:
    """As many cells as are wanted, trained for, and allowed by the limit or by free memory.

    Raises:
        KvBoundTooSmall: not even one short passage could be read.
    """
    per_cell = bytes_per_cell(weights, kv_type)
    allowed = limit_bytes if limit_bytes is not None else int(free_bytes * _FREE_SHARE)
    n_cells = min(wanted_cells, weights.n_trained or wanted_cells, allowed // per_cell)
    n_cells = n_cells // _STEP * _STEP
    if n_cells < _MIN_CELLS:
        raise KvBoundTooSmall(
            model=weights.name,
            limit_mb=allowed // 2**20,
            needed_mb=-(-_MIN_CELLS * per_cell // 2**20),
        )
    return KvBudget(n_cells, per_cell, kv_type)


def bytes_per_cell(weights: Weights, kv_type: KvType) -> int:
    """Measured on a tiny context, so that it is right for every architecture; at least 1."""
    cache = KvCache(weights, n_cells=_STEP, n_sequences=1, n_threads=1, kv_type=kv_type)
    try:
        token = (weights.bos or weights.tokenise("a"))[0]
        cache.append([Row(0, token), Row(0, token)], threading.Event())
        one, two = (len(cache.save(0, 0, n)) for n in (1, 2))
    finally:
        cache.close()
    # Twelve bytes of a saved cell are its position and sequence.
    return max(two - one - 12, 1)
