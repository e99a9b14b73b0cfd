"""What comes of files that something is wrong with: never a hang, never a silence."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from engine.domain import ReadProblem
from engine.errors import GenbaError
from engine.events import FileFailed, FileIndexed, IndexFinished
from engine.store.library import Library
from ingest.indexer import index
from ingest.reading import read
from tests.ingest.bad_files import BAD_FILES, READ, BadFile


@pytest.mark.parametrize(("name", "bad"), BAD_FILES.items(), ids=list(BAD_FILES))
def test_a_bad_file_has_its_outcome(name: str, bad: BadFile, tmp_path: Path) -> None:
    path = tmp_path / name
    bad.write(path)
    problems: list[str] = []
    outcome = READ
    try:
        problems = [part.code for part in read(path) if isinstance(part, ReadProblem)]
    except GenbaError as error:
        outcome = error.code
    assert outcome == bad.outcome
    assert bad.problem == "" or bad.problem in problems


def test_a_folder_of_bad_files_is_indexed_to_its_end_and_loses_nothing(
    library: Library, tmp_path: Path
) -> None:
    folder = tmp_path / "shop"
    folder.mkdir()
    (folder / "good.md").write_text("# Nut\n\nTighten to 85 N·m.", encoding="utf-8")
    for name, bad in BAD_FILES.items():
        bad.write(folder / name)
    events = list(index(library, [folder], cancel=threading.Event()))
    seen = {event.path for event in events if isinstance(event, (FileFailed, FileIndexed))}
    # A format that nobody expects to be read is passed over.
    assert seen == {"good.md", *BAD_FILES} - {"unknown.xyz"}
    assert isinstance(events[-1], IndexFinished)
    codes = {event.failure.code for event in events if isinstance(event, FileFailed)}
    assert not codes & {"Bug", "ReaderCrashed", "FileTooSlow"}
    assert library.search_words('"tighten"', 5)
    assert library.check() == ()
