"""What the window process and the engine process say to each other: plain values over a pipe.

The window sends requests, each with a job number of its own choosing; the engine answers with
``JobEvent`` values and ends each job with exactly one ``JobDone`` or ``JobFailed``. ``EngineState``
comes unasked. Asking, indexing, viewing and qualifying run side by side; two jobs of one kind run
in order.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TypeAlias

from app.engine_protocol import EngineNewsBody, EngineRequest
from app.history_protocol import HistoryNews, HistoryRequest
from app.page_protocol import PageNews, PageRequest
from app.qualification_protocol import QualificationNews, QualificationRequest
from app.rerun_protocol import RerunRequest
from app.row_protocol import RowRequest, TablesFound
from app.search_protocol import SearchNews, SearchRequest
from engine.answers import MemoryUse
from engine.domain import Cell, Document, DrawingRevision, Failure, Folder, Source
from engine.events import AnswerEvent, IndexEvent, WatchNews


# Requests.
@dataclass(frozen=True, slots=True)
class Ask:
    """Answer a question: AnswerEvent values.

    From ``documents`` alone (ids), if there are any.
    """

    job: int
    question: str
    documents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class IndexPaths:
    """Bring files and folders into the library: IndexEvent values.

    No paths means: compare every root indexed before with the disk. The files of ``again``
    (root, path) are read even if they have not changed.
    """

    job: int
    paths: tuple[Path, ...]
    again: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ListLibrary:
    """One LibraryListed."""

    job: int


@dataclass(frozen=True, slots=True)
class RemoveSources:
    """Take files out of the library (not off the disk): one LibraryListed."""

    job: int
    sources: tuple[tuple[str, str], ...]  # (root, path)


@dataclass(frozen=True, slots=True)
class SetUpFolder:
    """Keep what is said about a folder; None stays as it is: one LibraryListed.

    A folder that the library does not have is added, without reading it. Patterns as in
    engine.domain.Folder, and valid ones.
    """

    job: int
    path: str
    include: tuple[str, ...] | None = None
    exclude: tuple[str, ...] | None = None
    is_watched: bool | None = None


@dataclass(frozen=True, slots=True)
class RemoveFolder:
    """Take a folder and all its files out of the library (not off the disk): one LibraryListed."""

    job: int
    path: str


@dataclass(frozen=True, slots=True)
class RenderPage:
    """Draw one page: one PageRendered. ``scale`` is pixels per point (1.0 = 72 dpi)."""

    job: int
    document_id: str
    page: int
    scale: float


@dataclass(frozen=True, slots=True)
class ReadRows:
    """Rows of a log table by their numbers, ascending: one RowsRead."""

    job: int
    table: str
    rows: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Cancel:
    """Stop that job at its next token, batch or file. No answer of its own."""

    job: int


@dataclass(frozen=True, slots=True)
class PauseWarming:
    """Stop filling the KV bank in the background, or go on. No answer but MemoryState."""

    is_paused: bool


@dataclass(frozen=True, slots=True)
class Shutdown:
    """Finish what is being committed and leave."""


Request: TypeAlias = (
    Ask
    | SearchRequest
    | IndexPaths
    | ListLibrary
    | RemoveSources
    | SetUpFolder
    | RemoveFolder
    | RenderPage
    | ReadRows
    | RowRequest
    | RerunRequest
    | PageRequest
    | QualificationRequest
    | HistoryRequest
    | EngineRequest
    | Cancel
    | PauseWarming
    | Shutdown
)


# What comes back.
@dataclass(frozen=True, slots=True)
class LibraryListed:
    """Every known source file, by root and path, with the documents they lead to.

    ``folders`` are those that are looked at again, ``drawings`` the documents with a number, and
    ``newer`` has the newest revision for each document, by its id, that is an older one.
    """

    sources: tuple[Source, ...]
    documents: tuple[Document, ...]
    folders: tuple[Folder, ...] = ()
    drawings: tuple[DrawingRevision, ...] = ()
    newer: Mapping[str, DrawingRevision] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PageRendered:
    """A page as PNG. Multiply a Rect by ``scale`` to get pixels.

    ``scale`` is less than what was asked for where that makes too large a picture.
    """

    document_id: str
    page: int
    scale: float
    width_px: int
    height_px: int
    png: bytes
    n_pages: int


@dataclass(frozen=True, slots=True)
class RowsRead:
    """Rows of a log table with their ``numbers``, ascending; those that there are not are left out.

    ``titles`` are those of the columns, ``n_rows`` is how many rows the whole table has.
    """

    table: str
    titles: tuple[str, ...]
    numbers: tuple[int, ...]
    rows: tuple[tuple[Cell, ...], ...]
    n_rows: int


JobEventBody: TypeAlias = (
    AnswerEvent
    | IndexEvent
    | SearchNews
    | LibraryListed
    | PageRendered
    | RowsRead
    | TablesFound
    | PageNews
    | QualificationNews
    | HistoryNews
    | EngineNewsBody
)


@dataclass(frozen=True, slots=True)
class JobEvent:
    """Something a job has to say."""

    job: int
    body: JobEventBody


@dataclass(frozen=True, slots=True)
class JobDone:
    """The job is over and did what was asked, or was cancelled."""

    job: int


class Blame(StrEnum):
    """Which of the three kinds of error: decides what the window offers."""

    USER = "user"
    ENVIRONMENT = "environment"
    BUG = "bug"


@dataclass(frozen=True, slots=True)
class JobFailed:
    """The job is over and failed. ``trace`` is a traceback for a report, set only for a bug."""

    job: int
    blame: Blame
    failure: Failure
    trace: str = ""


class EngineStage(StrEnum):
    """How far the engine has come. It indexes and lists from OPEN on, answers from READY on."""

    STARTING = "starting"
    OPEN = "open"
    LOADING = "loading"
    READY = "ready"
    WITHOUT_MODEL = "without model"
    FAILED = "failed"
    LOST = "lost"  # said by the window's own side when the process is gone


@dataclass(frozen=True, slots=True)
class EngineState:
    """Unasked news. ``failure`` is set for WITHOUT_MODEL, FAILED and LOST."""

    stage: EngineStage
    model: str = ""
    failure: Failure | None = None


class WarmerStage(StrEnum):
    """What fills the KV bank in the background is doing."""

    WAITING = "waiting"  # for an idle moment
    WARMING = "warming"
    PAUSED = "paused"  # by the user
    ON_BATTERY = "on battery"
    DONE = "done"  # all is banked, or the bank is full
    OFF = "off"  # there is no bank


@dataclass(frozen=True, slots=True)
class MemoryState:
    """Unasked news: the model's memory and its bank, and how far the bank is filled.

    ``done`` of ``total`` passages have been looked at; both 0 while nothing is being filled.
    """

    use: MemoryUse
    stage: WarmerStage
    done: int = 0
    total: int = 0


@dataclass(frozen=True, slots=True)
class FolderNews:
    """Unasked news of a watched folder. The engine reads nothing until it is asked to."""

    news: WatchNews


Reply: TypeAlias = JobEvent | JobDone | JobFailed | EngineState | MemoryState | FolderNews
