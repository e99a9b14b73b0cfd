"""Chunks that a reader makes ready are stored as those that the library makes ready itself."""

from __future__ import annotations

from pathlib import Path

from engine.domain import Chunk, DocumentHead, DocumentKind, Page, Place, Rect, Source, SourceState
from engine.store.library import Library
from engine.store.prepared import StoredPart, prepared, text_with_heading

CHUNK = Chunk(
    "Bore Φ12 H7 of SH-204",
    heading_path=("Spindle", "主軸"),
    places=(Place(0, 21, 1, Rect(1.234, 2.0, 3.0, 4.0), confidence=0.456),),
)


def stored(folder: Path, chunk: StoredPart) -> list[tuple[object, ...]]:
    source = Source("/docs", "a.pdf", 1, 1, SourceState.INDEXED, "hash", "hash", None)
    parts = (DocumentHead(DocumentKind.PDF, "a", 1), Page(1, 10.0, 10.0, ()), chunk)
    library = Library.open(folder)
    library.store_document(source, parts)
    ((chunk_id, _),) = library.search_words("sh204", 5)
    rows = [
        (passage, *library.texts_to_embed("e", 5))
        for passage in library.passages([chunk_id]).values()
    ]
    library.close()
    return rows


def test_it_is_the_same_whoever_makes_it_ready(tmp_path: Path) -> None:
    assert stored(tmp_path / "reader", prepared(CHUNK)) == stored(tmp_path / "library", CHUNK)


def test_places_are_kept_to_a_hundredth_of_a_point() -> None:
    assert prepared(CHUNK).places == "[[0, 21, 1, 1.23, 2.0, 3.0, 4.0, 0.46]]"


def test_what_is_embedded_has_its_headings_before_it() -> None:
    assert text_with_heading('["Spindle", "主軸"]', "12 Nm") == "Spindle › 主軸\n12 Nm"
    assert text_with_heading("[]", "12 Nm") == "12 Nm"
