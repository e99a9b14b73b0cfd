"""What it costs to look at a folder again: unchanged, one file changed, moved, grown.

Run: python tests/bench/incremental.py [ROWS]. Prints a table in seconds, without embedding.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

from engine.events import IndexFinished, IndexReport
from engine.store.library import Library
from ingest.indexer import index
from ingest.mupdf import pymupdf

_N_FILES = 1000
_N_PAGES = 100
_N_ROWS = 1_000_000
_N_NEW = 1000


def brought_up_to_date(library: Library, *paths: Path) -> IndexReport:
    """The report of one run."""
    *_, last = index(library, paths, cancel=threading.Event())
    assert isinstance(last, IndexFinished)
    return last.report


def measured(name: str, work: Callable[[], IndexReport]) -> float:
    """A line of the table, and the seconds in it."""
    started = time.perf_counter()
    report = work()
    seconds = time.perf_counter() - started
    did = (
        f"{report.n_indexed} read, {report.n_unchanged} unchanged, {report.n_moved} moved,"
        f" {len(report.failures)} failed"
    )
    print(f"{name:<48}{seconds:>10.2f} s   {did}", flush=True)
    return seconds


def rows(first: int, n: int) -> str:
    """Lines of an inspection log."""
    return "".join(
        f"{i},2025-04-{1 + i % 30:02} 09:{i % 60:02}:00,L-{i % 12},"
        f"{12 + i % 700 / 1000:.3f},{80 + i % 90 / 10:.1f},{'OK' if i % 50 else 'NG'}\n"
        for i in range(first, first + n)
    )


def time_small_files(folder: Path, workspace: Path) -> None:
    """A folder of notes."""
    folder.mkdir()
    for i in range(_N_FILES):
        (folder / f"note {i:04}.txt").write_text(f"Work order {i}: tighten to {i % 90} N·m.\n" * 20)
    library = Library.open(workspace)
    measured(f"{_N_FILES} files, all new", lambda: brought_up_to_date(library, folder))
    measured("the same, unchanged", lambda: brought_up_to_date(library))
    (folder / "note 0500.txt").write_text("Changed.\n")
    measured("one of them changed", lambda: brought_up_to_date(library))
    (folder / "old").mkdir()
    (folder / "note 0400.txt").rename(folder / "old" / "note 0400.txt")
    measured("one of them moved", lambda: brought_up_to_date(library))
    library.close()


def write_manual(path: Path, changed: int) -> None:
    """A PDF of which one page says something of its own."""
    with pymupdf.open() as document:
        for number in range(1, _N_PAGES + 1):
            page = document.new_page()
            for line in range(40):
                text = f"Page {number}, step {line}: tighten to {number % 90} N·m."
                page.insert_text((50, 60 + 18 * line), text if number != changed else f"New {line}")
        document.save(path)


def time_manual(folder: Path, workspace: Path) -> None:
    """A PDF is read again as a whole; its vectors are kept by text."""
    folder.mkdir()
    write_manual(folder / "manual.pdf", changed=0)
    library = Library.open(workspace)
    measured(f"a PDF of {_N_PAGES} pages, new", lambda: brought_up_to_date(library, folder))
    write_manual(folder / "manual.pdf", changed=50)
    measured("one of its pages changed", lambda: brought_up_to_date(library))
    library.close()


def time_log(folder: Path, workspace: Path, n_rows: int) -> None:
    """A log that grows."""
    folder.mkdir()
    log = folder / "log.csv"
    with log.open("w") as file:
        file.write("n,time,machine,diameter [mm],torque [N·m],result\n")
        for first in range(1, n_rows + 1, 10_000):
            file.write(rows(first, min(10_000, n_rows + 1 - first)))
    library = Library.open(workspace)
    whole = measured(f"a CSV of {n_rows:,} rows, new", lambda: brought_up_to_date(library, folder))
    with log.open("a") as file:
        file.write(rows(n_rows + 1, _N_NEW))
    part = measured(f"{_N_NEW:,} rows appended", lambda: brought_up_to_date(library))
    print(f"{'':<48}{whole / part:>10.0f} times as fast as the whole")
    (document,) = library.documents()
    assert document.n_rows == n_rows + _N_NEW
    library.close()


def main() -> None:
    """Everything, in folders of its own."""
    n_rows = int(sys.argv[1]) if len(sys.argv) > 1 else _N_ROWS
    base = Path(tempfile.mkdtemp(prefix="genba-incremental-"))
    try:
        time_small_files(base / "notes", base / "w1")
        time_manual(base / "manual", base / "w2")
        time_log(base / "log", base / "w3", n_rows)
    finally:
        shutil.rmtree(base, ignore_errors=True)


if __name__ == "__main__":
    main()
