"""Set Genba up, run it, test it: the two commands of the README. Standard library only.

    python packaging/bootstrap.py run [--cli]   set up, then open the window or answer on a terminal
    python packaging/bootstrap.py test          set up, then run every check and test
    python packaging/bootstrap.py setup         set up only

Every finished step leaves a stamp in .venv with a hash of what it was made from, so a second run
skips it and a run that was cut off goes on there. Works on Linux and Windows.
"""

from __future__ import annotations

import argparse
import csv
import ctypes
import hashlib
import importlib.util
import json
import os
import platform
import shutil
import subprocess
import sys
import sysconfig
import time
import venv
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
STAMPS = VENV / "genba-setup.json"
CONSTRAINTS = ROOT / "packaging" / "constraints.txt"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")

DEFAULT_MODELS = ("qwen2.5-coder-1.5b-instruct-q4_k_m", "embeddinggemma-300m")
TEST_MODELS = ("smollm2-135m-instruct-q4_1", "all-minilm-l6-v2")
SAMPLE_QUESTION = "What torque for the L-7 spindle lock nut?"

# What Qt loads from the system, and the Debian package that has it.
QT_LIBRARIES = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libfontconfig.so.1": "libfontconfig1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xinerama.so.0": "libxcb-xinerama0",
}
JAPANESE_FONT = "fonts-noto-cjk"

# Virtual machines list AMX and fault at its first instruction, so llama.cpp is built without it.
NO_AMX = "-mno-amx-tile -mno-amx-int8 -mno-amx-bf16"
BUILD_FOR_THIS = f"-DCMAKE_C_FLAGS='{NO_AMX}' -DCMAKE_CXX_FLAGS='{NO_AMX}'"
# Every x86 processor since 2013; on others the flags mean nothing.
BUILD_FOR_ANY = (
    "-DGGML_NATIVE=OFF -DGGML_AVX=ON -DGGML_AVX2=ON -DGGML_FMA=ON -DGGML_F16C=ON -DGGML_BMI2=ON"
)


class SetupFailed(Exception):
    """A step cannot be done; the text says what to do."""


@dataclass(frozen=True)
class Step:
    """One part of the set-up.

    It is done when its stamp equals ``made_from`` and what it made ``is_there`` still.
    """

    name: str
    announcement: str
    made_from: str
    action: Callable[[], None]
    is_there: Callable[[], bool] = lambda: True


def main() -> int:
    """Parse the command and do it; the exit code is that of what was run."""
    arguments = _arguments()
    try:
        _check_python()
        _run_steps(_setup_steps(is_test=arguments.command == "test"))
        if arguments.command == "setup":
            print("Genba is set up.")
            return 0
        if arguments.command == "test":
            return _test(arguments.pytest)
        return _run(is_on_terminal=arguments.cli)
    except SetupFailed as error:
        print(f"\nSet-up stopped: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped. Run the command again to go on from here.", file=sys.stderr)
        return 130


# The steps.


def _setup_steps(*, is_test: bool) -> list[Step]:
    extras = "[dev]" if is_test else ""
    models = TEST_MODELS if is_test else DEFAULT_MODELS
    packages = _digest(CONSTRAINTS, ROOT / "pyproject.toml", text=sys.version)
    catalogue = _digest(ROOT / "assets" / "models.toml", text=f"{models}{_data_home()}")
    return [
        Step("environment", "Making .venv", sys.version, _make_environment, _environment_works),
        Step("system", "Looking for the libraries that Qt needs", "1", _install_system_libraries),
        Step(
            "torch",
            "Installing PyTorch for the CPU (about 200 MB)",
            _digest(CONSTRAINTS, text=sys.version),
            # First and alone: any other request could pull a CUDA build of several gigabytes.
            lambda: _pip_install(_pinned("torch")),
        ),
        Step(
            f"packages{extras}",
            "Installing packages; llama.cpp is compiled the first time (about 7 minutes)",
            packages,
            lambda: _install_packages(extras),
        ),
        Step(
            f"models {' '.join(models)}",
            "Fetching and checking models",
            catalogue,
            lambda: _fetch_models(models),
            # Outside .venv, where someone may have cleared it away.
            lambda: all((_data_home() / "models" / model).is_dir() for model in models),
        ),
        Step(
            f"first words of {models[0]}",
            "Trying the model",
            f"{packages}{catalogue}",
            lambda: _try_model(models[0]),
        ),
    ]


