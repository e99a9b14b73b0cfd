"""The window as a program of its own: opens, closes on Ctrl+C, remembers a crash."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROGRAM = """
import sys
from pathlib import Path
from app.window_main import open_window
if __name__ == "__main__":
    sys.exit(open_window(Path(sys.argv[1])))
"""


@pytest.mark.real
@pytest.mark.skipif(os.name != "posix", reason="sends SIGINT")
def test_control_c_closes_the_window_cleanly(tmp_path: Path) -> None:
    program = tmp_path / "window.py"
    program.write_text(PROGRAM, "utf-8")
    workspace = tmp_path / "workspace"
    environment = os.environ | {
        "PYTHONPATH": str(ROOT),
        "QT_QPA_PLATFORM": "offscreen",
        "XDG_CONFIG_HOME": str(tmp_path / "config"),
    }
    process = subprocess.Popen(
        [sys.executable, str(program), str(workspace)], env=environment, stderr=subprocess.PIPE
    )
    try:
        until = time.monotonic() + 60
        while not (workspace / "library.db").exists() and time.monotonic() < until:
            time.sleep(0.1)
        assert process.poll() is None
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=30)
    finally:
        process.kill()

    assert process.returncode == 0, errors.decode()
    assert (workspace / "crash.log").read_text("utf-8") == ""
    assert (tmp_path / "config" / "Genba" / "Genba.ini").exists()


@pytest.mark.real
@pytest.mark.skipif(os.name != "posix", reason="sends SIGINT")
def test_a_second_start_adds_its_files_in_the_first_window(tmp_path: Path) -> None:
    manual = tmp_path / "note.txt"
    manual.write_text("The lock nut takes 12 Nm.", "utf-8")
    workspace = tmp_path / "workspace"
    environment = os.environ | {
        "PYTHONPATH": str(ROOT),
        "QT_QPA_PLATFORM": "offscreen",
        "XDG_CONFIG_HOME": str(tmp_path / "config"),
        "XDG_RUNTIME_DIR": str(tmp_path),
    }
    code = "from app.cli.main import main; main()"
    command = [sys.executable, "-c", code, "window", "-w", str(workspace)]
    first = subprocess.Popen(command, env=environment, cwd=ROOT)
    try:
        until = time.monotonic() + 60
        while not (workspace / "library.db").exists() and time.monotonic() < until:
            time.sleep(0.1)
        second = subprocess.run([*command, str(manual)], env=environment, cwd=ROOT, check=False)
        while "note.txt" not in _sources(workspace) and time.monotonic() < until:
            time.sleep(0.1)
        assert first.poll() is None
        first.send_signal(signal.SIGINT)
        first.wait(timeout=30)
    finally:
        first.kill()

    assert second.returncode == 0
    assert "note.txt" in _sources(workspace)


def _sources(workspace: Path) -> list[str]:
    with closing(sqlite3.connect(workspace / "library.db")) as library:
        try:
            return [path for (path,) in library.execute("select path from source")]
        except sqlite3.OperationalError:
            return []  # Its tables are still to come.


@pytest.mark.real
def test_the_window_process_loads_no_model_library() -> None:
    heavy = {"torch", "llama_cpp", "pymupdf", "sqlalchemy", "transformers", "hnswlib", "numpy"}

    assert not _loaded_with_the_window() & heavy


@pytest.mark.real
def test_the_window_process_loads_nothing_of_qualifications_but_what_it_shows() -> None:
    costly = {"engine.qualify.summary", "engine.qualify.runs", "engine.qualify.charts", "psutil"}

    assert not _loaded_with_the_window() & costly


def _loaded_with_the_window() -> set[str]:
    code = "import sys, app.window_main; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return set(done.stdout.split())
