"""Several readers on different files: who comes first, what is bounded, what is reused."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from engine.errors import GenbaError
from engine.store.prepared import PreparedChunk
from ingest.reader_pool import ReaderPool, usual_readers
from ingest.reader_process import ReaderLimits, ReadingCancelled

pytestmark = pytest.mark.real

BIG = 2**30


@pytest.fixture(autouse=True)
def findable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(Path(__file__).parent))


def pool_of(n: int, *, cancel: threading.Event | None = None) -> ReaderPool[str]:
    return ReaderPool(
        n, reader="broken_readers.by_name", limits=ReaderLimits(silence_s=2), cancel=cancel
    )


def read_all(pool: ReaderPool[str], names: Sequence[str]) -> dict[str, str]:
    """For each file the text read, or the code of the error, in the order in which they came."""
    waiting, came = list(names), {}
    while True:
        while waiting and pool.has_room:
            name = waiting.pop(0)
            pool.start(name, Path(name), BIG if name.startswith("endless") else 0)
        read = pool.next_read()
        if read is None:
            return came
        label, parts = read
        try:
            came[label] = " ".join(part.text for part in parts if isinstance(part, PreparedChunk))
        except GenbaError as error:
            came[label] = error.code


def test_every_file_comes_once_and_two_children_share_the_work() -> None:
    names = [f"file-{n}" for n in range(12)]
    with pool_of(2) as pool:
        came = read_all(pool, names)
    assert sorted(came) == sorted(names)
    assert all(text.startswith(name) for name, text in came.items())
    assert len({text.split()[-1] for text in came.values()}) == 2


def test_a_child_that_read_well_reads_the_next_file_too() -> None:
    with pool_of(1) as pool:
        came = read_all(pool, ["file-1", "refuse-1", "file-2"])
    assert came["refuse-1"] == "FileEncrypted"
    assert came["file-1"].split()[-1] == came["file-2"].split()[-1]


@pytest.mark.parametrize(
    ("name", "code"),
    [("crash-1", "ReaderCrashed"), ("hang-1", "FileTooSlow"), ("stumble-1", "Bug")],
)
def test_a_child_that_failed_costs_one_file_and_is_replaced(name: str, code: str) -> None:
    with pool_of(1) as pool:
        came = read_all(pool, ["file-1", name, "file-2"])
    assert came[name] == code
    assert came["file-2"].startswith("file-2")
    assert came["file-1"].split()[-1] != came["file-2"].split()[-1]


def test_a_huge_file_does_not_stand_before_small_ones() -> None:
    with pool_of(2) as pool:
        pool.start("endless-1", Path("endless-1"), BIG)
        for n in range(10):
            pool.start(f"file-{n}", Path(f"file-{n}"), 0)
            read = pool.next_read()
            assert read is not None
            assert read[0] == f"file-{n}"
            assert list(read[1])


def test_a_huge_file_is_given_half_read_when_nothing_else_comes() -> None:
    with pool_of(2) as pool:
        pool.start("endless-1", Path("endless-1"), BIG)
        read = pool.next_read()
        assert read is not None
        parts = read[1]
        n_parts = sum(1 for _ in zip(range(100_000), parts, strict=False))
    assert (read[0], n_parts) == ("endless-1", 100_000)


@pytest.mark.parametrize("is_begun", [False, True])
def test_a_huge_file_that_is_given_up_makes_room(is_begun: bool) -> None:
    with pool_of(1) as pool:
        pool.start("endless-1", Path("endless-1"), BIG)
        read = pool.next_read()
        assert read is not None
        if is_begun:
            next(read[1])
        assert pool.next_read() is None
        assert read_all(pool, ["file-1"])["file-1"].startswith("file-1")


def test_waiting_for_the_writer_is_not_held_against_a_reader() -> None:
    with pool_of(1) as pool:
        pool.start("endless-1", Path("endless-1"), BIG)
        read = pool.next_read()
        assert read is not None
        next(read[1])
        time.sleep(2.5)  # More than the time of silence.
        assert sum(1 for _ in zip(range(100_000), read[1], strict=False)) == 100_000


def test_cancel_stops_all_readers_within_a_second() -> None:
    cancel = threading.Event()
    with pool_of(3, cancel=cancel) as pool:
        for name in ("hang-1", "hang-2", "endless-3"):
            pool.start(name, Path(name), 0)
        threading.Timer(0.5, cancel.set).start()
        with pytest.raises(ReadingCancelled):
            pool.next_read()
        cancelled = time.monotonic()
    assert time.monotonic() - cancelled < 1


def test_readers_are_as_many_as_the_memory_bears() -> None:
    assert 1 <= usual_readers() <= 4
    assert usual_readers(ReaderLimits(memory_mb=10**9)) == 1


def test_a_pool_says_when_it_would_make_its_caller_wait() -> None:
    with pool_of(1) as pool:
        assert pool.is_ready(0.0)
        pool.start("file-1", Path("file-1"), 0)
        assert not pool.is_ready(0.0)
        assert pool.shares_read() == [("file-1", 0.0)]
        assert pool.is_ready(60.0)
        assert pool.next_read() is not None
