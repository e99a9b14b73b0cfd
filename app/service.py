"""Engine and ingest put together for one workspace, for the engine process and the command line."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from app.engine_protocol import ModelsRead, SettingsApplied
from app.finder import Finder
from app.history_desk import HistoryDesk
from app.model_in_use import ModelInUse
from app.models import open_embedder
from app.page_reading import Pages
from app.protocol import (
    LibraryListed,
    RowsRead,
)
from app.qualification_process import NewRun, OldRun, qualified
from app.qualification_protocol import (
    PricesReady,
    QualificationRead,
    ReportSaved,
)
from app.qualification_reading import edit_prices, read_qualification, save_report
from app.row_reading import read_rows
from app.search_protocol import PassagesFound
from app.service_settings import ServiceSettings
from app.upkeep import read_models
from engine.answers import MemoryUse
from engine.assistant import Assistant
from engine.domain import Failure
from engine.errors import GenbaError, ModelMissing
from engine.events import (
    AnswerEvent,
    CancelToken,
    EmbeddingAdvanced,
    EvidenceFound,
    IndexEvent,
    IndexFinished,
    WatchNews,
)
from engine.liveness import is_running
from engine.llm.banked_states import INSTRUCTIONS
from engine.llm.runtime import LlamaModel
from engine.models.catalogue import ModelKind
from engine.models.store import ModelStore
from engine.qualify.events import QualifyEvent
from engine.qualify.runs import RunFolder
from engine.qualify.svg import Look
from engine.reasoning.log_answer import Logs
from engine.rerun import Reruns
from engine.retrieval.dense import DenseIndex
from engine.retrieval.embedder import SentenceEmbedder
from engine.retrieval.embedding import embed_library
from engine.retrieval.retriever import Retriever
from engine.revisions import superseded
from engine.store.journal import Journal
from engine.store.library import Library
from engine.turns import Turns
from engine.warming import BankWarmed, warm
from ingest.folders import keep_out, let_in, set_up_folders
from ingest.indexer import index
from ingest.watching import FolderWatch


class Service:
    """One open workspace. Methods of one kind are called from one thread at a time."""

    def __init__(
        self, workspace: Path, settings: ServiceSettings, *, program: str = "genba"
    ) -> None:
        """Open the workspace's databases; models are loaded when first needed.

        ``program`` is what other programs are told while this one writes.

        Raises: what engine.store.database raises.
        """
        self.workspace = workspace
        self._settings = settings
        self._program = program
        self.store = ModelStore.default()
        self.library = Library.open(workspace)
        self.journal = Journal(workspace)
        self.journal.mark_interrupted(is_running)
        self.history = HistoryDesk(workspace, self.library, self.journal)
        self._turns = Turns(self.journal)
        self._logs = Logs.of(self.library)
        self.pages = Pages(self.library)
        self._language = ModelInUse(workspace, self.store, settings, self._owners)
        self._unread: dict[int, None] = {}  # Chunks that a question wanted whole, latest first.
        self._embedder: SentenceEmbedder | None = None
        self._dense: DenseIndex | None = None
        self._loading = threading.RLock()
        self.finder = Finder(self.library, idle_retriever=self._idle_retriever)

    def __enter__(self) -> Service:
        """Open already; closes at the end of the block."""
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of everything. Jobs must have ended."""
        self.pages.close()
        self._language.close()
        self.history.close()
        self.journal.close()
        self.library.close()

    def load_models(self) -> str:
        """Load the embedder and the language model now; the model's name is returned.

        Raises:
            ModelMissing, ModelUnusable: see engine.models.store and engine.llm.runtime.
        """
        self.embedder().load()
        self._dense_index()
        return self.model().name

    def index(
        self, paths: Sequence[Path], *, cancel: CancelToken, again: Sequence[tuple[str, str]] = ()
    ) -> Iterator[IndexEvent]:
        """Bring paths, or every known root, into the library, then embed what is new.

        The files of ``again`` (root, path) are read even if they have not changed.

        Raises:
            WorkspaceBusy: another program writes to the workspace.
        """
        with self.library.writer.held(self._program):
            let_in(self.library, paths)
            self.library.mark_unread(again)
            yield from self._index(paths, cancel)

    def set_up_folders(
        self,
        paths: Sequence[Path],
        *,
        include: Sequence[str] | None = None,
        exclude: Sequence[str] | None = None,
        is_watched: bool | None = None,
    ) -> None:
        """Keep what is said about folders; see ingest.folders. Errors: as ``index``."""
        with self.library.writer.held(self._program):
            set_up_folders(
                self.library, paths, include=include, exclude=exclude, is_watched=is_watched
            )

    def _index(self, paths: Sequence[Path], cancel: CancelToken) -> Iterator[IndexEvent]:
        started = time.monotonic()
        report = None
        for event in index(self.library, paths, cancel=cancel):
            if isinstance(event, IndexFinished):
                report = event.report
            else:
                yield event
        self._language.forget_states()
        if report is None:
            return
        n_embedded, failure = 0, None
        if not report.is_cancelled:
            try:
                for progress in self._embed(cancel):
                    n_embedded = progress.done
                    yield progress
            except GenbaError as error:
                failure = Failure(error.code, tuple(error.facts.items()))
        yield IndexFinished(
            replace(
                report,
                n_embedded=n_embedded,
                seconds=time.monotonic() - started,
                is_cancelled=report.is_cancelled or cancel.is_set(),
                embedding_failure=failure,
            )
        )

    def search(self, question: str, n: int, *, documents: Collection[str] = ()) -> PassagesFound:
        """Passages for a question, by words alone while the embedder is missing."""
        started = time.perf_counter()
        passages = self.retriever().search(question, n, documents=documents)
        return PassagesFound(passages, time.perf_counter() - started)

    def ask(
        self, question: str, *, cancel: CancelToken, documents: Collection[str] = ()
    ) -> Iterator[AnswerEvent]:
        """Answer a question; see engine.assistant."""
        assistant = Assistant(
            library=self.library,
            retriever=self.retriever(),
            model=self.model(),
            journal=self.journal,
            logs=self._logs,
            embedder=self._embedder,
            turns=self._turns,
        )
        for event in assistant.ask(question, cancel=cancel, documents=documents):
            if isinstance(event, EvidenceFound):
                found = dict.fromkeys(passage.chunk_id for passage in event.passages)
                self._unread = found | self._unread
            yield event

    @property
    def reruns(self) -> Reruns:
        """Answers with a step that a person edited; needs no model."""
        return Reruns(self.library, self._logs, self.journal)

    def warm(self, *, cancel: CancelToken) -> Iterator[BankWarmed]:
        """Fill the KV bank, what was asked about lately first; see engine.warming."""
        first = tuple(self._unread)
        yield from warm(self.library, self.journal, self.model(), first=first, cancel=cancel)

    def warming_state(self) -> tuple[int, int]:
        """Changes when there may be something new for ``warm`` to do."""
        return self.library.generation, len(self._unread)

    def watch(self, tell: Callable[[WatchNews], None]) -> FolderWatch:
        """A watch of the library's folders, to be started; it reads nothing by itself."""
        return FolderWatch(self.library, tell)

    def memory_use(self) -> MemoryUse:
        """How full the model's short-term memory and the bank are; all zero without a model."""
        return self._language.memory_use

    def listed(self) -> LibraryListed:
        """What the library knows."""
        library = self.library
        drawings = library.drawings()
        return LibraryListed(
            library.sources(),
            library.documents(),
            library.folders.all(),
            drawings,
            superseded(drawings),
        )

    def remove(self, keys: Sequence[tuple[str, str]]) -> LibraryListed:
        """Take files out of the library, with everything made from them, and keep them out."""
        with self.library.writer.held(self._program):
            keep_out(self.library, keys)
            self._remove(keys)
        return self.listed()

    def remove_folder(self, root: str) -> LibraryListed:
        """Take a folder out of the library, with its files and everything made from them."""
        with self.library.writer.held(self._program):
            # First the folder: it is watched, and its files would be news again.
            self.library.folders.forget(root)
            self._remove([(source.root, source.path) for source in self.library.sources(root)])
        return self.listed()

    def _remove(self, keys: Sequence[tuple[str, str]]) -> None:
        self.library.remove_sources(keys)
        self.library.forget_unused_vectors()
        self._language.forget_states()
        if self._dense:
            self._dense.bring_up_to_date()

    def rows(self, table: str, numbers: Sequence[int]) -> RowsRead:
        """Rows of a log table; see app.row_reading."""
        return read_rows(self.library, table, numbers)

    def qualify(self, run: NewRun | OldRun, *, cancel: CancelToken) -> Iterator[QualifyEvent]:
        """Begin a qualification or go on with one; see app.qualification_process."""
        yield from qualified(self.workspace, run, cancel=cancel)

    def qualification(self, language: str, look: Look) -> QualificationRead:
        """What can be qualified, and what the latest run came to so far."""
        return read_qualification(self.workspace, self.store, language=language, look=look)

    def save_report(self, folder: Path, path: Path, language: str) -> ReportSaved:
        """Write the report on a run; see app.qualification_reading."""
        return save_report(RunFolder(folder), self.workspace, path, language=language)

    def edit_prices(self, language: str) -> PricesReady:
        """The file of the shop's prices, an example to edit if there is none."""
        return edit_prices(self.workspace, language=language)

    def embedder(self) -> SentenceEmbedder:
        """The embedding model, loaded at its first use."""
        with self._loading:
            if self._embedder is None:
                self._embedder = open_embedder(self.store, self._settings.embedding_model)
            return self._embedder

    def model(self) -> LlamaModel:
        """The language model, loaded at the first call."""
        return self._language.model()

    @property
    def loaded_model(self) -> str:
        """The name of the language model that is loaded; empty while there is none."""
        return self._language.name

    def change(self, settings: ServiceSettings) -> SettingsApplied:
        """Go on with other settings; see app.model_in_use. The embedder stays.

        Raises: as ``load_models``. What was in use before is in use again.
        """
        self.embedder().load()
        self._dense_index()
        self._language.change(settings)
        self._settings = replace(settings, embedding_model=self._settings.embedding_model)
        return SettingsApplied(self._settings, self._language.name)

    def clear_bank(self) -> None:
        """Delete what was read ahead."""
        self._language.clear_bank()

    def models(self) -> ModelsRead:
        """Every known model, and what is in use."""
        embedding = self._settings.embedding_model
        return read_models(
            self.store,
            self.workspace,
            language_model=self._language.id,
            embedding_model=embedding or self.store.default_model(ModelKind.EMBEDDING),
        )

    def _owners(self) -> set[str]:
        return {INSTRUCTIONS, *(document.id for document in self.library.documents())}

    def _embed(self, cancel: CancelToken) -> Iterator[EmbeddingAdvanced]:
        yield from embed_library(self.library, self.embedder(), cancel=cancel)
        self.library.forget_unused_vectors()
        self._dense_index().bring_up_to_date()

    def _dense_index(self) -> DenseIndex:
        with self._loading:
            if self._dense is None:
                dense = DenseIndex(self.workspace / "vectors", self.library, self.embedder().id)
                dense.bring_up_to_date()
                self._dense = dense
            return self._dense

    def _idle_retriever(self) -> Retriever | None:
        """By words and meaning, if nothing has to be waited for; takes no lock."""
        embedder, dense = self._embedder, self._dense
        if embedder is None or dense is None or not embedder.is_idle:
            return None
        return Retriever(self.library, embedder, dense)

    def retriever(self) -> Retriever:
        """Search by words and by meaning, or by words alone while the embedder is missing."""
        try:
            return Retriever(self.library, self.embedder(), self._dense_index())
        except ModelMissing:
            return Retriever(self.library)
