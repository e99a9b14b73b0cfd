"""Several sequences in one cache: exact states, exact accounting, nothing beyond the bound."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence

import numpy as np
import pytest

from engine.errors import Bug
from engine.llm.kv_cache import DecodeCancelled, KvCache, KvType, Logits, RestoreFailed, Row
from engine.llm.weights import Weights

pytestmark = pytest.mark.real

BEFORE = "You answer from passages of a workshop's documents. "
PASSAGE = "The spindle lock nut of the L-7 is tightened to 85 N·m. The L-8 takes 60 N·m. "
QUESTION = "Question: what torque for the L-7? Answer:"


@pytest.fixture
def cache(weights: Weights) -> Iterator[KvCache]:
    cache = KvCache(weights, n_cells=512, n_sequences=4, n_threads=2)
    yield cache
    cache.close()


def append(cache: KvCache, sequence: int, tokens: Sequence[int]) -> Logits:
    rows = [Row(sequence, token, i == len(tokens) - 1) for i, token in enumerate(tokens)]
    return cache.append(rows, threading.Event())[len(rows) - 1]


def test_a_restored_passage_reads_exactly_as_a_prefilled_one(
    cache: KvCache, weights: Weights
) -> None:
    before, passage, question = map(weights.tokenise, (BEFORE, PASSAGE, QUESTION))
    append(cache, 0, before)
    cache.share(0, 1, len(before))
    append(cache, 1, passage)
    state = cache.save(1, len(before), len(before) + len(passage))
    cache.restore(2, state, passage, behind=0)
    direct, restored = append(cache, 1, question), append(cache, 2, question)
    np.testing.assert_array_equal(direct, restored)


def test_readers_side_by_side_read_as_each_alone(cache: KvCache, weights: Weights) -> None:
    before, one, other = map(weights.tokenise, (BEFORE, PASSAGE, "The L-9 takes 70 N·m. "))
    append(cache, 0, before)
    alone = []
    for tokens in (one, other):
        cache.share(0, 1, len(before))
        alone.append(append(cache, 1, tokens))
        cache.drop(1)
    cache.share(0, 1, len(before))
    cache.share(0, 2, len(before))
    rows = [Row(1, t, i == len(one) - 1) for i, t in enumerate(one)]
    rows += [Row(2, t, i == len(other) - 1) for i, t in enumerate(other)]
    together = cache.append(rows, threading.Event())
    for logits, row in zip(alone, (len(one) - 1, len(rows) - 1), strict=True):
        assert int(logits.argmax()) == int(together[row].argmax())
        # A batch of another shape rounds differently; another passage would differ by whole units.
        assert float(np.abs(logits - together[row]).max()) < 1.0


def test_shared_cells_count_once_and_dropped_ones_not_at_all(
    cache: KvCache, weights: Weights
) -> None:
    before, passage = map(weights.tokenise, (BEFORE, PASSAGE))
    append(cache, 0, before)
    for sequence in (1, 2):
        cache.share(0, sequence, len(before))
    assert cache.used_cells == len(before)
    append(cache, 1, passage)
    assert cache.used_cells == len(before) + len(passage)
    assert list(cache.tokens(1)) == [*before, *passage]
    cache.drop(1)
    assert cache.used_cells == len(before)
    assert cache.peak_cells == len(before) + len(passage)
    assert list(cache.tokens(2)) == before


def test_the_ledger_agrees_with_llama_cpp_about_a_full_cache(
    cache: KvCache, weights: Weights
) -> None:
    token = weights.tokenise("a")[0]
    cache.append([Row(0, token)] * 200, threading.Event())
    cache.share(0, 1, 200)
    cache.append([Row(1, token)] * 200, threading.Event())
    cache.append([Row(1, token)] * (512 - 400), threading.Event())
    assert cache.used_cells == cache.n_cells
    with pytest.raises(Bug, match="full"):
        cache.append([Row(1, token)], threading.Event())
    # What was there is still there, and room that is made can be used.
    assert cache.used_cells == cache.n_cells
    assert cache.cut(1, 300)
    cache.append([Row(1, token)] * 212, threading.Event())
    assert cache.used_cells == cache.n_cells


def test_a_cancelled_batch_leaves_no_trace(cache: KvCache, weights: Weights) -> None:
    before, passage = map(weights.tokenise, (BEFORE, PASSAGE))
    append(cache, 0, before)
    cancel = threading.Event()
    cancel.set()
    with pytest.raises(DecodeCancelled):
        cache.append([Row(0, token) for token in passage], cancel)
    assert list(cache.tokens(0)) == before
    append(cache, 0, passage)


def test_a_state_that_llama_cpp_refuses_empties_the_cache(cache: KvCache, weights: Weights) -> None:
    before, passage = map(weights.tokenise, (BEFORE, PASSAGE))
    append(cache, 0, before)
    cache.share(0, 1, len(before))
    append(cache, 1, passage)
    state = cache.save(1, len(before), len(before) + len(passage))
    with pytest.raises(RestoreFailed):
        cache.restore(2, state[:-1000], passage, behind=0)
    assert cache.used_cells == 0
    append(cache, 0, before)


def test_a_state_that_does_not_fit_is_not_handed_over(cache: KvCache, weights: Weights) -> None:
    token = weights.tokenise("a")[0]
    cache.append([Row(0, token)] * 250, threading.Event())
    state = cache.save(0, 0, 250)
    cache.append([Row(1, token)] * 250, threading.Event())
    with pytest.raises(RestoreFailed):
        cache.restore(2, state, [token] * 250, behind=2)


def test_a_q8_cache_takes_half_and_still_restores(weights: Weights) -> None:
    before, passage, question = map(weights.tokenise, (BEFORE, PASSAGE, QUESTION))
    sizes = {}
    for kv_type in KvType:
        cache = KvCache(weights, n_cells=512, n_sequences=3, n_threads=2, kv_type=kv_type)
        append(cache, 0, before)
        cache.share(0, 1, len(before))
        append(cache, 1, passage)
        state = cache.save(1, len(before), len(before) + len(passage))
        sizes[kv_type] = len(state)
        cache.restore(2, state, passage, behind=0)
        assert append(cache, 1, question).argmax() == append(cache, 2, question).argmax()
        cache.close()
    assert sizes[KvType.Q8_0] < 0.55 * sizes[KvType.F16]
