"""Words in pictures on a page that has text of its own: read only where no text stands.

A sheet may show a view with its dimensions, a logo or half of its title as pictures. They are put
among the page's own pieces; where their pixels are too coarse to tell figures apart, as unsure.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from engine.domain import SURE_CONFIDENCE, Rect
from ingest.directions import turned_back
from ingest.mupdf import pymupdf
from ingest.pdf_lines import Piece, joint
from ingest.recognised_lines import DISPUTED, Line
from ingest.recognised_pieces import RecognisedPage, recognised_part

if TYPE_CHECKING:
    from ingest.recognition import Picture as Pixels
    from ingest.recognition import Recogniser

_MOST_OF_PAGE = 0.6  # A larger picture is a scan, whose text is a stamp or what a scanner read.
_SMALLEST_PT = 6.0
_TOUCHING_PT = 1.0  # Programs cut one picture into strips.
_FEWEST_PX = 20  # Of a letter's height; with fewer, figures get mixed up and points get lost.
_MAX_GAP_EM = 1.0
_ALIKE = 0.6


@dataclass(frozen=True, slots=True)
class Picture:
    """Where a picture stands on the page as shown, and how fine its own pixels are."""

    rect: Rect
    pixels_a_point: float


def pictures_on(page: pymupdf.Page, pieces: Mapping[int, Sequence[Piece]]) -> list[Picture]:
    """The pictures that no text stands on, strips of one picture put together.

    ``pieces`` are the page's own, by quarter turns clockwise.
    """
    width, height = page.rect.width, page.rect.height
    matrix = page.rotation_matrix if page.rotation else pymupdf.Matrix(1, 1)
    found: list[Picture] = []
    for image in page.get_image_info():
        box = (pymupdf.Rect(image["bbox"]) * matrix).normalize() & page.rect
        if not box.is_empty:
            fineness = math.sqrt(image["width"] * image["height"] / abs(box))
            found.append(Picture(Rect(box.x0, box.y0, box.x1, box.y1), fineness))
    texts = [
        turned_back(piece.rect, turn, width, height)
        for turn, turned in pieces.items()
        for piece in turned
    ]
    return [
        picture
        for picture in _together(found)
        if _is_worth_reading(picture.rect, width * height)
        and not any(_holds(picture.rect, text) for text in texts)
    ]


def _is_worth_reading(rect: Rect, area_of_page: float) -> bool:
    width, height = rect.x1 - rect.x0, rect.y1 - rect.y0
    return min(width, height) >= _SMALLEST_PT and width * height <= _MOST_OF_PAGE * area_of_page


def _holds(outer: Rect, inner: Rect) -> bool:
    x, y = (inner.x0 + inner.x1) / 2, (inner.y0 + inner.y1) / 2
    return outer.x0 <= x <= outer.x1 and outer.y0 <= y <= outer.y1


def _together(pictures: Sequence[Picture]) -> list[Picture]:
    """Pictures that touch as one, as coarse as the coarsest of them."""
    groups: list[Picture] = []
    for picture in pictures:
        whole = picture
        while near := [group for group in groups if _touches(whole.rect, group.rect)]:
            groups = [group for group in groups if group not in near]
            coarsest = min(part.pixels_a_point for part in (whole, *near))
            whole = Picture(Rect.around([whole.rect, *(g.rect for g in near)]), coarsest)
        groups.append(whole)
    return groups


def _touches(a: Rect, b: Rect) -> bool:
    gap_x = max(a.x0, b.x0) - min(a.x1, b.x1)
    gap_y = max(a.y0, b.y0) - min(a.y1, b.y1)
    return max(gap_x, gap_y) <= _TOUCHING_PT


class PictureReader:
    """Reads the pictures of one document, each that recurs (a logo on every sheet) once."""

    def __init__(self, recogniser: Recogniser | None) -> None:
        self._recogniser = recogniser
        self._known: dict[bytes, list[Line]] = {}

    def read(self, page: pymupdf.Page, pictures: Sequence[Picture]) -> RecognisedPage:
        """The words of the pictures, in points of the page as shown. Errors: MemoryError."""
        # Importing it takes longer than reading most PDFs.
        from ingest.pdf_recognition import dpi_of, picture_of  # noqa: PLC0415

        width, height = page.rect.width, page.rect.height
        points_a_pixel = 72 / dpi_of(page)
        lines: list[Line] = []
        for picture in pictures:
            pixels, x, y = picture_of(page, picture.rect)
            key = hashlib.sha256(pixels.tobytes()).digest()
            if key not in self._known:
                self._known[key] = self._recognised(pixels)
            own_pixels_a_pixel = picture.pixels_a_point * points_a_pixel
            for line in self._known[key]:
                strip = replace(line.strip, x=line.strip.x + x, y=line.strip.y + y)
                lines.append(_doubted(replace(line, strip=strip), own_pixels_a_pixel))
        return recognised_part(lines, points_a_pixel, width, height)

    def _recognised(self, pixels: Pixels) -> list[Line]:
        from ingest.recognition import recognise  # noqa: PLC0415 - as above

        return (self._recogniser or recognise)(pixels)


def _doubted(line: Line, own_pixels_a_pixel: float) -> Line:
    """The line as unsure if it was blown up: a recogniser is sure of what it cannot see."""
    if line.strip.height * own_pixels_a_pixel >= _FEWEST_PX:
        return line
    words = tuple(replace(word, confidence=min(word.confidence, DISPUTED)) for word in line.words)
    return replace(line, confidence=min(line.confidence, DISPUTED), words=words)


def with_pictured(
    pieces: Mapping[int, Sequence[Piece]], pictured: Mapping[int, Sequence[Piece]]
) -> dict[int, list[Piece]]:
    """The page's pieces with those of its pictures; words that go on with a text are its rest."""
    together = {turn: list(found) for turn, found in pieces.items()}
    for turn, found in pictured.items():
        own = together.setdefault(turn, [])
        for piece in found:
            before = next((text for text in own if _goes_on(text, piece)), None)
            if before is None:
                own.append(piece)
            else:
                own[own.index(before)] = _joined(before, piece)
    return together


def _goes_on(text: Piece, piece: Piece) -> bool:
    """Whether a piece in a picture is the rest of a text: words, on its line and of its size."""
    height = min(text.y1 - text.y0, piece.y1 - piece.y0)
    overlap = min(text.y1, piece.y1) - max(text.y0, piece.y0)
    is_level = overlap >= _ALIKE * height
    is_alike = min(text.size, piece.size) >= _ALIKE * max(text.size, piece.size)
    is_near = -0.2 * text.size <= piece.x0 - text.x1 <= _MAX_GAP_EM * text.size
    is_word = not any(character.isdigit() for character in piece.text)
    return is_level and is_alike and is_near and is_word and piece.confidence >= SURE_CONFIDENCE


def _joined(text: Piece, rest: Piece) -> Piece:
    whole = text.text.rstrip() + joint(text.text.rstrip(), rest.text) + rest.text
    place = Rect.around([text.rect, rest.rect])
    sure = min(text.confidence, rest.confidence)
    return replace(
        text, text=whole, x0=place.x0, y0=place.y0, x1=place.x1, y1=place.y1, confidence=sure
    )
