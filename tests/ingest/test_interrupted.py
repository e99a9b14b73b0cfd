"""A full disk and a kill in the middle: what is done is kept, and the next run goes on."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest
from sqlalchemy import event

from engine.errors import DiskFull
from engine.events import FileIndexed, IndexFinished, IndexReport
from engine.store.library import Library
from ingest.chunking import chunk
from ingest.indexer import index
from ingest.reading import read

ROOT = Path(__file__).parents[2]
N_FILES = 40
KILLED = """
import sys, threading
from pathlib import Path
from engine.events import FileIndexed
from engine.store.library import Library
from ingest.indexer import index
if __name__ == "__main__":
    library = Library.open(Path(sys.argv[1]))
    for news in index(library, [Path(sys.argv[2])], cancel=threading.Event(), n_readers=2):
        if isinstance(news, FileIndexed):
            print(news.path, flush=True)
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "shop"
    folder.mkdir()
    for n in range(N_FILES):
        lines = [f"Station {n} step {i}: torque {n + i} Nm at gauge A-{i:03d}." for i in range(200)]
        (folder / f"{n:02d}.txt").write_text("\n".join(lines), encoding="utf-8")
    return folder


def report_of(library: Library, *paths: Path) -> IndexReport:
    events = index(library, paths, cancel=threading.Event(), reader=lambda p: chunk(read(p)))
    return next(event.report for event in events if isinstance(event, IndexFinished))


@pytest.fixture
def fill_disk(library: Library) -> Callable[[], Callable[[], None]]:
    """SQLite fails as on a full disk when library.db has grown by half a megabyte."""

    def fill() -> Callable[[], None]:
        def bound(connection: object, _record: object) -> None:
            connection.execute("pragma max_page_count = 180")  # type: ignore[attr-defined]

        library._database.dispose()
        event.listen(library._database, "connect", bound)

        def free() -> None:
            event.remove(library._database, "connect", bound)
            library._database.dispose()

        return free

    return fill


def test_on_a_full_disk_what_is_stored_stays_and_the_next_run_goes_on(
    library: Library, folder: Path, fill_disk: Callable[[], Callable[[], None]]
) -> None:
    free = fill_disk()
    with pytest.raises(DiskFull):
        report_of(library, folder)
    n_stored = len(library.documents())
    assert 0 < n_stored < N_FILES
    assert library.check() == ()
    free()
    report = report_of(library)
    assert (report.n_unchanged, report.n_indexed) == (n_stored, N_FILES - n_stored)


@pytest.mark.real
def test_a_run_that_is_killed_goes_on_where_it_was_and_leaves_no_reader(
    tmp_path: Path, folder: Path
) -> None:
    workspace = tmp_path / "workspace"
    with subprocess.Popen(
        [sys.executable, "-c", KILLED, str(workspace), str(folder)],
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    ) as run:
        assert run.stdout is not None
        for _ in range(5):
            assert run.stdout.readline()
        readers = psutil.Process(run.pid).children()
        assert readers
        run.send_signal(signal.SIGTERM if os.name == "nt" else signal.SIGKILL)
    _, alive = psutil.wait_procs(readers, timeout=10)
    assert not alive
    library = Library.open(workspace)
    assert library.check() == ()
    n_stored = len(library.documents())
    assert n_stored >= 5
    report = report_of(library)
    assert (report.n_unchanged, report.n_indexed) == (n_stored, N_FILES - n_stored)
    assert len({source.path for source in library.sources()}) == N_FILES
    library.close()


@pytest.mark.real
def test_several_readers_give_the_same_library_as_one(tmp_path: Path, folder: Path) -> None:
    (folder / "copy.txt").write_bytes((folder / "00.txt").read_bytes())
    found = []
    for n_readers in (1, 3):
        library = Library.open(tmp_path / str(n_readers))
        events = list(index(library, [folder], cancel=threading.Event(), n_readers=n_readers))
        assert sum(isinstance(event, FileIndexed) for event in events) == N_FILES + 1
        found.append([(d.id, d.path, d.n_chunks) for d in library.documents()])
        library.close()
    assert found[0] == found[1]
    assert len(found[0]) == N_FILES
