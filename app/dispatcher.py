"""Inside the engine process: gives each request to the lane of its kind, starts what runs unasked.

Searching has a lane of its own, so that what a person sees while typing never waits for a page to
be drawn.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING

from app.collecting import without_collecting
from app.engine_protocol import (
    AddModel,
    ApplySettings,
    ClearBank,
    EngineRequest,
    FetchModels,
    ModelsRead,
    ReadHealth,
    ReadModels,
    SettingsApplied,
    VerifyJournal,
)
from app.history_protocol import HistoryRequest
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
from app.rerun_protocol import RerunRequest, RunEditedCalculation, RunEditedQuery
from app.row_protocol import FindTables, RowRequest
from app.row_reading import find_tables
from app.search_protocol import AdviceFound, Advise, Search, SearchRequest, SearchWay
from app.service_settings import ServiceSettings
from app.upkeep import add_model, fetch_models, read_health, verify_journal
from app.warmer import Warmer
from engine.domain import Failure
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
        self._history = Lane("history", reply)
        self._upkeep = Lane("upkeep", reply)
        self._lanes = (
            self._answers,
            self._index,
            self._search,
            self._view,
            self._history,
            self._runs,
            self._upkeep,
        )
        self._folders = service.watch(lambda news: reply(FolderNews(news)))
        self._folders.start()
        self._first_load = threading.Thread(
            target=self._load_models, name="load-models", daemon=True
        )
        self._first_load.start()

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
            elif isinstance(request, RerunRequest):
                self._rerun(request)
            elif isinstance(request, ReadRows | RowRequest):
                self._dispatch_rows(request)
            elif isinstance(request, SearchRequest):
                self._dispatch_searching(request)
            elif isinstance(request, HistoryRequest):
                self._dispatch_history(request)
            elif isinstance(request, EngineRequest):
                self._dispatch_upkeep(request)
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
            case Ask(job, question, documents):
                self._answers.submit(
                    job, lambda cancel: service.ask(question, cancel=cancel, documents=documents)
                )
            case IndexPaths(job, paths, again):
                self._answers.interrupt_idle_work()
                self._index.submit(
                    job, lambda cancel: service.index(paths, cancel=cancel, again=again)
                )
            case RemoveSources(job, sources):
                self._index.submit(job, lambda _: [service.remove(sources)])
            case SetUpFolder():
                self._index.submit(request.job, lambda _: [_set_up(service, request)])
            case RemoveFolder(job, path):
                self._index.submit(job, lambda _: [service.remove_folder(path)])
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
            case PauseWarming(is_paused):
                self._warmer.pause(is_paused=is_paused)
                self._answers.interrupt_idle_work()
            case Cancel(job):
                for lane in self._lanes:
                    lane.cancel(job)

    def _dispatch_rows(self, request: ReadRows | RowRequest) -> None:
        service = self._service
        match request:
            case ReadRows(job, table, rows):
                # Scrolled past while it waited for its turn, it is not read.
                self._view.submit(
                    job, lambda cancel: [] if cancel.is_set() else [service.rows(table, rows)]
                )
            case FindTables(job, document_id):
                self._view.submit(job, lambda _: [find_tables(service.library, document_id)])

    def _rerun(self, request: RerunRequest) -> None:
        reruns = self._service.reruns
        match request:
            case RunEditedQuery(job, answer, step, sql):
                self._answers.submit(
                    job, lambda cancel: reruns.query(answer, step, sql, cancel=cancel)
                )
            case RunEditedCalculation(job, answer, step, expression, passages):
                self._answers.submit(
                    job, lambda _: reruns.calculation(answer, step, expression, passages)
                )

    def _dispatch_searching(self, request: SearchRequest) -> None:
        service = self._service
        match request:
            case Search(job, question, n, SearchWay.ALL, documents):
                self._search.submit(
                    job, lambda _: [service.search(question, n, documents=documents)]
                )
            case Search():
                self._search.submit(
                    request.job, lambda cancel: service.finder.search(request, cancel=cancel)
                )
            case Advise(job, question, passages):
                self._search.submit(
                    job, lambda _: [AdviceFound(service.finder.advise(question, passages))]
                )

    def _dispatch_history(self, request: HistoryRequest) -> None:
        desk = self._service.history
        self._history.submit(request.job, lambda cancel: desk.serve(request, cancel))

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

    def _dispatch_upkeep(self, request: EngineRequest) -> None:
        service = self._service
        match request:
            case ApplySettings(job, settings):
                self._answers.submit(job, lambda _: [self._apply(settings)])
            case ClearBank(job):
                self._answers.submit(job, lambda _: self._clear_bank())
            case ReadModels(job):
                self._view.submit(job, lambda _: [service.models()])
            case ReadHealth(job):
                self._view.submit(job, lambda _: [read_health()])
            case VerifyJournal(job):
                self._upkeep.submit(job, lambda _: [verify_journal(service.workspace)])
            case AddModel(job, path):
                self._upkeep.submit(job, lambda _: self._add_model(path))
            case FetchModels(job):
                self._upkeep.submit(
                    job, lambda cancel: fetch_models(service.store, request, cancel=cancel)
                )

    def _apply(self, settings: ServiceSettings) -> SettingsApplied:
        """Load what is wanted. However that ends, say what answers from now on."""
        self._first_load.join()
        self._reply(EngineState(EngineStage.LOADING, self._service.loaded_model))
        failure = Failure("ModelMissing")
        try:
            return self._service.change(settings)
        except GenbaError as error:
            failure = failure_of(error)
            raise
        finally:
            self._tell_what_answers(failure)

    def _add_model(self, path: Path) -> Iterator[ModelsRead]:
        add_model(self._service.store, path)
        yield self._service.models()

    def _clear_bank(self) -> tuple[()]:
        self._service.clear_bank()
        self._warmer.start()
        return ()

    def _show(self, request: PageRequest) -> None:
        pages = self._service.pages
        self._view.submit(request.job, lambda cancel: pages.grant(request, cancel))

    def _qualify(self, job: int, run: NewRun | OldRun) -> None:
        self._answers.interrupt_idle_work()
        self._runs.submit(job, lambda cancel: self._service.qualify(run, cancel=cancel))

    def _load_models(self) -> None:
        self._service.finder.warm_up()
        self._reply(EngineState(EngineStage.LOADING))
        failure = Failure("ModelMissing")
        try:
            with without_collecting():
                self._service.load_models()
        except GenbaError as error:
            failure = failure_of(error)
        self._tell_what_answers(failure)

    def _tell_what_answers(self, failure: Failure) -> None:
        """The model that is loaded, or why there is none."""
        if model := self._service.loaded_model:
            self._reply(EngineState(EngineStage.READY, model))
            self._warmer.start()
        else:
            self._reply(EngineState(EngineStage.WITHOUT_MODEL, failure=failure))


def _set_up(service: Service, wanted: SetUpFolder) -> LibraryListed:
    service.set_up_folders(
        [Path(wanted.path)],
        include=wanted.include,
        exclude=wanted.exclude,
        is_watched=wanted.is_watched,
    )
    return service.listed()
