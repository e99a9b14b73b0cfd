"""The whole set-up against a stand-in for Python that writes down what it is asked to do."""

from __future__ import annotations

import importlib.util
import os
import shutil
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]
VERSION = ".".join(map(str, sys.version_info[:2]))

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(os.name == "nt", reason="the stand-in is a shell script"),
]

STAND_IN = """#!/bin/sh
test "$1" = -c && exit 0
echo "$@" >> "{log}"
for word in "$@"; do test "$word" = "$(cat "{failing}")" && exit 1; done
for word in "$@"; do test "$word" = "$(cat "{crashing}")" && : > "{crashing}" && kill -SEGV $$; done
exit 0
"""


class Machine:
    """A copy of the project's own files, whose environment is made already."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.root = folder / "現場　genba"
        for name in ("packaging/bootstrap.py", "packaging/constraints.txt", "pyproject.toml"):
            (self.root / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, self.root / name)
        (self.root / "assets").mkdir()
        shutil.copyfile(ROOT / "assets" / "models.toml", self.root / "assets" / "models.toml")
        self.constraints = self.root / "packaging" / "constraints.txt"
        self.models = folder / "genba-home" / "models"
        self._log = folder / "asked"
        self._failing = folder / "failing"
        self._failing.touch()
        self._crashing = folder / "crashing"
        self._bootstrap = self._load(monkeypatch)
        (self.root / f".venv/lib/python{VERSION}/site-packages").mkdir(parents=True)
        stand_in = STAND_IN.format(log=self._log, failing=self._failing, crashing=self._crashing)
        for path in (self._bootstrap.PYTHON, folder / "bin" / "c++"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(stand_in, encoding="utf-8")
            path.chmod(0o755)
        monkeypatch.setenv("PATH", f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}")
        # The first two would make a real environment and install system packages.
        made = self._bootstrap._setup_steps(is_test=False)[:2]
        self._bootstrap._write_stamps({step.name: step.made_from for step in made})
        self._monkeypatch = monkeypatch

    def bootstrap(
        self, *arguments: str, failing: str = "", crashing: str = ""
    ) -> tuple[int, list[str]]:
        """The exit code, and what the stand-in was asked to do. It crashes only once."""
        self._log.write_text("", encoding="utf-8")
        self._failing.write_text(failing, encoding="utf-8")
        self._crashing.write_text(crashing, encoding="utf-8")
        self._monkeypatch.setattr(sys, "argv", ["bootstrap.py", *arguments])
        code = self._bootstrap.main()
        return code, self._log.read_text(encoding="utf-8").splitlines()

    def bring_models(self) -> None:
        for model_id in self._bootstrap.DEFAULT_MODELS:
            (self.models / model_id).mkdir(parents=True)

    def describe(self, package: str, *, size: int | None = None) -> Path:
        """The description pip would leave of a package with one file of 3 bytes."""
        site = next((self.root / ".venv").glob("lib*/python*/site-packages"))
        (site / package).write_bytes(b"123")
        description = site / f"{package}-1.0.dist-info"
        description.mkdir()
        (description / "METADATA").touch()
        if size is not None:
            rows = f"{package},sha256=x,{size}\n{package}.pyc,sha256=x,9\nRECORD,,\n"
            (description / "RECORD").write_text(rows, encoding="utf-8")
        return description

    def _load(self, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
        path = self.root / "packaging" / "bootstrap.py"
        spec = importlib.util.spec_from_file_location("bootstrap_of_a_copy", path)
        assert spec
        assert spec.loader
        module = importlib.util.module_from_spec(spec)
        monkeypatch.setitem(sys.modules, "bootstrap_of_a_copy", module)
        spec.loader.exec_module(module)
        return module


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    monkeypatch.setenv("GENBA_HOME", str(tmp_path / "genba-home"))
    return Machine(tmp_path, monkeypatch)


@pytest.fixture
def set_up(machine: Machine) -> Machine:
    """A machine on which everything is done."""
    assert machine.bootstrap("setup")[0] == 0
    machine.bring_models()
    return machine


def test_torch_comes_first_and_alone_then_the_packages_then_the_models(machine: Machine) -> None:
    code, (torch, packages, models, tried) = machine.bootstrap("setup")
    assert code == 0
    assert tried.startswith("-m app.cli.main models try qwen2.5-coder")
    assert "-c" in torch.split()
    assert torch.split()[-1].startswith("torch==")
    assert packages.endswith(f"-e {machine.root}")
    assert models.startswith("-m app.cli.main models fetch qwen2.5-coder")


def test_nothing_is_done_twice(set_up: Machine) -> None:
    assert set_up.bootstrap("setup") == (0, [])


def test_a_new_pin_installs_again_but_fetches_nothing(set_up: Machine) -> None:
    with set_up.constraints.open("a", encoding="utf-8") as file:
        file.write("one-more==1.0\n")
    code, asked = set_up.bootstrap("setup")
    assert code == 0
    assert ["pip" in line.split() for line in asked] == [True, True, False]
    assert "try" in asked[-1].split()


def test_models_that_were_cleared_away_are_fetched_again(set_up: Machine) -> None:
    shutil.rmtree(set_up.models)
    code, (fetched,) = set_up.bootstrap("setup")
    assert code == 0
    assert "models fetch" in fetched


def test_a_pip_that_fails_twice_stops_the_set_up_in_words(
    machine: Machine, capsys: pytest.CaptureFixture[str]
) -> None:
    code, asked = machine.bootstrap("setup", failing="-e")
    assert code == 1
    assert ["-e" in line.split() for line in asked] == [False, True, True]
    assert "pip could not install the packages" in capsys.readouterr().err


def test_the_next_run_goes_on_with_the_step_that_failed(machine: Machine) -> None:
    machine.bootstrap("setup", failing="-e")
    code, (packages, models, _) = machine.bootstrap("setup")
    assert code == 0
    assert "-e" in packages.split()
    assert "fetch" in models.split()


def test_models_that_cannot_be_fetched_stop_the_set_up_in_words(
    machine: Machine, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _ = machine.bootstrap("setup", failing="fetch")
    assert code == 1
    assert "'genba models' did not work" in capsys.readouterr().err


def test_a_llama_that_crashes_is_built_again_for_any_processor(machine: Machine) -> None:
    code, asked = machine.bootstrap("setup", crashing="try")
    assert code == 0
    crashed, rebuilt, tried = asked[-3:]
    assert "--no-cache-dir" in rebuilt.split()
    assert rebuilt.split()[-1].startswith("llama_cpp_python==")
    assert crashed == tried


def test_a_model_that_does_not_run_stops_the_set_up_in_words(
    machine: Machine, capsys: pytest.CaptureFixture[str]
) -> None:
    assert machine.bootstrap("setup", failing="try")[0] == 1
    assert "does not run here" in capsys.readouterr().err


def test_the_tests_need_more_packages_and_other_models(set_up: Machine) -> None:
    code, (packages, models, tried, tests) = set_up.bootstrap("test")
    assert code == 0
    assert packages.endswith(f"{set_up.root}[dev]")
    assert "all-minilm-l6-v2" in models.split()
    assert "smollm2-135m-instruct-q4_1" in tried.split()
    assert tests.startswith("-m pytest")


def test_the_tests_own_exit_code_is_the_exit_code(set_up: Machine) -> None:
    assert set_up.bootstrap("test", failing="--cov")[0] == 1


def test_the_terminal_gets_an_answer_about_the_sample(set_up: Machine) -> None:
    code, (index, ask) = set_up.bootstrap("run", "--cli")
    assert code == 0
    assert f"index {set_up.root / 'assets' / 'sample'} --workspace" in index
    assert ask.startswith("-m app.cli.main ask")


def test_what_went_wrong_with_the_sample_is_the_exit_code(set_up: Machine) -> None:
    code, (index,) = set_up.bootstrap("run", "--cli", failing="index")
    assert code == 1
    assert "index" in index.split()


def test_a_package_that_a_kill_cut_off_is_installed_again(machine: Machine) -> None:
    whole = machine.describe("whole", size=3)
    cut_off, unfinished = machine.describe("cut-off", size=4), machine.describe("unfinished")
    machine.bootstrap("setup")
    assert whole.is_dir()
    assert not cut_off.exists()
    assert not unfinished.exists()
