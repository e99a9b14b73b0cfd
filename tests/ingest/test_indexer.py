from __future__ import annotations

import os
import shutil
import signal
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from engine.domain import DocumentHead, DocumentKind, Page, ReadPart
from engine.errors import FileDamaged
from engine.events import (
    FileFailed,
    FileIndexed,
    FilesAdvanced,
    FilesListed,
    FileStarted,
    IndexEvent,
    IndexReport,
)
from engine.store.library import Library
from engine.store.prepared import StoredPart
from ingest.chunking import chunk
from ingest.formats import READERS
from ingest.indexer import index
from ingest.reading import read


class CountingReader:
    """Reads in this process and remembers which files."""

    def __init__(self) -> None:
        self.read: list[str] = []

    def __call__(self, path: Path) -> Iterator[StoredPart]:
        self.read.append(path.name)
        yield from chunk(read(path))


@pytest.fixture
def reader() -> CountingReader:
    return CountingReader()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "検査　資料"
    (folder / "inner").mkdir(parents=True)
    (folder / "a.txt").write_text("Torque 12 Nm.\n")
    (folder / "inner" / "b.md").write_text("# Gauges\n\nA-001\n")
    return folder


@pytest.fixture
def run(
    library: Library, reader: CountingReader, cancel: threading.Event
) -> Callable[..., IndexReport]:
    def once(*paths: Path) -> IndexReport:
        *_, last = index(library, paths, cancel=cancel, reader=reader)
        return last.report  # type: ignore[union-attr]

    return once


Run = Callable[..., IndexReport]


def titles(library: Library) -> list[str]:
    return [document.path for document in library.documents()]


def test_a_folder_is_walked(run: Run, library: Library, folder: Path) -> None:
    report = run(folder)
    assert (report.n_files, report.n_indexed, report.failures) == (2, 2, ())
    assert titles(library) == ["a.txt", "inner/b.md"]
    assert library.roots() == (str(folder),)


def test_events_come_in_order(
    library: Library, folder: Path, cancel: threading.Event, reader: CountingReader
) -> None:
    events: list[IndexEvent] = list(index(library, [folder], cancel=cancel, reader=reader))
    assert events[0] == FilesListed(2, 2, 0, 0)
    assert events[1] == FileStarted("a.txt", 1, 2)
    assert isinstance(events[2], FileIndexed)
    assert (events[2].n_pages, events[2].n_chunks) == (1, 1)


def test_a_second_run_reads_nothing(run: Run, folder: Path, reader: CountingReader) -> None:
    run(folder)
    reader.read.clear()
    report = run()
    assert (report.n_unchanged, report.n_indexed, reader.read) == (2, 0, [])


def test_a_changed_file_is_read_again(run: Run, folder: Path, reader: CountingReader) -> None:
    run(folder)
    reader.read.clear()
    (folder / "a.txt").write_text("Torque 15 Nm.\n")
    assert run().n_indexed == 1
    assert reader.read == ["a.txt"]


def test_a_touched_file_is_not_read_again(run: Run, folder: Path, reader: CountingReader) -> None:
    run(folder)
    reader.read.clear()
    os.utime(folder / "a.txt", ns=(1, 1))
    assert run().n_unchanged == 2
    assert reader.read == []


def test_a_moved_file_keeps_its_chunks(
    run: Run, library: Library, folder: Path, reader: CountingReader
) -> None:
    run(folder)
    reader.read.clear()
    (folder / "a.txt").rename(folder / "inner" / "z.txt")
    report = run()
    assert (report.n_moved, report.n_deleted, reader.read) == (1, 0, [])
    assert titles(library) == ["inner/b.md", "inner/z.txt"]


def test_a_copy_shares_its_document(
    run: Run, library: Library, folder: Path, reader: CountingReader
) -> None:
    run(folder)
    shutil.copy(folder / "a.txt", folder / "copy.txt")
    run()
    assert reader.read.count("copy.txt") == 0
    assert len(library.documents()) == 2
    assert len(library.sources()) == 3


def test_a_deleted_file_goes(run: Run, library: Library, folder: Path) -> None:
    run(folder)
    (folder / "a.txt").unlink()
    assert run().n_deleted == 1
    assert titles(library) == ["inner/b.md"]


@pytest.mark.parametrize("is_empty_mount", [False, True])
def test_a_vanished_folder_loses_nothing(
    run: Run, library: Library, folder: Path, is_empty_mount: bool
) -> None:
    run(folder)
    shutil.rmtree(folder)
    if is_empty_mount:
        folder.mkdir()
    report = run()
    assert [failure.code for _, failure in report.failures] == ["FileVanished"]
    assert len(library.documents()) == 2


