from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from engine.domain import Chunk, DocumentHead, DocumentKind, Page
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
from ingest.reader_process import ReaderLimits, ReaderProcess, ReadingCancelled, Renderer

pytestmark = pytest.mark.real


@pytest.fixture(autouse=True)
def findable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(Path(__file__).parent))


def misread(name: str, limits: ReaderLimits | None = None) -> None:
    with ReaderProcess(reader=f"broken_readers.{name}", limits=limits) as process:
        for _ in process.read(Path("x.txt")):
            pass


def test_a_real_file_comes_through_with_chunks_and_without_blocks(
    make_pdf: Callable[..., Path],
) -> None:
    path = make_pdf([(72, 72, "Torque 12 Nm")])
    with ReaderProcess() as process:
        parts = list(process.read(path))
    assert isinstance(parts[0], DocumentHead)
    assert [part.blocks for part in parts if isinstance(part, Page)] == [()]
    assert [part.text for part in parts if isinstance(part, Chunk)] == ["Torque 12 Nm"]


def test_files_are_read_one_after_the_other(write: Callable[..., Path]) -> None:
    paths = [write(f"{i}.txt", f"Text {i}.\n") for i in range(3)]
    with ReaderProcess() as process:
        texts = [p.text for path in paths for p in process.read(path) if isinstance(p, Chunk)]
    assert texts == ["Text 0.", "Text 1.", "Text 2."]


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


def test_pages_that_are_given_earn_time() -> None:
    parts = [DocumentHead(DocumentKind.PDF, "scan", 2), Page(1, 9, 9, ()), Page(2, 9, 9, ())]
    assert ReaderLimits(total_s_per_page=5.0).earned_s(parts) == 10.0


def test_a_crash_tells_its_exit_code() -> None:
    with pytest.raises(ReaderCrashed) as caught:
        misread("crash")
    assert caught.value.facts["exit_code"] == "7"


def test_a_foreign_exception_is_named() -> None:
    with pytest.raises(Bug, match="KeyError"):
        misread("stumble")


def test_cancelling_ends_the_wait() -> None:
    cancel = threading.Event()
    process = ReaderProcess(reader="broken_readers.hang", cancel=cancel)
    parts = process.read(Path("x.txt"))
    threading.Timer(1.0, cancel.set).start()
    started = time.monotonic()
    with process, pytest.raises(ReadingCancelled):
        for _ in parts:
            pass
    assert time.monotonic() - started < 10


def test_a_slow_consumer_holds_the_reader_back() -> None:
    with ReaderProcess(reader="broken_readers.flood") as process:
        parts = process.read(Path("x.txt"))
        next(parts)
        child = psutil.Process().children()
        before = sum(c.memory_info().rss for c in child)
        time.sleep(1.0)
        grown = sum(c.memory_info().rss for c in child if c.is_running()) - before
        parts.close()
    assert grown < 50e6


def test_no_child_is_left_behind() -> None:
    before = set(psutil.Process().children())
    misread("modules")
    _, alive = psutil.wait_procs(set(psutil.Process().children()) - before, timeout=5)
    assert not [c for c in alive if "spawn_main" in " ".join(c.cmdline())]


def test_what_a_reader_prints_goes_nowhere(capfd: pytest.CaptureFixture[str]) -> None:
    misread("chatter")
    assert capfd.readouterr() == ("", "")


def test_a_child_imports_neither_the_window_nor_a_model() -> None:
    with ReaderProcess(reader="broken_readers.modules") as process:
        head = next(iter(process.read(Path("x.txt"))))
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
        "from ingest.reader_process import ReaderProcess\n"
        "if __name__ == '__main__':\n"
        "    with ReaderProcess() as process:\n"
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
