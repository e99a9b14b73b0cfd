"""``genba qualify run`` as a process with a small model: killed, resumed, and run twice."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from engine.assets import asset
from engine.store.library import Library
from ingest.indexer import index

pytestmark = pytest.mark.real

SMALL = ("--model", "smollm2-135m-instruct-q4_1", "--embedder", "none", "--language", "en")
FEW = ("--quick", "--all", "--ability", "tools", "--cases", "4", "--kv-mb", "36")


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "app.cli.main", *arguments]


def genba(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(*arguments),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=280,
        env={**os.environ, "COLUMNS": "200", "PYTHONIOENCODING": "utf-8"},
    )


@pytest.fixture
def shop(workspace: Path) -> Path:
    library = Library.open(workspace)
    for _ in index(library, [asset("sample")], cancel=threading.Event()):
        pass
    library.close()
    return workspace


def results(workspace: Path) -> list[list[dict[str, object]]]:
    """The lines of each run, in the order of the runs."""
    runs = sorted((workspace / "qualification").glob("*/results.jsonl"))
    return [[json.loads(line) for line in run.read_text("utf-8").splitlines()] for run in runs]


def answers(lines: list[dict[str, object]]) -> dict[str, tuple[str, str]]:
    cases = [line["case"] for line in lines if "case" in line]
    assert len({case["case_id"] for case in cases}) == len(cases), "a case was asked twice"
    return {case["case_id"]: (case["mark"], case["text"]) for case in cases}


def test_a_killed_run_goes_on_and_the_same_seed_gives_the_same_answers(shop: Path) -> None:
    first = genba("qualify", "run", "-w", str(shop), *SMALL, *FEW)
    assert first.returncode == 0, first.stderr
    assert "tools" in first.stdout

    killed = subprocess.Popen(
        command("qualify", "run", "-w", str(shop), *SMALL, *FEW),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    deadline = time.monotonic() + 200
    while not (len(runs := results(shop)) == 2 and runs[1]) and time.monotonic() < deadline:
        time.sleep(0.05)
    killed.kill()
    killed.wait()
    n_before = len(results(shop)[1])
    assert 0 < n_before < len(results(shop)[0])

    resumed = genba("qualify", "run", "-w", str(shop), "--resume")
    assert resumed.returncode == 0, resumed.stderr
    whole, pieced = results(shop)
    assert answers(pieced) == answers(whole)
    assert len(pieced) == len(whole)


def test_what_cannot_be_run_is_said_before_anything_is_read(workspace: Path) -> None:
    for arguments, words in (
        (("--model", "no-such-model"), "no-such-model"),
        (("--kv-type", "q2"), "q8_0"),
        (("--threshold", "needle=2"), "between 0 and 1"),
        (("--threshold", "needles"), "needle=0.95"),
        (("--profile", "huge"), "standard"),
        (("--resume",), "no run"),
        (SMALL, "no documents"),
    ):
        done = genba("qualify", "run", "-w", str(workspace), *arguments)
        assert done.returncode != 0
        assert words in done.stdout + done.stderr, (arguments, done.stderr)
    assert not (workspace / "qualification").exists()