def test_a_failed_file_is_told_again_but_not_read_again(
    run: Run, folder: Path, reader: CountingReader
) -> None:
    (folder / "bad.pdf").write_bytes(b"%PDF-1.7\n")
    first = run(folder)
    assert [(path, f.code) for path, f in first.failures] == [("bad.pdf", "FileDamaged")]
    reader.read.clear()
    assert run().failures == first.failures
    assert reader.read == []


def test_a_mended_file_is_read(run: Run, folder: Path) -> None:
    (folder / "bad.txt").write_bytes(b"")
    assert [f.code for _, f in run(folder).failures] == ["FileEmpty"]
    (folder / "bad.txt").write_text("Mended.\n")
    report = run()
    assert (report.n_indexed, report.failures) == (1, ())


def test_known_formats_get_a_row_and_others_are_ignored(run: Run, folder: Path) -> None:
    for name in ("slides.pptx", "tool.exe", "notes.py", ".hidden.txt", "~$open.docx"):
        (folder / name).write_bytes(b"x")
    report = run(folder)
    assert [path for path, _ in report.failures] == ["slides.pptx"]
    assert report.n_files == 3


def test_a_file_given_by_its_path_always_gets_a_row(run: Run, folder: Path) -> None:
    (folder / "notes.py").write_text("x")
    report = run(folder / "notes.py")
    assert [(path, f.code) for path, f in report.failures] == [("notes.py", "FormatUnsupported")]


def test_a_single_file_does_not_take_in_its_folder_later(
    run: Run, library: Library, folder: Path
) -> None:
    run(folder / "a.txt")
    assert run().n_files == 1
    assert titles(library) == ["a.txt"]
    assert library.files_of(library.documents()[0].id) == (folder / "a.txt",)


def test_a_folder_over_a_single_file_takes_it_over(
    run: Run, library: Library, folder: Path, reader: CountingReader
) -> None:
    run(folder / "a.txt")
    reader.read.clear()
    report = run(folder)
    assert (report.n_moved, reader.read) == (1, ["b.md"])
    assert library.roots() == (str(folder),)


def test_a_folder_inside_a_known_one_is_part_of_it(
    run: Run, library: Library, folder: Path
) -> None:
    run(folder)
    (folder / "inner" / "b.md").unlink()
    (folder / "a.txt").unlink()
    report = run(folder / "inner")
    assert report.n_deleted == 1
    assert titles(library) == ["a.txt"]
    assert library.roots() == (str(folder),)


def test_a_path_that_is_not_there_is_told(run: Run, tmp_path: Path) -> None:
    report = run(tmp_path / "nowhere.pdf")
    assert [f.code for _, f in report.failures] == ["PathMissing"]


def test_a_file_that_goes_between_listing_and_reading(
    library: Library, folder: Path, cancel: threading.Event, reader: CountingReader
) -> None:
    events = index(library, [folder], cancel=cancel, reader=reader)
    for event in events:
        if event == FileStarted("inner/b.md", 2, 2):
            (folder / "inner" / "b.md").unlink()
        if isinstance(event, FileFailed):
            assert event.failure.code == "FileVanished"
            return
    pytest.fail("no failure")


def test_a_reader_s_bug_is_a_row_with_its_class(
    library: Library, folder: Path, cancel: threading.Event
) -> None:
    def stumble(path: Path) -> Iterator[ReadPart]:
        yield DocumentHead(DocumentKind.TEXT, "a", 1)
        raise KeyError("promise")

    *_, last = index(library, [folder / "a.txt"], cancel=cancel, reader=stumble)
    assert [f.code for _, f in last.report.failures] == ["KeyError"]  # type: ignore[union-attr]
    assert library.documents() == ()


def test_a_file_that_turns_bad_loses_its_old_chunks(
    run: Run, library: Library, folder: Path
) -> None:
    run(folder)
    (folder / "a.txt").write_bytes(b"")
    run()
    assert titles(library) == ["inner/b.md"]


def test_cancelling_between_files(
    library: Library, folder: Path, cancel: threading.Event, reader: CountingReader
) -> None:
    for event in index(library, [folder], cancel=cancel, reader=reader):
        if isinstance(event, FileIndexed):
            cancel.set()
        last = event
    assert last.report.is_cancelled  # type: ignore[union-attr]
    assert titles(library) == ["a.txt"]


def test_cancelling_within_a_file_leaves_no_trace_of_it(
    library: Library, folder: Path, cancel: threading.Event
) -> None:
    def endless(path: Path) -> Iterator[ReadPart]:
        yield DocumentHead(DocumentKind.TEXT, "a", 1)
        cancel.set()
        while True:
            yield Page(1, 10, 10, ())

    *_, last = index(library, [folder], cancel=cancel, reader=endless)
    assert last.report.is_cancelled  # type: ignore[union-attr]
    assert library.documents() == ()


