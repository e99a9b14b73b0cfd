"""The real engine process with small real models: its jobs, its death, and its way back."""

from __future__ import annotations

import os
import queue
import signal
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest

from app.engine_process import EngineProcess
from app.protocol import (
    Ask,
    Cancel,
    EngineStage,
    EngineState,
    IndexPaths,
    JobDone,
    JobEvent,
    JobFailed,
    LibraryListed,
    ListLibrary,
    MemoryState,
    PageRendered,
    PauseWarming,
    ReadRows,
    RemoveFolder,
    RenderPage,
    Reply,
    Request,
    RowsRead,
    SetUpFolder,
    WarmerStage,
)
from app.search_protocol import PassagesFound, Search
from app.service_settings import ServiceSettings
from engine.assets import asset
from engine.domain import Folder
from engine.events import (
    AnswerCancelled,
    AnswerFinished,
    FileStarted,
    IndexFinished,
    MemoryChanged,
    PrefillAdvanced,
    QuestionAccepted,
)
from engine.store.journal import EntryKind, Journal
from engine.store.library import Library

pytestmark = pytest.mark.real

SMALL = ServiceSettings(
    language_model="smollm2-135m-instruct-q4_1", embedding_model="all-minilm-l6-v2", n_context=2048
)
PATIENCE_S = 90.0
QUESTION = "What torque for the L-7 spindle lock nut?"
T = TypeVar("T")


class Link:
    """The window's side of the pipe, as a test needs it."""

    def __init__(self, workspace: Path, settings: ServiceSettings = SMALL) -> None:
        self.replies: queue.SimpleQueue[Reply] = queue.SimpleQueue()
        self.engine = EngineProcess(workspace, self.replies.put, settings)
        self.n_jobs = 0

    def next_job(self) -> int:
        self.n_jobs += 1
        return self.n_jobs

    def until(self, is_wanted: Callable[[Reply], bool]) -> list[Reply]:
        """Replies up to and with the first that is wanted."""
        seen = []
        while True:
            reply = self.replies.get(timeout=PATIENCE_S)
            seen.append(reply)
            if is_wanted(reply):
                return seen

    def until_stage(self, stage: EngineStage) -> EngineState:
        state = self.until(lambda r: isinstance(r, EngineState) and r.stage is stage)[-1]
        assert isinstance(state, EngineState)
        return state

    def until_body(self, kind: type[T]) -> T:
        reply = self.until(lambda r: isinstance(r, JobEvent) and isinstance(r.body, kind))[-1]
        assert isinstance(reply, JobEvent)
        assert isinstance(reply.body, kind)
        return reply.body

    def finished(self, job: int) -> list[object]:
        """The bodies of a job that has to end well."""
        replies = self.until(lambda r: isinstance(r, JobDone | JobFailed) and r.job == job)
        assert replies[-1] == JobDone(job), replies[-1]
        return [r.body for r in replies if isinstance(r, JobEvent) and r.job == job]

    def kill(self) -> None:
        assert self.engine.pid is not None
        os.kill(self.engine.pid, signal.SIGKILL)


@pytest.fixture
def link(workspace: Path) -> Iterator[Link]:
    link = Link(workspace)
    link.engine.start()
    yield link
    link.engine.stop()


def index_samples(link: Link) -> None:
    job = link.next_job()
    link.engine.send(IndexPaths(job, (asset("sample"),)))
    (finished,) = [b for b in link.finished(job) if isinstance(b, IndexFinished)]
    assert finished.report.failures == ()
    assert finished.report.embedding_failure is None


