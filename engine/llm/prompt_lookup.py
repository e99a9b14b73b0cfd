"""Prompt-lookup drafts: what followed the last words where they stood before.

Saxena 2023, "Prompt Lookup Decoding". An answer that quotes its evidence is guessed from it, and
the guesses are checked in one batch with the next token: what is kept is what greedy decoding
gives, only sooner.
"""

from __future__ import annotations

from collections.abc import Sequence

_NGRAMS = (3, 2)  # A single token is guessed right too seldom to pay for its row.
_MAX_DRAFT = 6
_MAX_MISSES = 2


class PromptLookup:
    """Drafts for one sequence; gives up after two useless ones in a row."""

    def __init__(self) -> None:
        self.n_drafted = 0
        self.n_accepted = 0
        self._n_misses = 0

    def draft(self, tokens: Sequence[int], *, n_max: int) -> list[int]:
        """Up to ``n_max`` tokens that may follow ``tokens``; none if nothing is known."""
        if self._n_misses >= _MAX_MISSES:
            return []
        for n in _NGRAMS:
            start = _last_earlier(tokens, n)
            if start is not None:
                return list(tokens[start + n : start + n + min(n_max, _MAX_DRAFT)])
        return []

    def learn(self, n_drafted: int, n_accepted: int) -> None:
        """How many of the last draft's tokens were right."""
        if n_drafted:
            self.n_drafted += n_drafted
            self.n_accepted += n_accepted
            self._n_misses = 0 if n_accepted else self._n_misses + 1


def _last_earlier(tokens: Sequence[int], n: int) -> int | None:
    """Where the last ``n`` tokens stand last before their end, with something behind them."""
    wanted = list(tokens[-n:])
    for start in range(len(tokens) - n - 1, -1, -1):
        if tokens[start] == wanted[0] and list(tokens[start : start + n]) == wanted:
            return start
    return None
