"""The vector index follows the library and is made again whenever it does not fit."""

from __future__ import annotations

import shutil
import threading
from pathlib import Path

import pytest

from engine.retrieval.dense import DenseIndex
from engine.retrieval.embedding import embed_library
from engine.store.library import Library
from tests.contracts.doubles import HashEmbedder
from tests.engine.conftest import AddText


@pytest.fixture
def embedder() -> HashEmbedder:
    return HashEmbedder()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "ベクトル　索引"


def embed(library: Library, embedder: HashEmbedder) -> None:
    list(embed_library(library, embedder, cancel=threading.Event()))


def nearest(index: DenseIndex, embedder: HashEmbedder, question: str, n: int = 3) -> list[int]:
    return [chunk_id for chunk_id, _ in index.search(embedder.embed_question(question), n)]


def test_an_index_read_back_gives_the_same_neighbours(
    library: Library, add: AddText, folder: Path, embedder: HashEmbedder
) -> None:
    add("a.pdf", "spindle torque", "grease type", "bearing clearance")
    embed(library, embedder)
    index = DenseIndex(folder, library, embedder.id)
    assert index.bring_up_to_date() == 3
    again = DenseIndex(folder, library, embedder.id)
    assert again.bring_up_to_date() == 0
    for question in ("spindle torque", "grease", "clearance of the bearing"):
        assert nearest(again, embedder, question) == nearest(index, embedder, question)


def test_added_and_removed_documents_are_followed_without_embedding_again(
    library: Library, add: AddText, folder: Path, embedder: HashEmbedder
) -> None:
    add("a.pdf", *(f"sheet number {n} torque" for n in range(10)))
    gone = add("b.pdf", "grease type")
    embed(library, embedder)
    index = DenseIndex(folder, library, embedder.id)
    index.bring_up_to_date()
    library.remove_sources([(gone.root, gone.path)])
    add("c.pdf", "bearing clearance")
    embed(library, embedder)
    assert embedder.n_embedded == 12
    assert index.bring_up_to_date() == 2
    assert len(index) == 11
    assert 11 not in nearest(index, embedder, "grease type", 11)
    assert nearest(index, embedder, "bearing clearance", 1) == [12]


def test_an_emptied_library_empties_the_index_and_its_file(
    library: Library, add: AddText, folder: Path, embedder: HashEmbedder
) -> None:
    document = add("a.pdf", "spindle torque")
    embed(library, embedder)
    index = DenseIndex(folder, library, embedder.id)
    index.bring_up_to_date()
    library.remove_sources([(document.root, document.path)])
    index.bring_up_to_date()
    assert nearest(index, embedder, "spindle torque") == []
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("damage", ["truncated", "garbage", "empty"])
def test_a_damaged_index_file_is_made_again(
    library: Library,
    add: AddText,
    folder: Path,
    embedder: HashEmbedder,
    damage: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    add("a.pdf", "spindle torque")
    embed(library, embedder)
    DenseIndex(folder, library, embedder.id).bring_up_to_date()
    (file,) = folder.iterdir()
    content = file.read_bytes()
    file.write_bytes(
        {"truncated": content[: len(content) // 2], "garbage": b"x" * 999, "empty": b""}[damage]
    )
    index = DenseIndex(folder, library, embedder.id)
    assert "damaged" in caplog.text
    assert index.bring_up_to_date() == 1
    assert nearest(index, embedder, "spindle torque") == [1]


def test_an_index_of_a_restored_older_library_is_not_trusted(
    library: Library, add: AddText, folder: Path, embedder: HashEmbedder, tmp_path: Path
) -> None:
    add("a.pdf", "spindle torque")
    library.close()
    workspace, kept = tmp_path / "workspace", tmp_path / "kept"
    shutil.copytree(workspace, kept)
    newer = Library.open(workspace)
    newer.remove_sources([("/docs", "a.pdf")])
    newer.remove_sources([])
    embed(newer, embedder)
    index = DenseIndex(folder, newer, embedder.id)
    index.bring_up_to_date()
    newer.close()
    older = Library.open(kept)
    embed(older, embedder)
    restored = DenseIndex(folder, older, embedder.id)
    restored.bring_up_to_date()
    assert nearest(restored, embedder, "spindle torque") == [1]
    older.close()


def test_embedding_stops_at_a_batch_and_goes_on_where_it_stopped(
    library: Library, add: AddText, embedder: HashEmbedder
) -> None:
    add("a.pdf", *(f"text {n}" for n in range(40)))
    cancel = threading.Event()
    for progress in embed_library(library, embedder, cancel=cancel):
        if progress.done:
            cancel.set()
    first = embedder.n_embedded
    assert 0 < first < 40
    embed(library, embedder)
    assert embedder.n_embedded == 40


@pytest.mark.parametrize("max_compared", [20_000, 0])
def test_among_some_chunks_the_nearest_of_these_are_found(
    library: Library,
    add: AddText,
    folder: Path,
    embedder: HashEmbedder,
    max_compared: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("engine.retrieval.dense._MAX_COMPARED", max_compared)
    add("a.pdf", *(f"spindle torque {n}" for n in range(200)))
    add("b.pdf", "grease type", "bearing clearance", "torque of a clamp")
    embed(library, embedder)
    index = DenseIndex(folder, library, embedder.id)
    index.bring_up_to_date()
    vector = embedder.embed_question("spindle torque")
    among = frozenset({201, 202, 203})
    for _ in range(2):  # The second time from memory.
        found = index.search(vector, 2, among=among)
        assert [chunk_id for chunk_id, _ in found][0] == 203
        assert {chunk_id for chunk_id, _ in found} < among
    assert [one for one, _ in index.search(vector, 9, among=frozenset({5, 999}))] == [5]
    assert index.search(vector, 9, among=frozenset()) == []


def test_what_was_searched_among_is_not_remembered_past_a_change(
    library: Library, add: AddText, folder: Path, embedder: HashEmbedder
) -> None:
    kept, gone = add("a.pdf", "spindle torque"), add("b.pdf", "spindle torque and more")
    add("c.pdf", "grease")
    embed(library, embedder)
    index = DenseIndex(folder, library, embedder.id)
    index.bring_up_to_date()
    vector = embedder.embed_question("spindle torque")
    among = library.chunk_ids_of([kept.id, gone.id])
    assert len(index.search(vector, 9, among=among)) == 2
    library.remove_sources([(gone.root, gone.path)])
    index.bring_up_to_date()
    assert [chunk_id for chunk_id, _ in index.search(vector, 9, among=among)] == [1]
