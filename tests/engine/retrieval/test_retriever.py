"""Hybrid search finds by word, by meaning, and by part number to the letter."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from engine.retrieval.dense import DenseIndex
from engine.retrieval.embedding import embed_library
from engine.retrieval.fusion import fuse
from engine.retrieval.retriever import Retriever
from engine.store.library import Library
from tests.contracts.doubles import HashEmbedder
from tests.engine.conftest import AddText


@pytest.fixture
def embedder() -> HashEmbedder:
    return HashEmbedder()


def open_index(library: Library, folder: Path, embedder: HashEmbedder) -> DenseIndex:
    list(embed_library(library, embedder, cancel=threading.Event()))
    index = DenseIndex(folder, library, embedder.id)
    index.bring_up_to_date()
    return index


def test_an_exact_part_number_comes_first(
    library: Library, add: AddText, tmp_path: Path, embedder: HashEmbedder
) -> None:
    for n in range(20):
        add(f"p{n}.pdf", f"Connector board connector vendor model connector PPR-{9000 + n}.")
    add("q.pdf", "PPR-9087 is made by Hirose.")
    retriever = Retriever(library, embedder, open_index(library, tmp_path, embedder))
    assert retriever.search("vendor of the connector PPR-9087", 5)[0].document == "q.pdf"


def test_a_drawing_is_found_by_its_file_name(library: Library, add: AddText) -> None:
    add("drawings/voron_build_plate_250.pdf", "TOLERANCES ARE +/- 0.5mm")
    add("other.pdf", "TOLERANCES ARE +/- 0.2mm")
    found = Retriever(library).search("tolerance of the Voron build plate", 2)
    assert found[0].document == "drawings/voron_build_plate_250.pdf"


def test_passages_tell_how_they_were_found(
    library: Library, add: AddText, tmp_path: Path, embedder: HashEmbedder
) -> None:
    add("a.pdf", "spindle torque")
    index = open_index(library, tmp_path, embedder)
    (passage,) = Retriever(library, embedder, index).search("spindle torque", 3)
    assert (passage.dense_rank, passage.lexical_rank) == (1, 1)
    (lexical_only,) = Retriever(library).search("spindle torque", 3)
    assert (lexical_only.dense_rank, lexical_only.lexical_rank) == (None, 1)


def test_the_same_text_in_two_documents_takes_one_place(library: Library, add: AddText) -> None:
    add("a.pdf", "spindle torque 45")
    add("b.pdf", "spindle torque 45")
    add("c.pdf", "spindle torque 52")
    assert len(Retriever(library).search("spindle torque", 5)) == 2


@pytest.mark.parametrize("question", ['"', "AND OR NOT (", "a*b^c:d", "", "''; --", "💥"])
def test_no_question_breaks_the_query_language(
    library: Library, add: AddText, question: str
) -> None:
    add("a.pdf", "spindle")
    Retriever(library).search(question, 5)


def test_fusion_prefers_what_both_rankings_name() -> None:
    ids = [item for item, _ in fuse([(1.0, [1, 2, 3]), (1.0, [4, 2, 5])])]
    assert ids[0] == 2
    assert set(ids) == {1, 2, 3, 4, 5}


def test_a_search_in_some_documents_finds_what_a_search_in_all_has_no_room_for(
    library: Library, add: AddText, tmp_path: Path, embedder: HashEmbedder
) -> None:
    for n in range(120):  # More than the depth of either ranking, and nearer.
        add(f"near{n}.pdf", f"spindle torque spindle torque number {n}")
    one = add("far.pdf", "grease for the spindle", "chuck jaw clearance")
    other = add("other.pdf", "torque of a clamp")
    index = open_index(library, tmp_path, embedder)
    for retriever in (Retriever(library, embedder, index), Retriever(library)):
        found = retriever.search("spindle torque", 10)
        assert not {"far.pdf", "other.pdf"} & {passage.document for passage in found}
        (first, *_) = alone = retriever.search("spindle torque", 10, documents=[one.id])
        assert {passage.document for passage in alone} == {"far.pdf"}
        assert first.lexical_rank == 1
        both = retriever.search("spindle torque", 10, documents=[one.id, other.id])
        assert {passage.document for passage in both} == {"far.pdf", "other.pdf"}


def test_a_document_that_is_gone_is_found_nothing_in(
    library: Library, add: AddText, tmp_path: Path, embedder: HashEmbedder
) -> None:
    add("a.pdf", "spindle torque")
    retriever = Retriever(library, embedder, open_index(library, tmp_path, embedder))
    assert retriever.search("spindle torque", 10, documents=["sha256:gone"]) == ()


@pytest.mark.parametrize("typed", ["spindle tor", "SH-20", "tor"])
def test_a_word_that_is_being_typed_finds_what_begins_like_it(
    library: Library, add: AddText, typed: str
) -> None:
    add("a.pdf", "The torque of the spindle nut of SH-204 is 45 N·m")
    add("b.pdf", "The spindle is painted")
    retriever = Retriever(library)

    assert retriever.search(typed, 3, is_unfinished=True)[0].document == "a.pdf"
    assert retriever.search("tor", 3) == ()
