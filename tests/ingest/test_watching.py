"""Watched folders: told once they are at rest, and never lost with their drive."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from queue import SimpleQueue

import pytest

from engine.domain import Folder
from engine.events import FolderBack, FolderChanged, FolderUnreachable, WatchNews
from engine.store.library import Library
from ingest.chunking import chunk
from ingest.indexer import index
from ingest.reading import read
from ingest.watching import FolderWatch, WatchTimes


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now_s = 1000.0

    def __call__(self) -> float:
        return self.now_s


class Watching:
    """A watch without threads and without the system's notices."""

    def __init__(self, library: Library) -> None:
        self.news: list[WatchNews] = []
        self.clock = Clock()
        self._watch = FolderWatch(library, self.news.append, clock=self.clock)

    def after(self, seconds: float) -> list[WatchNews]:
        """What is told in the meantime, looking twice a second."""
        self.news.clear()
        until = self.clock.now_s + seconds
        while self.clock.now_s < until:
            self._watch.look()
            self.clock.now_s += 0.5
        return list(self.news)


Run = Callable[[Path], None]


@pytest.fixture
def run(library: Library) -> Run:
    def once(*paths: Path) -> None:
        for _ in index(
            library, paths, cancel=threading.Event(), reader=lambda path: chunk(read(path))
        ):
            pass

    return once


@pytest.fixture
def shop(tmp_path: Path, run: Run) -> Path:
    shop = tmp_path / "現場"
    (shop / "inner").mkdir(parents=True)
    (shop / "a.txt").write_text("Torque 12 Nm.\n", encoding="utf-8")
    run(shop)
    return shop


@pytest.fixture
def watching(library: Library) -> Watching:
    return Watching(library)


def test_a_folder_that_the_library_knows_is_not_told(watching: Watching, shop: Path) -> None:
    assert watching.after(200) == []


@pytest.mark.parametrize("change", ["new", "changed", "gone", "moved"])
def test_a_change_is_told_once(watching: Watching, shop: Path, change: str) -> None:
    watching.after(5)
    match change:
        case "new":
            (shop / "inner" / "b.md").write_text("# New\n", encoding="utf-8")
        case "changed":
            (shop / "a.txt").write_text("Torque 15 Nm, retightened.\n", encoding="utf-8")
        case "gone":
            (shop / "a.txt").unlink()
            (shop / "b.txt").write_text("The folder is not empty.\n", encoding="utf-8")
        case _:
            (shop / "a.txt").rename(shop / "inner" / "z.txt")
    assert watching.after(200) == [FolderChanged(str(shop))]


def test_what_changed_while_nobody_watched_is_told_at_once(shop: Path, watching: Watching) -> None:
    (shop / "b.txt").write_text("B.\n", encoding="utf-8")
    assert watching.after(5) == [FolderChanged(str(shop))]


def test_after_indexing_the_next_change_is_told_again(
    watching: Watching, shop: Path, run: Run
) -> None:
    for name in ("b.txt", "c.txt"):
        (shop / name).write_text("More.\n", encoding="utf-8")
        assert watching.after(100) == [FolderChanged(str(shop))]
        run(shop)
        assert watching.after(100) == []


def test_a_file_that_is_still_written_is_waited_for(watching: Watching, shop: Path) -> None:
    log = shop / "log.txt"
    for n in range(10):
        log.write_text("x" * (n + 1), encoding="utf-8")
        assert watching.after(1.5) == []
    assert watching.after(5) == [FolderChanged(str(shop))]


def test_a_log_that_is_always_written_is_told_all_the_same(watching: Watching, shop: Path) -> None:
    told: list[WatchNews] = []
    for n in range(50):
        (shop / "log.txt").write_text("x" * (n + 1), encoding="utf-8")
        told += watching.after(1.5)
    assert told == [FolderChanged(str(shop))]


def test_what_was_not_indexed_is_told_again_much_later(watching: Watching, shop: Path) -> None:
    (shop / "b.txt").write_text("B.\n", encoding="utf-8")
    assert len(watching.after(500)) == 1
    assert len(watching.after(500)) == 1


def test_a_folder_that_is_not_to_be_watched_is_left_alone(
    watching: Watching, library: Library, shop: Path
) -> None:
    (shop / "b.txt").write_text("B.\n", encoding="utf-8")
    library.folders.put(Folder(str(shop), is_watched=False))
    assert watching.after(200) == []
    library.folders.put(Folder(str(shop)))
    assert watching.after(20) == [FolderChanged(str(shop))]


def test_what_the_rules_leave_out_is_no_change(
    watching: Watching, library: Library, shop: Path
) -> None:
    library.folders.put(Folder(str(shop), exclude=("*.bak.txt",)))
    (shop / "~$a.docx").write_text("lock", encoding="utf-8")
    (shop / "a.bak.txt").write_text("old", encoding="utf-8")
    assert watching.after(200) == []


def test_a_drive_that_goes_is_told_once_and_again_when_it_is_back(
    watching: Watching, library: Library, shop: Path
) -> None:
    watching.after(5)
    away = shop.with_name("away")
    shop.rename(away)
    gone = watching.after(300)
    assert [type(news) for news in gone] == [FolderUnreachable]
    assert len(library.documents()) == 1
    (away / "b.txt").write_text("B.\n", encoding="utf-8")
    away.rename(shop)
    assert watching.after(100) == [FolderBack(str(shop)), FolderChanged(str(shop))]


@pytest.fixture
def news(library: Library) -> Iterator[SimpleQueue[WatchNews]]:
    """The news of a real watch, which is quick to settle and never looks without a notice."""
    queue: SimpleQueue[WatchNews] = SimpleQueue()
    watch = FolderWatch(library, queue.put, times=WatchTimes(settle_s=0.2, poll_s=10**6))
    watch.start()
    yield queue
    watch.stop()


@pytest.mark.real
def test_the_system_says_when_a_file_comes(
    shop: Path, news: SimpleQueue[WatchNews], run: Run
) -> None:
    (shop / "first.txt").write_text("First.\n", encoding="utf-8")
    assert news.get(timeout=30) == FolderChanged(str(shop))
    run(shop)
    (shop / "inner" / "second.txt").write_text("Second.\n", encoding="utf-8")
    assert news.get(timeout=30) == FolderChanged(str(shop))


@pytest.mark.real
def test_reading_a_file_is_no_news(
    shop: Path, news: SimpleQueue[WatchNews], run: Run, library: Library
) -> None:
    (shop / "b.txt").write_text("B.\n", encoding="utf-8")
    assert news.get(timeout=30) == FolderChanged(str(shop))
    os.utime(shop / "b.txt", (1, 1))
    assert news.get(timeout=30) == FolderChanged(str(shop))
    run(shop)
    (shop / "a.txt").read_text(encoding="utf-8")
    (shop / "c.txt").write_text("C.\n", encoding="utf-8")
    assert news.get(timeout=30) == FolderChanged(str(shop))
    assert news.empty()
