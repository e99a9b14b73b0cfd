"""``genba doctor``: is everything there and whole, and what to do where it is not."""

from __future__ import annotations

import platform
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import psutil
from rich.table import Table
from rich.text import Text

from app.cli.output import console
from app.messages import describe
from engine.domain import Failure
from engine.errors import GenbaError
from engine.liveness import is_running
from engine.models.catalogue import ModelKind
from engine.models.store import ModelStore
from engine.store.journal import Journal
from engine.store.library import Library

_PACKAGES = ("llama-cpp-python", "sentence-transformers", "hnswlib", "PyMuPDF", "SQLAlchemy")
_LITTLE_MEMORY_GB = 3.0
_LITTLE_DISK_GB = 2.0


class Verdict(StrEnum):
    """How a check came out. WARN still works; FAIL needs someone to act."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report."""

    subject: str
    verdict: Verdict
    detail: str


_STYLE = {Verdict.OK: "green", Verdict.WARN: "yellow", Verdict.FAIL: "bold red"}


def run_doctor(workspace: Path) -> bool:
    """Print every finding; True if nothing failed."""
    findings = [*_machine(), *_models(), *_workspace(workspace)]
    table = Table(box=None, show_header=False)
    for finding in findings:
        verdict = Text(finding.verdict.value, style=_STYLE[finding.verdict])
        table.add_row(verdict, finding.subject, finding.detail)
    console.print(table)
    return all(finding.verdict is not Verdict.FAIL for finding in findings)


def _machine() -> Iterator[Finding]:
    yield Finding("python", Verdict.OK, f"{platform.python_version()} on {platform.platform()}")
    for name in _PACKAGES:
        try:
            yield Finding(name, Verdict.OK, version(name))
        except PackageNotFoundError:
            yield Finding(name, Verdict.FAIL, "not installed: run the set-up again")
    free_gb = psutil.virtual_memory().available / 2**30
    verdict = Verdict.OK if free_gb >= _LITTLE_MEMORY_GB else Verdict.WARN
    yield Finding("free memory", verdict, f"{free_gb:.1f} GB")


def _models() -> Iterator[Finding]:
    store = ModelStore.default()

    def where(kind: ModelKind) -> str:
        model_id = store.default_model(kind)
        return f"{model_id}: {store.path_of(model_id)}"

    for kind in ModelKind:
        yield from _checked(f"{kind.value} model", partial(where, kind))


def _workspace(folder: Path) -> Iterator[Finding]:
    if not (folder / "library.db").exists():
        yield Finding("workspace", Verdict.OK, f"{folder}: nothing indexed yet")
        return
    free_gb = shutil.disk_usage(folder).free / 2**30
    verdict = Verdict.OK if free_gb >= _LITTLE_DISK_GB else Verdict.WARN
    yield Finding("free disk", verdict, f"{free_gb:.1f} GB at {folder}")
    yield from _checked("library", lambda: _check_library(folder))
    yield from _checked("journal", lambda: _check_journal(folder))


def _check_library(folder: Path) -> str:
    library = Library.open(folder)
    try:
        findings = library.check()
        if findings:
            raise _Unsound("; ".join(findings))
        documents = library.documents()
        n_failed = sum(1 for source in library.sources() if source.failure)
        n_chunks = sum(document.n_chunks for document in documents)
        return (
            f"{len(documents)} documents, {n_chunks} chunks, {n_failed} unreadable files,"
            f" generation {library.generation}"
        )
    finally:
        library.close()


def _check_journal(folder: Path) -> str:
    journal = Journal(folder)
    try:
        interrupted = journal.mark_interrupted(is_running)
        n, _ = journal.verify()
        closed = f", {len(interrupted)} interrupted questions closed" if interrupted else ""
        return f"{n} entries, hash chain unbroken{closed}"
    finally:
        journal.close()


class _Unsound(Exception):
    """A check ran and found something."""


def _checked(subject: str, check: Callable[[], str]) -> Iterator[Finding]:
    try:
        yield Finding(subject, Verdict.OK, check())
    except _Unsound as finding:
        yield Finding(subject, Verdict.FAIL, str(finding))
    except GenbaError as error:
        message = describe(Failure(error.code, tuple(error.facts.items())))
        yield Finding(subject, Verdict.FAIL, f"{message.what} {message.action}")
