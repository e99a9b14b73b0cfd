"""The next token from its log-odds: the likeliest, or the likeliest that a grammar allows."""

from __future__ import annotations

import ctypes
import math

import llama_cpp.llama_cpp as llama
import numpy as np

from engine.errors import Bug
from engine.llm.kv_cache import Logits
from engine.llm.weights import Weights

_ASKED_AT_ONCE = (16, 256, 4096)


def log_probability(logits: Logits, token: int) -> float:
    """The natural logarithm of a token's probability, temperature 1."""
    peak = float(logits.max())
    return float(logits[token]) - peak - math.log(float(np.exp(logits - peak).sum()))


class Sampler:
    """Greedy; with a grammar (GBNF) only what it allows can come."""

    def __init__(self, weights: Weights, grammar: str | None = None) -> None:
        self._weights = weights
        self._grammar = None
        if grammar is not None:
            self._grammar = llama.llama_sampler_init_grammar(
                weights.vocabulary, grammar.encode(), b"root"
            )
            if not self._grammar:
                raise Bug(detail="llama.cpp cannot read the grammar")

    def close(self) -> None:
        """Free the grammar."""
        if self._grammar:
            llama.llama_sampler_free(self._grammar)
            self._grammar = None

    def next_token(self, logits: Logits) -> int:
        """The token; the grammar moves on with it."""
        token = int(np.argmax(logits))
        if self._grammar is None:
            return token
        if not self._is_allowed(token, logits):
            token = self._likeliest_allowed(logits)
        llama.llama_sampler_accept(self._grammar, token)
        return token

    def _is_allowed(self, token: int, logits: Logits) -> bool:
        # Nearly always the model's own choice is allowed; asking for one token is cheap.
        filtered = self._filter(np.array([token]), logits[token : token + 1])
        return bool(np.isfinite(filtered[0]))

    def _likeliest_allowed(self, logits: Logits) -> int:
        """The first allowed token in the model's own order.

        A grammar looks at each token's text, so the whole vocabulary takes up to a second. The
        token is nearly always among the first few, and being first among those is being first.
        """
        order = np.argsort(logits)[::-1]
        start = 0
        for end in (*_ASKED_AT_ONCE, self._weights.n_vocabulary):
            tokens = order[start:end]
            is_allowed = np.isfinite(self._filter(tokens, logits[tokens]))
            if is_allowed.any():
                return int(tokens[is_allowed.argmax()])
            start = end
        raise Bug(detail="the grammar allows no token at all")

    def _filter(self, tokens: np.ndarray, logits: Logits) -> np.ndarray:
        data = np.zeros(len(tokens), dtype=[("id", "<i4"), ("logit", "<f4"), ("p", "<f4")])
        data["id"], data["logit"] = tokens, logits
        array = llama.llama_token_data_array(
            data=data.ctypes.data_as(llama.llama_token_data_p),
            size=len(tokens),
            selected=-1,
            sorted=False,
        )
        llama.llama_sampler_apply(self._grammar, ctypes.byref(array))
        return data["logit"]
