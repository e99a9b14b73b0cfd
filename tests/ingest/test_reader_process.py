from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil
import pytest

from engine.domain import DocumentHead, Page
from engine.errors import (
    Bug,
    FileEncrypted,
    FileTooLarge,
    FileTooSlow,
    FileVanished,
    FormatUnsupported,
    GenbaError,
    ReaderCrashed,
)
from engine.store.prepared import PreparedChunk, StoredPart
from ingest.reader_pool import ReaderPool
from ingest.reader_process import ReaderLimits, ReadingCancelled, Renderer

pytestmark = pytest.mark.real


@pytest.fixture(autouse=True)
def findable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(Path(__file__).parent))


def readers_left() -> list[psutil.Process]:
    """Children of this process that read files."""
    children = psutil.Process().children()
    return [c for c in children if c.is_running() and "spawn_main" in " ".join(c.cmdline())]


@contextmanager
def reading(path: Path, **options: Any) -> Iterator[Iterator[StoredPart]]:
    """The parts of one file, read by a child of its own."""
    with ReaderPool[str](1, **options) as pool:
        pool.start("it", path, 0)
        read = pool.next_read()
        assert read is not None
        yield read[1]


def misread(name: str, limits: ReaderLimits | None = None) -> None:
    with reading(Path("x.txt"), reader=f"broken_readers.{name}", limits=limits) as parts:
        for _ in parts:
            pass


def test_a_real_file_comes_through_with_chunks_and_without_blocks(
    make_pdf: Callable[..., Path],
) -> None:
    path = make_pdf([(72, 72, "Torque 12 Nm")])
    with reading(path) as read:
        parts = list(read)
    assert isinstance(parts[0], DocumentHead)
    assert [part.blocks for part in parts if isinstance(part, Page)] == [()]
    assert [part.text for part in parts if isinstance(part, PreparedChunk)] == ["Torque 12 Nm"]


@pytest.mark.parametrize(
    ("name", "limits", "error"),
    [
        ("hang", ReaderLimits(silence_s=1.0), FileTooSlow),
        ("drip", ReaderLimits(total_s=2.0, total_s_per_page=0.0), FileTooSlow),
        ("swell", ReaderLimits(memory_mb=300), FileTooLarge),
        ("crash", None, ReaderCrashed),
        ("refuse", None, FileEncrypted),
        ("stumble", None, Bug),
    ],
)
def test_a_reader_that_misbehaves_costs_one_error(
    name: str, limits: ReaderLimits | None, error: type[GenbaError]
) -> None:
    with pytest.raises(error) as caught:
        misread(name, limits)
    assert caught.value.facts["path"].endswith("x.txt")


def test_a_crash_tells_its_exit_code() -> None:
    with pytest.raises(ReaderCrashed) as caught:
        misread("crash")
    assert caught.value.facts["exit_code"] == "7"


def test_a_foreign_exception_is_named() -> None:
    with pytest.raises(Bug, match="KeyError"):
        misread("stumble")


def test_cancelling_ends_the_wait_and_the_child_within_a_second() -> None:
    cancel = threading.Event()
    threading.Timer(1.0, cancel.set).start()
    with (
        pytest.raises(ReadingCancelled),
        reading(Path("x.txt"), reader="broken_readers.hang", cancel=cancel),
    ):
        pass
    ended = time.monotonic()
    assert not readers_left()
    assert time.monotonic() - ended < 1


def test_a_slow_consumer_holds_the_reader_back() -> None:
    with reading(Path("x.txt"), reader="broken_readers.endless") as parts:
        next(parts)
        child = psutil.Process(readers_left()[0].pid)
        before = child.memory_info().rss + psutil.Process().memory_info().rss
        time.sleep(1.0)
        grown = child.memory_info().rss + psutil.Process().memory_info().rss - before
    assert grown < 20e6


def test_no_child_is_left_behind() -> None:
    misread("modules")
    assert not readers_left()


def test_what_a_reader_prints_goes_nowhere(capfd: pytest.CaptureFixture[str]) -> None:
    misread("chatter")
    assert capfd.readouterr() == ("", "")


def test_a_child_imports_neither_the_window_nor_a_model() -> None:
    with reading(Path("x.txt"), reader="broken_readers.modules") as parts:
        head = next(parts)
    assert isinstance(head, DocumentHead)
    loaded = {name.split(".")[0] for name in head.title.split()}
    assert "pymupdf" in loaded
    assert not loaded & {
        "torch",
        "llama_cpp",
        "PySide6",
        "sqlalchemy",
        "numpy",
        "pytest",
        "onnxruntime",
    }


def test_a_child_ends_when_its_parent_is_killed(tmp_path: Path) -> None:
    script = tmp_path / "parent.py"
    script.write_text(
        "import sys, time, psutil\n"
        "from pathlib import Path\n"
        "from ingest.reader_pool import ReaderPool\n"
        "if __name__ == '__main__':\n"
        "    with ReaderPool(1) as pool:\n"
        "        pool.start('it', Path('x.txt'), 0)\n"
        "        print(*[c.pid for c in psutil.Process().children()], flush=True)\n"
        "        time.sleep(60)\n"
    )
    root = Path(__file__).parents[2]
    with subprocess.Popen(
        [sys.executable, str(script)],
        stdout=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": str(root)},
    ) as parent:
        assert parent.stdout is not None
        pids = [int(pid) for pid in parent.stdout.readline().split()]
        time.sleep(1.5)
        parent.kill()
    children = [psutil.Process(pid) for pid in pids if psutil.pid_exists(pid)]
    _, alive = psutil.wait_procs(children, timeout=10)
    assert not alive


def test_pages_are_drawn_and_the_child_is_kept(make_pdf: Callable[..., Path]) -> None:
    path = make_pdf([(72, 72, "One")], [(72, 72, "Two")])
    renderer = Renderer()
    drawn = [renderer.render(path, page, 2.0) for page in (1, 2)]
    renderer.close()
    assert [(d.width_px, d.height_px, d.n_pages) for d in drawn] == [(1190, 1684, 2)] * 2
    assert drawn[0].png.startswith(b"\x89PNG")


def test_the_renderer_goes_on_after_errors_and_a_crash(
    make_pdf: Callable[..., Path], write: Callable[..., Path], tmp_path: Path
) -> None:
    path = make_pdf([(72, 72, "One")])
    renderer = Renderer()
    with pytest.raises(FileVanished):
        renderer.render(path, 9, 1.0)
    with pytest.raises(FileVanished):
        renderer.render(tmp_path / "gone.pdf", 1, 1.0)
    with pytest.raises(FormatUnsupported):
        renderer.render(write("log.csv", "a,b\n1,2\n"), 1, 1.0)
    child = renderer._child
    assert child is not None
    psutil.Process(child.pid).kill()
    time.sleep(0.2)
    assert renderer.render(path, 1, 1.0).n_pages == 1
    renderer.close()