def _run_steps(steps: Sequence[Step]) -> None:
    for step in steps:
        stamps = _read_stamps()
        if stamps.get(step.name) == step.made_from and PYTHON.exists() and step.is_there():
            continue
        print(f"==> {step.announcement}", flush=True)
        started = time.monotonic()
        step.action()
        # Read again: the first step makes the folder anew.
        _write_stamps({**_read_stamps(), step.name: step.made_from})
        print(f"    done in {time.monotonic() - started:.0f} s", flush=True)


def _make_environment() -> None:
    if importlib.util.find_spec("ensurepip") is None:
        raise SetupFailed("Python's venv is missing. Debian: sudo apt-get install python3-venv")
    # Whatever stands there belongs to another Python or was left half made. A copied interpreter
    # does not find its own library where Python was installed as a movable folder; links do.
    venv.EnvBuilder(with_pip=True, clear=True, symlinks=os.name != "nt").create(VENV)


def _environment_works() -> bool:
    try:
        return subprocess.run([str(PYTHON), "-c", ""], check=False).returncode == 0
    except OSError:  # The Python it was made from is gone.
        return False


def _install_system_libraries() -> None:
    if not sys.platform.startswith("linux"):
        return
    missing = [package for name, package in QT_LIBRARIES.items() if not _loads(name)]
    if not _has_japanese_font():
        missing.append(JAPANESE_FONT)
    if not missing:
        return
    command = ["apt-get", "install", "-y", "--no-install-recommends", *missing]
    if shutil.which("apt-get") and os.geteuid() == 0:
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update", "-q"], check=False, env=environment)
        if subprocess.run(command, check=False, env=environment).returncode == 0:
            return
    print(f"    The window needs: sudo {' '.join(command)}")
    print("    (or the same libraries from your system's packages). Going on without them.")


def _install_packages(extras: str) -> None:
    if os.name != "nt" and not (shutil.which("c++") or shutil.which("g++")):
        raise SetupFailed(
            "llama-cpp-python needs a C++ compiler. Debian: sudo apt-get install build-essential"
        )
    _pip_install("-e", f"{ROOT}{extras}")


def _pip_install(*what: str, build: str = BUILD_FOR_THIS) -> None:
    environment = {
        **os.environ,
        "CMAKE_ARGS": f"{_native(build)} {os.environ.get('CMAKE_ARGS', '')}".strip(),
        "CMAKE_BUILD_PARALLEL_LEVEL": str(os.cpu_count() or 1),
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
    }
    command = [str(PYTHON), "-m", "pip", "install", "-q", "-c", str(CONSTRAINTS), *what]
    _forget_half_installed()
    for attempt in (1, 2):
        # Once more: a registry that drops one connection is common, and pip resumes from its cache.
        if subprocess.run(command, check=False, env=environment).returncode == 0:
            return
        print(f"    pip failed (attempt {attempt} of 2)", flush=True)
    raise SetupFailed("pip could not install the packages; its own message is above")


def _forget_half_installed() -> None:
    """Let pip see what a kill cut off: it takes a package for installed once it is described."""
    packages = Path(sysconfig.get_path("purelib", "venv", {"base": str(VENV)}))
    for description in packages.glob("*.dist-info"):
        if not _is_whole(description):
            shutil.rmtree(description)


def _is_whole(description: Path) -> bool:
    try:
        with (description / "RECORD").open(encoding="utf-8", newline="") as record:
            rows = list(csv.reader(record))
        return all(
            (description.parent / name).stat().st_size == int(size)
            for name, _, size in rows
            # Python writes compiled files anew, even those that PySide6 ships.
            if size and not name.endswith(".pyc")
        )
    except (OSError, ValueError):
        return False


def _fetch_models(models: Sequence[str]) -> None:
    if _genba("models", "fetch", *models) != 0:
        raise SetupFailed("'genba models' did not work; its own message is above")


