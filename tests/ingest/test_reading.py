from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from engine.domain import DocumentHead, DocumentKind, ReadProblem
from engine.errors import (
    FileDamaged,
    FileEmpty,
    FileMislabelled,
    FileVanished,
    FormatUnsupported,
    GenbaError,
)
from ingest.reading import read

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 64
ZIP = b"PK\x03\x04" + b"\x00" * 64


def kind_and_problems(path: Path) -> tuple[DocumentKind, list[str]]:
    parts = list(read(path))
    head = parts[0]
    assert isinstance(head, DocumentHead)
    return head.kind, [part.code for part in parts if isinstance(part, ReadProblem)]


@pytest.mark.parametrize(
    ("name", "content", "error", "facts"),
    [
        ("a.pdf", b"", FileEmpty, {}),
        ("a.pdf", ZIP, FileMislabelled, {"expected": "pdf", "found": "zip"}),
        ("a.pdf", PNG, FileMislabelled, {"expected": "pdf", "found": "png"}),
        ("a.pdf", b"just words, no PDF", FileMislabelled, {"expected": "pdf", "found": "text"}),
        ("a.pdf", bytes(range(1, 256)) * 4, FileDamaged, {}),
        ("a.csv", b"<!DOCTYPE html><p>", FileMislabelled, {"expected": "csv", "found": "html"}),
        ("a.txt", PNG, FileMislabelled, {"expected": "txt", "found": "png"}),
        ("a.md", bytes(range(1, 256)) * 4, FileDamaged, {}),
        ("a.pptx", ZIP, FormatUnsupported, {"suffix": ".pptx"}),
        ("a.docx", PNG, FileMislabelled, {"expected": "docx", "found": "png"}),
        ("a.docx", bytes(range(1, 256)) * 4, FileDamaged, {}),
        ("a.doc", ZIP, FormatUnsupported, {"suffix": ".doc"}),
        ("a.py", b"print()", FormatUnsupported, {"suffix": ".py"}),
        ("noname", b"words", FormatUnsupported, {"suffix": ""}),
    ],
)
def test_what_is_refused_and_why(
    tmp_path: Path, name: str, content: bytes, error: type[GenbaError], facts: dict[str, str]
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(error) as caught:
        list(read(path))
    assert caught.value.facts["path"] == str(path)
    assert facts.items() <= caught.value.facts.items()


@pytest.mark.parametrize("name", ["a.txt", "a.csv", "noname"])
def test_a_pdf_under_another_name_is_read_as_one(make_pdf: Callable[..., Path], name: str) -> None:
    path = make_pdf([(72, 72, "Words")], name=name)
    assert kind_and_problems(path) == (DocumentKind.PDF, ["mislabelled"])


def test_a_table_in_a_text_file_is_read_as_one(write: Callable[..., Path]) -> None:
    rows = "".join(f"A{i};{i},5;OK\n" for i in range(9))
    assert kind_and_problems(write("a.txt", "part;d;status\n" + rows)) == (
        DocumentKind.LOG_TABLE,
        ["mislabelled"],
    )


def test_prose_with_commas_is_no_table(write: Callable[..., Path]) -> None:
    text = "First, second, third.\n" * 9
    assert kind_and_problems(write("a.txt", text))[0] is DocumentKind.TEXT


def test_a_file_that_is_gone(tmp_path: Path) -> None:
    with pytest.raises(FileVanished):
        list(read(tmp_path / "gone.pdf"))


def test_full_width_spaces_in_the_path(make_pdf: Callable[..., Path], tmp_path: Path) -> None:
    (tmp_path / "検査　資料").mkdir()
    path = make_pdf([(72, 72, "Words")], name="検査　資料/手順 書.pdf")
    assert kind_and_problems(path) == (DocumentKind.PDF, [])
