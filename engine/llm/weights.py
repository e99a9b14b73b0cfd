"""A GGUF file's weights and vocabulary: load, tokenise, turn tokens back into bytes.

Holds no context: what is read and remembered lives in engine.llm.kv_cache.
"""

from __future__ import annotations

import ctypes
import logging
from pathlib import Path
from typing import cast

import llama_cpp.llama_cpp as llama

from engine.errors import Bug, ModelUnusable
from engine.llm.chat_template import ChatTemplate, split_template

log = logging.getLogger("engine.llm")


class Weights:
    """A loaded GGUF. The weights are memory-mapped, so free memory is not what they take."""

    def __init__(self, path: Path, *, name: str, template: str | None = None) -> None:
        """Load the file. ``template`` (Jinja) is used in place of the model's own chat template.

        Raises:
            ModelUnusable: llama.cpp cannot load it.
        """
        _quiet_llama()
        self.name = name
        self.pointer = _load(path, name)
        self.vocabulary = llama.llama_model_get_vocab(self.pointer)
        self.n_vocabulary = int(llama.llama_vocab_n_tokens(self.vocabulary))
        self.n_trained = int(llama.llama_model_n_ctx_train(self.pointer))
        self.window = int(llama.llama_model_n_swa(self.pointer))
        self.is_recurrent = bool(
            llama.llama_model_is_recurrent(self.pointer)
            or llama.llama_model_is_hybrid(self.pointer)
        )
        self.rope_type = int(llama.llama_model_rope_type(self.pointer))
        self.adds_bos = bool(llama.llama_vocab_get_add_bos(self.vocabulary))
        self.template = self._read_template(template)

    def close(self) -> None:
        """Free the weights. Contexts made from them must be closed before."""
        llama.llama_model_free(self.pointer)

    def tokenise(self, text: str, *, has_control_tokens: bool = False) -> list[int]:
        """Tokens of a text; text that spells a control token stays text unless allowed."""
        raw = text.encode("utf-8", "replace")
        room = len(raw) + 8  # a token is at least one byte, but for a few the tokeniser may add
        buffer = (llama.llama_token * room)()
        n = llama.llama_tokenize(
            self.vocabulary, raw, len(raw), buffer, room, False, has_control_tokens
        )
        if n < 0:
            raise Bug(detail=f"the tokeniser wanted {-n} places for {len(raw)} bytes")
        return list(buffer[:n])

    def bytes_of(self, token: int) -> bytes:
        """A token's bytes; control tokens have none."""
        buffer = ctypes.create_string_buffer(256)
        n = llama.llama_token_to_piece(self.vocabulary, token, buffer, len(buffer), 0, False)
        return buffer.raw[: max(n, 0)]

    def is_end(self, token: int) -> bool:
        """Whether the token ends a generation."""
        return bool(llama.llama_vocab_is_eog(self.vocabulary, token))

    @property
    def bos(self) -> list[int]:
        """What stands before every prompt: the beginning-of-sequence token, or nothing."""
        return [int(llama.llama_vocab_bos(self.vocabulary))] if self.adds_bos else []

    def metadata(self, key: str) -> str:
        """A value of the GGUF's metadata as text; empty if there is none."""
        buffer = ctypes.create_string_buffer(1024)
        n = llama.llama_model_meta_val_str(self.pointer, key.encode(), buffer, len(buffer))
        return buffer.value.decode("utf-8", "replace") if n >= 0 else ""

    def _read_template(self, template: str | None) -> ChatTemplate:
        own = llama.llama_model_chat_template(self.pointer, None)
        source = template if template is not None else own.decode("utf-8") if own else None
        bos = llama.llama_vocab_bos(self.vocabulary)
        # A beginning-of-sequence token that we add ourselves must not stand in the template too.
        return split_template(
            source,
            bos="" if self.adds_bos else self._control_text(bos),
            eos=self._control_text(llama.llama_vocab_eos(self.vocabulary)),
        )

    def _control_text(self, token: int) -> str:
        raw = llama.llama_vocab_get_text(self.vocabulary, token) if token >= 0 else None
        return raw.decode("utf-8", "replace") if raw else ""


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
