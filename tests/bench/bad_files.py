"""What people are told about files that something is wrong with.

    python tests/bench/bad_files.py [FOLDER…]

Makes the files of ``tests/ingest/bad_files.py``, takes those of the folders as well, reads each in
a child as the program does, and prints what is said and how long it took.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from app.messages import describe
from app.problems import describe_problem
from engine.domain import Failure, ReadProblem
from engine.errors import GenbaError
from ingest.reader_pool import ReaderPool
from tests.bench.questions import print_machine, print_table
from tests.ingest.bad_files import BAD_FILES

_SHOWN_PROBLEMS = 2


def main() -> None:
    """Read every file and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folders", nargs="*", type=Path)
    arguments = parser.parse_args()
    print_machine("pymupdf", "python-calamine", "ezdxf")
    with tempfile.TemporaryDirectory() as made, ReaderPool[Path](1) as readers:
        for name, bad in BAD_FILES.items():
            bad.write(Path(made) / name)
        rows = []
        for path in _files([Path(made), *arguments.folders]):
            started = time.perf_counter()
            said = _said(readers, path)
            rows.append((path.name, f"{time.perf_counter() - started:.1f}", said))
    print_table(("file", "s", "what is said"), rows)


def _files(folders: list[Path]) -> Iterator[Path]:
    for folder in folders:
        yield from sorted(path for path in folder.rglob("*") if path.is_file())


def _said(readers: ReaderPool[Path], path: Path) -> str:
    readers.start(path, path, path.stat().st_size)
    read = readers.next_read()
    assert read is not None
    try:
        parts = list(read[1])
    except GenbaError as error:
        return describe(Failure(error.code, tuple(sorted(error.facts.items())))).text
    problems = [part for part in parts if isinstance(part, ReadProblem)]
    shown = "; ".join(describe_problem(problem) for problem in problems[:_SHOWN_PROBLEMS])
    return f"read. {shown}" + (
        f"; {len(problems)} in all" if len(problems) > _SHOWN_PROBLEMS else ""
    )


if __name__ == "__main__":
    main()
