"""Small documents made on the spot, and readers that misbehave."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from engine.domain import Block, BlockKind, Page, ReadPart, Rect
from engine.store.library import Library
from ingest.mupdf import pymupdf

MakePdf = Callable[..., Path]


@pytest.fixture
def make_pdf(tmp_path: Path) -> MakePdf:
    """Writes a PDF; each page is a list of (x, y, text) or (x, y, text, size)."""

    def make(
        *pages: Sequence[tuple[float, float, str] | tuple[float, float, str, float]],
        name: str = "made.pdf",
        rotation: int = 0,
        **options: object,
    ) -> Path:
        with pymupdf.open() as document:
            for texts in pages:
                page = document.new_page()
                for x, y, text, *size in texts:
                    page.insert_text((x, y), text, fontsize=size[0] if size else 11)
                page.set_rotation(rotation)
            path = tmp_path / name
            document.save(path, **options)
        return path

    return make


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Writes a text file in an encoding."""

    def make(name: str, text: str, encoding: str = "utf-8") -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode(encoding))
        return path

    return make


@pytest.fixture
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """A real library in its own folder."""
    opened = Library.open(tmp_path_factory.mktemp("workspace"))
    yield opened
    opened.close()


@pytest.fixture
def cancel() -> threading.Event:
    """Not set."""
    return threading.Event()


def texts_of(parts: Sequence[ReadPart]) -> list[str]:
    """The text of every block, without what stands between them."""
    return [b.text.strip() for part in parts if isinstance(part, Page) for b in part.blocks]


def paragraph(text: str, *, kind: BlockKind = BlockKind.PARAGRAPH, level: int = 0) -> Block:
    """A block somewhere on a page."""
    return Block(text, Rect(50, 50, 500, 64), kind, level)
