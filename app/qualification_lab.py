"""The lab of a qualification: worlds made into libraries by the program's own readers, models.

Everything lies below the run's folder and can be made again, so it goes when the run is over.
"""

from __future__ import annotations

import csv
import hashlib
import os
import shutil
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from engine.errors import Bug
from engine.events import CancelToken, FileFailed
from engine.llm.kv_bank import KvBank
from engine.llm.kv_cache import KvType
from engine.llm.runtime import LlamaModel
from engine.models.store import ModelStore
from engine.ports import Embedder, Vectors
from engine.qualify.asking import (
    MAX_ANSWER_TOKENS,
    CaseCancelled,
    OpenWorld,
    ask_model,
    ask_program,
    choice_prompt,
    retrieved_prompt,
    whole_prompt,
)
from engine.qualify.cases import Case, CaseResult, Condition, World
from engine.qualify.material import Material
from engine.qualify.speed import measure_speed
from engine.qualify.suites.marked import is_own
from engine.qualify.tickets import SpeedRecord, Ticket
from engine.reasoning.log_answer import Logs
from engine.retrieval.dense import DenseIndex
from engine.retrieval.embedding import embed_library
from engine.retrieval.retriever import Retriever
from engine.store.journal import Journal
from engine.store.library import Library
from engine.store.library_copy import copy_library
from ingest.indexer import index

_BANK_BYTES = 512 * 2**20
_PROGRAM_CELLS = 4096
_OTHER_QUESTION_TOKENS = 256  # A longer question on the same text does not load the model again.
_N_PASSAGES = 8
_READY = "ready"


@dataclass(frozen=True, slots=True)
class LabSettings:
    """Where the lab works and with what: ``watts`` is assumed for the estimate of energy.

    ``own`` is the shop's library, of which marked questions are asked: of a copy, since asking
    may need vectors of another embedder and keeps a journal.
    """

    folder: Path
    watts: float
    n_threads: int = 0
    own: Library | None = None


class Lab:
    """Opens benches for tickets. One ticket at a time; close it at the end."""

    def __init__(
        self,
        settings: LabSettings,
        store: ModelStore,
        worlds: Mapping[str, World],
        material: Material,
        embedders: Mapping[str, Embedder],
    ) -> None:
        """``embedders`` by the ticket's id of them; they are loaded at their first use."""
        self._settings = settings
        self._store = store
        self._worlds = worlds
        self._material = material
        self._embedders = {name: RememberingEmbedder(one) for name, one in embedders.items()}

    @contextmanager
    def bench(self, ticket: Ticket) -> Iterator[LabBench]:
        """A ticket's bench. Raises what opening its model raises, at the first case."""
        with ExitStack() as stack:
            yield LabBench(
                ticket,
                settings=self._settings,
                store=self._store,
                worlds=self._worlds,
                material=self._material,
                embedder=self._embedders.get(ticket.embedder),
                stack=stack,
            )

    def clear(self) -> None:
        """Take away what was made for asking; the results stay."""
        for name in ("worlds", "kvbank"):
            shutil.rmtree(self._settings.folder / name, ignore_errors=True)


@dataclass(slots=True)
class LabBench:
    """A ticket's model and the worlds as it needs them. See ``engine.qualify.runner.Bench``."""

    ticket: Ticket
    settings: LabSettings
    store: ModelStore
    worlds: Mapping[str, World]
    material: Material
    embedder: RememberingEmbedder | None
    stack: ExitStack
    load_s: float = 0.0
    _model: LlamaModel | None = None
    _cells: int = 0
    _open: dict[str, OpenWorld] = field(default_factory=dict)

    def ask(self, case: Case, *, cancel: CancelToken) -> CaseResult:
        """What came of a case. Raises CaseCancelled."""
        match case.condition:
            case Condition.PROGRAM:
                world, model = self._world(case.world, cancel), self._bounded()
                return ask_program(case, world=world, model=model, cancel=cancel)
            case Condition.RETRIEVED:
                world, model = self._world(case.world, cancel), self._bounded()
                passages = world.retriever.search(case.question, _N_PASSAGES)
                prompt = retrieved_prompt(case, passages, model)
            case Condition.PROMPT:
                prompt = whole_prompt(case, self.worlds[case.world])
                # Counted, not estimated: a line of a log has many more tokens than words.
                n_tokens = (self._model or self._bounded()).prompt_tokens(prompt)
                model = self._with_room(n_tokens + MAX_ANSWER_TOKENS)
            case Condition.CHOICE:
                prompt, model = choice_prompt(case), self._bounded()
        return ask_model(case, prompt, model=model, cancel=cancel)

    def has_world(self, world: str) -> bool:
        """Whether a world's library is there already."""
        return world in self._open or (self._folder_of(world) / _READY).exists()

    def measure_speed(self, answers: Sequence[CaseResult], *, cancel: CancelToken) -> SpeedRecord:
        """Speed and memory of the ticket that gave these answers. Raises CaseCancelled."""
        texts = [text for _, found in self.material.paragraphs for text in found[:200]]
        return measure_speed(
            self._bounded(),
            texts or ["The inspector writes what she sees."],
            answers,
            embedder=self.embedder.plain if self.embedder else None,
            load_s=self.load_s,
            watts=self.settings.watts,
            cancel=cancel,
        )

    def _bounded(self) -> LlamaModel:
        """The model as the program has it, under the ticket's bound."""
        return self._model_with(_PROGRAM_CELLS, self.ticket.kv_limit_mb * 2**20)

    def _with_room(self, n_cells: int) -> LlamaModel:
        """The model with room for a whole text, whatever that takes."""
        if self._model is not None and n_cells <= self._cells:
            return self._model
        return self._model_with(n_cells + _OTHER_QUESTION_TOKENS, None)

    def _model_with(self, n_cells: int, limit_bytes: int | None) -> LlamaModel:
        key = n_cells if limit_bytes is None else 0
        if self._model is not None and key == self._cells:
            return self._model
        if self._model is not None:
            self._model.close()
            self._model = None
        ticket, started = self.ticket, time.perf_counter()
        template = Path(ticket.template).read_text(encoding="utf-8") if ticket.template else None
        has_bank = ticket.has_bank and limit_bytes is not None
        bank = KvBank(self.settings.folder / "kvbank", limit_bytes=_BANK_BYTES)
        self._model = LlamaModel(
            self.store.path_of(ticket.model),
            name=self.store.name_of(ticket.model),
            n_context=n_cells,
            n_threads=self.settings.n_threads or os.cpu_count() or 1,
            kv_limit_bytes=limit_bytes,
            kv_type=KvType[ticket.kv_type.upper()],
            bank=bank if has_bank else None,
            template=template,
        )
        self._cells = key
        self.load_s = time.perf_counter() - started
        self.stack.callback(self._close_model)
        return self._model

    def _close_model(self) -> None:
        if self._model is not None:
            self._model.close()
            self._model = None

    def _folder_of(self, world: str) -> Path:
        embedder = hashlib.sha256(self.ticket.embedder.encode()).hexdigest()[:8]
        return self.settings.folder / "worlds" / f"{world} {embedder}"

    def _world(self, name: str, cancel: CancelToken) -> OpenWorld:
        if name not in self._open:
            folder = self._folder_of(name)
            if not (folder / _READY).exists():
                shutil.rmtree(folder, ignore_errors=True)
                if is_own(name):
                    self._copy_own(folder)
                else:
                    write_files(self.worlds[name], folder / "files")
            self._open[name] = self.stack.enter_context(
                open_world(folder, self.embedder, cancel=cancel)
            )
        return self._open[name]

    def _copy_own(self, folder: Path) -> None:
        if self.settings.own is None:
            raise Bug(detail="the lab was given no library to ask marked questions of")
        folder.mkdir(parents=True)
        copy_library(self.settings.own, folder)


