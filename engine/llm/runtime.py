"""A GGUF model on llama.cpp's own functions: load, tokenise, prefill in batches, decode greedily.

One context and one sequence. The prompt's longest prefix that is still in the KV cache is reused.
Cancel reaches a running batch through llama.cpp's abort callback. Not safe for use from several
threads at once; one lane owns the model.
"""

from __future__ import annotations

import codecs
import ctypes
import logging
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import cast

import llama_cpp.llama_cpp as llama
import numpy as np

from engine.domain import TokenCounts
from engine.errors import Bug, ModelUnusable, QuestionTooLong
from engine.events import CancelToken
from engine.llm.chat_template import ChatTemplate, Slot, split_template
from engine.ports import GenerationEvent, Prefilled, Prompt, Stopped, TextPiece

log = logging.getLogger("engine.llm")

_BATCH_TOKENS = 256  # Prefill is within 3 % of 512 here, and progress moves twice as often.
_ABORTED = 2


class LlamaModel:
    """A ``LanguageModel`` on a GGUF file."""

    def __init__(self, path: Path, *, name: str, n_context: int, n_threads: int) -> None:
        """Load the weights (memory-mapped) and allocate the KV cache, f16 with flash attention.

        Raises:
            ModelUnusable: llama.cpp cannot load the file, or not with this much context.
        """
        _quiet_llama()
        self._name = name
        self._model = _load(path, name)
        self._vocabulary = llama.llama_model_get_vocab(self._model)
        self._n_vocabulary = llama.llama_vocab_n_tokens(self._vocabulary)
        trained = llama.llama_model_n_ctx_train(self._model)
        self._n_context = min(n_context, trained) if trained > 0 else n_context
        self._cancel: CancelToken | None = None
        self._abort = llama.ggml_abort_callback(self._is_cancelled)
        self._context = self._new_context(n_threads)
        self._memory = llama.llama_get_memory(self._context)
        self._batch = llama.llama_batch_init(_BATCH_TOKENS, 0, 1)
        self._cached: list[int] = []
        self._template = self._read_template()

    def close(self) -> None:
        """Free the weights and the cache."""
        llama.llama_batch_free(self._batch)
        llama.llama_free(self._context)
        llama.llama_model_free(self._model)

    @property
    def name(self) -> str:
        """The catalogue id and the first 12 digits of the weights' sha256."""
        return self._name

    @property
    def n_context(self) -> int:
        """The hard bound on prompt plus answer, in tokens."""
        return self._n_context

    def count_tokens(self, text: str) -> int:
        """Tokens of plain text, without the chat template."""
        return len(self._tokenise(text, has_control_tokens=False))

    def prompt_tokens(self, prompt: Prompt) -> int:
        """Tokens of the whole prompt as it would be read, template included."""
        return len(self._tokens_of(prompt))

    def generate(
        self, prompt: Prompt, *, max_tokens: int, cancel: CancelToken
    ) -> Iterator[GenerationEvent]:
        """Read the prompt, then write greedily. The last event is always Stopped."""
        tokens = self._tokens_of(prompt)
        if len(tokens) + max_tokens > self._n_context:
            raise QuestionTooLong(tokens=len(tokens) + max_tokens, limit=self._n_context)
        self._cancel = cancel
        n_reused = self._keep_common_prefix(tokens)
        yield Prefilled(n_reused, len(tokens))
        for start in range(n_reused, len(tokens), _BATCH_TOKENS):
            batch = tokens[start : start + _BATCH_TOKENS]
            if cancel.is_set() or not self._decode(batch):
                yield Stopped("cancelled", TokenCounts(len(tokens), n_reused, 0))
                return
            yield Prefilled(start + len(batch), len(tokens))
        yield from self._write(TokenCounts(len(tokens), n_reused, 0), max_tokens, cancel)

    def _write(
        self, counts: TokenCounts, max_tokens: int, cancel: CancelToken
    ) -> Iterator[GenerationEvent]:
        decoder = codecs.getincrementaldecoder("utf-8")("replace")
        for n_generated in range(max_tokens):
            generated = TokenCounts(counts.prompt, counts.reused, n_generated)
            if cancel.is_set():
                yield Stopped("cancelled", generated)
                return
            token = self._most_likely_token()
            if llama.llama_vocab_is_eog(self._vocabulary, token):
                yield Stopped("end", generated)
                return
            text = decoder.decode(self._bytes_of(token))
            if text:
                yield TextPiece(text)
            if not self._decode([token]):
                yield Stopped("cancelled", generated)
                return
        yield Stopped("length", TokenCounts(counts.prompt, counts.reused, max_tokens))

    def _keep_common_prefix(self, tokens: Sequence[int]) -> int:
        n = 0
        # The last token is always decoded again: its logits are needed.
        for cached, wanted in zip(self._cached, tokens[:-1], strict=False):
            if cached != wanted:
                break
            n += 1
        if not llama.llama_memory_seq_rm(self._memory, 0, n, -1):
            # Sliding-window and recurrent caches cannot always be cut.
            log.info("the KV cache cannot be cut, the prompt is read from its beginning")
            llama.llama_memory_clear(self._memory, False)
            n = 0
        del self._cached[n:]
        return n

    def _decode(self, tokens: Sequence[int]) -> bool:
        """Put tokens behind the cached ones; False if it was cancelled meanwhile."""
        batch = self._batch
        batch.n_tokens = len(tokens)
        for i, token in enumerate(tokens):
            batch.token[i] = token
            batch.pos[i] = len(self._cached) + i
            batch.n_seq_id[i] = 1
            batch.seq_id[i][0] = 0
            batch.logits[i] = i == len(tokens) - 1
        result = llama.llama_decode(self._context, batch)
        if result == 0:
            self._cached.extend(tokens)
            return True
        # Whatever part of the batch went in is taken out again.
        if not llama.llama_memory_seq_rm(self._memory, 0, len(self._cached), -1):
            llama.llama_memory_clear(self._memory, False)
            self._cached.clear()
        if result == _ABORTED:
            return False
        raise Bug(detail=f"llama_decode gave {result} for {len(tokens)} tokens")

    def _most_likely_token(self) -> int:
        logits = llama.llama_get_logits_ith(self._context, -1)
        return int(np.argmax(np.ctypeslib.as_array(logits, shape=(self._n_vocabulary,))))

    def _tokens_of(self, prompt: Prompt) -> list[int]:
        contents = {
            Slot.SYSTEM: prompt.system,
            Slot.EVIDENCE: prompt.evidence,
            Slot.QUESTION: prompt.question,
        }
        tokens: list[int] = []
        if llama.llama_vocab_get_add_bos(self._vocabulary):
            tokens.append(llama.llama_vocab_bos(self._vocabulary))
        for piece in self._template.pieces:
            if isinstance(piece, Slot):
                tokens += self._tokenise(contents[piece], has_control_tokens=False)
            else:
                tokens += self._tokenise(piece, has_control_tokens=True)
        return tokens

    def _tokenise(self, text: str, *, has_control_tokens: bool) -> list[int]:
        raw = text.encode("utf-8", "replace")
        room = len(raw) + 8  # a token is at least one byte, but for a few the tokeniser may add
        buffer = (llama.llama_token * room)()
        n = llama.llama_tokenize(
            self._vocabulary, raw, len(raw), buffer, room, False, has_control_tokens
        )
        if n < 0:
            raise Bug(detail=f"the tokeniser wanted {-n} places for {len(raw)} bytes")
        return list(buffer[:n])

    def _bytes_of(self, token: int) -> bytes:
        buffer = ctypes.create_string_buffer(256)
        n = llama.llama_token_to_piece(self._vocabulary, token, buffer, len(buffer), 0, False)
        return buffer.raw[: max(n, 0)]

    def _read_template(self) -> ChatTemplate:
        source = llama.llama_model_chat_template(self._model, None)
        bos = llama.llama_vocab_bos(self._vocabulary)
        # A beginning-of-sequence token that we add ourselves must not stand in the template too.
        adds_bos = llama.llama_vocab_get_add_bos(self._vocabulary)
        return split_template(
            source.decode("utf-8") if source else None,
            bos="" if adds_bos else self._control_text(bos),
            eos=self._control_text(llama.llama_vocab_eos(self._vocabulary)),
        )

    def _control_text(self, token: int) -> str:
        raw = llama.llama_vocab_get_text(self._vocabulary, token) if token >= 0 else None
        return raw.decode("utf-8", "replace") if raw else ""

    def _new_context(self, n_threads: int) -> ctypes.c_void_p:
        parameters = llama.llama_context_default_params()
        parameters.n_ctx = self._n_context
        parameters.n_batch = parameters.n_ubatch = _BATCH_TOKENS
        parameters.n_threads = parameters.n_threads_batch = n_threads
        parameters.flash_attn_type = llama.LLAMA_FLASH_ATTN_TYPE_ENABLED
        parameters.abort_callback = self._abort
        context = llama.llama_init_from_model(self._model, parameters)
        if not context:
            raise ModelUnusable(
                model=self._name, detail=f"no memory for a context of {self._n_context} tokens"
            )
        return cast(ctypes.c_void_p, context)

    def _is_cancelled(self, _data: object) -> bool:
        return self._cancel is not None and self._cancel.is_set()


def _load(path: Path, name: str) -> ctypes.c_void_p:
    parameters = llama.llama_model_default_params()
    model = llama.llama_model_load_from_file(str(path).encode("utf-8"), parameters)
    if not model:
        raise ModelUnusable(model=name, detail=f"llama.cpp cannot load {path.name}")
    return cast(ctypes.c_void_p, model)


def _log_line(_level: int, line: bytes, _data: object) -> None:
    text = line.decode("utf-8", "replace").rstrip()
    if text:
        log.debug("llama.cpp: %s", text)


# Kept for the life of the process: llama.cpp calls it from its own threads.
_LOG_CALLBACK = llama.llama_log_callback(_log_line)


def _quiet_llama() -> None:
    # llama.cpp writes to stderr otherwise, which a window process does not have on Windows.
    llama.llama_log_set(_LOG_CALLBACK, ctypes.c_void_p(0))
