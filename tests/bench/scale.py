"""What the largest files and folders cost: seconds, rate, and the memory of parent and readers.

Run: python tests/bench/scale.py [--pages 5000] [--csv-mb 2048] [--files 50000] [--readers N]
[--only pdf,csv,files]. Makes the data in a temporary folder (set TMPDIR to a disk with room for
three times the CSV) and indexes it without embeddings, each case into a library of its own.
"again s" is a second run in which nothing has changed.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from folders import make_pdf, make_small_files, measured, print_header

from ingest.reader_pool import usual_readers

_ROWS_AT_ONCE = 10_000
_LINES_A_PAGE = 60


def make_large_pdf(path: Path, n_pages: int) -> None:
    """A manual with sixty lines on each page."""
    make_pdf(
        path,
        [
            [
                f"{page}.{line} Tighten nut N-{page:04d} to {line + 5} Nm with wrench W-{line:02d}."
                for line in range(_LINES_A_PAGE)
            ]
            for page in range(1, n_pages + 1)
        ],
    )


def make_large_csv(path: Path, mb: int) -> None:
    """An inspection log of so many megabytes."""
    n = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write("time,part,gauge,diameter_mm,torque_nm,operator,result\n")
        while file.tell() < mb * 2**20:
            file.writelines(_row(row) for row in range(n, n + _ROWS_AT_ONCE))
            n += _ROWS_AT_ONCE


def _row(n: int) -> str:
    day, second = n // 86400 % 28 + 1, n % 86400
    time = f"2026-03-{day:02d} {second // 3600:02d}:{second // 60 % 60:02d}:{second % 60:02d}"
    result = "NG" if n % 97 == 0 else "OK"
    return (
        f"{time},P-{n % 5000:05d},G-{n % 40:02d},{12 + n % 100 / 1000:.3f},"
        f"{n % 50 + 10},operator {n % 12},{result}\n"
    )


def main() -> None:
    """Print a line for each case."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--pages", type=int, default=5000)
    parser.add_argument("--csv-mb", type=int, default=2048)
    parser.add_argument("--files", type=int, default=50_000)
    parser.add_argument("--readers", type=int, default=usual_readers())
    parser.add_argument("--only", default="pdf,csv,files")
    options = parser.parse_args()
    print_header()
    for case in options.only.split(","):
        with tempfile.TemporaryDirectory() as made:
            folder = Path(made)
            match case:
                case "pdf":
                    name = f"PDF of {options.pages} pages"
                    make_large_pdf(folder / "manual.pdf", options.pages)
                case "csv":
                    name = f"CSV of {options.csv_mb} MB"
                    make_large_csv(folder / "log.csv", options.csv_mb)
                case "files":
                    name = f"{options.files} small files"
                    make_small_files(folder, options.files)
                case _:
                    parser.error(f"no such case: {case}")
            measured(name, folder, options.readers)


if __name__ == "__main__":
    main()