def test_a_library_is_indexed_searched_listed_and_drawn(link: Link) -> None:
    assert link.until_stage(EngineStage.READY).model.startswith("smollm2")
    index_samples(link)
    link.engine.send(Search(100, QUESTION))
    (found,) = link.finished(100)
    assert isinstance(found, PassagesFound)
    best = found.passages[0]
    assert best.document == "L-7 maintenance manual.pdf"
    assert best.dense_rank is not None
    link.engine.send(ListLibrary(101))
    (listed,) = link.finished(101)
    assert isinstance(listed, LibraryListed)
    assert len(listed.documents) == 4
    link.engine.send(RenderPage(102, best.document_id, 1, 1.0))
    (page,) = link.finished(102)
    assert isinstance(page, PageRendered)
    assert page.png.startswith(b"\x89PNG")
    assert (page.width_px, page.n_pages) == (595, 1)
    table = next(p.rows.table for p in found.passages if p.rows)
    link.engine.send(ReadRows(103, table, (2, 59, 60, 61)))
    (rows,) = link.finished(103)
    assert isinstance(rows, RowsRead)
    assert (rows.numbers, rows.n_rows, rows.titles[1]) == ((2, 59, 60), 60, "part")
    assert len(rows.rows) == 3


def test_a_folder_is_set_up_read_removed_and_brought_back(link: Link, tmp_path: Path) -> None:
    shop = tmp_path / "shop"
    shop.mkdir()
    for name in ("plan.txt", "plan.bak.txt"):
        (shop / name).write_text(f"About {name}.\n", encoding="utf-8")
    root = str(shop)

    def listed_after(*requests: Request) -> tuple[LibraryListed, int]:
        for request in requests:
            link.engine.send(request)
        bodies = link.finished(requests[-1].job)  # type: ignore[union-attr]
        assert isinstance(bodies[-1], LibraryListed)
        return bodies[-1], len(bodies[-1].sources)

    link.until_stage(EngineStage.OPEN)
    wish = SetUpFolder(1, root, exclude=("*.bak.*",), is_watched=False)
    listed, n_files = listed_after(wish, IndexPaths(2, (shop,)), SetUpFolder(3, root))
    assert (listed.folders, n_files) == ((Folder(root, (), ("*.bak.*",), is_watched=False),), 1)
    listed, n_files = listed_after(RemoveFolder(4, root))
    assert (listed.folders, n_files) == ((), 0)
    wish = SetUpFolder(5, root, (), ("*.bak.*",), is_watched=False)
    listed, n_files = listed_after(wish, IndexPaths(6, (shop,)), SetUpFolder(7, root))
    assert (listed.folders, n_files) == ((Folder(root, (), ("*.bak.*",), is_watched=False),), 1)


def test_a_question_is_accepted_first_and_finished_last(link: Link) -> None:
    index_samples(link)
    link.engine.send(Ask(50, QUESTION))
    bodies = link.finished(50)
    assert isinstance(bodies[0], QuestionAccepted)
    assert isinstance(bodies[-1], AnswerFinished)


def test_cancel_ends_a_question_during_prefill(link: Link) -> None:
    index_samples(link)
    link.engine.send(Ask(50, QUESTION))
    link.until_body(PrefillAdvanced)
    link.engine.send(Cancel(50))
    assert isinstance(link.finished(50)[-1], AnswerCancelled)


def test_an_engine_killed_over_a_question_says_so_and_comes_back(
    link: Link, workspace: Path
) -> None:
    index_samples(link)
    link.engine.send(Ask(50, QUESTION))
    accepted = link.until_body(QuestionAccepted)
    link.until_body(PrefillAdvanced)
    link.kill()
    lost = link.until_stage(EngineStage.LOST)
    assert lost.failure is not None
    assert dict(lost.failure.facts) == {"exit_code": "-9"}
    failed = link.until(lambda r: isinstance(r, JobFailed))[-1]
    assert isinstance(failed, JobFailed)
    assert (failed.job, failed.failure.code) == (50, "EngineLost")
    link.until_stage(EngineStage.READY)
    journal = Journal(workspace)
    assert [e.kind for e in journal.entries(accepted.journal_id)][-1] is EntryKind.INTERRUPTED
    journal.verify()
    journal.close()
    link.engine.send(Ask(51, QUESTION))
    assert isinstance(link.finished(51)[-1], AnswerFinished)


