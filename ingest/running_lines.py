"""Running headers, footers and page numbers: lines that come again on the pages around."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ingest.pdf_lines import Piece, rows_of

_MARGIN = 0.1  # Of the page's height. Slides and drawings have their titles lower than that.
_SAME_HEIGHT_PT = 4.0
_PAGE_NUMBER = re.compile(
    r"[-–—|/(\[]*(?:p\.?|page|ページ)?#(?:(?:/|of|-)#)?[-–—|)\]]*(?:頁|ページ)?", re.I
)
_NUMBER = re.compile(r"\d+")
_DIGITS = re.compile(r"\d+|\b[ivxlc]+\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Margins:
    """The lines in a page's margins by their text, without spaces and with digits made equal."""

    page: int
    lines: Mapping[str, Piece]


def margin_lines(pieces: Iterable[Piece], height: float, page: int) -> Margins:
    """The lines of one page that may be running ones."""
    in_margin = [p for p in pieces if p.y1 < _MARGIN * height or p.y0 > (1 - _MARGIN) * height]
    return Margins(
        page,
        {
            _DIGITS.sub("#", "".join(line.text.split())): line
            for row in rows_of(in_margin)
            for line in row
        },
    )


def without_running(
    pieces: Sequence[Piece], mine: Margins, earlier: Sequence[Margins], later: Sequence[Margins]
) -> list[Piece]:
    """The page without lines that pages around it have at the same height.

    The first page of a run keeps its lines, page numbers apart: a document number or a revision
    often stands nowhere else. A page with nothing but such lines keeps them too.
    """
    dropped = [
        line
        for text, line in mine.lines.items()
        if _has(earlier, mine.page, text, line)
        or (_PAGE_NUMBER.fullmatch(text) and _has(later, mine.page, text, line))
    ]
    if not dropped:
        return list(pieces)
    return [piece for piece in pieces if not any(_is_in(piece, line) for line in dropped)] or list(
        pieces
    )


def _has(pages: Sequence[Margins], number: int, text: str, line: Piece) -> bool:
    for page in pages:
        other = page.lines.get(text)
        if (
            other is not None
            and abs(other.y0 - line.y0) <= _SAME_HEIGHT_PT
            and _is_counted(
                _NUMBER.findall(other.text), _NUMBER.findall(line.text), number - page.page
            )
        ):
            return True
    return False


def _is_counted(before: Sequence[str], here: Sequence[str], n_pages: int) -> bool:
    """Whether the numbers are the same but for one that counts the pages.

    A line with any other number, such as a serial number at the top of each sheet, is no running
    line.
    """
    return len(before) == len(here) and all(
        int(b) - int(a) in (0, n_pages) for a, b in zip(before, here, strict=True)
    )


def _is_in(piece: Piece, line: Piece) -> bool:
    x, y = (piece.x0 + piece.x1) / 2, (piece.y0 + piece.y1) / 2
    return line.x0 <= x <= line.x1 and line.y0 <= y <= line.y1
