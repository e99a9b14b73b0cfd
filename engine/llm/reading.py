"""Parallel readers: several passages, each in a sequence of its own behind the same instructions.

Each reader's state is exactly that of an ordinary prefill of its passage: the instructions' cells
are shared, the passage is loaded from the bank or read, and only the question is new. The question
goes in for all readers in one batch, and every step writes one token of each, so that the weights
are read from memory once for all.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from engine.answers import TokenCounts
from engine.events import CancelToken
from engine.llm.banked_states import BankedStates
from engine.llm.kv_cache import BATCH_TOKENS, DecodeCancelled, KvCache, Logits, Row
from engine.llm.sampling import log_probability
from engine.llm.weights import Weights
from engine.llm.writing import Writer, write
from engine.ports import FirstTokens, Prefilled, Reader, ReadersStopped, ReaderText, ReadingEvent

# A base model goes on with a question of its own, as in the instructions' examples.
_STOPS = ("\nQuestion:", "\nPassage:")


@dataclass(frozen=True, slots=True)
class ReaderTask:
    """One reader: its sequence, its passage's tokens and whose passage it is."""

    sequence: int
    passage: tuple[int, ...]
    owner: str


@dataclass(frozen=True, slots=True)
class _Loaded:
    """How many tokens were in the cache or the bank already, and which readers' passages."""

    n_reused: int
    banked: tuple[bool, ...]


class ParallelReaders:
    """Readers of one question over one cache. The instructions stand in sequence ``behind``."""

    def __init__(
        self, weights: Weights, cache: KvCache, states: BankedStates, *, behind: int, refusal: int
    ) -> None:
        """``refusal``: the token that a NOT FOUND begins with."""
        self._weights = weights
        self._cache = cache
        self._states = states
        self._behind = behind
        self._refusal = refusal

    def read(
        self,
        tasks: Sequence[ReaderTask],
        question: Sequence[int],
        *,
        max_tokens: int,
        cancel: CancelToken,
        grammar: str | None = None,
    ) -> Iterator[ReadingEvent]:
        """Read and answer. Sequences of the tasks are empty before and after.

        Raises:
            RestoreFailed: the cache was lost; it is empty, and the bank is off.
        """
        loaded = self._load(tasks)
        n_before = len(self._cache.tokens(self._behind))
        n_read = sum(len(task.passage) + len(question) for task in tasks)
        n_prompt = n_before + n_read
        writers = [
            Writer(self._weights, t.sequence, max_tokens=max_tokens, grammar=grammar, stops=_STOPS)
            for t in tasks
        ]
        refusals = [math.nan] * len(tasks)
        is_cancelled = False
        try:
            yield Prefilled(n_before + loaded.n_reused, n_prompt)
            rows = _rows(tasks, loaded.banked, question)
            first: dict[int, Logits] = {}
            for start in range(0, len(rows), BATCH_TOKENS):
                logits = self._cache.append(rows[start : start + BATCH_TOKENS], cancel)
                first |= {rows[start + i].sequence: row for i, row in logits.items()}
                n_done = min(start + BATCH_TOKENS, len(rows))
                yield Prefilled(n_prompt - len(rows) + n_done, n_prompt)
            refusals = [math.exp(log_probability(first[t.sequence], self._refusal)) for t in tasks]
            yield FirstTokens(tuple(refusals))
            for i, writer in enumerate(writers):
                if text := writer.take(first[writer.sequence]):
                    yield ReaderText(i, text)
            for i, text in write(self._cache, writers, cancel):
                yield ReaderText(i, text)
            self._keep(tasks, n_before)
        except DecodeCancelled:
            is_cancelled = True
        finally:
            for writer in writers:
                writer.close()
                self._cache.drop(writer.sequence)
        readers = tuple(
            Reader(
                writer.text,
                refusal,
                writer.mean_log_probability,
                is_banked,
                is_whole=writer.stopped == "end",
            )
            for writer, refusal, is_banked in zip(writers, refusals, loaded.banked, strict=True)
        )
        n_written = sum(writer.n_tokens for writer in writers)
        tokens = TokenCounts(n_prompt, n_before + loaded.n_reused, n_written)
        yield ReadersStopped(readers, tokens, is_cancelled)

    def _load(self, tasks: Sequence[ReaderTask]) -> _Loaded:
        """Fill the sequences with the instructions and with what the bank has."""
        n_reused, banked = 0, []
        n_before = len(self._cache.tokens(self._behind))
        for task in tasks:
            is_banked = self._states.load(
                task.sequence, task.passage, behind=self._behind, owner=task.owner
            )
            if is_banked:
                n_reused += len(task.passage)
            else:
                self._cache.share(self._behind, task.sequence, n_before)
            banked.append(is_banked)
        return _Loaded(n_reused, tuple(banked))

    def _keep(self, tasks: Sequence[ReaderTask], n_before: int) -> None:
        for task in tasks:
            end = n_before + len(task.passage)
            self._states.keep(task.sequence, n_before, end, owner=task.owner)


def _rows(
    tasks: Sequence[ReaderTask], banked: Sequence[bool], question: Sequence[int]
) -> list[Row]:
    rows = []
    for task, is_banked in zip(tasks, banked, strict=True):
        tokens = [*(() if is_banked else task.passage), *question]
        rows += [Row(task.sequence, t, i == len(tokens) - 1) for i, t in enumerate(tokens)]
    return rows
