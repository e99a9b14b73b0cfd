"""Narrow protocols between the parts of the engine. Contract tests live in tests/contracts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol, TypeAlias

import numpy as np
import numpy.typing as npt

from engine.domain import TokenCounts
from engine.events import CancelToken

Vectors: TypeAlias = npt.NDArray[np.float32]
"""Unit-length embeddings, shape (n, dimensions)."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """What a model is asked: fixed instructions, then the evidence, then the question."""

    system: str
    evidence: str
    question: str


@dataclass(frozen=True, slots=True)
class Prefilled:
    """Prompt tokens read so far."""

    done: int
    total: int


@dataclass(frozen=True, slots=True)
class TextPiece:
    """Text of one or more generated tokens, always whole characters."""

    text: str


@dataclass(frozen=True, slots=True)
class Stopped:
    """Generation is over: the model ended, the limit was reached, or it was cancelled."""

    reason: Literal["end", "length", "cancelled"]
    tokens: TokenCounts


GenerationEvent: TypeAlias = Prefilled | TextPiece | Stopped


class LanguageModel(Protocol):
    """A local model that reads a prompt and writes text."""

    @property
    def name(self) -> str:
        """The catalogue id and the first 12 digits of the weights' sha256."""
        ...

    @property
    def n_context(self) -> int:
        """The hard bound on prompt plus answer, in tokens."""
        ...

    def count_tokens(self, text: str) -> int:
        """Tokens of plain text, without the chat template."""
        ...

    def prompt_tokens(self, prompt: Prompt) -> int:
        """Tokens of the whole prompt as it would be read, template included."""
        ...

    def generate(
        self, prompt: Prompt, *, max_tokens: int, cancel: CancelToken
    ) -> Iterator[GenerationEvent]:
        """Read the prompt, then write greedily. The last event is always Stopped.

        Raises QuestionTooLong when prompt plus ``max_tokens`` exceeds ``n_context``.
        """
        ...


class Embedder(Protocol):
    """Turns text into unit vectors; questions and documents may be prompted differently."""

    @property
    def id(self) -> str:
        """What the vectors depend on: model, weights' hash, prompts and dimensions."""
        ...

    @property
    def n_dimensions(self) -> int:
        """Length of a vector."""
        ...

    def embed_documents(self, texts: Sequence[str]) -> Vectors:
        """Vectors of chunk texts, one row each, in order."""
        ...

    def embed_question(self, text: str) -> Vectors:
        """The vector of one question, shape (1, n_dimensions)."""
        ...


class PassageIndex(Protocol):
    """Nearest neighbours among chunk vectors."""

    def search(self, vector: Vectors, n: int) -> Sequence[tuple[int, float]]:
        """Up to ``n`` (chunk id, cosine similarity) pairs, most similar first."""
        ...
