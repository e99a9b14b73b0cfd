"""Pages of a library's documents: as pictures, in parts, and as text. Drawn in a child process."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from app.page_protocol import (
    DocumentLocated,
    LocateDocument,
    PageNews,
    PageRequest,
    PageTextRead,
    ReadPageText,
    RenderTile,
    TileRendered,
)
from app.protocol import PageRendered
from engine.errors import FileVanished
from engine.events import CancelToken
from engine.page_text import TextLine, lines_of_blocks, n_characters
from engine.store.library import Library
from ingest.drawn_page import TileWish
from ingest.reader_process import Renderer

_FULLER = 3  # Times a page's own text, as when indexing: less is a form on a drawn background.


class Pages:
    """Draws and reads pages. One thread at a time."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._renderer = Renderer()

    def close(self) -> None:
        """End the child process."""
        self._renderer.close()

    def render(self, document_id: str, page: int, scale: float) -> PageRendered:
        """A page of a document as PNG.

        Raises:
            FileVanished: the file is not where it was when it was indexed.
        """
        drawn = self._renderer.render(self._file(document_id), page, scale)
        return PageRendered(
            document_id=document_id,
            page=page,
            scale=drawn.scale,
            width_px=drawn.width_px,
            height_px=drawn.height_px,
            png=drawn.png,
            n_pages=drawn.n_pages,
        )

    def grant(self, request: PageRequest, cancel: CancelToken) -> Iterator[PageNews]:
        """What is asked of a page, unless nobody waits for it any more. Errors: as ``render``."""
        if cancel.is_set():
            return
        match request:
            case RenderTile():
                yield self._tile(request)
            case ReadPageText(_, document_id, page):
                yield PageTextRead(document_id, page, self._lines(document_id, page))
            case LocateDocument(_, document_id):
                yield DocumentLocated(document_id, self._file(document_id).absolute())

    def _tile(self, wanted: RenderTile) -> TileRendered:
        wish = TileWish(
            wanted.page,
            wanted.scale,
            wanted.x_px,
            wanted.y_px,
            wanted.width_px,
            wanted.height_px,
        )
        drawn = self._renderer.tile(self._file(wanted.document_id), wish)
        return TileRendered(
            wanted.document_id,
            wanted.page,
            wanted.scale,
            drawn.x_px,
            drawn.y_px,
            drawn.width_px,
            drawn.height_px,
            drawn.rgb,
        )

    def _lines(self, document_id: str, page: int) -> tuple[TextLine, ...]:
        """The page's own text, or what was recognised on it when that says much more."""
        own = self._renderer.lines(self._file(document_id), page)
        read = lines_of_blocks(self._library.pages.blocks(document_id, page))
        return read if n_characters(read) > _FULLER * n_characters(own) else own

    def _file(self, document_id: str) -> Path:
        files = self._library.files_of(document_id)
        for path in files:
            if path.exists():
                return path
        raise FileVanished(path=next(iter(files), Path(document_id)), detail="")
