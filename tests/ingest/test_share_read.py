"""How much of a file has been read, told by its parts."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.domain import DocumentHead, DocumentKind, Page, ReadMark
from ingest.chunking import ChunkedPart
from ingest.share_read import ShareRead


@pytest.mark.parametrize(
    ("parts", "share"),
    [
        ((DocumentHead(DocumentKind.PDF, "a", 4),), 0.0),
        ((DocumentHead(DocumentKind.PDF, "a", 4), Page(3, 1.0, 1.0, ())), 0.75),
        ((DocumentHead(DocumentKind.LOG_TABLE, "a", 0), ReadMark(9, 9, 40, "")), 0.4),
        ((DocumentHead(DocumentKind.LOG_TABLE, "a", 0), ReadMark(9, 9, 400, "")), 1.0),
    ],
)
def test_bytes_of_a_log_and_pages_of_a_document_tell(
    parts: tuple[ChunkedPart, ...], share: float, tmp_path: Path
) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"x" * 100)
    read = ShareRead(path)
    for part in parts:
        read.note(part)
    assert read.value == share


def test_a_file_that_is_gone_tells_nothing(tmp_path: Path) -> None:
    read = ShareRead(tmp_path / "none.csv")
    read.note(ReadMark(9, 9, 40, ""))
    assert read.value == 0.0
