"""Programs at one workspace: one writes, the other says who; one watches until Ctrl-C."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from engine.store.library import Library

pytestmark = pytest.mark.real


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    shop = tmp_path / "現場"
    shop.mkdir()
    (shop / "torque.txt").write_text("Tighten the lock nut to 12 Nm.\n", encoding="utf-8")
    return shop


def command(tmp_path: Path, *arguments: str) -> list[str]:
    folder = str(tmp_path / "workspace")
    return [sys.executable, "-m", "app.cli.main", *arguments, "-w", folder]


def without_models(tmp_path: Path) -> dict[str, str]:
    home = {"GENBA_HOME": str(tmp_path / "home"), "PYTHONIOENCODING": "utf-8", "COLUMNS": "200"}
    return os.environ | home | {"PYTHONUNBUFFERED": "1"}


def genba(tmp_path: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The command without any model."""
    return subprocess.run(
        command(tmp_path, *arguments),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=120,
        env=without_models(tmp_path),
    )


def test_indexing_beside_another_program_fails_in_words_and_reading_goes_on(
    tmp_path: Path, shop: Path
) -> None:
    assert genba(tmp_path, "index", str(shop)).returncode == 0
    (shop / "new.txt").write_text("New.\n", encoding="utf-8")
    library = Library.open(tmp_path / "workspace")
    with library.writer.held("genba watch"):
        refused = genba(tmp_path, "index", str(shop))
        found = genba(tmp_path, "search", "lock nut", "--json")
    assert (refused.returncode, found.returncode) == (1, 0)
    assert "“genba watch” is writing to this workspace" in refused.stderr
    assert f"process {os.getpid()}" in refused.stderr
    assert "12 Nm" in found.stdout
    assert [source.path for source in library.sources()] == ["torque.txt"]
    library.close()
    assert genba(tmp_path, "index", str(shop)).returncode == 0


def test_patterns_are_kept_by_the_command_and_a_bad_one_is_refused(
    tmp_path: Path, shop: Path
) -> None:
    (shop / "old.bak.txt").write_text("Old.\n", encoding="utf-8")
    assert genba(tmp_path, "index", str(shop), "--exclude", "*.bak.*").returncode == 0
    again = genba(tmp_path, "index", "--json")
    assert '"n_left_out": 1' in again.stdout
    refused = genba(tmp_path, "index", str(shop), "--include", "!")
    assert refused.returncode == 2
    assert "Invalid git pattern" in refused.stderr


@pytest.mark.skipif(os.name == "nt", reason="there is no way to send Ctrl-C to one process")
def test_a_watched_folder_is_indexed_when_it_changes_until_ctrl_c(
    tmp_path: Path, shop: Path
) -> None:
    assert genba(tmp_path, "watch").returncode == 1
    assert genba(tmp_path, "index", str(shop)).returncode == 0
    with subprocess.Popen(
        command(tmp_path, "watch"),
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env=without_models(tmp_path),
    ) as watching:
        assert watching.stdout is not None
        assert "is watched" in watching.stdout.readline()
        (shop / "new.txt").write_text("New.\n", encoding="utf-8")
        assert "1 read" in watching.stdout.readline()
        watching.send_signal(signal.SIGINT)
        assert watching.wait(timeout=30) == 0
    library = Library.open(tmp_path / "workspace")
    assert [source.path for source in library.sources()] == ["new.txt", "torque.txt"]
    library.close()
