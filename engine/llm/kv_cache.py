"""One llama.cpp context as several sequences in one unified KV cache, with exact accounting.

Positions follow from what a sequence holds, so a gap cannot be asked for. Every cell has a number
of its own in the ledger; cells that sequences share are counted once. Cancel reaches a running
batch through llama.cpp's abort callback. Not safe for use from several threads at once.
"""

from __future__ import annotations

import ctypes
import itertools
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias, cast

import llama_cpp.llama_cpp as llama
import numpy as np
import numpy.typing as npt

from engine.errors import Bug, ModelUnusable
from engine.events import CancelToken
from engine.llm.weights import Weights

log = logging.getLogger("engine.llm")

BATCH_TOKENS = 256  # Prefill is within 3 % of 512 here, and progress moves twice as often.
_ABORTED = 2
_NO_SLOT = 1
_MROPE_TYPES = (8, 24, 40)  # ggml.h: GGML_ROPE_TYPE_MROPE, _VISION, _IMROPE.

Logits: TypeAlias = npt.NDArray[np.float32]
"""Log-odds over the vocabulary, shape (n_vocabulary,)."""


class KvType(Enum):
    """How a live KV cell is stored, with ggml's number for it.

    Q4_0 is not offered to users: it is there to be measured (see engine.qualify).
    """

    F16 = 1
    Q4_0 = 2
    Q8_0 = 8


class DecodeCancelled(Exception):
    """The cancel token was set during a batch. The sequences are as they were before it."""


class RestoreFailed(Exception):
    """llama.cpp did not take a saved state. The whole cache was emptied: it may be half written."""


