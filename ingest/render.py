"""Pages of documents as pictures and their text, as the rectangles of their blocks see them."""

from __future__ import annotations

import importlib
import math
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from engine.errors import FileDamaged, FileVanished, FormatUnsupported
from engine.page_text import TextLine
from ingest.drawn_page import DrawnPage, DrawnTile, LinesWish, PageWish, TileWish, Wish
from ingest.formats import Format
from ingest.mupdf import PDF_FAULTS, pymupdf
from ingest.page_lines import page_lines
from ingest.reading import format_of
from ingest.text_layout import TextLayout

_MAX_PIXELS = 40_000_000  # An A0 drawing at scale 3; more is 160 MB for one picture.

_N_KEPT = 3  # Pages gone through; one of a large drawing takes up to 100 MB.

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
    drawn = PageDrawer().grant(path, PageWish(page, scale))
    assert isinstance(drawn, DrawnPage)
    return drawn


class PageDrawer:
    """Draws pages and keeps what was opened last: people turn pages and move about on them."""

    def __init__(self) -> None:
        self._key: tuple[Path, int] | None = None
        self._document: pymupdf.Document | TextLayout | None = None
        self._pages: OrderedDict[int, _Drawable] = OrderedDict()

    def grant(self, path: Path, wish: Wish) -> DrawnPage | DrawnTile | tuple[TextLine, ...]:
        """What is wished for of a file.

        Raises: what the readers raise on opening it, FormatUnsupported, FileDamaged, and
            FileVanished also if there is no such page.
        """
        document = self._opened(path)
        n_pages = document.n_pages if isinstance(document, TextLayout) else document.page_count
        if not 1 <= wish.page <= n_pages:
            raise FileVanished(path=path, detail=f"page {wish.page} of {n_pages}")
        try:
            match wish:
                case PageWish(page, scale):
                    return _drawn(self._drawable(document, page), scale, n_pages)
                case TileWish():
                    return _tile(self._drawable(document, wish.page), wish)
                case LinesWish(page):
                    if isinstance(document, TextLayout):
                        return document.text_lines(page)
                    with _shown(document, page) as shown:
                        return page_lines(shown)
        except PDF_FAULTS as error:
            raise FileDamaged(path=path, detail=str(error)) from error

    def _drawable(self, document: pymupdf.Document | TextLayout, page: int) -> _Drawable:
        if page not in self._pages:
            with _shown(document, page) as shown:
                self._pages[page] = _Drawable(shown.get_displaylist(), shown.rect)
        self._pages.move_to_end(page)
        while len(self._pages) > _N_KEPT:
            self._pages.popitem(last=False)
        return self._pages[page]

    def _opened(self, path: Path) -> pymupdf.Document | TextLayout:
        try:
            key = (path, path.stat().st_mtime_ns)
            if self._document is None or key != self._key:
                self._document = None
                self._pages.clear()
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


@dataclass(frozen=True, slots=True)
class _Drawable:
    """A page gone through once: a part of it is drawn without what lies outside."""

    content: pymupdf.DisplayList
    rect: pymupdf.Rect


@contextmanager
def _shown(document: pymupdf.Document | TextLayout, page: int) -> Iterator[pymupdf.Page]:
    if isinstance(document, TextLayout):
        with document.draw(page) as shown:
            yield shown[0]
    else:
        yield document[page - 1]


def _drawn(page: _Drawable, scale: float, n_pages: int) -> DrawnPage:
    area = page.rect.width * page.rect.height
    scale = min(scale, math.sqrt(_MAX_PIXELS / max(1.0, area)))
    picture = page.content.get_pixmap(matrix=pymupdf.Matrix(scale, scale), alpha=False)
    return DrawnPage(picture.tobytes("png"), picture.width, picture.height, n_pages, scale)


def _tile(page: _Drawable, wish: TileWish) -> DrawnTile:
    left, top = wish.x_px / wish.scale, wish.y_px / wish.scale
    right = (wish.x_px + wish.width_px) / wish.scale
    bottom = (wish.y_px + wish.height_px) / wish.scale
    clip = pymupdf.Rect(left, top, right, bottom) & page.rect
    if clip.is_empty or clip.width * clip.height * wish.scale**2 > _MAX_PIXELS:
        raise ValueError(f"no part of the page: {clip}")
    matrix = pymupdf.Matrix(wish.scale, wish.scale)
    picture = page.content.get_pixmap(matrix=matrix, alpha=False, clip=clip)
    # Not as PNG: packing a tile takes longer than drawing it.
    return DrawnTile(picture.samples, picture.x, picture.y, picture.width, picture.height)