def test_an_engine_killed_while_indexing_leaves_a_library_that_opens_and_finishes(
    link: Link, workspace: Path
) -> None:
    link.until_stage(EngineStage.OPEN)
    link.engine.send(IndexPaths(7, (asset("sample"),)))
    link.until(
        lambda r: isinstance(r, JobEvent) and isinstance(r.body, FileStarted) and r.body.index == 2
    )
    link.kill()
    link.until_stage(EngineStage.LOST)
    link.until_stage(EngineStage.OPEN)
    library = Library.open(workspace)
    assert library.check() == ()
    library.close()
    index_samples(link)
    library = Library.open(workspace)
    assert (len(library.documents()), library.check()) == (4, ())
    library.close()


def test_an_engine_that_keeps_dying_is_not_started_for_ever(link: Link) -> None:
    for _ in range(3):
        link.until_stage(EngineStage.STARTING)
        link.kill()
        link.until_stage(EngineStage.LOST)
    link.until_stage(EngineStage.FAILED)
    link.engine.send(ListLibrary(9))
    failed = link.until(lambda r: isinstance(r, JobFailed))[-1]
    assert isinstance(failed, JobFailed)
    assert (failed.job, failed.failure.code) == (9, "EngineLost")


def test_a_workspace_from_the_future_is_refused_in_words(workspace: Path) -> None:
    Library.open(workspace).close()
    with sqlite3.connect(workspace / "library.db") as database:
        database.execute("update alembic_version set version_num = '9999'")
    database.close()
    link = Link(workspace)
    link.engine.start()
    failed = link.until_stage(EngineStage.FAILED)
    assert failed.failure is not None
    assert failed.failure.code == "WorkspaceTooNew"
    link.engine.stop()


def test_without_models_files_are_indexed_and_found_by_their_words(
    workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GENBA_HOME", str(tmp_path / "empty"))
    link = Link(workspace)
    link.engine.start()
    state = link.until_stage(EngineStage.WITHOUT_MODEL)
    assert state.failure is not None
    assert state.failure.code == "ModelMissing"
    link.engine.send(IndexPaths(1, (asset("sample"),)))
    (finished,) = [b for b in link.finished(1) if isinstance(b, IndexFinished)]
    assert finished.report.n_indexed == 4
    assert finished.report.embedding_failure is not None
    link.engine.send(Search(2, QUESTION))
    (found,) = link.finished(2)
    assert isinstance(found, PassagesFound)
    assert found.passages[0].document == "L-7 maintenance manual.pdf"
    link.engine.stop()


def test_stopping_leaves_no_process_behind(workspace: Path) -> None:
    link = Link(workspace)
    link.engine.start()
    link.until_stage(EngineStage.READY)
    process = link.engine._process
    assert process is not None
    link.engine.stop()
    # It left by itself: nothing was killed.
    assert process.exitcode == 0


def until_warmer(link: Link, stage: WarmerStage) -> MemoryState:
    state = link.until(lambda r: isinstance(r, MemoryState) and r.stage is stage)[-1]
    assert isinstance(state, MemoryState)
    return state


def test_passages_are_read_ahead_while_nobody_waits(link: Link) -> None:
    link.until_stage(EngineStage.READY)
    index_samples(link)
    done = until_warmer(link, WarmerStage.DONE)
    while done.use.bank_entries < 5:  # It may have been done with the empty library before.
        done = until_warmer(link, WarmerStage.DONE)
    assert done.done == done.total > 0
    assert 0 < done.use.bank_bytes <= done.use.bank_limit_bytes
    link.engine.send(Ask(200, QUESTION))
    bodies = link.finished(200)
    (answered,) = [b for b in bodies if isinstance(b, AnswerFinished)]
    (memory, *_) = [b for b in bodies if isinstance(b, MemoryChanged)]
    assert 0 < memory.use.used_cells <= memory.use.n_cells
    assert answered.answer.tokens.reused > 0.5 * answered.answer.tokens.prompt


def test_a_pause_of_reading_ahead_is_kept_until_it_is_taken_back(link: Link) -> None:
    link.engine.send(PauseWarming(is_paused=True))
    link.until_stage(EngineStage.READY)
    assert until_warmer(link, WarmerStage.PAUSED).use.n_cells > 0
    index_samples(link)
    link.engine.send(PauseWarming(is_paused=False))
    assert until_warmer(link, WarmerStage.WARMING).total > 0
