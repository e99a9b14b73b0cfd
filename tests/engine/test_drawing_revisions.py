"""Drawings in a real library: the newest revision is found first, an older one says so."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.answers import CautionKind
from engine.domain import (
    Chunk,
    DocumentHead,
    DocumentKind,
    Page,
    Place,
    Rect,
    TitleBlock,
)
from engine.reasoning.grounding import ground
from engine.retrieval.retriever import Retriever
from engine.store.library import Library
from tests.engine.conftest import source


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    opened = Library.open(tmp_path)
    for revision, bore in (("A", "⌀12.00"), ("B", "⌀12.05")):
        block = TitleBlock("GB-204", revision)
        store(opened, f"gb-204_{revision}.pdf", f"Bore {bore} +0.02/0", block)
    yield opened
    opened.close()


def store(library: Library, path: str, text: str, block: TitleBlock, sure: float = 1.0) -> None:
    place = Place(0, len(text), 1, Rect(10, 10, 90, 20), sure)
    parts = [
        DocumentHead(DocumentKind.DRAWING, path, 1),
        block,
        Page(1, 595, 842, ()),
        Chunk(text, ("Dimensions (mm)",), (place,)),
    ]
    library.store_document(source(path, f"sha256:{path}"), parts)


def test_the_newest_revision_comes_first(library: Library) -> None:
    found = Retriever(library).search("bore of GB-204", 5)
    assert [passage.document for passage in found] == ["gb-204_B.pdf", "gb-204_A.pdf"]
    assert found[0].newer is None
    assert found[1].newer is not None
    assert found[1].newer.document == "gb-204_B.pdf"


def test_a_revision_that_is_asked_for_is_not_held_back(library: Library) -> None:
    found = Retriever(library).search("bore of GB-204 rev A gb-204_A", 5)
    assert found[0].document == "gb-204_A.pdf"
    assert found[0].newer is None


def test_an_answer_from_an_older_revision_says_so(library: Library) -> None:
    old = Retriever(library).search("bore of GB-204", 5)[1]
    (citation,) = ground("12.00", "bore of GB-204", [(1, old)]).citations
    assert [caution.kind for caution in citation.cautions] == [CautionKind.SUPERSEDED]
    assert dict(citation.cautions[0].facts) == {"revision": "B", "document": "gb-204_B.pdf"}


def test_an_answer_from_letters_that_were_guessed_says_so(library: Library) -> None:
    store(library, "scan.pdf", "Preload 0.35 kN", TitleBlock("SC-1", ""), sure=0.72)
    (found,) = Retriever(library).search("preload scan", 1)
    (citation,) = ground("0.35 kN", "preload", [(1, found)]).citations
    assert dict(citation.cautions[0].facts) == {"confidence": "72%"}


def test_a_library_forgets_the_number_with_the_drawing(library: Library) -> None:
    library.remove_sources([("/docs", "gb-204_B.pdf")])
    assert [d.document for d in library.drawings()] == ["gb-204_A.pdf"]
    assert Retriever(library).search("bore of GB-204", 5)[0].newer is None
