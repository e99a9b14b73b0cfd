"""Pages of documents as pictures, as the rectangles of their blocks see them."""

from __future__ import annotations

import importlib
import math
from collections.abc import Callable
from pathlib import Path

from engine.errors import FileDamaged, FileVanished, FormatUnsupported
from ingest.drawn_page import DrawnPage
from ingest.formats import Format
from ingest.mupdf import PDF_FAULTS, pymupdf
from ingest.reading import format_of
from ingest.text_layout import TextLayout

_MAX_PIXELS = 40_000_000  # An A0 drawing at scale 3; more is 160 MB for one picture.

_OPENERS = {
    Format.PDF: ("ingest.pdf", "open_pdf"),
    Format.TEXT: ("ingest.text_document", "open_text"),
    Format.MARKDOWN: ("ingest.text_document", "open_text"),
    Format.DXF: ("ingest.dxf_page", "open_dxf"),
    Format.WORD: ("ingest.word", "open_word"),
    Format.SPREADSHEET: ("ingest.spreadsheet", "open_spreadsheet"),
    Format.IMAGE: ("ingest.image_file", "open_image"),
}
"""What gives the pages of a file, as the reader of its format saw them.

``open_image`` gives what has the ``page_count`` and the pages of a PyMuPDF document.
"""


def render_page(path: Path, page: int, scale: float) -> DrawnPage:
    """A page (from 1) as PNG; a point of the page is ``scale`` pixels."""
    return PageDrawer().draw(path, page, scale)


class PageDrawer:
    """Draws pages and keeps the last document open: people turn pages."""

    def __init__(self) -> None:
        self._key: tuple[Path, int] | None = None
        self._document: pymupdf.Document | TextLayout | None = None

    def draw(self, path: Path, page: int, scale: float) -> DrawnPage:
        """As ``render_page``."""
        document = self._opened(path)
        n_pages = document.n_pages if isinstance(document, TextLayout) else document.page_count
        if not 1 <= page <= n_pages:
            raise FileVanished(path=path, detail=f"page {page} of {n_pages}")
        try:
            if isinstance(document, TextLayout):
                with document.draw(page) as shown:
                    return _drawn(shown[0], scale, n_pages)
            return _drawn(document[page - 1], scale, n_pages)
        except PDF_FAULTS as error:
            raise FileDamaged(path=path, detail=str(error)) from error

    def _opened(self, path: Path) -> pymupdf.Document | TextLayout:
        try:
            key = (path, path.stat().st_mtime_ns)
            if self._document is None or key != self._key:
                self._document = None
                self._document = _open(path)
                self._key = key
        except OSError as error:
            raise FileVanished(path=path, detail=error.strerror or str(error)) from error
        return self._document


def _open(path: Path) -> pymupdf.Document | TextLayout:
    chosen = format_of(path)
    if chosen not in _OPENERS:
        raise FormatUnsupported(path=path, suffix=path.suffix)
    module, name = _OPENERS[chosen]
    opener: Callable[[Path], pymupdf.Document | TextLayout]
    opener = getattr(importlib.import_module(module), name)
    return opener(path)


def _drawn(page: pymupdf.Page, scale: float, n_pages: int) -> DrawnPage:
    area = page.rect.width * page.rect.height
    scale = min(scale, math.sqrt(_MAX_PIXELS / max(1.0, area)))
    picture = page.get_pixmap(matrix=pymupdf.Matrix(scale, scale), alpha=False)
    return DrawnPage(picture.tobytes("png"), picture.width, picture.height, n_pages)
