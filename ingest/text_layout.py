"""Text files laid out on pages, the same way for reading and for showing.

One layout gives both the rectangles of the evidence and the drawn page, so they cannot drift
apart. A4 portrait, 10 points, a line of source begins a new line on the page.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import accumulate

from engine.domain import Rect
from engine.page_text import TextLine
from ingest.mupdf import pymupdf

PAGE_WIDTH_PT = 595.0
PAGE_HEIGHT_PT = 842.0
_MARGIN_PT = 50.0
_SIZE_PT = 10.0
_LINE_PT = 14.0
_ASCENT_PT = 10.5  # Of the line: the baseline stands here, with room for accents above.
_TAB = "    "
_LINES_A_PAGE = int((PAGE_HEIGHT_PT - 2 * _MARGIN_PT) // _LINE_PT)
_LINE_WIDTH_EM = (PAGE_WIDTH_PT - 2 * _MARGIN_PT) / _SIZE_PT
_BREAK_BEFORE = re.compile(r"[ぁ-んァ-ヶ一-鿿]")
_BORROWED = re.compile(r"([\u2190-\u2bff\ufe00-\ufe0f\U00010000-\U0010ffff])")
_UNSHOWABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Line:
    """A line on a page: characters ``start`` to ``end`` of source line ``source`` (from 0)."""

    source: int
    start: int
    end: int


class TextLayout:
    """Pages of a text given as source lines; those numbered in ``breaks`` begin a new page."""

    def __init__(self, lines: list[str], breaks: frozenset[int] = frozenset()) -> None:
        self._source = lines
        self._widths: dict[str, float] = {}
        self._font = pymupdf.Font("cjk")
        self._lines: list[Line] = []
        for number, line in enumerate(lines):
            if number in breaks:
                n_left = -len(self._lines) % _LINES_A_PAGE
                self._lines += [Line(number, 0, 0)] * n_left
            self._lines += [Line(number, start, end) for start, end in self._wrapped(line)]

    @property
    def n_pages(self) -> int:
        """At least one."""
        return max(1, -(-len(self._lines) // _LINES_A_PAGE))

    def lines(self, page: int) -> list[tuple[Line, Rect]]:
        """The lines of a page (from 1) with their rectangles, top to bottom."""
        first = (page - 1) * _LINES_A_PAGE
        return [
            (line, self._rect(line, row))
            for row, line in enumerate(self._lines[first : first + _LINES_A_PAGE])
        ]

    def draw(self, page: int) -> pymupdf.Document:
        """A document of one page that shows this page."""
        document = pymupdf.open()
        shown = document.new_page(width=PAGE_WIDTH_PT, height=PAGE_HEIGHT_PT)
        writer = pymupdf.TextWriter(shown.rect)
        for line, rect in self.lines(page):
            text = self._source[line.source][line.start : line.end].replace("\t", _TAB)
            text = _UNSHOWABLE.sub(" ", text).rstrip()
            x = _MARGIN_PT
            for run in _BORROWED.split(text):
                # After a glyph borrowed from another font the writer loses its place.
                if run.strip():
                    origin = (x, rect.y0 + _ASCENT_PT)
                    writer.append(origin, run, font=self._font, fontsize=_SIZE_PT)
                x += self._width(run) * _SIZE_PT
        writer.write_text(shown)
        return document

    def text_lines(self, page: int) -> tuple[TextLine, ...]:
        """The text of a page (from 1) with the place of every character, for selecting it.

        From the source: a drawn page knows no characters beyond the 16 bits of a glyph.
        """
        return tuple(
            self._text_line(self._source[line.source][line.start : line.end], rect, line.source)
            for line, rect in self.lines(page)
            if line.end > line.start
        )

    def _text_line(self, text: str, rect: Rect, source: int) -> TextLine:
        shown = _UNSHOWABLE.sub(" ", text).strip()
        widths = (self._width(letter) * _SIZE_PT for letter in shown)
        edges = tuple(accumulate(widths, initial=rect.x0))
        return TextLine(shown, rect, edges, block=source)

    def _rect(self, line: Line, row: int) -> Rect:
        text = self._source[line.source][line.start : line.end]
        indent = len(text) - len(text.lstrip())
        top = _MARGIN_PT + row * _LINE_PT
        left = _MARGIN_PT + self._width(text[:indent]) * _SIZE_PT
        width = self._width(text[indent:].rstrip()) * _SIZE_PT
        return Rect(left, top, left + width, top + _LINE_PT)

    def _width(self, text: str) -> float:
        """In ems."""
        return sum(self._advance(character) for character in text)

    def _advance(self, character: str) -> float:
        width = self._widths.get(character)
        if width is None:
            if character == "\t":
                width = float(self._font.text_length(_TAB, 1))
            else:
                width = float(self._font.text_length(character, 1))
            self._widths[character] = width
        return width

    def _wrapped(self, line: str) -> list[tuple[int, int]]:
        if len(line) <= _LINE_WIDTH_EM / 2:  # No character is wider than two ems.
            return [(0, len(line))]
        spans = []
        start = 0
        width = 0.0
        break_at = 0
        for i, character in enumerate(line):
            if _BREAK_BEFORE.match(character):
                break_at = i
            width += self._advance(character)
            if width > _LINE_WIDTH_EM and i > start:
                end = break_at if break_at > start else i
                spans.append((start, end))
                start = end
                width = self._width(line[start : i + 1])
            if character in " \t\u3000":
                break_at = i + 1
        return [*spans, (start, len(line))]
