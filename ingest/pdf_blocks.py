"""Lines of a page to blocks: paragraphs, headings and table rows in reading order.

A block is one line (or one whole table row), so that a citation can mark just its lines. Its text
ends with what stands between it and the next: a space, nothing, or a line break at the end of a
paragraph. Blocks put after each other are the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from engine.domain import Block, BlockKind, Rect
from ingest.pdf_lines import (
    Piece,
    Row,
    columns_of,
    display_width,
    joint,
    rows_of,
    starts_with_marker,
    with_markers_joined,
)
from ingest.pdf_tables import TableRow, attach_before, attach_wrapped, continued_rows, table_rows

_NUMBERED = re.compile(
    r"(?P<number>\d{1,2}(?:\.\d{1,2}){0,4})\.?\s+\S|(?:Appendix|APPENDIX)\s+[A-Z]\b"
)
_CHAPTER = re.compile(
    r"(?:chapter|part)\s+\w+|第\s*[0-9０-９一二三四五六七八九十]+\s*[章編部]", re.IGNORECASE
)
_WARNING = re.compile(
    r"note|notes|tip|hint|important|caution|warning|danger|notice|注|注意|警告|危険|備考|重要|注記",
    re.I,
)
_LISTED_PAGE = re.compile(r"…\s*[\divxlc]+\s*$")
_HAS_LETTER = re.compile(r"[^\W\d_]{2}|[぀-鿿]")
_MAX_COLUMN_GAP_EM = 25.0
_LINE_OF_TEXT = 40  # Columns: a label is shorter, a line of running text longer.
_SENTENCE_END = (".", "。", "．", "!", "?", "！", "？", ":", "：")
_NO_HEADING_END = (".", "。", "．", ",", "、", "，", ";", "；", ":", "：", "|")
_HYPHENATED = re.compile(r"[a-zà-ÿ]{2}[-\u00ad\u2010]$")


@dataclass(frozen=True, slots=True)
class Style:
    """What the document's running text looks like, and which headings its outline names."""

    body_size: float
    is_body_bold: bool = False
    outline: Mapping[str, int] = field(default_factory=dict)

    def outlined_level(self, text: str) -> int:
        """The level of a heading that the outline names on this page, else 0."""
        return self.outline.get(heading_key(text), 0)


def heading_key(text: str) -> str:
    """A heading without its number, spaces and case, to find it again in the outline."""
    bare = re.sub(r"^(?:chapter|appendix)?\s*[\dA-Z]?(?:\.?\d+)*[.:]?\s+", "", text.strip())
    return "".join(bare.split()).casefold()


def blocks_of(pieces: Sequence[Piece], style: Style) -> list[Block]:
    """The blocks of one page's horizontal text."""
    rows = rows_of(pieces)
    segments = [segment for row in rows for segment in row]
    is_sparse = is_sparse_page(segments)
    regions = clusters(segments) if is_sparse else columns_of(segments)
    blocks: list[Block] = []
    for region in regions:
        blocks += _Region(rows_of(region), style, is_sparse=is_sparse).blocks()
    return blocks


def is_sparse_page(segments: Sequence[Piece]) -> bool:
    """Whether the page is a drawing or a form rather than running text or a table."""
    widths = [display_width(segment.text) for segment in segments]
    wide = [width for width in widths if width >= _LINE_OF_TEXT]
    is_text = sum(wide) >= 0.35 * sum(widths) and len(wide) >= 0.2 * len(widths)
    return not is_text and not _is_mostly_table(rows_of(segments))


def _is_mostly_table(rows: Sequence[Row]) -> bool:
    parts = [part for row in rows for part in parted_row(row)]
    in_table = sum(len(parts[i]) for i in table_rows(parts, is_sparse=True))
    return in_table >= 0.5 * sum(map(len, rows))


