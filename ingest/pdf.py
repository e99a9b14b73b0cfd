"""PDF to pages of blocks with PyMuPDF, page by page. Rectangles are those of the page as shown."""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from engine.domain import Block, DocumentHead, DocumentKind, Page, ReadPart, ReadProblem
from engine.errors import FileDamaged, FileEncrypted, FileWithoutText
from ingest import quarter_turns
from ingest.drawing_blocks import blocks_of_drawing
from ingest.drawing_page import DrawingPage, title_block_of
from ingest.mupdf import PDF_FAULTS, pymupdf
from ingest.pdf_blocks import Style, blocks_of, heading_key
from ingest.pdf_drawings import drawing_on, may_be_drawing, may_be_pictured
from ingest.pdf_lines import Piece
from ingest.pdf_pieces import fonts_of, parted, pieces_of
from ingest.pictured_text import PictureReader, pictures_on, with_pictured
from ingest.recognised_pieces import RecognisedPage
from ingest.running_lines import Margins, margin_lines, without_running
from ingest.symbol_fonts import SymbolFonts
from ingest.text_layers import TextLayers, is_stamped_scan

if TYPE_CHECKING:
    from ingest.recognition import Recogniser

_FLAGS = (
    pymupdf.TEXT_PRESERVE_WHITESPACE
    | pymupdf.TEXT_MEDIABOX_CLIP
    | pymupdf.TEXT_CID_FOR_UNKNOWN_UNICODE
)
_LOOKAHEAD = 8  # Pages read ahead, to know the running text's size and the running lines.
_NEARBY = 2  # Left and right pages often have different headers: look two pages back.
_FULLER = 3  # Times the text of a scan with a stamp. Less is a form on a drawn background.
_JUNK_TITLE = re.compile(
    r"(?i)^(untitled|無題|document\d*|.*\.(docx?|xlsx?|pptx?|dwg|indd|tex|dvi|pdf))$"
)
_MAX_WARNING = 200


def read_pdf(path: Path, *, recogniser: Recogniser | None = None) -> Iterator[ReadPart]:
    """Head, then pages and problems. Errors: FileDamaged, FileEncrypted, FileWithoutText.

    Pages that show more than their text says are recognised, by the usual engine if none is given.
    """
    with open_pdf(path) as document:
        pages = _Pages(document, path.stem, recogniser)
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
    recognised: RecognisedPage | None
    drawing: DrawingPage | None


class _Pages:
    """Pages in order, some read ahead of the one that is given out."""

    def __init__(
        self, document: pymupdf.Document, name: str, recogniser: Recogniser | None
    ) -> None:
        self._document = document
        self._name = name
        self._recogniser = recogniser
        self._symbols = SymbolFonts(document)
        self._layers = TextLayers(document)
        self._pictures = PictureReader(recogniser)
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
        if self._ahead and _is_slow(self._ahead[0]):
            yield from self._finished()
        for index in range(1, self._document.page_count):
            raw = self._raw_page(index)
            self._ahead.append(raw)
            # Recognising takes seconds a page: what is read is given out before the next.
            while len(self._ahead) > (0 if _is_slow(raw) else _LOOKAHEAD):
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
            symbols = self._symbols.maps(index, fonts_of(raw["blocks"]))
            pieces = pieces_of(raw["blocks"], matrix, size.width, size.height, symbols)
            recognised = self._recognised(page, pieces)
            pieces = pieces if recognised is None else recognised.pieces
            drawing = None
            if may_be_drawing(pieces):
                apart = pieces
                if recognised is None:
                    blocks = parted(raw["blocks"])
                    apart = pieces_of(blocks, matrix, size.width, size.height, symbols)
                drawing = drawing_on(page, apart)
                if recognised is None and (drawing is not None or may_be_pictured(apart)):
                    seen = self._pictures.read(page, pictures_on(page, pieces))
                    if seen.n_lines:
                        again = drawing_on(page, with_pictured(apart, seen.pieces))
                        drawing = again or drawing
                        recognised = None if again is None else seen
        except PDF_FAULTS as error:
            return ReadProblem("page-damaged", str(error)[:_MAX_WARNING], page=index + 1)
        for piece in pieces.get(0, ()):
            self._sizes[round(piece.size * 2) / 2, piece.is_bold] += len(piece.text)
        margins = margin_lines(pieces.get(0, ()), size.height, index + 1)
        return _RawPage(
            index + 1, size.width, size.height, label, pieces, margins, recognised, drawing
        )

    def _recognised(
        self, page: pymupdf.Page, pieces: dict[int, list[Piece]]
    ) -> RecognisedPage | None:
        """What is to be read in the page's picture, if that says more than its text."""
        own = [piece for turned in pieces.values() for piece in turned]
        is_unreadable = self._layers.is_unreadable(page, own)
        # Whatever draws anything: an image, or lettering turned to outlines.
        is_needed = is_unreadable or (is_stamped_scan(page, own) if own else page.get_bboxlog())
        if not is_needed:
            return None
        # Importing it takes longer than reading most PDFs, which have text.
        from ingest.pdf_recognition import read_page  # noqa: PLC0415

        recognised = read_page(page, self._recogniser)
        if is_unreadable:
            return replace(recognised, is_instead=True)
        is_fuller = recognised.n_characters > _FULLER * sum(len(piece.text) for piece in own)
        return recognised if is_fuller or not own else None

    def _finished(self) -> Iterator[Page | ReadProblem]:
        raw = self._ahead.popleft()
        if isinstance(raw, ReadProblem):
            yield raw
            return
        blocks = self._blocks(raw)
        if raw.recognised is not None:
            blocks = [raw.recognised.as_seen(b, raw.width, raw.height) for b in blocks]
            yield from raw.recognised.problems(raw.number)
            if not blocks:
                yield ReadProblem("page-without-text", "", page=raw.number)
        yield Page(raw.number, raw.width, raw.height, tuple(blocks), raw.label)

    def _blocks(self, raw: _RawPage) -> list[Block]:
        if raw.drawing is not None:
            # Sheets of one drawing have one title block: it is no running line.
            return blocks_of_drawing(raw.drawing, self._name)
        later = [page.margins for page in self._ahead if isinstance(page, _RawPage)][:_NEARBY]
        upright = without_running(raw.pieces.get(0, []), raw.margins, self._earlier, later)
        self._earlier.append(raw.margins)
        style = self._style(raw.number)
        blocks: list[Block] = []
        for direction, pieces in sorted((raw.pieces | {0: upright}).items()):
            blocks += [
                quarter_turns.turned_back(block, direction, raw.width, raw.height)
                for block in blocks_of(pieces, style)
            ]
        return blocks

    def _style(self, number: int) -> Style:
        if not self._sizes:
            return Style(10.0)
        (size, _), _ = self._sizes.most_common(1)[0]
        n_bold = sum(n for (_, is_bold), n in self._sizes.items() if is_bold)
        is_bold = n_bold > 0.5 * self._sizes.total()
        return Style(size or 10.0, is_bold, self._outline.get(number, {}))


def _is_slow(raw: _RawPage | ReadProblem) -> bool:
    return isinstance(raw, _RawPage) and raw.recognised is not None


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
