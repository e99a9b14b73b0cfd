"""Scripted parts for tests of control flow. Never behind a result that a person sees."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence

import numpy as np

from engine.answers import MemoryUse, TokenCounts
from engine.errors import QuestionTooLong
from engine.events import CancelToken
from engine.ports import (
    FirstTokens,
    GenerationEvent,
    Prefilled,
    Prompt,
    Reader,
    ReadersStopped,
    ReaderText,
    ReadingEvent,
    Stopped,
    TextPiece,
    Vectors,
)
from engine.words import query_words


class ScriptedModel:
    """A language model that says what it is told, a word a token."""

    def __init__(self, *replies: str, n_context: int = 4096) -> None:
        self.name = "scripted@000000000000"
        self.n_context = n_context
        self.replies = list(replies)
        self.prompts: list[Prompt] = []
        self.banked: list[str] = []
        self.refusals: list[float] = []
        self.side_by_side = 1
        self.cut_off: list[str] = []
        self.before_token: Callable[[int], None] = lambda _: None

    def say(self, reply: str) -> None:
        self.replies.append(reply)

    def count_tokens(self, text: str) -> int:
        return len(text.split())

    def prompt_tokens(self, prompt: Prompt) -> int:
        return sum(map(self.count_tokens, (prompt.system, prompt.evidence, prompt.question)))

    @property
    def memory_use(self) -> MemoryUse:
        return MemoryUse(n_cells=self.n_context, bank_entries=len(self.banked))

    def is_banked(self, prompt: Prompt) -> bool:
        return prompt.evidence in self.banked

    def bank(self, prompt: Prompt, *, cancel: CancelToken) -> bool:
        self.banked.append(prompt.evidence)
        return True

    def n_side_by_side(self, prompts: Sequence[Prompt], *, max_tokens: int) -> int:
        return min(self.side_by_side, len(prompts))

    def read(
        self,
        prompts: Sequence[Prompt],
        *,
        max_tokens: int,
        cancel: CancelToken,
        grammar: str | None = None,
    ) -> Iterator[ReadingEvent]:
        texts = [""] * len(prompts)
        refusals = [self.refusals.pop(0) if self.refusals else 0.1 for _ in prompts]
        counts = TokenCounts()
        is_ranked = False
        for i, prompt in enumerate(prompts):
            events = self.generate(prompt, max_tokens=max_tokens, cancel=cancel, grammar=grammar)
            for event in events:
                match event:
                    case Prefilled():
                        yield event
                    case TextPiece(piece):
                        if not is_ranked:
                            yield FirstTokens(tuple(refusals))
                            is_ranked = True
                        texts[i] += piece
                        yield ReaderText(i, piece)
                    case Stopped("cancelled", tokens):
                        yield ReadersStopped((), tokens, is_cancelled=True)
                        return
                    case Stopped(_, tokens):
                        counts = tokens
        readers = tuple(
            Reader(text, refusal, -0.1, self.is_banked(prompt), is_whole=text not in self.cut_off)
            for text, refusal, prompt in zip(texts, refusals, prompts, strict=True)
        )
        yield ReadersStopped(readers, counts)

    def generate(
        self, prompt: Prompt, *, max_tokens: int, cancel: CancelToken, grammar: str | None = None
    ) -> Iterator[GenerationEvent]:
        n_prompt = self.prompt_tokens(prompt)
        if n_prompt + max_tokens > self.n_context:
            raise QuestionTooLong(tokens=n_prompt + max_tokens, limit=self.n_context)
        self.prompts.append(prompt)
        yield Prefilled(0, n_prompt)
        if cancel.is_set():
            yield Stopped("cancelled", TokenCounts(n_prompt, 0, 0))
            return
        yield Prefilled(n_prompt, n_prompt)
        words = self.replies.pop(0).split(" ")
        for n, word in enumerate(words[:max_tokens]):
            self.before_token(n)
            if cancel.is_set():
                yield Stopped("cancelled", TokenCounts(n_prompt, 0, n))
                return
            yield TextPiece(word if n == 0 else f" {word}")
        reason = "end" if len(words) <= max_tokens else "length"
        yield Stopped(reason, TokenCounts(n_prompt, 0, min(len(words), max_tokens)))


class HashEmbedder:
    """Vectors from hashed words: texts that share words are similar."""

    n_dimensions = 64

    def __init__(self, name: str = "hash") -> None:
        self.id = f"{name}@0/None/None"
        self.n_embedded = 0

    def embed_documents(self, texts: Sequence[str]) -> Vectors:
        self.n_embedded += len(texts)
        return self._embed(texts)

    def embed_question(self, text: str) -> Vectors:
        return self._embed([text])

    def _embed(self, texts: Sequence[str]) -> Vectors:
        vectors = np.full((len(texts), self.n_dimensions), 1e-3, dtype=np.float32)
        for row, text in enumerate(texts):
            for word in query_words(text):
                digest = hashlib.sha256(word.encode()).digest()
                vectors[row, digest[0] % self.n_dimensions] += 1.0
        return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.float32)