def clusters(segments: Sequence[Piece]) -> list[list[Piece]]:
    """Groups of labels that stand near each other; the rows of a parts list stay together."""
    rows = [part for row in rows_of(segments) for part in parted_row(row)]
    in_table = table_rows(rows, is_sparse=True)
    leader = list(range(len(segments)))
    flat = [segment for row in rows for segment in row]

    def find(i: int) -> int:
        while leader[i] != i:
            leader[i] = leader[leader[i]]
            i = leader[i]
        return i

    first = 0
    for i, row in enumerate(rows):
        if i in in_table:
            for k in range(first + 1, first + len(row)):
                leader[find(k)] = find(first)
        first += len(row)
    by_top = sorted(range(len(flat)), key=lambda k: flat[k].y0)
    for position, k in enumerate(by_top):
        for other in by_top[position + 1 :]:
            if flat[other].y0 > flat[k].y1 + 1.5 * flat[k].size:
                break
            if _are_near(flat[k], flat[other]):
                leader[find(other)] = find(k)
    groups: dict[int, list[Piece]] = {}
    for k in range(len(flat)):
        groups.setdefault(find(k), []).append(flat[k])
    return sorted(groups.values(), key=lambda g: (min(p.y0 for p in g), min(p.x0 for p in g)))


def parted_row(row: Row) -> list[Row]:
    """A row divided where no table would have its next column."""
    parts: list[Row] = [row[:1]]
    for segment in row[1:]:
        last = parts[-1][-1]
        if segment.x0 - last.x1 > _MAX_COLUMN_GAP_EM * max(segment.size, last.size):
            parts.append([])
        parts[-1].append(segment)
    return parts


def _are_near(a: Piece, b: Piece) -> bool:
    em = min(a.size, b.size)
    across = max(a.x0, b.x0) - min(a.x1, b.x1)
    down = max(a.y0, b.y0) - min(a.y1, b.y1)
    return (across < 2.0 * em and down < 0.2 * em) or (across < 0 and down < 0.8 * em)


