"""The search lane of the engine: words at once, meaning only when nothing has to be waited for."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.finder import Finder
from app.search_protocol import PassagesFound, Search, SearchWay
from engine.retrieval.retriever import Retriever
from engine.store.library import Library
from ingest.indexer import index


@pytest.fixture
def library(workspace: Path) -> Iterator[Library]:
    folder = workspace / "docs"
    folder.mkdir()
    text = "# SH-204\n\nThe spindle torque is 45 N·m.\n\nKeep NIST MTC 001 dry.\n"
    (folder / "manual.md").write_text(text, encoding="utf-8")
    library = Library.open(workspace)
    for _ in index(library, [folder], cancel=threading.Event(), n_readers=1):
        pass
    yield library
    library.close()


def found(finder: Finder, way: SearchWay, *, is_cancelled: bool = False) -> list[PassagesFound]:
    cancel = threading.Event()
    if is_cancelled:
        cancel.set()
    return list(finder.search(Search(1, "spindle tor", 8, way), cancel=cancel))


def test_words_are_found_while_no_embedder_is_there(library: Library) -> None:
    finder = Finder(library, idle_retriever=lambda: None)

    (one,) = found(finder, SearchWay.WORDS)
    assert [passage.document for passage in one.passages] == ["manual.md"]
    assert found(finder, SearchWay.IDLE) == []


def test_an_idle_embedder_is_used(library: Library) -> None:
    finder = Finder(library, idle_retriever=lambda: Retriever(library))

    assert len(found(finder, SearchWay.IDLE)) == 1


@pytest.mark.parametrize("way", [SearchWay.WORDS, SearchWay.IDLE])
def test_a_search_that_was_overtaken_is_skipped(library: Library, way: SearchWay) -> None:
    finder = Finder(library, idle_retriever=lambda: Retriever(library))

    assert found(finder, way, is_cancelled=True) == []


@pytest.mark.parametrize(
    ("part", "is_named"),
    [("SH-204", True), ("sh204", True), ("NIST-MTC-001", True), ("SH-240", False), ("A-7", False)],
)
def test_a_part_is_named_however_it_is_separated(
    library: Library, part: str, is_named: bool
) -> None:
    assert Finder(library, idle_retriever=lambda: None).is_named(part) is is_named


def test_advice_looks_at_all_documents(library: Library) -> None:
    finder = Finder(library, idle_retriever=lambda: None)

    assert finder.advise("Torque of SH-240 and SH-204?", ()).missing == ("SH-240",)
