"""The closed set of events that long work emits. Plain values: they cross process borders."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol, TypeAlias

from engine.answers import Answer, MemoryUse, Step
from engine.domain import Failure, Passage


class CancelToken(Protocol):
    """Anything with is_set(), such as threading.Event. Checked between tokens and batches."""

    def is_set(self) -> bool:
        """True once the work is no longer wanted."""
        ...


# An answer.
@dataclass(frozen=True, slots=True)
class QuestionAccepted:
    """The question is in the journal."""

    journal_id: int


@dataclass(frozen=True, slots=True)
class EvidenceFound:
    """All passages so far in the order of their numbers, from 1; ``seconds`` for the last search.

    Those of the first search, best first, come before any model has run.
    """

    passages: tuple[Passage, ...]
    seconds: float


@dataclass(frozen=True, slots=True)
class StepChanged:
    """A step began, or is over now and has its outcome."""

    step: Step


@dataclass(frozen=True, slots=True)
class PrefillAdvanced:
    """Tokens of the prompt read so far."""

    done: int
    total: int


@dataclass(frozen=True, slots=True)
class MemoryChanged:
    """How full the model's short-term memory and its bank are now."""

    use: MemoryUse


@dataclass(frozen=True, slots=True)
class AnswerGrew:
    """More text of the answer."""

    text: str


@dataclass(frozen=True, slots=True)
class AnswerWithdrawn:
    """What was streamed so far does not hold; another passage is read."""


@dataclass(frozen=True, slots=True)
class AnswerFinished:
    """The whole answer, verified; it replaces what was streamed."""

    answer: Answer


@dataclass(frozen=True, slots=True)
class AnswerCancelled:
    """The person stopped the answer; the journal says so."""

    journal_id: int


AnswerEvent: TypeAlias = (
    QuestionAccepted
    | EvidenceFound
    | StepChanged
    | PrefillAdvanced
    | MemoryChanged
    | AnswerGrew
    | AnswerWithdrawn
    | AnswerFinished
    | AnswerCancelled
)


# Indexing.
@dataclass(frozen=True, slots=True)
class FilesListed:
    """The folders have been compared with the library. Rules leave out files and whole folders."""

    n_files: int
    n_changed: int
    n_moved: int
    n_deleted: int
    n_left_out: int = 0


@dataclass(frozen=True, slots=True)
class FileStarted:
    """A file is being read; others may be too. ``index`` counts the files started, from 1."""

    path: str
    index: int
    total: int


@dataclass(frozen=True, slots=True)
class FileIndexed:
    """A file's chunks are committed to the library."""

    path: str
    n_pages: int
    n_chunks: int
    n_rows: int
    n_problems: int
    seconds: float


@dataclass(frozen=True, slots=True)
class FileFailed:
    """A file could not be read; the library keeps the reason."""

    path: str
    failure: Failure
    seconds: float


@dataclass(frozen=True, slots=True)
class FilesAdvanced:
    """How far reading has come. ``files_per_s`` and ``seconds_left`` are None until known.

    ``bytes_done`` counts files that are done, and of long ones what has been read of them.
    """

    done: int
    total: int
    bytes_done: int
    bytes_total: int
    files_per_s: float | None = None
    seconds_left: float | None = None

    @property
    def share(self) -> float:
        """How far a bar stands, from 0 to 1: by bytes, and by files where they are empty."""
        work = self.bytes_total + self.total
        return (self.bytes_done + self.done) / work if work else 1.0


@dataclass(frozen=True, slots=True)
class EmbeddingAdvanced:
    """Chunks embedded so far in this run. ``seconds_left`` is None until a rate is known."""

    done: int
    total: int
    seconds_left: float | None = None


@dataclass(frozen=True, slots=True)
class IndexReport:
    """What an indexing run did. Also the outcome of a cancelled one, with is_cancelled.

    ``embedding_failure`` says why chunks have no vectors; search by words works all the same.
    """

    n_files: int = 0
    n_indexed: int = 0
    n_unchanged: int = 0
    n_moved: int = 0
    n_deleted: int = 0
    n_left_out: int = 0
    n_pages: int = 0
    n_chunks: int = 0
    n_embedded: int = 0
    seconds: float = 0.0
    is_cancelled: bool = False
    failures: tuple[tuple[str, Failure], ...] = field(default=())
    embedding_failure: Failure | None = None


@dataclass(frozen=True, slots=True)
class IndexFinished:
    """The run is over."""

    report: IndexReport


IndexEvent: TypeAlias = (
    FilesListed
    | FileStarted
    | FileIndexed
    | FileFailed
    | FilesAdvanced
    | EmbeddingAdvanced
    | IndexFinished
)


# Watched folders.
@dataclass(frozen=True, slots=True)
class FolderChanged:
    """Files of this folder are new, changed or gone, and none is being written any more."""

    root: str


@dataclass(frozen=True, slots=True)
class FolderUnreachable:
    """The folder, perhaps a network drive, cannot be looked at; it is tried again."""

    root: str
    detail: str


@dataclass(frozen=True, slots=True)
class FolderBack:
    """A folder that could not be reached is there again."""

    root: str


WatchNews: TypeAlias = FolderChanged | FolderUnreachable | FolderBack