class _Region:
    """Rows of one column, turned to blocks from top to bottom."""

    def __init__(self, rows: list[Row], style: Style, *, is_sparse: bool) -> None:
        self._rows = [with_markers_joined(row) for row in rows]
        self._style = style
        self._is_sparse = is_sparse
        self._right = max((p.x1 for row in rows for p in row), default=0.0)
        self._left = min((p.x0 for row in rows for p in row), default=0.0)

    def blocks(self) -> list[Block]:
        blocks: list[Block] = []
        lines: list[Piece] = []
        for item in self._items():
            if isinstance(item, TableRow):
                blocks += self._paragraphs(lines)
                lines = []
                blocks.append(_row_block(item))
            else:
                lines.append(item)
        return [*blocks, *self._paragraphs(lines)]

    def _items(self) -> list[Piece | TableRow]:
        """Single lines and whole table rows, with wrapped cells put where they belong."""
        in_table = table_rows(self._rows, is_sparse=self._is_sparse)
        continued = continued_rows(self._rows, in_table)
        items: list[Piece | TableRow] = []
        for i, row in enumerate(self._rows):
            if i in continued and items and isinstance(items[-1], TableRow):
                items[-1].add(row)
                continue
            if i in in_table:
                table_row = TableRow([[segment] for segment in row])
                if (
                    items
                    and isinstance(before := items[-1], Piece)
                    and attach_before([before], table_row)
                ):
                    items.pop()
                items.append(table_row)
                continue
            above = items[-1] if items else None
            below = self._rows[i + 1] if i + 1 in in_table else None
            if (
                isinstance(above, TableRow)
                and not _begins(row, above, below)
                and attach_wrapped(row, above)
            ):
                continue
            items += row if self._is_sparse or len(row) == 1 else [_one_line(row)]
        return items

    def _paragraphs(self, lines: Sequence[Piece]) -> Iterator[Block]:
        start = 0
        for i in range(1, len(lines) + 1):
            if i == len(lines) or self._is_break(lines[i - 1], lines[i]):
                yield from self._paragraph(lines[start:i])
                start = i

    def _is_break(self, above: Piece, line: Piece) -> bool:
        if (
            abs(above.size - line.size) > 0.12 * max(above.size, line.size)
            or above.is_bold != line.is_bold
            or above.is_code
            or line.is_code
            or starts_with_marker(line.text)
            or _LISTED_PAGE.search(above.text)
        ):
            return True
        gap = line.y0 - above.y1
        is_same_block = above.block == line.block
        if gap > (1.0 if is_same_block else 0.55) * line.size or gap < -line.size:
            return True
        if self._is_sparse:
            return not is_same_block or display_width(above.text) < _LINE_OF_TEXT
        is_ended = above.text.rstrip().endswith(_SENTENCE_END)
        is_short = above.x1 < self._right - 0.15 * (self._right - self._left)
        if is_same_block:
            return is_ended and (is_short or line.x0 > above.x0 + line.size)
        return is_short or is_ended or abs(line.x0 - above.x0) > 2 * line.size

    def _paragraph(self, lines: Sequence[Piece]) -> Iterator[Block]:
        level = self._heading_level(lines)
        kind = BlockKind.HEADING if level else BlockKind.PARAGRAPH
        texts = [" ".join(line.text.split()) for line in lines]
        for text, following, line in zip(texts, [*texts[1:], None], lines, strict=True):
            yield Block(_with_joint(text, following), line.rect, kind, level, line.confidence)

    def _heading_level(self, lines: Sequence[Piece]) -> int:
        text = " ".join(line.text.strip() for line in lines)
        if len(lines) > 3 or display_width(text) > 150 or not _HAS_LETTER.search(text):
            return 0
        if level := self._style.outlined_level(text):
            return level
        if self._is_sparse or text.endswith(_NO_HEADING_END):
            return 0
        return self._level_by_look(lines, _NUMBERED.match(text), _CHAPTER.match(text) is not None)

    def _level_by_look(
        self, lines: Sequence[Piece], number: re.Match[str] | None, is_chapter: bool
    ) -> int:
        ratio = max(line.size for line in lines) / self._style.body_size
        if ratio >= 1.15:
            if number or is_chapter:
                return _depth(number)
            return 1 if ratio >= 1.6 else 2 if ratio >= 1.3 else 3
        is_bold = all(line.is_bold for line in lines) and not self._style.is_body_bold
        is_warning = _WARNING.fullmatch(lines[0].text.strip()) is not None
        if is_bold and ratio >= 0.95 and len(lines) == 1 and not is_warning:
            return _depth(number) if number else 3
        return 0


def _depth(number: re.Match[str] | None) -> int:
    if number is None or number["number"] is None:
        return 1
    return number["number"].count(".") + 1


def _begins(row: Row, above: TableRow, below: Row | None) -> bool:
    """Whether a line rather begins a cell of the table row below it: the nearer one has it."""
    if below is None or len(row) != 1:
        return False
    below_gap = min(piece.y0 for piece in below) - row[0].y1
    if below_gap >= row[0].y0 - above.bottom - 0.5:
        return False
    return attach_before(row, TableRow([[segment] for segment in below]))


def _one_line(row: Row) -> Piece:
    text = ""
    for piece in row:
        text += joint(text, piece.text) + piece.text
    first, last = row[0], row[-1]
    return Piece(
        text,
        first.x0,
        min(p.y0 for p in row),
        last.x1,
        max(p.y1 for p in row),
        max(row, key=lambda p: len(p.text)).size,
        all(p.is_bold for p in row),
        first.block,
        confidence=min(p.confidence for p in row),
    )


def _with_joint(text: str, following: str | None) -> str:
    if following is None:
        return text + "\n"
    if _HYPHENATED.search(text) and following[:1].islower():
        return text[:-1]
    if text.endswith("\u00ad"):
        return text[:-1]
    return text + joint(text, following)


def _row_block(row: TableRow) -> Block:
    pieces = [piece for cell in row.cells for piece in cell]
    rect = Rect.around([piece.rect for piece in pieces])
    confidence = min(piece.confidence for piece in pieces)
    return Block(row.text() + "\n", rect, BlockKind.TABLE_ROW, confidence=confidence)
