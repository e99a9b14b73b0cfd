"""Narrow protocols between the parts of the engine. Contract tests live in tests/contracts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Literal, Protocol, TypeAlias

from engine.answers import MemoryUse, TokenCounts
from engine.events import CancelToken

if TYPE_CHECKING:
    # The window's process comes by here for values of the catalogue, and starts sooner without.
    import numpy as np
    import numpy.typing as npt

Vectors: TypeAlias = "npt.NDArray[np.float32]"
"""Unit-length embeddings, shape (n, dimensions)."""


class Precision(StrEnum):
    """What an embedding model's linear layers calculate in.

    INT8 quantises their weights once, each output channel by itself, and their inputs as they come
    (dynamic quantisation, Jacob et al. 2018). BF16 is fast only on processors that have it.
    """

    FP32 = "fp32"
    BF16 = "bf16"
    INT8 = "int8"


@dataclass(frozen=True, slots=True)
class Prompt:
    """What a model is asked: fixed instructions, then the evidence, then the question.

    ``owner`` is the id of the document that the evidence is from: what the model remembers of the
    evidence may be kept on disk as long as that document is. Without an owner it is not kept.
    """

    system: str
    evidence: str
    question: str
    owner: str = ""


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


@dataclass(frozen=True, slots=True)
class FirstTokens:
    """Every reader has read. ``refusals``: each one's probability of beginning a NOT FOUND."""

    refusals: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class ReaderText:
    """More text of one reader, by its prompt's place in the call."""

    reader: int
    text: str


@dataclass(frozen=True, slots=True)
class Reader:
    """What one reader made of its passage, and how sure it was.

    ``refusal`` is the probability that its first token began a NOT FOUND, 0 to 1;
    ``mean_log_probability`` is that of the tokens it wrote (0 is certain). ``is_banked`` tells
    that the passage was loaded and not prefilled, ``is_whole`` that it ended by itself: a text
    that was cut off may end in half a number.
    """

    text: str
    refusal: float
    mean_log_probability: float
    is_banked: bool
    is_whole: bool = True


@dataclass(frozen=True, slots=True)
class ReadersStopped:
    """All readers are done, in the order of their prompts, or were cancelled."""

    readers: tuple[Reader, ...]
    tokens: TokenCounts
    is_cancelled: bool = False


ReadingEvent: TypeAlias = Prefilled | FirstTokens | ReaderText | ReadersStopped


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
        self, prompt: Prompt, *, max_tokens: int, cancel: CancelToken, grammar: str | None = None
    ) -> Iterator[GenerationEvent]:
        """Read the prompt, then write greedily, within a GBNF grammar if there is one.

        The last event is always Stopped.
        Raises QuestionTooLong when prompt plus ``max_tokens`` exceeds ``n_context``.
        """
        ...

    def n_side_by_side(self, prompts: Sequence[Prompt], *, max_tokens: int) -> int:
        """How many of these prompts, from the first on, ``read`` can take at once; at least 1.

        Raises QuestionTooLong when not even the first fits.
        """
        ...

    def read(
        self,
        prompts: Sequence[Prompt],
        *,
        max_tokens: int,
        cancel: CancelToken,
        grammar: str | None = None,
    ) -> Iterator[ReadingEvent]:
        """Have each prompt answered by itself, side by side; they differ in their evidence only.

        Each writes greedily, within a GBNF grammar if there is one.
        The last event is always ReadersStopped. Raises QuestionTooLong when they do not fit.
        """
        ...

    def is_banked(self, prompt: Prompt) -> bool:
        """Whether the prompt's evidence can be loaded instead of read."""
        ...

    def bank(self, prompt: Prompt, *, cancel: CancelToken) -> bool:
        """Read the evidence now and keep what is remembered; False if that was not possible."""
        ...

    @property
    def memory_use(self) -> MemoryUse:
        """How full the short-term memory and the bank are now."""
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

    def search(
        self, vector: Vectors, n: int, *, among: frozenset[int] | None = None
    ) -> Sequence[tuple[int, float]]:
        """Up to ``n`` (chunk id, cosine similarity) pairs, most similar first.

        Only of the chunks ``among``, if they are given: the n most similar of these.
        """
        ...
