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
    return _log_share(float(logits[token]), logits)


def _log_share(logit: float, among: Logits) -> float:
    peak = float(among.max())
    return logit - peak - math.log(float(np.exp(among - peak).sum()))


def _likeliest(logits: Logits, n: int) -> np.ndarray:
    """The ``n`` likeliest tokens in order."""
    first = np.argpartition(logits, -n)[-n:] if n < len(logits) else np.arange(len(logits))
    return first[np.argsort(logits[first], kind="stable")[::-1]]


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

    def next_token(self, logits: Logits) -> tuple[int, float]:
        """The token, and the logarithm of its probability; the grammar moves on with it.

        With a grammar the probability is that among the tokens it allows, as far as they were
        asked for: a token that nothing else may stand for is no guess.
        """
        if self._grammar is None:
            token = int(np.argmax(logits))
            return token, log_probability(logits, token)
        allowed = self._likeliest_allowed(logits)
        token = int(allowed[0])
        llama.llama_sampler_accept(self._grammar, token)
        return token, _log_share(float(logits[token]), logits[allowed])

    def _likeliest_allowed(self, logits: Logits) -> np.ndarray:
        """The first allowed tokens in the model's own order, at least one.

        A grammar looks at each token's text, so the whole vocabulary takes up to a second. The
        token is nearly always among the first few, and being first among those is being first.
        """
        start = 0
        for end in (*_ASKED_AT_ONCE, self._weights.n_vocabulary):
            tokens = _likeliest(logits, end)[start:]
            allowed: np.ndarray = tokens[np.isfinite(self._filter(tokens, logits[tokens]))]
            if len(allowed):
                return allowed
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
