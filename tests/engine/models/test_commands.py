"""The commands about models, on a machine that has none and then one of its own."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from app.cli.main import app, main
from engine.models.store import ModelStore

Genba = Callable[..., str]


@pytest.fixture
def genba() -> Genba:
    """Run a command that must go well; gives what it printed."""

    def run(*arguments: str) -> str:
        result = CliRunner().invoke(app, ["models", *arguments], env={"COLUMNS": "200"})
        assert result.exit_code == 0, result.output
        return result.output

    return run


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder whose name looks like rich's markup."""
    folder = tmp_path / "現場　[old]"
    monkeypatch.setenv("GENBA_HOME", str(folder))
    return folder


@pytest.fixture
def own(home: Path, tmp_path: Path) -> Path:
    """A model of one's own, in the store."""
    path = tmp_path / "mine.gguf"
    path.write_bytes(b"GGUF mine")
    ModelStore.default().add(path, "mine")
    return home / "models" / "mine" / "mine.gguf"


def listed(genba: Genba) -> dict[str, str]:
    """The lines of the list by their first word."""
    return {line.split()[0]: line for line in genba("list").splitlines()}


def fail(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int | str | None:
    monkeypatch.setattr(sys, "argv", ["genba", "models", *arguments])
    with pytest.raises(SystemExit) as caught:
        main()
    return caught.value.code


def test_every_model_of_the_catalogue_is_listed_with_its_state(genba: Genba, home: Path) -> None:
    lines = listed(genba)
    assert "missing" in lines["embeddinggemma-300m"]
    assert "default" in lines["embeddinggemma-300m"]
    assert "by hand" in lines["ruri-v3-310m"]
    assert not home.exists()


def test_a_model_is_added_listed_found_and_verified(
    genba: Genba, home: Path, tmp_path: Path
) -> None:
    (tmp_path / "mine.gguf").write_bytes(b"GGUF mine")
    assert "mine: added, sha256 " in genba("add", str(tmp_path / "mine.gguf"), "--name", "mine")
    assert "here" in listed(genba)["mine"]
    path = home / "models" / "mine" / "mine.gguf"
    assert genba("path", "mine") == f"{path}\n"
    assert genba("verify") == f"mine: right, {path}\n"
    assert genba("fetch", "mine").rstrip() == f"mine: here, checked, {path}"


def test_verify_finds_what_the_size_and_the_time_do_not_show(
    own: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    stamp = own.stat()
    own.write_bytes(b"GGUF Mine")
    os.utime(own, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
    assert fail(monkeypatch, "verify") == 1
    assert "“mine” is damaged" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("path", "embeddinggemma-300m"), "is not on this computer yet"),
        (("path", "embedinggemma-300m"), "The nearest name is: embeddinggemma-300m"),
        (("fetch", "embeddinggemma-300m", "--from", "no-such-stick"), "no such file or folder"),
        (("fetch", "ruri-v3-310m"), "bring it as a file"),
        (("add", "pyproject.toml", "--name", "mine"), "is no GGUF file"),
        (("add", "pyproject.toml", "--name", "../mine"), "the name may hold"),
    ],
)
def test_what_cannot_be_done_is_said_in_words_with_exit_code_1(
    home: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: tuple[str, ...],
    words: str,
) -> None:
    monkeypatch.setenv("COLUMNS", "400")
    assert fail(monkeypatch, *arguments) == 1
    captured = capsys.readouterr()
    assert words in captured.err
    assert "Traceback" not in captured.out + captured.err
