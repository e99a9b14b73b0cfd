"""How fast files are read, against what PyMuPDF needs to extract the same text.

Run: python tests/bench/ingest_speed.py [FOLDER]. Prints a table; the budget of the design is 70 %
of PyMuPDF's own rate for reading and chunking text PDFs.
"""

from __future__ import annotations

import os
import platform
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

from engine.events import IndexFinished
from engine.store.library import Library
from ingest.chunking import chunk
from ingest.indexer import index
from ingest.mupdf import pymupdf
from ingest.pdf import read_pdf

_ROUNDS = 5
_NO_IMAGES = pymupdf.TEXTFLAGS_DICT & ~pymupdf.TEXT_PRESERVE_IMAGES


def best_of(work: Callable[[], object]) -> float:
    """Processor seconds of the fastest of some rounds: what is slower is other people's work."""
    times = []
    for _ in range(_ROUNDS):
        started = time.process_time()
        work()
        times.append(time.process_time() - started)
    return min(times)


def extract(path: Path, flags: int) -> None:
    """PyMuPDF's own extraction of every page."""
    with pymupdf.open(path) as document:
        for page in document:
            page.get_text("dict", flags=flags)


def has_text(path: Path) -> bool:
    """Whether it opens without a password and has some text."""
    try:
        with pymupdf.open(path) as document:
            return not document.needs_pass and any(page.get_text() for page in document)
    except RuntimeError:
        return False


def print_pdfs(folder: Path) -> None:
    """A line for each text PDF, and one for all of them."""
    header = ("file", "pages", "dict", "without images", "read+chunk", "of dict", "of dict w/o img")
    print("".join(f"{h:>{48 if i == 0 else 16}}" for i, h in enumerate(header)))
    totals = [0.0, 0.0, 0.0, 0.0]
    for path in sorted(folder.rglob("*.pdf")):
        if not has_text(path):
            continue
        with pymupdf.open(path) as document:
            n_pages = document.page_count
        whole = best_of(lambda path=path: extract(path, pymupdf.TEXTFLAGS_DICT))  # type: ignore[misc]
        bare = best_of(lambda path=path: extract(path, _NO_IMAGES))  # type: ignore[misc]
        ours = best_of(lambda path=path: list(chunk(read_pdf(path))))  # type: ignore[misc]
        print_row(path.name, n_pages, whole, bare, ours)
        totals = [a + b for a, b in zip(totals, (n_pages, whole, bare, ours), strict=True)]
    print_row("all", int(totals[0]), *totals[1:])


def print_row(name: str, n_pages: int, whole: float, bare: float, ours: float) -> None:
    """One line of the table, times in milliseconds."""
    print(
        f"{name[-46:]:>48}{n_pages:>16}{whole * 1e3:>16.1f}{bare * 1e3:>16.1f}{ours * 1e3:>16.1f}"
        f"{whole / ours:>16.0%}{bare / ours:>16.0%}"
    )


def print_indexing(folder: Path) -> None:
    """The whole way into a new library, and once more with nothing changed."""
    with tempfile.TemporaryDirectory() as workspace:
        library = Library.open(Path(workspace))
        for run in ("first run", "second run"):
            for event in index(library, [folder], cancel=threading.Event()):
                if isinstance(event, IndexFinished):
                    report = event.report
            print(
                f"{run}: {report.n_files} files, {report.n_indexed} read, {report.n_chunks} chunks,"
                f" {report.n_pages} pages, {len(report.failures)} not read, {report.seconds:.2f} s"
            )
        library.close()


def main() -> None:
    """Print everything."""
    if len(sys.argv) != 2:
        sys.exit("usage: python tests/bench/ingest_speed.py FOLDER")
    folder = Path(sys.argv[1])
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    print(
        f"{platform.platform()}, {os.cpu_count()} cores{load}, Python {platform.python_version()}"
    )
    print(f"PyMuPDF {pymupdf.VersionBind}, MuPDF {pymupdf.VersionFitz}; best of {_ROUNDS}, ms")
    print_pdfs(folder)
    print_indexing(folder)


if __name__ == "__main__":
    main()
