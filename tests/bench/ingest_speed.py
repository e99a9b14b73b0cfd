"""How fast files are read, beside PyMuPDF's own text extraction and polars' own reading of CSV.

Run: python tests/bench/ingest_speed.py [FOLDER ...] [--pages 300] [--rows 1000000] [--rounds 3]

All ways read the same files in one run, each in a process of its own and in turns: a manual and an
inspection log that are made here, or the text PDFs and CSV files of the folders. Rates are by
processor time of the fastest round, so that other programs on the machine count little; "s" is the
time of that round on the clock. The last lines bring the log into a new library, with the reader
in a child of its own, and query it with the SQL tool. Without polars its lines say so.
"""

from __future__ import annotations

import argparse
import csv
import importlib.util
import os
import platform
import sqlite3
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[2]))

from alone import Measured, best_of
from folders import PeakMemory, index_into
from incremental import rows
from scale import make_large_pdf

from engine.domain import LogRows, Page
from engine.store.library import Library
from engine.tools.sql.guard import checked
from engine.tools.sql.sandbox import LogSandbox
from ingest.chunking import chunk
from ingest.log_table import read_log_table
from ingest.mupdf import pymupdf
from ingest.pdf import read_pdf

_NO_IMAGES = pymupdf.TEXTFLAGS_DICT & ~pymupdf.TEXT_PRESERVE_IMAGES
_HEADER = "n,time,machine,diameter [mm],torque [N·m],result\n"
_ROWS_AT_ONCE = 10_000

Way = tuple[str, Callable[[Path], int]]

# Each way gives how many pages or rows it has read.


def get_text(path: Path) -> int:
    """PyMuPDF's own text of every page."""
    with pymupdf.open(path) as document:
        return sum(1 for page in document if page.get_text() is not None)


def get_places(path: Path) -> int:
    """PyMuPDF's own text with the rectangles, which citations need, and without pictures."""
    with pymupdf.open(path) as document:
        return sum(1 for page in document if page.get_text("dict", flags=_NO_IMAGES))


def pdf_read(path: Path) -> int:
    """Our reading of blocks, headings and tables."""
    return sum(1 for part in read_pdf(path) if isinstance(part, Page))


def pdf_chunked(path: Path) -> int:
    """The same with chunks, as a library stores them."""
    return sum(1 for part in chunk(read_pdf(path)) if isinstance(part, Page))


def csv_module(path: Path) -> int:
    """Python's own reader, which understands no types."""
    with path.open(encoding="utf-8", newline="") as file:
        return sum(1 for _ in csv.reader(file)) - 1


def sqlite_only(path: Path) -> int:
    """Python's reader, and SQLite's insertion of its texts without types: a floor for an import."""
    with path.open(encoding="utf-8", newline="") as file, tempfile.TemporaryDirectory() as folder:
        reader = csv.reader(file)
        titles = next(reader)
        columns = ", ".join(f"c{i}" for i in range(len(titles)))
        marks = ", ".join("?" * len(titles))
        connection = sqlite3.connect(Path(folder) / "tables.db")
        connection.execute(f"create table log ({columns})")
        connection.executemany(f"insert into log values ({marks})", reader)
        connection.commit()
        n = connection.execute("select count(*) from log").fetchone()[0]
        connection.close()
        return int(n)


def csv_read(path: Path) -> int:
    """Our reading: dialect, header, units, types, and what does not fit."""
    return sum(len(part.rows) for part in read_log_table(path) if isinstance(part, LogRows))


def csv_chunked(path: Path) -> int:
    """The same with chunks, as a library stores them."""
    return sum(len(part.rows) for part in chunk(read_log_table(path)) if isinstance(part, LogRows))


def make_log(path: Path, n_rows: int) -> None:
    """An inspection log."""
    with path.open("w", encoding="utf-8") as file:
        file.write(_HEADER)
        for first in range(1, n_rows + 1, _ROWS_AT_ONCE):
            file.write(rows(first, min(_ROWS_AT_ONCE, n_rows + 1 - first)))


