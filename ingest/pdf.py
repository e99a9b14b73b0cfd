"""PDF to pages of blocks with PyMuPDF, page by page. Rectangles are those of the page as shown."""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from engine.domain import Block, DocumentHead, DocumentKind, Page, ReadPart, ReadProblem
from engine.errors import FileDamaged, FileEncrypted, FileWithoutText
from ingest.directions import turned_back
from ingest.drawing_page import DrawingPage, blocks_of_drawing, drawing_page, title_block_of
from ingest.drawn_symbols import drawn_symbols
from ingest.mupdf import PDF_FAULTS, pymupdf
from ingest.pdf_blocks import Style, blocks_of, heading_key, is_sparse_page
from ingest.pdf_lines import Piece
from ingest.pdf_pieces import fonts_of, parted, pieces_of
from ingest.running_lines import Margins, margin_lines, without_running
from ingest.strokes import rulings_of, strokes_of, turned_strokes
from ingest.symbol_fonts import SymbolFonts

_FLAGS = (
    pymupdf.TEXT_PRESERVE_WHITESPACE
    | pymupdf.TEXT_MEDIABOX_CLIP
    | pymupdf.TEXT_CID_FOR_UNKNOWN_UNICODE
)
_LOOKAHEAD = 8  # Pages read ahead, to know the running text's size and the running lines.
_NEARBY = 2  # Left and right pages often have different headers: look two pages back.
_JUNK_TITLE = re.compile(
    r"(?i)^(untitled|無題|document\d*|.*\.(docx?|xlsx?|pptx?|dwg|indd|tex|dvi|pdf))$"
)
_MAX_WARNING = 200
_MAX_PIECES_OF_DRAWING = 1500
_FEW_PIECES = 60  # Too few to say that they are no table.


def read_pdf(path: Path) -> Iterator[ReadPart]:
    """Head, then pages and problems. Errors: FileDamaged, FileEncrypted, FileWithoutText."""
    with open_pdf(path) as document:
        pages = _Pages(document, path.stem)
        drawing = pages.first_drawing()
        kind = DocumentKind.PDF if drawing is None else DocumentKind.DRAWING
        yield DocumentHead(kind, _title(document, path), document.page_count)
        if drawing is not None and (block := title_block_of(drawing.fields, path.stem)):
            yield block
        if document.is_repaired:
            yield ReadProblem("repaired", _warnings())
        has_text = False
        for part in pages.parts():
            has_text = has_text or (isinstance(part, Page) and bool(part.blocks))
            yield part
    if not has_text:
        raise FileWithoutText(path=path)


def open_pdf(path: Path) -> pymupdf.Document:
    """The opened document, with at least one page and no password needed."""
    pymupdf.TOOLS.mupdf_warnings(reset=True)
    try:
        document = pymupdf.open(path, filetype="pdf")
    except PDF_FAULTS as error:
        raise FileDamaged(path=path, detail=str(error)) from error
    if document.needs_pass:
        raise FileEncrypted(path=path)
    try:
        n_pages = document.page_count
    except PDF_FAULTS as error:
        raise FileDamaged(path=path, detail=str(error)) from error
    if n_pages == 0:
        raise FileDamaged(path=path, detail="no pages")
    return document


def _warnings() -> str:
    return " ".join(pymupdf.TOOLS.mupdf_warnings().split())[:_MAX_WARNING]


def _title(document: pymupdf.Document, path: Path) -> str:
    title = " ".join(str((document.metadata or {}).get("title") or "").split())
    return path.stem if len(title) < 4 or _JUNK_TITLE.match(title) else title


@dataclass(slots=True)
class _RawPage:
    """A page as extracted: pieces by the direction that they read in, 0 = to the right."""

    number: int
    width: float
    height: float
    label: str
    pieces: dict[int, list[Piece]]
    margins: Margins
    drawing: DrawingPage | None


