"""A GGUF model on llama.cpp's own functions: one question at a time, over a hard-bounded KV cache.

Sequence 0 holds the instructions of the prompt at hand, sequence 1 what is generated, the others
are readers. Not safe for use from several threads at once; one lane owns the model.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from pathlib import Path

import psutil

from engine.answers import MemoryUse, TokenCounts
from engine.errors import QuestionTooLong
from engine.events import CancelToken
from engine.llm.banked_states import INSTRUCTIONS, BankedStates
from engine.llm.chat_template import Slot
from engine.llm.kv_bank import KvBank
from engine.llm.kv_budget import plan_budget
from engine.llm.kv_cache import (
    BATCH_TOKENS,
    DecodeCancelled,
    KvCache,
    KvType,
    Logits,
    RestoreFailed,
    Row,
)
from engine.llm.reading import ParallelReaders, ReaderTask
from engine.llm.weights import Weights
from engine.llm.writing import Writer, write
from engine.ports import (
    GenerationEvent,
    Prefilled,
    Prompt,
    Reader,
    ReadersStopped,
    ReaderText,
    ReadingEvent,
    Stopped,
    TextPiece,
)

log = logging.getLogger("engine.llm")

N_READERS = 8
_PINNED, _MAIN, _FIRST_READER = 0, 1, 2
_REFUSAL = "NOT FOUND"  # What a reader is told to write; see assets/prompts/read.md.


class LlamaModel:
    """A ``LanguageModel`` on a GGUF file."""

    def __init__(
        self,
        path: Path,
        *,
        name: str,
        n_context: int,
        n_threads: int,
        kv_limit_bytes: int | None = None,
        kv_type: KvType = KvType.F16,
        bank: KvBank | None = None,
        template: str | None = None,
    ) -> None:
        """Load the weights (memory-mapped) and allocate the KV cache, with flash attention.

        ``n_context`` is wanted; the bound in bytes, or a quarter of free memory, may allow less.
        ``template`` (Jinja) is used in place of the model's own chat template.

        Raises:
            ModelUnusable: llama.cpp cannot load the file, or not with this much context.
            KvBoundTooSmall: the bound holds no passage.
        """
        self._weights = Weights(path, name=name, template=template)
        try:
            self._budget = plan_budget(
                self._weights,
                wanted_cells=n_context,
                kv_type=kv_type,
                limit_bytes=kv_limit_bytes,
                free_bytes=psutil.virtual_memory().available,
            )
            self._cache = KvCache(
                self._weights,
                n_cells=self._budget.n_cells,
                n_sequences=_FIRST_READER + N_READERS,
                n_threads=n_threads,
                kv_type=kv_type,
            )
        except BaseException:
            self._weights.close()
            raise
        self._states = BankedStates(bank, self._cache, self._weights, kv_type)
        self._readers = ParallelReaders(
            self._weights,
            self._cache,
            self._states,
            behind=_PINNED,
            refusal=self._weights.tokenise(_REFUSAL)[0],
        )

    def close(self) -> None:
        """Free the weights and the cache."""
        self._cache.close()
        self._weights.close()

    @property
    def name(self) -> str:
        """The catalogue id and the first 12 digits of the weights' sha256."""
        return self._weights.name

    @property
    def n_context(self) -> int:
        """The hard bound on prompt plus answer, in tokens."""
        return self._cache.n_cells

    @property
    def memory_use(self) -> MemoryUse:
        """How full the KV cache and the bank are now."""
        used, bank = self._cache.used_cells, self._states.bank
        return MemoryUse(
            used_cells=used,
            n_cells=self._budget.n_cells,
            used_bytes=used * self._budget.bytes_per_cell,
            n_bytes=self._budget.n_bytes,
            bank_entries=bank.n_entries if bank else 0,
            bank_bytes=bank.size_bytes if bank else 0,
            bank_limit_bytes=bank.limit_bytes if bank else 0,
            bank_off=self._states.off,
            is_bank_full=bool(bank and bank.is_full),
        )

    @property
    def peak_cells(self) -> int:
        """The most cells that were in use at once."""
        return self._cache.peak_cells

    def count_tokens(self, text: str) -> int:
        """Tokens of plain text, without the chat template."""
        return len(self._weights.tokenise(text))

    def prompt_tokens(self, prompt: Prompt) -> int:
        """Tokens of the whole prompt as it would be read, template included."""
        return sum(map(len, self._split(prompt)))

    def generate(
        self, prompt: Prompt, *, max_tokens: int, cancel: CancelToken, grammar: str | None = None
    ) -> Iterator[GenerationEvent]:
        """Read the prompt, then write greedily, within a GBNF grammar if there is one.

        The longest part of the prompt that is still in the cache is not read again.
        """
        before, passage, question = self._split(prompt)
        tokens = [*before, *passage, *question]
        self._admit(len(tokens) + max_tokens)
        yield Prefilled(0, len(tokens))
        try:
            if self._cache.capabilities.can_share:
                yield from self._pin(before, len(tokens), cancel)
            n_reused = self._continue(tokens)
            if len(tokens) + max_tokens + self._cells_outside(_MAIN) > self.n_context:
                self._cache.drop(_PINNED)
            for logits, n_done in self._prefill(_MAIN, tokens[n_reused:], cancel):
                yield Prefilled(n_reused + n_done, len(tokens))
                last = logits  # There is one: the last token is always read.
        except DecodeCancelled:
            yield Stopped("cancelled", TokenCounts(len(tokens), 0, 0))
            return
        counts = TokenCounts(len(tokens), n_reused, 0)
        yield from self._write(last, counts, max_tokens, cancel, grammar)

    def n_side_by_side(self, prompts: Sequence[Prompt], *, max_tokens: int) -> int:
        """How many of these prompts, from the first on, ``read`` can take at once; at least 1."""
        room = self.n_context
        for n, prompt in enumerate(prompts[:N_READERS]):
            before, passage, question = self._split(prompt)
            wanted = len(passage) + len(question) + max_tokens + (len(before) if n == 0 else 0)
            if wanted > room:
                if n == 0:
                    raise QuestionTooLong(tokens=wanted, limit=self.n_context)
                return n
            room -= wanted
        return min(len(prompts), N_READERS) if self._cache.capabilities.can_share else 1

    def read(
        self,
        prompts: Sequence[Prompt],
        *,
        max_tokens: int,
        cancel: CancelToken,
        grammar: str | None = None,
    ) -> Iterator[ReadingEvent]:
        """Have each prompt answered by itself, side by side; they differ in their evidence only."""
        if self.n_side_by_side(prompts, max_tokens=max_tokens) < len(prompts):
            total = sum(self.prompt_tokens(prompt) + max_tokens for prompt in prompts)
            raise QuestionTooLong(tokens=total, limit=self.n_context)
        if not self._cache.capabilities.can_share:
            yield from self._read_alone(prompts[0], max_tokens, cancel, grammar)
            return
        before, _, question = self._split(prompts[0])
        tasks = [
            ReaderTask(_FIRST_READER + i, tuple(self._split(prompt)[1]), prompt.owner)
            for i, prompt in enumerate(prompts)
        ]
        n_total = len(before) + sum(len(task.passage) + len(question) for task in tasks)
        self._cache.drop(_MAIN)
        try:
            yield from self._pin(before, n_total, cancel)
        except DecodeCancelled:
            yield ReadersStopped((), TokenCounts(n_total, 0, 0), is_cancelled=True)
            return
        try:
            yield from self._readers.read(
                tasks, question, max_tokens=max_tokens, cancel=cancel, grammar=grammar
            )
        except RestoreFailed:
            # Before anything was said: restoring comes first. Now the bank is off.
            yield from self.read(prompts, max_tokens=max_tokens, cancel=cancel, grammar=grammar)

    def _read_alone(
        self, prompt: Prompt, max_tokens: int, cancel: CancelToken, grammar: str | None
    ) -> Iterator[ReadingEvent]:
        """One reader without sequences of its own, for models whose memory cannot be shared."""
        text = ""
        for event in self.generate(prompt, max_tokens=max_tokens, cancel=cancel, grammar=grammar):
            match event:
                case TextPiece(piece):
                    text += piece
                    yield ReaderText(0, piece)
                case Stopped(reason, tokens):
                    refusal = float(text.strip().upper().startswith(_REFUSAL))
                    is_whole = reason == "end"
                    reader = Reader(text, refusal, 0.0, is_banked=False, is_whole=is_whole)
                    yield ReadersStopped((reader,), tokens, reason == "cancelled")
                case _:
                    yield event

    def is_banked(self, prompt: Prompt) -> bool:
        """Whether the prompt's evidence can be loaded instead of read."""
        before, passage, _ = self._split(prompt)
        return self._states.has(before, passage, prompt.owner)

    def bank(self, prompt: Prompt, *, cancel: CancelToken) -> bool:
        """Read the evidence now and bank it; False if it was cancelled or cannot be."""
        before, passage, _ = self._split(prompt)
        if self._states.bank is None or len(before) + len(passage) > self.n_context:
            return False
        self._cache.drop(_MAIN)
        try:
            for _ in self._pin(before, 0, cancel):
                pass
            self._cache.share(_PINNED, _FIRST_READER, len(before))
            for _ in self._prefill(_FIRST_READER, passage, cancel):
                pass
            return self._states.keep(
                _FIRST_READER, len(before), len(before) + len(passage), owner=prompt.owner
            )
        except DecodeCancelled:
            return False
        finally:
            self._cache.drop(_FIRST_READER)

    def _admit(self, n_tokens: int) -> None:
        if n_tokens > self.n_context:
            raise QuestionTooLong(tokens=n_tokens, limit=self.n_context)

    def _pin(self, before: Sequence[int], n_total: int, cancel: CancelToken) -> Iterator[Prefilled]:
        """Have exactly these instructions in the pinned sequence: kept, loaded, or read."""
        if list(self._cache.tokens(_PINNED)) == list(before):
            return
        self._cache.drop(_PINNED)
        if self._cache.used_cells + len(before) > self.n_context:
            self._cache.drop(_MAIN)
        try:
            if self._states.load(_PINNED, before, behind=_PINNED, owner=INSTRUCTIONS):
                return
        except RestoreFailed:
            log.warning("the instructions are read again")
        for _, n_done in self._prefill(_PINNED, before, cancel):
            yield Prefilled(n_done, n_total)
        self._states.keep(_PINNED, 0, len(before), owner=INSTRUCTIONS)

    def _continue(self, tokens: Sequence[int]) -> int:
        """Keep of the main sequence, or share of the instructions, what ``tokens`` begins with.

        The last token is always read again: its logits are needed.
        """
        n_main = _n_common(self._cache.tokens(_MAIN), tokens[:-1])
        n_pinned = _n_common(self._cache.tokens(_PINNED), tokens[:-1])
        if n_main >= n_pinned:
            if self._cache.cut(_MAIN, n_main):
                return n_main
            log.info("the KV cache cannot be cut, the prompt is read from its beginning")
            return 0
        self._cache.drop(_MAIN)
        if not self._cache.capabilities.can_share:
            return 0
        self._cache.share(_PINNED, _MAIN, n_pinned)
        return n_pinned

    def _cells_outside(self, sequence: int) -> int:
        """Used cells that the sequence has no part in."""
        return self._cache.used_cells - len(self._cache.tokens(sequence))

    def _prefill(
        self, sequence: int, tokens: Sequence[int], cancel: CancelToken
    ) -> Iterator[tuple[Logits, int]]:
        """Read tokens behind a sequence; (logits of the last so far, number read) per batch."""
        for start in range(0, len(tokens), BATCH_TOKENS):
            part = tokens[start : start + BATCH_TOKENS]
            if cancel.is_set():
                raise DecodeCancelled
            rows = [Row(sequence, token, i == len(part) - 1) for i, token in enumerate(part)]
            yield self._cache.append(rows, cancel)[len(part) - 1], start + len(part)

    def _write(
        self,
        logits: Logits,
        counts: TokenCounts,
        max_tokens: int,
        cancel: CancelToken,
        grammar: str | None,
    ) -> Iterator[GenerationEvent]:
        writer = Writer(self._weights, _MAIN, max_tokens=max_tokens, grammar=grammar)
        is_cancelled = False
        try:
            if text := writer.take(logits):
                yield TextPiece(text)
            for _, text in write(self._cache, [writer], cancel):
                yield TextPiece(text)
        except DecodeCancelled:
            is_cancelled = True
        finally:
            writer.close()
        written = TokenCounts(counts.prompt, counts.reused, writer.n_tokens)
        yield Stopped("cancelled" if is_cancelled else writer.stopped or "length", written)

    def _split(self, prompt: Prompt) -> tuple[list[int], list[int], list[int]]:
        """The prompt's tokens up to the evidence, of the evidence, and behind it."""
        contents = {
            Slot.SYSTEM: prompt.system,
            Slot.EVIDENCE: prompt.evidence,
            Slot.QUESTION: prompt.question,
        }
        parts: tuple[list[int], list[int], list[int]] = (list(self._weights.bos), [], [])
        at = 0
        for piece in self._weights.template.pieces:
            if piece is Slot.EVIDENCE:
                at = 2
                parts[1].extend(self._weights.tokenise(contents[piece]))
            elif isinstance(piece, Slot):
                parts[at].extend(self._weights.tokenise(contents[piece]))
            else:
                parts[at].extend(self._weights.tokenise(piece, has_control_tokens=True))
        return parts


def _n_common(held: Sequence[int], wanted: Sequence[int]) -> int:
    n = 0
    for one, other in zip(held, wanted, strict=False):
        if one != other:
            break
        n += 1
    return n
