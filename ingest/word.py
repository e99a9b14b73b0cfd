"""Word documents to pages of blocks: text and tables from the file's XML, laid out as a text is.

MuPDF opens these files too, but puts every cell of a table on a line of its own, so that a value
loses its row. Headers, footers, footnotes and comments are not read.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn
from xml.etree import ElementTree

from engine.domain import Block, BlockKind, DocumentHead, DocumentKind, Page, ReadPart, Rect
from engine.errors import FileDamaged, FileEmpty, FileEncrypted, FileMislabelled, FileTooLarge
from ingest.text_layout import PAGE_HEIGHT_PT, PAGE_WIDTH_PT, Line, TextLayout

_LIMIT_MB = 500  # Declared size of what is unpacked; the text of a long manual has some 50 MB.
_BODY = "word/document.xml"
_STYLES = "word/styles.xml"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_HEADING = re.compile(r"(?i)^(?:heading|見出し)\s*([1-9])$")
_FAULTS = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ElementTree.ParseError)


@dataclass(frozen=True, slots=True)
class _Line:
    """A paragraph or a table row; ``level`` is that of a heading."""

    text: str
    kind: BlockKind = BlockKind.PARAGRAPH
    level: int = 0


def read_word(path: Path) -> Iterator[ReadPart]:
    """Head and pages.

    Errors: FileDamaged, FileEmpty, FileEncrypted, FileMislabelled, FileTooLarge.
    """
    lines = _lines(path)
    if not any(line.text.strip() for line in lines):
        raise FileEmpty(path=path)
    layout = TextLayout([line.text for line in lines])
    title = next((line.text for line in lines if line.level == 1), path.stem)
    yield DocumentHead(DocumentKind.WORD, title, layout.n_pages)
    for page in range(1, layout.n_pages + 1):
        blocks = tuple(_blocks(layout.lines(page), lines))
        yield Page(page, PAGE_WIDTH_PT, PAGE_HEIGHT_PT, blocks)


def open_word(path: Path) -> TextLayout:
    """The pages as ``read_word`` sees them. Errors: as there, but for FileEmpty."""
    return TextLayout([line.text for line in _lines(path)])


def _blocks(shown: list[tuple[Line, Rect]], lines: list[_Line]) -> Iterator[Block]:
    for i, (piece, rect) in enumerate(shown):
        line = lines[piece.source]
        if not line.text.strip():
            continue
        if line.kind is BlockKind.PARAGRAPH:
            is_last = piece.end == len(line.text)
            text = line.text[piece.start : piece.end]
            yield Block(text.rstrip() + "\n" if is_last else text, rect)
        elif piece.start == 0:
            rects = [r for other, r in shown[i : i + 200] if other.source == piece.source]
            yield Block(line.text + "\n", Rect.around(rects), line.kind, line.level)


# The file.


class _WithoutDtd(ElementTree.TreeBuilder):
    """Refuses a document type: Word writes none, and entities defined there can grow at will."""

    def doctype(self, name: str, pubid: str, system: str) -> NoReturn:  # noqa: ARG002
        raise ElementTree.ParseError("a document type definition")


def _lines(path: Path) -> list[_Line]:
    try:
        with zipfile.ZipFile(path) as archive:
            _check(archive, path)
            names = set(archive.namelist())
            styles = _levels(_xml(archive, _STYLES)) if _STYLES in names else {}
            body = _xml(archive, _BODY).find(f"{_W}body")
        return [] if body is None else list(_body_lines(body, styles))
    except _FAULTS as error:
        raise FileDamaged(path=path, detail=str(error)) from error
    except RecursionError as error:
        raise FileDamaged(path=path, detail="nested too deeply") from error


def _check(archive: zipfile.ZipFile, path: Path) -> None:
    # Pictures can be large and are not read.
    parts = [part for part in archive.infolist() if part.filename in {_BODY, _STYLES}]
    if all(part.filename != _BODY for part in parts):
        raise FileMislabelled(path=path, expected=path.suffix.removeprefix("."), found="zip")
    if sum(part.file_size for part in parts) > _LIMIT_MB * 1_000_000:
        raise FileTooLarge(path=path, limit_mb=_LIMIT_MB)
    if any(part.flag_bits & 1 for part in parts):
        raise FileEncrypted(path=path)


def _xml(archive: zipfile.ZipFile, name: str) -> ElementTree.Element:
    parser = ElementTree.XMLParser(target=_WithoutDtd())  # noqa: S314
    parser.feed(archive.read(name))
    root: ElementTree.Element = parser.close()
    return root


def _levels(styles: ElementTree.Element) -> dict[str, int]:
    """Heading levels by style id: the id is translated, the name is not."""
    levels = {}
    for style in styles.iter(f"{_W}style"):
        name = style.find(f"{_W}name")
        value = "" if name is None else name.get(f"{_W}val", "")
        if found := _HEADING.match(value):
            levels[style.get(f"{_W}styleId", "")] = int(found[1])
        elif value.casefold() in {"title", "表題"}:
            levels[style.get(f"{_W}styleId", "")] = 1
    return levels


# The text.


def _body_lines(parent: ElementTree.Element, styles: dict[str, int]) -> Iterator[_Line]:
    for element in parent:
        if element.tag == f"{_W}p":
            level = _level(element, styles)
            kind = BlockKind.HEADING if level else BlockKind.PARAGRAPH
            text = _text(element)
            if level:
                text = " ".join(text.split())
            yield _Line(text, kind if text else BlockKind.PARAGRAPH, level if text else 0)
            for box in _outermost(element, "txbxContent"):
                yield from _body_lines(box, styles)
        elif element.tag == f"{_W}tr":
            cells = [_cell_text(cell) for cell in _outermost(element, "tc")]
            if any(cells):
                yield _Line(" | ".join(cells), BlockKind.TABLE_ROW)
        elif element.tag != _FALLBACK:
            # A table, or what Word puts around paragraphs: fields of a form, tracked changes.
            yield from _body_lines(element, styles)


def _level(paragraph: ElementTree.Element, styles: dict[str, int]) -> int:
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    outline = paragraph.find(f"{_W}pPr/{_W}outlineLvl")
    if outline is not None and outline.get(f"{_W}val", "") in set("012345678"):
        return int(outline.get(f"{_W}val", "0")) + 1
    if style is None:
        return 0
    name = style.get(f"{_W}val", "")
    found = _HEADING.match(name)
    return int(found[1]) if found else styles.get(name, 0)


def _text(element: ElementTree.Element) -> str:
    """Without text boxes, whose paragraphs follow, and without deleted text."""
    texts = []
    for child in element:
        if child.tag == f"{_W}t":
            texts.append(child.text or "")
        elif child.tag == f"{_W}tab":
            texts.append("\t")
        elif child.tag in {f"{_W}br", f"{_W}cr"}:
            texts.append(" ")
        elif child.tag == f"{_W}noBreakHyphen":
            texts.append("-")
        elif child.tag not in {f"{_W}txbxContent", f"{_W}pPr", f"{_W}rPr", _FALLBACK}:
            texts.append(_text(child))
    return "".join(texts)


def _outermost(element: ElementTree.Element, tag: str) -> Iterator[ElementTree.Element]:
    """Text boxes or cells, without those inside them: a cell can hold a table of its own."""
    for child in element:
        if child.tag == f"{_W}{tag}":
            yield child
        elif child.tag != _FALLBACK:
            yield from _outermost(child, tag)


def _cell_text(cell: ElementTree.Element) -> str:
    return " ".join(" ".join(_text(p) for p in cell.iter(f"{_W}p")).split())