def print_ways(what: str, paths: Sequence[Path], ways: Sequence[Way], rounds: int) -> None:
    """A line for each way, in comparison with the first."""
    print(f"\n{what:<44}{'n':>10}{'cpu s':>9}{'s':>9}{'n/cpu s':>12}{'of first':>10}{'peak MB':>9}")
    first = 0.0
    for name, way in ways:
        found = [best_of(way, path, rounds) for path in paths]
        n, cpu_s = sum(one.n for one in found), sum(one.cpu_s for one in found)
        first = first or n / cpu_s
        print(
            f"{name:<44}{n:>10,}{cpu_s:>9.2f}{sum(one.seconds for one in found):>9.2f}"
            f"{n / cpu_s:>12,.0f}{n / cpu_s / first:>10.1%}{_most(found):>9.0f}",
            flush=True,
        )


_PDF_WAYS: Sequence[Way] = (
    ("PyMuPDF page.get_text()", get_text),
    ("PyMuPDF get_text('dict'), with rectangles", get_places),
    ("ours: blocks, headings, tables", pdf_read),
    ("ours: the same and chunks", pdf_chunked),
)
_CSV_WAYS: Sequence[Way] = (
    ("Python's csv.reader, no types", csv_module),
    ("csv.reader into SQLite, no types", sqlite_only),
    ("ours: typed rows", csv_read),
    ("ours: the same and chunks", csv_chunked),
)


def _most(found: Sequence[Measured]) -> float:
    return max(one.peak_mb for one in found)


def print_import(path: Path) -> None:
    """Into a new library and out of it by SQL."""
    with tempfile.TemporaryDirectory() as folder:
        memory = PeakMemory()
        started, cpu = time.perf_counter(), time.process_time()
        report = memory.of(lambda: index_into(Path(folder), path, 1))
        seconds, cpu_s = time.perf_counter() - started, time.process_time() - cpu
        library = Library.open(Path(folder))
        (stored,) = library.log_tables()
        print(
            f"\nImport into tables.db: {stored.n_rows:,} rows, {report.n_chunks:,} chunks in"
            f" {seconds:.1f} s ({stored.n_rows / seconds:,.0f} rows/s), {cpu_s:.1f} processor"
            f" seconds of the writer; peak {memory.parent_mb:.0f} MB, its reader"
            f" {memory.children_mb:.0f} MB"
        )
        table, column = stored.table, stored.table.columns[3].name
        for sql in (
            f"select count(*), avg({column}) from {table.name}",
            f"select machine, count(*), avg({column}) from {table.name}"
            " where result = 'NG' group by machine order by machine limit 1",
        ):
            sandbox = LogSandbox(library.tables_path)
            result = sandbox.run(checked(sql, [table]), cancel=threading.Event())
            print(f"{result.seconds:8.2f} s  {sql}: {result.rows[0]}")
        library.close()


def polars_ways() -> Sequence[Way]:
    """None where polars is not installed, which is said."""
    if importlib.util.find_spec("polars") is None:
        print('\npolars is not installed (the extra "bench"): nothing is compared with it')
        return ()
    import polars_reading

    return (
        ("polars.read_csv", polars_reading.read),
        ("polars.read_csv, dates understood", polars_reading.read_with_dates),
    )


def files_of(folders: Sequence[Path], suffix: str) -> list[Path]:
    """Files below the folders that PyMuPDF or a CSV reader can read as they are."""
    found = sorted(path for folder in folders for path in folder.rglob(f"*{suffix}"))
    return [path for path in found if suffix != ".pdf" or _has_text(path)]


def _has_text(path: Path) -> bool:
    try:
        with pymupdf.open(path) as document:
            return not document.needs_pass and any(page.get_text() for page in document)
    except RuntimeError:
        return False


def main() -> None:
    """Print everything."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--pages", type=int, default=300)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    has_polars = importlib.util.find_spec("polars") is not None
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    print(f"{platform.platform()}, {os.cpu_count()} cores{load}")
    print(
        f"Python {platform.python_version()}, PyMuPDF {pymupdf.VersionBind},"
        f" SQLite {sqlite3.sqlite_version}, polars {version('polars') if has_polars else 'absent'}"
    )
    with tempfile.TemporaryDirectory() as made:
        manual, log = Path(made) / "manual.pdf", Path(made) / "log.csv"
        make_large_pdf(manual, options.pages)
        make_log(log, options.rows)
        pdfs = files_of(options.folders, ".pdf") or [manual]
        print_ways(f"{len(pdfs)} PDF, pages", pdfs, _PDF_WAYS, options.rounds)
        ways = [*polars_ways(), *_CSV_WAYS]
        print_ways(f"CSV of {log.stat().st_size / 2**20:.0f} MB, rows", [log], ways, options.rounds)
        print_import(log)


if __name__ == "__main__":
    main()
