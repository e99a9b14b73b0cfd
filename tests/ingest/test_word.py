from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from engine.domain import Block, BlockKind, DocumentHead, DocumentKind, Page
from engine.errors import FileDamaged, FileEmpty, FileMislabelled, FileTooLarge, GenbaError
from ingest.render import render_page
from ingest.word import open_word, read_word

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
HEADING = '<w:p><w:pPr><w:pStyle w:val="1"/></w:pPr><w:r><w:t>主軸 service</w:t></w:r></w:p>'
STYLES = (
    f"""<w:styles {W}><w:style w:styleId="1"><w:name w:val="heading 1"/></w:style></w:styles>"""
)


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def table(*rows: tuple[str, ...]) -> str:
    cells = [[f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row] for row in rows]
    return f"<w:tbl>{''.join('<w:tr>' + ''.join(row) + '</w:tr>' for row in cells)}</w:tbl>"


def word(folder: Path, *body: str, before: str = "", name: str = "made.docx") -> Path:
    path = folder / name
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        document = f"{before}<w:document {W}><w:body>{''.join(body)}</w:body></w:document>"
        archive.writestr("word/document.xml", document)
        archive.writestr("word/styles.xml", STYLES)
    return path


def declare(path: Path, name: str, size: int) -> None:
    """Write the archive's list of contents anew with another unpacked size."""
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("word/last.xml", b"")
        archive.getinfo(name).file_size = size


def blocks_of(path: Path) -> list[Block]:
    return [b for part in read_word(path) if isinstance(part, Page) for b in part.blocks]


def test_headings_paragraphs_and_table_rows_are_told_apart(tmp_path: Path) -> None:
    rows = table(("Part", "Torque"), ("ナット", "12 Nm"))
    path = word(tmp_path, HEADING, paragraph("12 Nmで締める。"), rows)
    assert [(b.text, b.kind, b.level) for b in blocks_of(path)] == [
        ("主軸 service\n", BlockKind.HEADING, 1),
        ("12 Nmで締める。\n", BlockKind.PARAGRAPH, 0),
        ("Part | Torque\n", BlockKind.TABLE_ROW, 0),
        ("ナット | 12 Nm\n", BlockKind.TABLE_ROW, 0),
    ]


def test_the_first_heading_is_the_title(tmp_path: Path) -> None:
    head = next(read_word(word(tmp_path, HEADING, paragraph("x"))))
    assert head == DocumentHead(DocumentKind.WORD, "主軸 service", 1)


def test_a_long_paragraph_is_whole_again_from_its_blocks(tmp_path: Path) -> None:
    text = "Tighten the lock nut of the spindle with care. " * 9
    blocks = blocks_of(word(tmp_path, paragraph(text)))
    assert len(blocks) > 2
    assert "".join(b.text for b in blocks) == text.rstrip() + "\n"


def test_the_pages_opened_are_the_pages_read(tmp_path: Path) -> None:
    path = word(tmp_path, *[paragraph(f"line {i}") for i in range(120)])
    head = next(read_word(path))
    assert isinstance(head, DocumentHead)
    assert open_word(path).n_pages == head.n_pages > 1
    assert render_page(path, 2, 1.0).png.startswith(b"\x89PNG")


def test_deleted_text_is_not_read(tmp_path: Path) -> None:
    deleted = "<w:p><w:del><w:r><w:delText>10 Nm</w:delText></w:r></w:del></w:p>"
    assert [b.text for b in blocks_of(word(tmp_path, deleted, paragraph("12 Nm")))] == ["12 Nm\n"]


def check_refused(path: Path, error: type[GenbaError]) -> None:
    with pytest.raises(error):
        list(read_word(path))


def test_a_document_without_text_is_empty(tmp_path: Path) -> None:
    check_refused(word(tmp_path, paragraph(" ")), FileEmpty)


def test_a_broken_zip_is_damaged(tmp_path: Path) -> None:
    path = word(tmp_path, paragraph("x"))
    path.write_bytes(path.read_bytes()[:150])
    check_refused(path, FileDamaged)


def test_a_document_type_is_refused(tmp_path: Path) -> None:
    dtd = '<!DOCTYPE x [<!ENTITY a "aaaa">]>'
    check_refused(word(tmp_path, paragraph("&a;"), before=dtd), FileDamaged)


def test_another_zip_is_mislabelled(tmp_path: Path) -> None:
    path = tmp_path / "made.docx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.xml", "<x/>")
    check_refused(path, FileMislabelled)


def test_a_zip_that_unpacks_without_end_is_too_large(tmp_path: Path) -> None:
    path = word(tmp_path, paragraph("x"))
    declare(path, "word/document.xml", 600_000_000)
    check_refused(path, FileTooLarge)


def test_large_pictures_do_not_keep_a_document_out(tmp_path: Path) -> None:
    path = word(tmp_path, paragraph("12 Nm"))
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("word/media/photo.jpg", b"x")
    declare(path, "word/media/photo.jpg", 600_000_000)
    assert [b.text for b in blocks_of(path)] == ["12 Nm\n"]


def test_a_table_in_a_cell_is_read_once(tmp_path: Path) -> None:
    inner = table(("M6", "9 Nm"))
    outer = f"<w:tbl><w:tr><w:tc>{paragraph('Bolts')}</w:tc><w:tc>{inner}</w:tc></w:tr></w:tbl>"
    assert [b.text for b in blocks_of(word(tmp_path, outer))] == ["Bolts | M6 9 Nm\n"]