class _Pages:
    """Pages in order, some read ahead of the one that is given out."""

    def __init__(self, document: pymupdf.Document, name: str) -> None:
        self._document = document
        self._name = name
        self._symbols = SymbolFonts(document)
        self._sizes: Counter[tuple[float, bool]] = Counter()
        self._outline = _outline(document)
        self._ahead: deque[_RawPage | ReadProblem] = deque()
        self._earlier: deque[Margins] = deque(maxlen=_NEARBY)
        self._has_labels = bool(document.get_page_labels())

    def first_drawing(self) -> DrawingPage | None:
        """The first page if it is a sheet of a drawing; to be asked before ``parts``."""
        first = self._raw_page(0)
        self._ahead.append(first)
        return first.drawing if isinstance(first, _RawPage) else None

    def parts(self) -> Iterator[Page | ReadProblem]:
        for index in range(len(self._ahead), self._document.page_count):
            self._ahead.append(self._raw_page(index))
            if len(self._ahead) > _LOOKAHEAD:
                yield from self._finished()
        while self._ahead:
            yield from self._finished()

    def _raw_page(self, index: int) -> _RawPage | ReadProblem:
        try:
            page = self._document.load_page(index)
            raw = page.get_text("dict", flags=_FLAGS, sort=False)
            size = page.rect
            label = page.get_label() if self._has_labels else ""
            matrix = page.rotation_matrix if page.rotation else None
        except PDF_FAULTS as error:
            return ReadProblem("page-damaged", str(error)[:_MAX_WARNING], page=index + 1)
        symbols = self._symbols.maps(index, fonts_of(raw["blocks"]))
        pieces = pieces_of(raw["blocks"], matrix, size.width, size.height, symbols)
        drawing = None
        if _may_be_drawing(pieces):
            apart = pieces_of(parted(raw["blocks"]), matrix, size.width, size.height, symbols)
            drawing = _drawing(page, apart)
        for piece in pieces.get(0, ()):
            self._sizes[round(piece.size * 2) / 2, piece.is_bold] += len(piece.text)
        margins = margin_lines(pieces.get(0, ()), size.height, index + 1)
        return _RawPage(index + 1, size.width, size.height, label, pieces, margins, drawing)

    def _finished(self) -> Iterator[Page | ReadProblem]:
        raw = self._ahead.popleft()
        if isinstance(raw, ReadProblem):
            yield raw
            return
        if raw.drawing is not None:
            # Sheets of one drawing have one title block: it is no running line.
            drawn = blocks_of_drawing(raw.drawing, self._name)
            yield Page(raw.number, raw.width, raw.height, tuple(drawn), raw.label)
            return
        later = [page.margins for page in self._ahead if isinstance(page, _RawPage)][:_NEARBY]
        upright = without_running(raw.pieces.get(0, []), raw.margins, self._earlier, later)
        self._earlier.append(raw.margins)
        style = self._style(raw.number)
        blocks: list[Block] = []
        for direction, pieces in sorted((raw.pieces | {0: upright}).items()):
            turned = blocks_of(pieces, style)
            blocks += [_turned_back(b, direction, raw.width, raw.height) for b in turned]
        if not any(raw.pieces.values()):
            yield from self._page_without_text(raw.number)
        yield Page(raw.number, raw.width, raw.height, tuple(blocks), raw.label)

    def _style(self, number: int) -> Style:
        if not self._sizes:
            return Style(10.0)
        (size, _), _ = self._sizes.most_common(1)[0]
        n_bold = sum(n for (_, is_bold), n in self._sizes.items() if is_bold)
        is_bold = n_bold > 0.5 * self._sizes.total()
        return Style(size or 10.0, is_bold, self._outline.get(number, {}))

    def _page_without_text(self, number: int) -> Iterator[ReadProblem]:
        page = self._document.load_page(number - 1)
        # Whatever draws anything: an image, or lettering turned to outlines.
        if page.get_bboxlog():
            yield ReadProblem("page-without-text", "", page=number)


def _outline(document: pymupdf.Document) -> dict[int, dict[str, int]]:
    try:
        entries = document.get_toc(simple=True)
    except PDF_FAULTS:
        return {}
    outline: dict[int, dict[str, int]] = {}
    for level, title, page in entries:
        if page > 0 and heading_key(title):
            outline.setdefault(page, {})[heading_key(title)] = level
    return outline


def _may_be_drawing(pieces: dict[int, list[Piece]]) -> bool:
    n_pieces = sum(map(len, pieces.values()))
    level = pieces.get(0, [])
    is_small = n_pieces <= _FEW_PIECES
    return 0 < n_pieces <= _MAX_PIECES_OF_DRAWING and (is_small or is_sparse_page(level))


def _drawing(page: pymupdf.Page, pieces: dict[int, list[Piece]]) -> DrawingPage | None:
    """What a sheet of a drawing says, with its drawn symbols put among ``pieces``."""
    width, height = page.rect.width, page.rect.height
    strokes = strokes_of(page)
    for direction, found in pieces.items():
        turned = turned_strokes(strokes, direction, width, height)
        found.extend(drawn_symbols(turned, found))
    return drawing_page(pieces, rulings_of(strokes), width, height)


def _turned_back(block: Block, direction: int, width: float, height: float) -> Block:
    if direction == 0:
        return block
    return replace(block, rect=turned_back(block.rect, direction, width, height))
