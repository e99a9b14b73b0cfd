"""Writing several sequences side by side: one batch a step, each greedy for itself."""

from __future__ import annotations

import codecs
from collections.abc import Iterator, Sequence
from typing import Literal

from engine.events import CancelToken
from engine.llm.kv_cache import KvCache, Logits, Row
from engine.llm.prompt_lookup import PromptLookup
from engine.llm.sampling import Sampler
from engine.llm.weights import Weights


class Writer:
    """One sequence that is being written, and how sure the model was of it."""

    def __init__(
        self,
        weights: Weights,
        sequence: int,
        *,
        max_tokens: int,
        grammar: str | None = None,
        stops: Sequence[str] = (),
    ) -> None:
        """``stops`` are texts before which the writing ends."""
        self.sequence = sequence
        self.text = ""
        self.n_tokens = 0
        self.lookup = PromptLookup()
        self.stopped: Literal["end", "length"] | None = None
        self._pending: int | None = None
        self._log_probability = 0.0
        self._weights = weights
        self._max_tokens = max_tokens
        self._stops = stops
        self._sampler = Sampler(weights, grammar)
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")

    def close(self) -> None:
        """Free the grammar."""
        self._sampler.close()

    @property
    def pending(self) -> int | None:
        """The token that was written and is not in the cache yet; None once it is over."""
        return self._pending if self.stopped is None else None

    @property
    def n_left(self) -> int:
        """How many more tokens may be written."""
        return self._max_tokens - self.n_tokens

    @property
    def mean_log_probability(self) -> float:
        """Of the tokens written, end included, among those that were allowed; 0 is certain."""
        n = self.n_tokens + (self.stopped == "end")
        return self._log_probability / n if n else 0.0

    def take(self, logits: Logits) -> str:
        """Write the next token; its text, which may be empty between whole characters."""
        if self.n_tokens == self._max_tokens:
            self.stopped = "length"
            return ""
        token, log_probability = self._sampler.next_token(logits)
        self._log_probability += log_probability
        if self._weights.is_end(token):
            self.stopped = "end"
            return ""
        self.n_tokens += 1
        self._pending = token
        text = self._decoder.decode(self._weights.bytes_of(token))
        self.text += text
        for stop in self._stops:
            if stop in self.text:
                self.text = self.text.partition(stop)[0]
                self.stopped = "end"
                return ""
        return text


def write(
    cache: KvCache, writers: Sequence[Writer], cancel: CancelToken
) -> Iterator[tuple[int, str]]:
    """Write until every writer has stopped; (writer's index, text) as it comes.

    Each writer has taken its first token. Alone, a writer has its next tokens guessed from what
    stands before (see prompt_lookup); side by side, guesses cost the others more than they save.

    Raises:
        DecodeCancelled: the writers hold what they had.
    """
    while True:
        active = [i for i, writer in enumerate(writers) if writer.pending is not None]
        if not active:
            return
        if len(active) == 1:
            for text in _write_alone(cache, writers[active[0]], cancel):
                yield active[0], text
            continue
        rows = [Row(writers[i].sequence, _pending(writers[i]), True) for i in active]
        logits = cache.append(rows, cancel)
        for row, i in enumerate(active):
            if text := writers[i].take(logits[row]):
                yield i, text


def _write_alone(cache: KvCache, writer: Writer, cancel: CancelToken) -> Iterator[str]:
    """One step of one writer: its pending token and what is guessed to follow."""
    pending = _pending(writer)
    before = cache.tokens(writer.sequence)
    room = min(writer.n_left, cache.n_cells - cache.used_cells - 1)
    draft = writer.lookup.draft([*before, pending], n_max=max(room, 0))
    n_before = len(before)
    rows = [Row(writer.sequence, token, True) for token in (pending, *draft)]
    logits = cache.append(rows, cancel)
    n_accepted = 0
    texts = [writer.take(logits[0])]
    while n_accepted < len(draft) and writer.pending == draft[n_accepted]:
        n_accepted += 1
        texts.append(writer.take(logits[n_accepted]))
    writer.lookup.learn(len(draft), n_accepted)
    cache.cut(writer.sequence, n_before + 1 + n_accepted)
    yield from (text for text in texts if text)


def _pending(writer: Writer) -> int:
    assert writer.pending is not None
    return writer.pending