@dataclass(frozen=True, slots=True)
class Row:
    """One token to put behind a sequence."""

    sequence: int
    token: int
    wants_logits: bool = False


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What this model's cache can do.

    ``can_share``: sequences can share a prefix and be saved one by one (not recurrent models).
    ``can_shift``: saved cells can be moved to other positions (not M-RoPE, not a short window).
    """

    can_share: bool
    can_shift: bool
    window: int


class KvCache:
    """``n_cells`` cells, allocated once; nothing in here can make it grow."""

    def __init__(
        self,
        weights: Weights,
        *,
        n_cells: int,
        n_sequences: int,
        n_threads: int,
        kv_type: KvType = KvType.F16,
    ) -> None:
        """Allocate the cache, with flash attention.

        Raises:
            ModelUnusable: there is not the memory for it.
        """
        self._weights = weights
        self._cancel: CancelToken | None = None
        self._abort = llama.ggml_abort_callback(self._is_cancelled)
        self._n_sequences = n_sequences + 1  # The last is scratch, for saving and restoring.
        self._context = self._new_context(n_cells, n_threads, kv_type)
        self._memory = llama.llama_get_memory(self._context)
        self._batch = llama.llama_batch_init(BATCH_TOKENS, 0, 1)
        self.n_cells = n_cells
        self.peak_cells = 0
        self.capabilities = _capabilities(weights, self._memory)
        self._tokens: list[list[int]] = [[] for _ in range(self._n_sequences)]
        self._cells: list[list[int]] = [[] for _ in range(self._n_sequences)]
        self._next_cell = itertools.count()

    def close(self) -> None:
        """Free the cache."""
        llama.llama_batch_free(self._batch)
        llama.llama_free(self._context)

    @property
    def n_sequences(self) -> int:
        """How many sequences there are to use, numbered from 0."""
        return self._n_sequences - 1

    @property
    def used_cells(self) -> int:
        """Cells that hold something; shared ones count once."""
        return len(set().union(*self._cells))

    def tokens(self, sequence: int) -> Sequence[int]:
        """What a sequence holds, from position 0."""
        return self._tokens[sequence]

    def append(self, rows: Sequence[Row], cancel: CancelToken) -> Mapping[int, Logits]:
        """Decode at most ``BATCH_TOKENS`` rows; the logits of those that want them, by row number.

        Raises:
            DecodeCancelled: nothing of the batch is kept.
        """
        batch = self._batch
        batch.n_tokens = len(rows)
        lengths = [len(tokens) for tokens in self._tokens]
        for i, row in enumerate(rows):
            batch.token[i] = row.token
            batch.pos[i] = lengths[row.sequence]
            batch.n_seq_id[i] = 1
            batch.seq_id[i][0] = row.sequence
            batch.logits[i] = row.wants_logits
            lengths[row.sequence] += 1
        self._cancel = cancel
        result = llama.llama_decode(self._context, batch)
        if result != 0:
            self._take_back(rows)
            if result == _ABORTED:
                raise DecodeCancelled
            detail = "the KV cache was full" if result == _NO_SLOT else f"llama_decode: {result}"
            raise Bug(detail=f"{detail} ({len(rows)} rows, {self.used_cells} cells used)")
        for row in rows:
            self._tokens[row.sequence].append(row.token)
            self._cells[row.sequence].append(next(self._next_cell))
        self.peak_cells = max(self.peak_cells, self.used_cells)
        return {i: self._logits(i) for i, row in enumerate(rows) if row.wants_logits}

    def cut(self, sequence: int, length: int) -> bool:
        """Keep the first ``length`` tokens of a sequence.

        False if this model's cache cannot be cut there; then the sequence is empty.
        """
        if length >= len(self._tokens[sequence]):
            return True
        is_cut = bool(llama.llama_memory_seq_rm(self._memory, sequence, length, -1))
        if not is_cut:
            self.drop(sequence)
        del self._tokens[sequence][length:]
        del self._cells[sequence][length:]
        return is_cut

    def drop(self, sequence: int) -> None:
        """Empty a sequence."""
        llama.llama_memory_seq_rm(self._memory, sequence, -1, -1)
        self._tokens[sequence].clear()
        self._cells[sequence].clear()

    def clear(self) -> None:
        """Empty everything, the buffers' contents too."""
        llama.llama_memory_clear(self._memory, True)
        for ledger in (*self._tokens, *self._cells):
            ledger.clear()

    def share(self, source: int, target: int, length: int) -> None:
        """Make an empty ``target`` begin with the first ``length`` tokens of ``source``.

        The cells are shared, nothing is copied.
        """
        llama.llama_memory_seq_cp(self._memory, source, target, 0, length)
        self._tokens[target] = self._tokens[source][:length]
        self._cells[target] = self._cells[source][:length]

    def save(self, sequence: int, start: int, end: int) -> bytes:
        """The exact state of a sequence's cells from ``start`` to before ``end``, in bytes."""
        llama.llama_memory_seq_cp(self._memory, sequence, self._scratch, start, end)
        try:
            size = llama.llama_state_seq_get_size(self._context, self._scratch)
            buffer = (ctypes.c_uint8 * size)()
            n = llama.llama_state_seq_get_data(self._context, buffer, size, self._scratch)
        finally:
            llama.llama_memory_seq_rm(self._memory, self._scratch, -1, -1)
        return bytes(buffer[:n]) if n != size else bytes(buffer)

    def restore(self, sequence: int, state: bytes, tokens: Sequence[int], *, behind: int) -> None:
        """Fill an empty ``sequence`` with what ``behind`` holds, then a saved state of ``tokens``.

        The state must have been saved at the position where ``behind`` ends. Its origin must have
        been checked before: llama.cpp knows neither the model nor the text it was made from.

        Raises:
            RestoreFailed: llama.cpp did not take the state; the whole cache is empty now.
        """
        if self._tokens[sequence]:
            raise Bug(detail="a state can only be restored into an empty sequence")
        length = len(self._tokens[behind])
        if self.used_cells + len(tokens) > self.n_cells or not self._set_state(sequence, state):
            self.clear()
            raise RestoreFailed
        if behind != sequence:
            llama.llama_memory_seq_cp(self._memory, behind, sequence, 0, length)
        self._tokens[sequence] = [*self._tokens[behind], *tokens]
        new_cells = itertools.islice(self._next_cell, len(tokens))
        self._cells[sequence] = [*self._cells[behind], *new_cells]
        self.peak_cells = max(self.peak_cells, self.used_cells)

    def attach(self, sequence: int, state: bytes, tokens: Sequence[int], *, saved_at: int) -> None:
        """Put a saved state behind what ``sequence`` holds, moved there from ``saved_at``.

        Its keys are rotated to the new positions at the next batch; what stands in between was
        not seen by them, so this approximates a prefill. Needs ``can_shift``.

        Raises:
            RestoreFailed: see ``restore``.
        """
        length = len(self._tokens[sequence])
        if self.used_cells + len(tokens) > self.n_cells or not self._set_state(
            self._scratch, state
        ):
            self.clear()
            raise RestoreFailed
        if length != saved_at:
            llama.llama_memory_seq_add(self._memory, self._scratch, -1, -1, length - saved_at)
        llama.llama_memory_seq_cp(self._memory, self._scratch, sequence, -1, -1)
        llama.llama_memory_seq_rm(self._memory, self._scratch, -1, -1)
        self._tokens[sequence].extend(tokens)
        self._cells[sequence].extend(itertools.islice(self._next_cell, len(tokens)))
        self.peak_cells = max(self.peak_cells, self.used_cells)

    @property
    def _scratch(self) -> int:
        return self._n_sequences - 1

    def _set_state(self, sequence: int, state: bytes) -> bool:
        buffer = (ctypes.c_uint8 * len(state)).from_buffer_copy(state)
        n = llama.llama_state_seq_set_data(self._context, buffer, len(state), sequence)
        return bool(n == len(state))

    def _take_back(self, rows: Sequence[Row]) -> None:
        """Take out again whatever part of a batch went in."""
        for sequence in {row.sequence for row in rows}:
            length = len(self._tokens[sequence])
            if not llama.llama_memory_seq_rm(self._memory, sequence, length, -1):
                self.drop(sequence)

    def _logits(self, row: int) -> Logits:
        pointer = llama.llama_get_logits_ith(self._context, row)
        # Copied: the next batch writes over it.
        return np.ctypeslib.as_array(pointer, shape=(self._weights.n_vocabulary,)).copy()

    def _new_context(self, n_cells: int, n_threads: int, kv_type: KvType) -> ctypes.c_void_p:
        parameters = llama.llama_context_default_params()
        parameters.n_ctx = n_cells
        parameters.n_batch = parameters.n_ubatch = BATCH_TOKENS
        parameters.n_seq_max = self._n_sequences
        parameters.kv_unified = True
        parameters.n_threads = parameters.n_threads_batch = n_threads
        parameters.type_k = parameters.type_v = kv_type.value
        parameters.flash_attn_type = llama.LLAMA_FLASH_ATTN_TYPE_ENABLED
        parameters.abort_callback = self._abort
        context = llama.llama_init_from_model(self._weights.pointer, parameters)
        if not context:
            raise ModelUnusable(
                model=self._weights.name, detail=f"no memory for a context of {n_cells} tokens"
            )
        if (allocated := llama.llama_n_ctx(context)) > n_cells:
            llama.llama_free(context)
            raise Bug(detail=f"llama.cpp allocated {allocated} cells where {n_cells} are allowed")
        return cast(ctypes.c_void_p, context)

    def _is_cancelled(self, _data: object) -> bool:
        return self._cancel is not None and self._cancel.is_set()


def _capabilities(weights: Weights, memory: ctypes.c_void_p) -> Capabilities:
    can_shift = bool(llama.llama_memory_can_shift(memory))
    if weights.is_recurrent:
        log.warning("%s keeps no cells that can be shared: read one by one", weights.name)
    # seq_add aborts the process for M-RoPE whatever can_shift says.
    is_multi_rope = weights.rope_type in _MROPE_TYPES
    return Capabilities(
        can_share=not weights.is_recurrent,
        can_shift=can_shift and not weights.is_recurrent and not is_multi_rope,
        window=weights.window,
    )
