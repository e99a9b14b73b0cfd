"""Pictures of documents (scans, photographs, screenshots) to pages of recognised text."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
from PIL import Image

from engine.domain import (
    Block,
    DocumentHead,
    DocumentKind,
    Page,
    ReadPart,
    ReadProblem,
    TitleBlock,
)
from engine.errors import FileWithoutText
from ingest import quarter_turns
from ingest.drawing_blocks import blocks_of_drawing
from ingest.drawing_page import drawing_page, title_block_of
from ingest.image_file import IMAGE_FAULTS, ImageFile, open_image
from ingest.pdf_blocks import Style, blocks_of
from ingest.recognised_pieces import RecognisedPage, recognised_page
from ingest.recognition import Picture, Recogniser, recognise

_MAX_WARNING = 200


def read_image(path: Path, *, recogniser: Recogniser = recognise) -> Iterator[ReadPart]:
    """Head, then pages and problems. Errors: FileDamaged, FileTooLarge, FileWithoutText."""
    file = open_image(path)
    yield DocumentHead(DocumentKind.IMAGE, path.stem, file.page_count)
    has_text = False
    for index in range(file.page_count):
        for part in _read_picture(file, index, path.stem, recogniser):
            has_text = has_text or (isinstance(part, Page) and bool(part.blocks))
            yield part
    if not has_text:
        raise FileWithoutText(path=path)


def _read_picture(
    file: ImageFile, index: int, name: str, recogniser: Recogniser
) -> Iterator[TitleBlock | Page | ReadProblem]:
    try:
        picture = file.picture(index)
    except IMAGE_FAULTS as error:
        yield ReadProblem("page-damaged", str(error)[:_MAX_WARNING], page=index + 1)
        return
    width, height = file.size_pt(picture)
    recognised = recognised_page(recogniser(_array(picture)), width / picture.width, width, height)
    yield from recognised.problems(index + 1)
    drawing = drawing_page(recognised.pieces, (), width, height)
    if drawing is not None:
        if block := title_block_of(drawing.fields, name):
            yield block
        blocks = blocks_of_drawing(drawing, name)
    else:
        blocks = _blocks(recognised, width, height)
    seen = tuple(recognised.as_seen(block, width, height) for block in blocks)
    page = Page(index + 1, width, height, seen)
    if not page.blocks:
        yield ReadProblem("page-without-text", "", page=index + 1)
    yield page


def _blocks(recognised: RecognisedPage, width: float, height: float) -> list[Block]:
    sizes = [piece.size for pieces in recognised.pieces.values() for piece in pieces]
    style = Style(sorted(sizes)[len(sizes) // 2] if sizes else 10.0)
    return [
        quarter_turns.turned_back(block, direction, width, height)
        for direction, pieces in sorted(recognised.pieces.items())
        for block in blocks_of(pieces, style)
    ]


def _array(picture: Image.Image) -> Picture:
    return np.ascontiguousarray(np.asarray(picture)[:, :, ::-1])
