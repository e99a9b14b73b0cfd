"""The set-up does each step once, goes on where it stopped, and names what the program needs."""

from __future__ import annotations

import importlib.util
import re
import sys
import tomllib
from pathlib import Path
from types import ModuleType

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from engine.models.catalogue import load_catalogue
from engine.models.location import data_folder

ROOT = Path(__file__).parents[2]


@pytest.fixture
def bootstrap(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    spec = importlib.util.spec_from_file_location(
        "genba_bootstrap", ROOT / "packaging" / "bootstrap.py"
    )
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "genba_bootstrap", module)
    spec.loader.exec_module(module)
    environment = tmp_path / ".venv"
    environment.mkdir()
    (environment / "python").touch()
    monkeypatch.setattr(module, "STAMPS", environment / "genba-setup.json")
    monkeypatch.setattr(module, "PYTHON", environment / "python")
    return module


class Steps:
    """Three steps that count how often they are done; one of them can be made to fail."""

    def __init__(self, bootstrap: ModuleType) -> None:
        self.bootstrap = bootstrap
        self.done: list[str] = []
        self.failing = ""
        self.made_from = {"a": "1", "b": "1", "c": "1"}

    def run(self) -> None:
        self.bootstrap._run_steps(
            [
                self.bootstrap.Step(name, name, made_from, lambda name=name: self._do(name))
                for name, made_from in self.made_from.items()
            ]
        )

    def _do(self, name: str) -> None:
        if name == self.failing:
            raise self.bootstrap.SetupFailed(name)
        self.done.append(name)


def test_a_second_run_repeats_nothing(bootstrap: ModuleType) -> None:
    steps = Steps(bootstrap)
    steps.run()
    steps.run()
    assert steps.done == ["a", "b", "c"]


def test_a_run_that_broke_off_goes_on_with_the_step_that_failed(bootstrap: ModuleType) -> None:
    steps = Steps(bootstrap)
    steps.failing = "b"
    with pytest.raises(bootstrap.SetupFailed):
        steps.run()
    assert list(bootstrap._read_stamps()) == ["a"]
    steps.failing = ""
    steps.run()
    assert steps.done == ["a", "b", "c"]


def test_a_step_whose_ingredients_changed_is_done_again(bootstrap: ModuleType) -> None:
    steps = Steps(bootstrap)
    steps.run()
    steps.made_from["b"] = "2"
    steps.run()
    assert steps.done == ["a", "b", "c", "b"]


def test_damaged_stamps_and_a_lost_environment_mean_beginning_anew(bootstrap: ModuleType) -> None:
    steps = Steps(bootstrap)
    steps.run()
    for damaged in ("{damaged", "", "null", "5"):
        bootstrap.STAMPS.write_text(damaged, encoding="utf-8")
        steps.run()
    bootstrap.PYTHON.unlink()
    steps.run()
    assert steps.done == ["a", "b", "c"] * 6


def test_an_environment_whose_python_does_not_start_is_told_from_one_that_works(
    bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not bootstrap._environment_works()
    monkeypatch.setattr(bootstrap, "PYTHON", Path(sys.executable))
    assert bootstrap._environment_works()


def test_a_failed_set_up_says_why_and_ends_with_1(
    bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def no_compiler(*, is_test: bool) -> None:
        raise bootstrap.SetupFailed("a compiler is needed")

    monkeypatch.setattr(bootstrap, "_setup_steps", no_compiler)
    monkeypatch.setattr(sys, "argv", ["bootstrap.py", "setup"])
    assert bootstrap.main() == 1
    assert "a compiler is needed" in capsys.readouterr().err


@pytest.mark.parametrize("home", ["", "現場　home"])
@pytest.mark.parametrize("xdg", ["", " ", "relative", "/xdg　data"])
def test_the_set_up_and_the_program_agree_where_data_lies(
    bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch, home: str, xdg: str
) -> None:
    monkeypatch.setenv("GENBA_HOME", home)
    monkeypatch.setenv("XDG_DATA_HOME", xdg)
    assert bootstrap._data_home() == data_folder()


def test_the_models_it_fetches_are_in_the_catalogue(bootstrap: ModuleType) -> None:
    catalogue = load_catalogue()
    for model_id in (*bootstrap.DEFAULT_MODELS, *bootstrap.TEST_MODELS):
        assert not catalogue.entry(model_id).is_by_hand
    assert all(catalogue.entry(model_id).is_default for model_id in bootstrap.DEFAULT_MODELS)


def test_every_direct_dependency_is_pinned_within_its_bounds() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lines = (ROOT / "packaging" / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = {
        canonicalize_name(match[1]): match[2]
        for line in lines
        if (match := re.fullmatch(r"([\w.-]+)==([\w.]+)", line))
    }
    for text in (*project["dependencies"], *project["optional-dependencies"]["dev"]):
        requirement = Requirement(text)
        version = pins.get(canonicalize_name(requirement.name))
        assert version is not None, f"{requirement.name} is not pinned"
        assert requirement.specifier.contains(version), text


def test_torch_is_pinned_and_the_qt_that_aborts_python_is_shut_out(bootstrap: ModuleType) -> None:
    assert re.fullmatch(r"torch==[\d.]+", bootstrap._pinned("torch"))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    (qt,) = [Requirement(text) for text in project["dependencies"] if text.startswith("PySide6")]
    assert not qt.specifier.contains("6.12.0")
    pin = Requirement(bootstrap._pinned("PySide6_Essentials"))
    assert not pin.specifier.contains("6.12.0")
