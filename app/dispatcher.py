"""Inside the engine process: gives each request to the lane of its kind, starts what runs unasked.

Searching has a lane of its own, so that what a person sees while typing never waits for a page to
be drawn.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING

from app.lanes import Lane, failure_of
from app.page_protocol import PageRequest
from app.protocol import (
    Ask,
    Cancel,
    EngineStage,
    EngineState,
    FolderNews,
    IndexPaths,
    LibraryListed,
    ListLibrary,
    PauseWarming,
    ReadRows,
    RemoveFolder,
    RemoveSources,
    RenderPage,
    Reply,
    Request,
    Search,
    SetUpFolder,
    Shutdown,
)
from app.qualification_process import NewRun, OldRun
from app.qualification_protocol import (
    EditPrices,
    QualificationRequest,
    Qualify,
    ReadQualification,
    ResumeQualification,
    SaveReport,
)
from app.warmer import Warmer
from engine.errors import GenbaError

if TYPE_CHECKING:
    from app.service import Service

_LANE_GRACE_S = 2.5


class Dispatcher:
    """Gives each request to the lane of its kind."""

    def __init__(self, service: Service, reply: Callable[[Reply], None]) -> None:
        self._service = service
        self._reply = reply
        self._index = Lane("index", reply)
        self._runs = Lane("qualify", reply)
        # Somebody waits for these too, and one measures time; reading ahead would take it.
        self._warmer = Warmer(
            service, reply, is_busy=lambda: self._index.is_busy or self._runs.is_busy
        )
        self._answers = Lane("answer", reply, idle_work=self._warmer.run)
        self._search = Lane("search", reply)
        self._view = Lane("view", reply)
        self._lanes = (self._answers, self._index, self._search, self._view, self._runs)
        self._folders = service.watch(lambda news: reply(FolderNews(news)))
        self._folders.start()
        threading.Thread(target=self._load_models, name="load-models", daemon=True).start()

    def serve(self, connection: Connection) -> None:
        """Take requests until one is to leave or the pipe is closed; then end everything."""
        while True:
            try:
                request: Request = connection.recv()
            except (EOFError, OSError):
                request = Shutdown()
            if isinstance(request, Shutdown):
                break
            if isinstance(request, QualificationRequest):
                self._dispatch_qualifying(request)
            elif isinstance(request, PageRequest):
                self._show(request)
            else:
                self._dispatch(request)
        self._folders.stop()
        for lane in self._lanes:
            lane.stop(_LANE_GRACE_S)
        self._service.close()

    def _dispatch(self, request: Request) -> None:
        service = self._service
        match request:
            case Ask(job, question):
                self._answers.submit(job, lambda cancel: service.ask(question, cancel=cancel))
            case IndexPaths(job, paths):
                self._answers.interrupt_idle_work()
                self._index.submit(job, lambda cancel: service.index(paths, cancel=cancel))
            case RemoveSources(job, sources):
                self._index.submit(job, lambda _: [service.remove(sources)])
            case SetUpFolder():
                self._index.submit(request.job, lambda _: [_set_up(service, request)])
            case RemoveFolder(job, path):
                self._index.submit(job, lambda _: [service.remove_folder(path)])
            case Search(job, question, n):
                self._search.submit(job, lambda _: [service.search(question, n)])
            case ListLibrary(job):
                self._view.submit(job, lambda _: [service.listed()])
            case RenderPage(job, document_id, page, scale):
                pages = service.pages
                self._view.submit(
                    job,
                    lambda cancel: (
                        () if cancel.is_set() else [pages.render(document_id, page, scale)]
                    ),
                )
            case ReadRows(job, table, rows):
                self._view.submit(job, lambda _: [service.rows(table, rows)])
            case PauseWarming(is_paused):
                self._warmer.pause(is_paused=is_paused)
                self._answers.interrupt_idle_work()
            case Cancel(job):
                for lane in self._lanes:
                    lane.cancel(job)

    def _dispatch_qualifying(self, request: QualificationRequest) -> None:
        service = self._service
        match request:
            case Qualify(job, tickets, profile):
                self._qualify(job, NewRun(tickets, profile))
            case ResumeQualification(job, folder):
                self._qualify(job, OldRun(Path(folder)))
            case ReadQualification(job, language, look):
                self._view.submit(job, lambda _: [service.qualification(language, look)])
            case EditPrices(job, language):
                self._view.submit(job, lambda _: [service.edit_prices(language)])
            case SaveReport(job, folder, path, language):
                self._view.submit(
                    job, lambda _: [service.save_report(Path(folder), path, language)]
                )

    def _show(self, request: PageRequest) -> None:
        pages = self._service.pages
        self._view.submit(request.job, lambda cancel: pages.grant(request, cancel))

    def _qualify(self, job: int, run: NewRun | OldRun) -> None:
        self._answers.interrupt_idle_work()
        self._runs.submit(job, lambda cancel: self._service.qualify(run, cancel=cancel))

    def _load_models(self) -> None:
        self._reply(EngineState(EngineStage.LOADING))
        try:
            model = self._service.load_models()
        except GenbaError as error:
            failure = failure_of(error)
            self._reply(EngineState(EngineStage.WITHOUT_MODEL, failure=failure))
        else:
            self._reply(EngineState(EngineStage.READY, model=model))
            self._warmer.start()


def _set_up(service: Service, wanted: SetUpFolder) -> LibraryListed:
    service.set_up_folders(
        [Path(wanted.path)],
        include=wanted.include,
        exclude=wanted.exclude,
        is_watched=wanted.is_watched,
    )
    return service.listed()
