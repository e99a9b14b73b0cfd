"""Two programs at one workspace: one writes, the other says who and loses nothing."""

from __future__ import annotations

import os
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


def genba(tmp_path: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The command without any model."""
    home = {"GENBA_HOME": str(tmp_path / "home"), "PYTHONIOENCODING": "utf-8", "COLUMNS": "200"}
    return subprocess.run(
        [sys.executable, "-m", "app.cli.main", *arguments, "-w", str(tmp_path / "workspace")],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=120,
        env=os.environ | home,
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
