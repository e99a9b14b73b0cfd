"""KV states of read passages, kept in the bank and brought back into the cache.

The key of an entry names all that the state depends on, so a change of any of it is a miss and
never a wrong state: model, llama.cpp's version and its layout of a state, cell type, rope
settings, the tokens read before, the passage's own tokens.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import threading
from collections.abc import Sequence

import llama_cpp
import numpy as np

from engine.events import CancelToken
from engine.llm.kv_bank import KvBank
from engine.llm.kv_cache import KvCache, KvType, Logits, RestoreFailed, Row
from engine.llm.state_blob import UnknownLayout, layout_of, pack_state, unpack_state
from engine.llm.weights import Weights

log = logging.getLogger("engine.kvbank")

INSTRUCTIONS = "instructions"
"""The owner of the states of fixed instructions, which no document's deletion takes away."""

_MAX_DIVERGENCE = 0.1  # KL in nats. Rounding gives 0.001 to 0.004 here, a wrong state more than 1.
_PROBE = (
    "The inspector writes what she sees. ",
    "Gauge G-14 was calibrated on 3 May and reads 12.05 mm at the ring. ",
    "Gauge G-14 reads",
)


class BankedStates:
    """The bank as one model's cache uses it. ``off`` says in words why it is not used."""

    def __init__(
        self, bank: KvBank | None, cache: KvCache, weights: Weights, kv_type: KvType
    ) -> None:
        self._bank = bank
        self._cache = cache
        self._packs = kv_type is KvType.F16
        self.off = "" if bank else "no folder for it"
        if bank and not cache.capabilities.can_share:
            self._switch_off("this model's memory cannot be saved passage by passage")
        layout = "" if self.off else self._self_test(weights)
        self._fingerprint = _fingerprint(weights, kv_type, layout)

    @property
    def bank(self) -> KvBank | None:
        """The bank, or None while it is switched off."""
        return None if self.off else self._bank

    def has(self, before: Sequence[int], tokens: Sequence[int], owner: str) -> bool:
        """Whether the state of ``tokens`` behind ``before`` is in the bank, unchecked."""
        return bool(owner and self.bank and self.bank.has(self._key(before, tokens), owner))

    def load(self, sequence: int, tokens: Sequence[int], *, behind: int, owner: str) -> bool:
        """Fill an empty sequence with what ``behind`` holds and the banked state of ``tokens``.

        False if there is none. Raises RestoreFailed when the whole cache was lost over it; the
        bank is off from then on.
        """
        state = self.state_of(self._cache.tokens(behind), tokens, owner)
        if state is None:
            return False
        try:
            self._cache.restore(sequence, state, tokens, behind=behind)
        except RestoreFailed:
            self._switch_off("llama.cpp did not take a state that was saved before")
            raise
        return True

    def state_of(self, before: Sequence[int], tokens: Sequence[int], owner: str) -> bytes | None:
        """The state of ``tokens`` as llama.cpp takes it, or None."""
        if not owner or self.bank is None:
            return None
        payload = self.bank.get(self._key(before, tokens), owner)
        if payload is None or not self._is_packed(owner):
            return payload
        try:
            return unpack_state(payload)
        except UnknownLayout:
            log.warning("a bank entry of another layout is not used")
            return None

    def keep(self, sequence: int, start: int, end: int, *, owner: str) -> bool:
        """Bank the cells ``start`` to ``end`` of a sequence; False if that was not possible."""
        window = self._cache.capabilities.window
        # llama.cpp saves only what a sliding window still sees from the last token.
        is_beyond_window = bool(window) and end - start >= window
        if not owner or self.bank is None or is_beyond_window:
            return False
        held = self._cache.tokens(sequence)
        key = self._key(held[:start], held[start:end])
        if self.bank.has(key, owner):
            return True
        state = self._cache.save(sequence, start, end)
        return self.bank.put(key, owner, pack_state(state) if self._is_packed(owner) else state)

    def _is_packed(self, owner: str) -> bool:
        # The instructions stand before everything and are few: they are kept exact.
        return self._packs and owner != INSTRUCTIONS

    def _key(self, before: Sequence[int], tokens: Sequence[int]) -> bytes:
        digest = hashlib.sha256(self._fingerprint)
        for part in (before, tokens):
            digest.update(hashlib.sha256(np.asarray(part, dtype="<i4").tobytes()).digest())
        return digest.digest()

    def _switch_off(self, why: str) -> None:
        log.warning("the KV bank is off: %s", why)
        self.off = why

    def _self_test(self, weights: Weights) -> str:
        """Compare a banked reading with a direct one; how states are laid out here, as text."""
        cache, cancel = self._cache, threading.Event()
        before, passage, question = (weights.tokenise(text) for text in _PROBE)
        before = [*weights.bos, *before]
        direct, banked = 1, 2
        layout = "as saved"
        try:
            _append(cache, direct, [*before, *passage], cancel)
            cache.share(direct, 0, len(before))
            state = cache.save(direct, len(before), len(before) + len(passage))
            try:
                if self._packs:
                    layout = f"k8v4 {layout_of(state)}"
                    state = unpack_state(pack_state(state))
            except UnknownLayout:
                log.warning("llama.cpp lays states out in a new way: the bank keeps them as is")
                self._packs = False
            cache.restore(banked, state, passage, behind=0)
            divergence = _divergence(
                _append(cache, direct, question, cancel), _append(cache, banked, question, cancel)
            )
        except RestoreFailed:
            divergence = float("inf")
        cache.clear()
        if not divergence <= _MAX_DIVERGENCE:  # not: NaN is a failure too
            self._switch_off(f"a banked passage reads differently (divergence {divergence:.2g})")
        return layout


def _append(cache: KvCache, sequence: int, tokens: Sequence[int], cancel: CancelToken) -> Logits:
    rows = [Row(sequence, token, i == len(tokens) - 1) for i, token in enumerate(tokens)]
    return cache.append(rows, cancel)[len(rows) - 1]


def _divergence(wanted: Logits, got: Logits) -> float:
    """Kullback-Leibler divergence in nats between two rows of log-odds."""
    p, q = (np.exp(x - x.max(), dtype=np.float64) for x in (wanted, got))
    p, q = p / p.sum(), q / q.sum()
    is_held = p > 1e-12
    return float(np.sum(p[is_held] * np.log(p[is_held] / np.maximum(q[is_held], 1e-30))))


def _fingerprint(weights: Weights, kv_type: KvType, layout: str) -> bytes:
    architecture = weights.metadata("general.architecture")
    facts = {
        "model": weights.name,
        "llama-cpp-python": llama_cpp.__version__,
        "layout": layout,
        "kv type": kv_type.name,
        "flash attention": True,
        "rope": [
            weights.rope_type,
            *(
                weights.metadata(f"{architecture}.rope.{name}")
                for name in ("freq_base", "scaling.type", "scaling.factor")
            ),
        ],
        "rotation": os.environ.get("LLAMA_ATTN_ROT_DISABLE", ""),
    }
    return json.dumps(facts, sort_keys=True).encode()
