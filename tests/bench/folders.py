"""How fast a folder of small files is indexed, with one reader and with several.

Run: python tests/bench/folders.py [--files 2000] [--readers 1,4]. Makes the files (text, PDF and
logs, half a page to three pages each), indexes them into a new library without embeddings, and
prints a line for each number of readers. ``children MB`` is the most that all readers had at once.
"""

from __future__ import annotations

import argparse
import os
import platform
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import psutil

from engine.events import IndexFinished, IndexReport
from engine.store.library import Library
from ingest.indexer import index
from ingest.mupdf import pymupdf

_SAMPLE_S = 0.1
_LINE = "Station {n}: tighten the lock nut to {n} Nm, then check gauge A-{n:05d} and note it.\n"

Result = TypeVar("Result")


class PeakMemory:
    """The most memory that this process and its children had, looked at ten times a second."""

    def __init__(self) -> None:
        self.parent_mb = 0.0
        self.children_mb = 0.0
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def of(self, work: Callable[[], Result]) -> Result:
        """Watch while ``work`` runs."""
        self._thread.start()
        try:
            return work()
        finally:
            self._is_over.set()
            self._thread.join()

    def _watch(self) -> None:
        process = psutil.Process()
        while not self._is_over.wait(_SAMPLE_S):
            self.parent_mb = max(self.parent_mb, process.memory_info().rss / 2**20)
            children = 0.0
            for child in process.children():
                try:
                    children += child.memory_info().rss / 2**20
                except psutil.Error:
                    continue
            self.children_mb = max(self.children_mb, children)


def make_small_files(folder: Path, n_files: int) -> None:
    """Seven texts, two PDFs and a log in every ten, a hundred to a folder."""
    for n in range(n_files):
        inner = folder / f"station {n // 100:04d}"
        inner.mkdir(parents=True, exist_ok=True)
        lines = [_LINE.format(n=n + i) for i in range(20)]
        if n % 10 in (3, 7):
            make_pdf(inner / f"{n}.pdf", [lines] * (n % 3 + 1))
        elif n % 10 == 5:
            rows = [f"2026-01-{i % 28 + 1:02d},A-{n:05d},{i * 0.1:.1f}\n" for i in range(30)]
            (inner / f"{n}.csv").write_text("date,gauge,value\n" + "".join(rows), encoding="utf-8")
        else:
            (inner / f"{n}.txt").write_text("".join(lines), encoding="utf-8")


def make_pdf(path: Path, pages: list[list[str]]) -> None:
    """A PDF with these lines on its pages."""
    with pymupdf.open() as document:
        for lines in pages:
            page = document.new_page()
            page.insert_text((50, 60), [line.rstrip() for line in lines], fontsize=8)
        document.save(path)


def index_into(workspace: Path, folder: Path, n_readers: int) -> IndexReport:
    """Index a folder into a library, which is closed again."""
    library = Library.open(workspace)
    report = IndexReport()
    for event in index(library, [folder], cancel=threading.Event(), n_readers=n_readers):
        if isinstance(event, IndexFinished):
            report = event.report
    library.close()
    return report


def measured(name: str, folder: Path, n_readers: int) -> None:
    """Index and print a line."""
    with tempfile.TemporaryDirectory() as workspace:
        memory = PeakMemory()
        started = time.monotonic()
        report = memory.of(lambda: index_into(Path(workspace), folder, n_readers))
        seconds = time.monotonic() - started
        again = index_into(Path(workspace), folder, n_readers)
    mb = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 2**20
    print(
        f"{name:<28}{n_readers:>8}{report.n_files:>8}{mb:>9.1f}{seconds:>9.1f}"
        f"{report.n_files / seconds:>9.1f}{report.n_pages / seconds:>9.1f}{mb / seconds:>9.2f}"
        f"{memory.parent_mb:>11.0f}{memory.children_mb:>13.0f}{len(report.failures):>8}"
        f"{again.seconds:>9.1f}",
        flush=True,
    )


def print_header() -> None:
    """The machine, and the names of the columns."""
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    print(f"{platform.platform()}, {os.cpu_count()} cores{load}")
    print(
        f"{'':<28}{'readers':>8}{'files':>8}{'MB':>9}{'s':>9}{'files/s':>9}{'pages/s':>9}"
        f"{'MB/s':>9}{'parent MB':>11}{'children MB':>13}{'errors':>8}{'again s':>9}"
    )


def main() -> None:
    """Print everything."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--files", type=int, default=2000)
    parser.add_argument("--readers", default="1,2,4")
    options = parser.parse_args()
    print_header()
    with tempfile.TemporaryDirectory() as folder:
        make_small_files(Path(folder), options.files)
        for n_readers in options.readers.split(","):
            measured("small files", Path(folder), int(n_readers))


if __name__ == "__main__":
    main()