def _try_model(model: str) -> None:
    """Have the model write a word. A llama.cpp that dies over it is built again, for any machine.

    pip may have brought a build from its cache that was made on another processor.
    """
    code = _genba("models", "try", model)
    if _is_crash(code):
        print("    llama.cpp was built for another processor; building it again", flush=True)
        package = _pinned("llama_cpp_python")
        again = ("--force-reinstall", "--no-deps", "--no-cache-dir", package)
        _pip_install(*again, build=BUILD_FOR_ANY)
        code = _genba("models", "try", model)
    if code != 0:
        raise SetupFailed(f"the model {model} does not run here (exit code {code})")


def _is_crash(code: int) -> bool:
    """Whether a process died of a signal, or on Windows of an exception such as 0xC000001D."""
    return code < 0 or code >= 0xC0000000


def _native(build: str) -> str:
    """Flags that only compilers for x86 on Unix know are for those."""
    is_x86 = platform.machine().lower() in {"x86_64", "amd64", "i686"}
    return build if is_x86 and os.name != "nt" else ""


# What comes after the set-up.


def _run(*, is_on_terminal: bool) -> int:
    if not is_on_terminal and _has_display():
        return _genba("window")
    workspace = _data_home() / "sample-workspace"
    sample = ROOT / "assets" / "sample"
    if code := _genba("index", str(sample), "--workspace", str(workspace)):
        return code
    print(f"\nQuestion: {SAMPLE_QUESTION}", flush=True)
    return _genba("ask", SAMPLE_QUESTION, "--workspace", str(workspace))


def _test(pytest_arguments: Sequence[str]) -> int:
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "HF_HUB_OFFLINE": "1",
        "TRANSFORMERS_OFFLINE": "1",
    }
    command = [str(PYTHON), "-m", "pytest", "--cov", "--cov-report=term", *pytest_arguments]
    return subprocess.run(command, check=False, cwd=ROOT, env=environment).returncode


def _genba(*arguments: str) -> int:
    command = [str(PYTHON), "-m", "app.cli.main", *arguments]
    return subprocess.run(command, check=False, cwd=ROOT).returncode


# What this machine is like.


def _check_python() -> None:
    if sys.version_info < (3, 11):  # noqa: UP036  (whoever runs this may have an older one)
        raise SetupFailed(f"Python 3.11 or newer is needed, this is {sys.version.split()[0]}")


def _has_display() -> bool:
    if not sys.platform.startswith("linux"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _has_japanese_font() -> bool:
    if not shutil.which("fc-list"):
        return any(Path("/usr/share/fonts").rglob("*CJK*"))
    found = subprocess.run(
        ["fc-list", ":lang=ja", "family"], check=False, capture_output=True, text=True
    )
    return bool(found.stdout.strip())


def _data_home() -> Path:
    """Where the program keeps its data; the same rule as engine.models.location."""
    if home := os.environ.get("GENBA_HOME"):
        return Path(home)
    if os.name == "nt":
        return Path(os.environ.get("LOCALAPPDATA", str(Path.home()))) / "genba"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "genba"
    given = Path(os.environ.get("XDG_DATA_HOME", ""))
    return (given if given.is_absolute() else Path.home() / ".local" / "share") / "genba"


def _pinned(package: str) -> str:
    for line in CONSTRAINTS.read_text(encoding="utf-8").splitlines():
        if line.startswith(f"{package}=="):
            return line.split("#")[0].strip()
    raise SetupFailed(f"{CONSTRAINTS.name} does not pin {package}")


def _digest(*files: Path, text: str = "") -> str:
    digest = hashlib.sha256(text.encode())
    for file in files:
        digest.update(file.read_bytes())
    return digest.hexdigest()


def _read_stamps() -> dict[str, str]:
    try:
        return dict(json.loads(STAMPS.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return {}


def _write_stamps(stamps: dict[str, str]) -> None:
    partial = STAMPS.with_suffix(".partial")
    partial.write_text(json.dumps(stamps, indent=1), encoding="utf-8")
    partial.replace(STAMPS)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Set up, run or test Genba.")
    commands = parser.add_subparsers(dest="command", required=True)
    run = commands.add_parser("run", help="set up, then open the window")
    run.add_argument("--cli", action="store_true", help="answer a sample question on the terminal")
    test = commands.add_parser("test", help="set up, then run every check and test")
    test.add_argument("pytest", nargs="*", help="arguments for pytest, after --")
    commands.add_parser("setup", help="set up only")
    return parser.parse_args(namespace=argparse.Namespace(cli=False, pytest=[]))


if __name__ == "__main__":
    sys.exit(main())
