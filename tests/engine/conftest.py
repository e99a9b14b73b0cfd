"""Real SQLite in a temporary workspace, and helpers to put documents into it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from engine.domain import (
    Chunk,
    Column,
    ColumnType,
    Document,
    DocumentHead,
    DocumentKind,
    LogRows,
    LogTable,
    Page,
    Place,
    Rect,
    RowSpan,
    Source,
    SourceState,
)
from engine.models.store import ModelStore
from engine.store.journal import Journal
from engine.store.library import Library
from engine.store.prepared import StoredPart

AddText = Callable[..., Document]


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    library = Library.open(tmp_path / "workspace")
    yield library
    library.close()


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    journal = Journal(tmp_path / "workspace")
    yield journal
    journal.close()


def source(path: str, content: str, root: str = "/docs") -> Source:
    return Source(root, path, 1, 1, SourceState.INDEXED, content, content)


def text_chunk(text: str, *, page: int = 1, heading: Sequence[str] = ()) -> Chunk:
    place = Place(0, len(text), page, Rect(10, 10, 200, 22))
    return Chunk(text, tuple(heading), (place,))


def pdf_parts(*chunks: Chunk) -> list[StoredPart]:
    return [DocumentHead(DocumentKind.PDF, "A manual", 1), Page(1, 595, 842, ()), *chunks]


def log_parts(name: str, rows: Sequence[tuple[str, float]]) -> list[StoredPart]:
    columns = (
        Column("part", "Part", ColumnType.TEXT, "not a number"),
        Column("torque", "Torque [N·m]", ColumnType.REAL, "decimals"),
    )
    text = "\n".join(f"Part: {part}, Torque [N·m]: {torque}" for part, torque in rows)
    return [
        DocumentHead(DocumentKind.LOG_TABLE, name, 0),
        LogTable(name, columns),
        LogRows(1, list(rows)),
        Chunk(text, rows=RowSpan(name, 1, len(rows))),
    ]


@pytest.fixture
def add(library: Library) -> AddText:
    """``add("torque.pdf", "Tighten to 45 N·m.")`` stores a document with one chunk a text."""

    def add(path: str, *texts: str) -> Document:
        content = f"sha256:{path}:{hash(texts)}"
        return library.store_document(source(path, content), pdf_parts(*map(text_chunk, texts)))

    return add


@pytest.fixture(scope="session")
def small_language_model() -> Path:
    """SmolLM2-135M, fetched by the set-up. Only for tests of the runtime."""
    return ModelStore.default().path_of("smollm2-135m-instruct-q4_1")