def test_an_error_of_the_library_is_not_blamed_on_the_file(
    run: Run, library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*arguments: object) -> None:
        raise FileDamaged(path="library.db")

    monkeypatch.setattr(library, "storing", full)
    with pytest.raises(FileDamaged):
        run(folder)


@pytest.mark.real
def test_files_are_read_in_children_by_default(
    library: Library, folder: Path, cancel: threading.Event
) -> None:
    *_, last = index(library, [folder], cancel=cancel)
    assert last.report.n_indexed == 2  # type: ignore[union-attr]


@pytest.mark.real
def test_cancelling_several_readers_keeps_what_is_done_and_leaves_none(
    library: Library, folder: Path, cancel: threading.Event
) -> None:
    for n in range(20):
        (folder / f"{n}.txt").write_text(f"Torque {n} Nm.\n")
    n_done = 0
    for event in index(library, [folder], cancel=cancel, n_readers=2):
        if isinstance(event, FileIndexed):
            n_done += 1
            if n_done == 3:
                cancel.set()
        last = event
    assert last.report.is_cancelled  # type: ignore[union-attr]
    assert len(library.documents()) == n_done == 3
    children = [" ".join(c.cmdline()) for c in psutil.Process().children()]
    assert not [command for command in children if "spawn_main" in command]


@pytest.mark.real
@pytest.mark.skipif(os.name == "nt", reason="there is no way to send Ctrl-C to one process")
def test_ctrl_c_in_the_terminal_is_not_the_fault_of_a_file(
    library: Library, folder: Path, cancel: threading.Event
) -> None:
    (folder / "c.txt").write_text("Third.\n")
    for event in index(library, [folder], cancel=cancel, n_readers=1):
        if isinstance(event, FileIndexed):
            for child in psutil.Process().children():
                child.send_signal(signal.SIGINT)
        last = event
    assert last.report.failures == ()  # type: ignore[union-attr]


@pytest.mark.real
def test_an_interrupted_run_is_taken_up_where_it_was(
    library: Library, folder: Path, cancel: threading.Event, reader: CountingReader
) -> None:
    events = index(library, [folder], cancel=cancel, reader=reader)
    while not isinstance(next(events), FileIndexed):
        pass
    events.close()  # type: ignore[attr-defined]
    assert library.check() == ()
    *_, last = index(library, [folder], cancel=cancel, reader=reader)
    assert (last.report.n_indexed, last.report.n_unchanged) == (1, 1)  # type: ignore[union-attr]


def test_what_older_readers_read_is_read_again_once(
    library: Library, tmp_path: Path, cancel: threading.Event
) -> None:
    folder = tmp_path / "docs"
    folder.mkdir()
    (folder / "a.md").write_text("Tighten the nut to 85 N·m.", encoding="utf-8")
    (folder / "copy of a.md").write_text("Tighten the nut to 85 N·m.", encoding="utf-8")
    (folder / "empty.csv").write_bytes(b"")
    list(index(library, [folder], cancel=cancel))
    before = library.search_words('"tighten"', 9)
    for source in library.sources():
        library.record_source(replace(source, readers=0))

    *_, finished = index(library, [], cancel=cancel)
    assert (finished.report.n_indexed, finished.report.n_unchanged) == (1, 1)
    assert len(library.search_words('"tighten"', 9)) == len(before) == 1
    assert [path for path, _ in finished.report.failures] == ["empty.csv"]
    assert {source.readers for source in library.sources()} == {READERS}

    *_, finished = index(library, [], cancel=cancel)
    assert (finished.report.n_indexed, finished.report.n_unchanged) == (0, 2)
    assert library.check() == ()


@pytest.mark.real
def test_a_run_tells_how_far_one_long_log_has_been_read(library: Library, tmp_path: Path) -> None:
    log = tmp_path / "log.csv"
    log.write_text("n,torque [N·m]\n" + "".join(f"{n},{n % 90}.5\n" for n in range(400_000)))
    events = list(index(library, [log], cancel=threading.Event(), n_readers=1))
    shares = [event.share for event in events if isinstance(event, FilesAdvanced)]
    assert shares == sorted(shares)
    assert 0 < shares[0] < shares[-1] == 1.0


def test_a_document_that_is_given_up_half_stored_is_not_there(
    library: Library, folder: Path, reader: CountingReader
) -> None:
    events = index(library, [folder], cancel=threading.Event(), reader=reader)
    for event in events:
        if isinstance(event, FileStarted):
            break
    events.close()  # type: ignore[attr-defined]
    assert library.documents() == ()
