"""The house rules: formatting, types, import direction, sizes, and facts that must agree."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MAX_LINES = 400

pytestmark = pytest.mark.real


def run(*command: str) -> str:
    """Output of a Python module run as a command; fails with it if the exit code is not 0."""
    result = subprocess.run(
        [sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, check=False
    )
    output = result.stdout + result.stderr
    assert result.returncode == 0, output
    return output


def tracked_files() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def test_ruff_finds_nothing() -> None:
    run("ruff", "check", ".")


def test_everything_is_formatted() -> None:
    run("ruff", "format", "--check", ".")


def test_every_type_holds() -> None:
    run("mypy")


def test_imports_run_one_way() -> None:
    lint = Path(sys.executable).parent / "lint-imports"
    result = subprocess.run([str(lint)], cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize("package", ["app", "engine", "ingest", "packaging"])
def test_no_module_outgrows_a_sitting(package: str) -> None:
    lengths = {
        path: len(path.read_text(encoding="utf-8").splitlines())
        for path in (ROOT / package).rglob("*.py")
    }
    assert lengths
    assert {path: n for path, n in lengths.items() if n > MAX_LINES} == {}


def test_the_version_is_the_newest_in_the_changelog() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    changelog = (ROOT / "packaging" / "CHANGELOG.md").read_text(encoding="utf-8")
    newest = re.search(r"^## \[(\d+\.\d+\.\d+)\]", changelog, re.MULTILINE)
    assert newest
    assert newest.group(1) == project["version"]


@pytest.mark.parametrize(
    "pattern",
    [
        r"(?<![\w.])/(?:work|root|opt|tmp/lab|home/\w+)/",
        r"pypi\.org|pythonhosted\.org|[-_]index[-_]url",
    ],
    ids=["a folder", "a registry"],
)
def test_no_committed_text_names_what_only_one_machine_has(pattern: str) -> None:
    texts = {path: path.read_bytes() for path in tracked_files() if path != Path(__file__)}
    found = [
        path
        for path, content in texts.items()
        if b"\0" not in content
        and re.search(pattern, content.decode("utf-8", "replace"), re.MULTILINE | re.IGNORECASE)
    ]
    assert found == []


def test_the_pinned_pyside_survives_thousands_of_signals() -> None:
    # PySide6 6.12.0 drops a reference to True with each emit and aborts after a few hundred.
    program = (
        "from PySide6.QtCore import QObject, Signal\n"
        "class Sender(QObject):\n"
        "    sent = Signal(object)\n"
        "sender, n = Sender(), []\n"
        "sender.sent.connect(lambda value: n.append(value))\n"
        "for _ in range(5000): sender.sent.emit(True)\n"
        "print(len(n))\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert (result.returncode, result.stdout.strip()) == (0, "5000"), result.stderr