def write_files(world: World, folder: Path) -> None:
    """A world as the files that a shop would have."""
    folder.mkdir(parents=True)
    for document in world.documents:
        (folder / document.name).write_text(document.text, encoding="utf-8")
    for table in world.tables:
        with (folder / table.name).open("w", encoding="utf-8", newline="") as file:
            rows = csv.writer(file)
            rows.writerow([title for title, _ in table.columns])
            rows.writerows(table.rows)


@contextmanager
def open_world(
    folder: Path, embedder: Embedder | None, *, cancel: CancelToken
) -> Iterator[OpenWorld]:
    """The library of the files in ``folder/files``, made if it is not whole yet.

    Without such files the library in ``folder`` is a copy, which lacks vectors at most.

    Raises:
        CaseCancelled: it was cut off and has to be made again.
        Bug: a reader did not take a file that we wrote.
    """
    library, journal = Library.open(folder), Journal(folder)
    try:
        if not (folder / _READY).exists():
            _fill(library, folder / "files", embedder, cancel)
            (folder / _READY).touch()
        retriever = Retriever(library)
        if embedder is not None:
            dense = DenseIndex(folder / "vectors", library, embedder.id)
            dense.bring_up_to_date()
            retriever = Retriever(library, embedder, dense)
        yield OpenWorld(library, retriever, Logs.of(library), journal, embedder)
    finally:
        journal.close()
        library.close()


def _fill(library: Library, files: Path, embedder: Embedder | None, cancel: CancelToken) -> None:
    for event in index(library, [files], cancel=cancel) if files.exists() else ():
        if isinstance(event, FileFailed):
            raise Bug(detail=f"{event.path}: {event.failure.code}")
    n_files = len(list(files.iterdir())) if files.exists() else len(library.documents())
    if not cancel.is_set() and len(library.documents()) != n_files:
        raise Bug(detail=f"not every file in {files} became a document")
    if embedder is not None:
        for _ in embed_library(library, embedder, cancel=cancel):
            pass
    if cancel.is_set():
        raise CaseCancelled


class RememberingEmbedder:
    """An embedder that embeds the same text once: worlds share most of theirs."""

    def __init__(self, embedder: Embedder) -> None:
        self.plain = embedder
        self._known: dict[str, Vectors] = {}
        self._lock = threading.Lock()

    @property
    def id(self) -> str:
        """What the vectors depend on."""
        return self.plain.id

    @property
    def n_dimensions(self) -> int:
        """Length of a vector."""
        return self.plain.n_dimensions

    def embed_documents(self, texts: Sequence[str]) -> Vectors:
        """Vectors of chunk texts, one row each, in order."""
        with self._lock:
            new = [text for text in dict.fromkeys(texts) if text not in self._known]
            if new:
                self._known.update(zip(new, self.plain.embed_documents(new), strict=True))
            rows = [self._known[text] for text in texts]
        if not rows:
            return np.zeros((0, self.n_dimensions), dtype=np.float32)
        return np.stack(rows)

    def embed_question(self, text: str) -> Vectors:
        """The vector of one question, shape (1, n_dimensions)."""
        return self.plain.embed_question(text)
