"""The window's end of the pipe. Lives in the window thread; handlers are given with each job.

Requests wait here until the engine has come far enough for them, so no panel needs to know.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from threading import Lock
from typing import Protocol, TypeAlias

from PySide6.QtCore import QObject, Qt, Signal, Slot

from app.engine_protocol import EngineRequest
from app.history_protocol import HistoryRequest
from app.page_protocol import PageRequest
from app.protocol import (
    Ask,
    Blame,
    Cancel,
    EngineStage,
    EngineState,
    FolderNews,
    IndexPaths,
    JobDone,
    JobEvent,
    JobEventBody,
    JobFailed,
    LibraryListed,
    ListLibrary,
    MemoryState,
    PauseWarming,
    ReadRows,
    RemoveFolder,
    RemoveSources,
    RenderPage,
    Reply,
    Request,
    RowsRead,
    SetUpFolder,
)
from app.qualification_protocol import QualificationRequest
from app.rerun_protocol import RerunRequest
from app.row_protocol import RowRequest
from app.search_protocol import PassagesFound, Search, SearchRequest, SearchWay
from app.service_settings import ServiceSettings
from app.window.drawn import PageDrawn, TileDrawn, unpacked
from engine.domain import Failure
from engine.events import AnswerEvent, IndexEvent

DRAIN_S = 0.008  # Half a frame: a flood of replies leaves time to paint and to type.
OPEN_STAGES = frozenset(
    {EngineStage.OPEN, EngineStage.LOADING, EngineStage.READY, EngineStage.WITHOUT_MODEL}
)
ANSWERING_STAGES = frozenset({EngineStage.READY, EngineStage.WITHOUT_MODEL})

Job: TypeAlias = (
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
)


class Engine(Protocol):
    """What the link needs of the engine process. Replies come on a thread of its own."""

    def start(self) -> None:
        """Bring the process up."""
        ...

    def send(self, request: Request) -> None:
        """Pass a request on."""
        ...

    def restart(self, settings: ServiceSettings) -> None:
        """Have another process take over, with these settings; returns at once."""
        ...

    def stop(self) -> None:
        """Bring the process down; returns when it is gone."""
        ...


EngineFactory: TypeAlias = Callable[[Callable[[Reply], None]], Engine]


def _stages_for(request: Job) -> frozenset[EngineStage]:
    """How far the engine must have come for a request."""
    match request:
        case Ask() | Search(way=SearchWay.ALL):
            return ANSWERING_STAGES
        case _:
            return OPEN_STAGES


def _ignore(_: object = None) -> None:
    """For handlers that nobody needs."""


@dataclass(frozen=True, slots=True)
class _Handlers:
    on_event: Callable[[JobEventBody | PageDrawn | TileDrawn], None]
    on_done: Callable[[], None]
    on_failed: Callable[[JobFailed], None]


class EngineLink(QObject):
    """Starts jobs, hands their events to their handlers, tells the engine's state."""

    state_changed = Signal(object)  # EngineState
    memory_changed = Signal(object)  # MemoryState
    folder_told = Signal(object)  # WatchNews
    _arrived = Signal()

    def __init__(self, make_engine: EngineFactory, owner: QObject | None = None) -> None:
        super().__init__(owner)
        self._make_engine = make_engine
        self._engine: Engine | None = None
        self._state = EngineState(EngineStage.STARTING)
        self._numbers = count(1)
        self._open: dict[int, _Handlers] = {}
        self._held: list[Job] = []
        self._inbox: deque[tuple[Reply, PageDrawn | TileDrawn | None]] = deque()
        self._lock = Lock()
        self._is_drain_due = False
        self._is_stopped = False
        self._is_warming_paused = False
        # Queued also from the window thread, so that no handler runs inside the call that asks.
        self._arrived.connect(self._drain, Qt.ConnectionType.QueuedConnection)

    @property
    def state(self) -> EngineState:
        """The engine's last word on itself."""
        return self._state

    def start(self) -> None:
        """Start the engine process. Call it once the window is on the screen."""
        self._is_stopped = False
        self._engine = self._make_engine(self._receive)
        self._engine.start()

    def stop(self) -> None:
        """Stop the engine process and wait for it. Late replies are dropped."""
        self._is_stopped = True
        if self._engine is not None:
            self._engine.stop()
            self._engine = None

    def restart(self) -> None:
        """A new engine process after the old one has given up."""
        self.stop()
        self._inbox.clear()
        self._is_drain_due = False
        self._take(EngineState(EngineStage.STARTING))
        self.start()

    def start_anew(self, settings: ServiceSettings) -> None:
        """Another engine process in place of this one, with other settings; returns at once.

        Open jobs fail with EngineLost, as if the engine had been lost.
        """
        if self._engine is None or self._state.stage is EngineStage.FAILED:
            self.restart()
            return
        self._engine.restart(settings)
        self._take(EngineState(EngineStage.STARTING))

    # Jobs. Each returns its number, for cancel().
    def ask(
        self,
        question: str,
        *,
        documents: tuple[str, ...] = (),
        on_event: Callable[[AnswerEvent], None],
        on_done: Callable[[], None] = _ignore,
        on_failed: Callable[[JobFailed], None],
    ) -> int:
        """Answer a question, from some documents (ids) alone. Waits until the engine is ready."""
        request = Ask(next(self._numbers), question, documents)
        return self._begin(request, on_event, on_done, on_failed)

    def search(
        self,
        question: str,
        *,
        documents: tuple[str, ...] = (),
        on_found: Callable[[PassagesFound], None],
        on_failed: Callable[[JobFailed], None],
    ) -> int:
        """Find passages without a model, in some documents (ids) alone."""
        request = Search(next(self._numbers), question, documents=documents)
        return self._begin(request, on_found, _ignore, on_failed)

    def index(
        self,
        paths: Sequence[Path],
        *,
        again: tuple[tuple[str, str], ...] = (),
        on_event: Callable[[IndexEvent], None],
        on_done: Callable[[], None] = _ignore,
        on_failed: Callable[[JobFailed], None],
    ) -> int:
        """Bring files and folders into the library; none means everything known."""
        request = IndexPaths(next(self._numbers), tuple(paths), again)
        return self._begin(request, on_event, on_done, on_failed)

    def list_library(
        self,
        *,
        on_listed: Callable[[LibraryListed], None],
        on_failed: Callable[[JobFailed], None],
    ) -> int:
        """Every source and document."""
        return self._begin(ListLibrary(next(self._numbers)), on_listed, _ignore, on_failed)

    def remove(
        self,
        sources: Sequence[tuple[str, str]],
        *,
        on_listed: Callable[[LibraryListed], None],
        on_failed: Callable[[JobFailed], None],
    ) -> int:
        """Take sources (root, path) out of the library."""
        request = RemoveSources(next(self._numbers), tuple(sources))
        return self._begin(request, on_listed, _ignore, on_failed)

    def set_up_folder(
        self,
        path: str,
        *,
        include: tuple[str, ...] | None = None,
        exclude: tuple[str, ...] | None = None,
        is_watched: bool | None = None,
        on_listed: Callable[[LibraryListed], None],
        on_failed: Callable[[JobFailed], None],
    ) -> int:
        """Keep what is said about a folder; None stays as it is."""
        request = SetUpFolder(next(self._numbers), path, include, exclude, is_watched)
        return self._begin(request, on_listed, _ignore, on_failed)

    def remove_folder(
        self,
        path: str,
        *,
        on_listed: Callable[[LibraryListed], None],
        on_failed: Callable[[JobFailed], None],
    ) -> int:
        """Take a folder and its files out of the library."""
        request = RemoveFolder(next(self._numbers), path)
        return self._begin(request, on_listed, _ignore, on_failed)

    def render(
        self,
        document_id: str,
        page: int,
        scale: float,
        *,
        on_drawn: Callable[[PageDrawn], None],
        on_failed: Callable[[JobFailed], None],
    ) -> int:
        """Draw a page; ``scale`` is pixels per point."""
        request = RenderPage(next(self._numbers), document_id, page, scale)
        return self._begin(request, on_drawn, _ignore, on_failed)

    def read_rows(
        self,
        table: str,
        rows: Sequence[int],
        *,
        on_read: Callable[[RowsRead], None],
        on_failed: Callable[[JobFailed], None],
    ) -> int:
        """Rows of a log table by their numbers, ascending."""
        request = ReadRows(next(self._numbers), table, tuple(rows))
        return self._begin(request, on_read, _ignore, on_failed)

    def begin(
        self,
        request: Callable[[int], Job],
        *,
        on_event: Callable[..., None] = _ignore,
        on_done: Callable[[], None] = _ignore,
        on_failed: Callable[[JobFailed], None],
    ) -> int:
        """Any job: the request that is made for its number."""
        return self._begin(request(next(self._numbers)), on_event, on_done, on_failed)

    def pause_warming(self, *, is_paused: bool) -> None:
        """Stop reading ahead, or go on. A new engine is told again when it opens."""
        self._is_warming_paused = is_paused
        if self._engine is not None and self._state.stage in OPEN_STAGES:
            self._engine.send(PauseWarming(is_paused))

    def cancel(self, job: int) -> None:
        """Stop a job. It still ends with on_done or on_failed; nothing happens if it is over."""
        held = [request for request in self._held if request.job == job]
        if held:
            self._held.remove(held[0])
            self._open.pop(job).on_done()
        elif job in self._open and self._engine is not None:
            self._engine.send(Cancel(job))

    def _begin(
        self,
        request: Job,
        on_event: Callable[..., None],
        on_done: Callable[[], None],
        on_failed: Callable[[JobFailed], None],
    ) -> int:
        self._open[request.job] = _Handlers(on_event, on_done, on_failed)
        self._held.append(request)
        self._send_held()
        return request.job

    def _send_held(self) -> None:
        if self._engine is None:
            return
        for request in tuple(self._held):
            if self._state.stage in _stages_for(request):
                self._held.remove(request)
                self._engine.send(request)

    def _receive(self, reply: Reply) -> None:
        """On the engine's reader thread: unpack pictures, put the reply down, ring once."""
        if self._is_stopped:
            return
        drawn = unpacked(reply.body) if isinstance(reply, JobEvent) else None
        self._inbox.append((reply, drawn))
        with self._lock:
            if self._is_drain_due:
                return
            self._is_drain_due = True
        self._arrived.emit()

    @Slot()
    def _drain(self) -> None:
        with self._lock:
            self._is_drain_due = False
        until = time.monotonic() + DRAIN_S
        try:
            while self._inbox and not self._is_stopped and time.monotonic() < until:
                self._deliver(*self._inbox.popleft())
        finally:  # Also when a handler is broken: the replies behind it are not its fault.
            if self._inbox and not self._is_stopped:
                with self._lock:
                    self._is_drain_due = True
                self._arrived.emit()

    def _deliver(self, reply: Reply, drawn: PageDrawn | TileDrawn | None) -> None:
        match reply:
            case JobEvent(job, body):
                if job in self._open:
                    self._open[job].on_event(drawn or body)
            case JobDone(job):
                if job in self._open:
                    self._open.pop(job).on_done()
            case JobFailed(job):
                if job in self._open:
                    self._open.pop(job).on_failed(reply)
            case EngineState():
                self._take(reply)
            case MemoryState():
                self.memory_changed.emit(reply)
            case FolderNews(news):
                self.folder_told.emit(news)

    def _take(self, state: EngineState) -> None:
        self._state = state
        self.state_changed.emit(state)
        if state.stage is EngineStage.OPEN and self._is_warming_paused:
            self.pause_warming(is_paused=True)
        if state.stage is EngineStage.FAILED:
            self._fail_all(state.failure or Failure("EngineLost"))
        self._send_held()

    def _fail_all(self, failure: Failure) -> None:
        """No engine will come: what is open or waiting ends here."""
        open_jobs, self._open, self._held = self._open, {}, []
        for job, handlers in open_jobs.items():
            handlers.on_failed(JobFailed(job, Blame.ENVIRONMENT, failure))
