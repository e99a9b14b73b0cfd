"""Fragments of text on a page, put together to lines and columns by where they stand.

Pure geometry on plain values; nothing here knows PDF. A *piece* is what the extraction gives, a
*segment* is pieces that abut on one baseline, a *row* is segments on one baseline.
"""

from __future__ import annotations

import re
import statistics
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from engine.domain import Rect

_CJK = re.compile(r"[　-ヿ㐀-䶿一-鿿豈-﫿！-｠ｦ-ﾟ]")
_MARKER = re.compile(
    r"(?:[\ue000-\uf8ff•●○◦▪■□◆◇▶►➢✓※・*–—-]|\(?(?:\d{1,2}|[A-Za-zａ-ｚ①-⑳])[.)）．]|\d{1,2}(?:\.\d{1,2}){1,4}\.?"
    r"|[①-⑳]|[A-Z]\.\d+(?:\.\d+)*)"
)
_MAX_JOIN_EM = 0.45  # MuPDF breaks a line at 0.8 em; cells of a tight table are 0.5 em apart.
_MAX_MARKER_GAP_EM = 4.0
_COLUMN_EDGE_PT = 3.0


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text that reads to the right, as extracted. ``block`` numbers its neighbours."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    size: float
    is_bold: bool = False
    block: int = 0
    is_code: bool = False
    confidence: float = 1.0

    @property
    def rect(self) -> Rect:
        """Where it stands."""
        return Rect(self.x0, self.y0, self.x1, self.y1)


Row: TypeAlias = list[Piece]


def display_width(text: str) -> int:
    """Columns the text takes in a fixed-width font: an East Asian character counts two."""
    return len(text) + (0 if text.isascii() else len(_CJK.findall(text)))


def is_marker(text: str) -> bool:
    """Whether the text is a bullet or a number that a list item or a heading begins with."""
    return _MARKER.fullmatch(text.strip()) is not None


def starts_with_marker(text: str) -> bool:
    """Whether the text begins with a bullet or an item number, followed by its item."""
    head = text.split(maxsplit=1)
    return len(head) == 2 and is_marker(head[0])


def joint(before: str, after: str) -> str:
    """What stands between two parts of one sentence: a space, or nothing in Japanese."""
    if not before or not after or before[-1].isspace():
        return ""
    return "" if _CJK.match(before[-1]) or _CJK.match(after[0]) else " "


def rows_of(pieces: Iterable[Piece]) -> list[Row]:
    """Rows from top to bottom, each from left to right, with abutting pieces made one segment."""
    return [_joined(row) for row in _rows(pieces)]


def _rows(pieces: Iterable[Piece]) -> list[Row]:
    rows: list[Row] = []
    top = bottom = 0.0
    for piece in sorted(pieces, key=lambda p: (p.y0 + p.y1, p.x0)):
        # The first piece sets the row's height: a growing row would swallow its neighbours.
        overlap = min(bottom, piece.y1) - max(top, piece.y0)
        if rows and overlap >= 0.5 * min(bottom - top, piece.y1 - piece.y0):
            rows[-1].append(piece)
        else:
            rows.append([piece])
            top, bottom = piece.y0, piece.y1
    for row in rows:
        if len(row) > 1:
            row.sort(key=lambda p: p.x0)
    return rows


def _joined(row: Row) -> Row:
    if len(row) == 1:
        return row
    segments = [row[0]]
    for piece in row[1:]:
        last = segments[-1]
        if _is_repeated(last, piece):
            continue
        gap = piece.x0 - last.x1
        em = min(last.size, piece.size)
        if gap > _MAX_JOIN_EM * em or _is_stacked(last, piece):
            segments.append(piece)
        else:
            segments[-1] = merged(last, piece, _seam(last, piece, gap, em))
    return segments


def _is_repeated(last: Piece, piece: Piece) -> bool:
    """Bold is faked by drawing the same text twice, a hair apart."""
    return piece.text.strip() == last.text.strip() and abs(piece.x0 - last.x0) < 0.3 * piece.size


def _is_stacked(last: Piece, piece: Piece) -> bool:
    """Pieces that lie over each other, such as the limits of a tolerance, are no sequence."""
    return last.x1 - piece.x0 > 0.5 * (piece.x1 - piece.x0) and last.x1 - piece.x0 > piece.size * 2


def _seam(last: Piece, piece: Piece, gap: float, em: float) -> str | int:
    """The text between two pieces, or how many characters the second repeats of the first."""
    if gap < -0.25 * em:
        repeated = _repeated_characters(last, piece, -gap)
        if repeated:
            return repeated
    if gap < 0.13 * em or piece.text[:1].isspace() or last.text[-1:].isspace():
        return ""
    return "" if _CJK.match(last.text[-1]) and _CJK.match(piece.text[0]) else " "


def _repeated_characters(last: Piece, piece: Piece, overlap: float) -> int:
    # Printer drivers cut a page into strips and draw the character on the cut in both of them.
    width = (piece.x1 - piece.x0) / max(1, len(piece.text))
    tail = last.text.rstrip()
    counts = [n for n in range(1, 5) if n <= len(tail) and piece.text.startswith(tail[-n:])]
    return min(counts, key=lambda n: abs(n * width - overlap), default=0)


def merged(first: Piece, second: Piece, seam: str | int) -> Piece:
    """Two pieces as one. A number as seam leaves out that many characters of the second."""
    if isinstance(seam, int):
        text = first.text.rstrip() + second.text[seam:]
    else:
        text = first.text + seam + second.text
    longer = first if len(first.text) >= len(second.text) else second
    return Piece(
        text,
        min(first.x0, second.x0),
        min(first.y0, second.y0),
        max(first.x1, second.x1),
        max(first.y1, second.y1),
        longer.size,
        longer.is_bold,
        first.block,
        longer.is_code,
        min(first.confidence, second.confidence),
    )


def with_markers_joined(row: Row) -> Row:
    """A bullet or heading number as part of the text that it introduces."""
    if len(row) < 2 or not is_marker(row[0].text):
        return row
    if row[1].x0 - row[0].x1 > _MAX_MARKER_GAP_EM * row[0].size:
        return row
    first = merged(replace(row[0], text=row[0].text.strip()), row[1], " ")
    return [replace(first, size=row[1].size, is_bold=row[1].is_bold), *row[2:]]


# Columns of running text.


def columns_of(segments: Sequence[Piece], depth: int = 0) -> list[list[Piece]]:
    """Regions in reading order: what stands across, then each column from top to bottom.

    Only columns of running text are told apart; the columns of a table stay together.
    """
    edge = _gutter(segments) if len(segments) >= 10 and depth < 3 else None
    if edge is None:
        return [list(segments)]
    across = sorted(
        (s for s in segments if s.x0 < edge - _COLUMN_EDGE_PT and s.x1 > edge), key=lambda s: s.y0
    )
    rest = [s for s in segments if not (s.x0 < edge - _COLUMN_EDGE_PT and s.x1 > edge)]
    regions: list[list[Piece]] = []
    for limit in [*across, None]:
        band = [s for s in rest if limit is None or (s.y0 + s.y1) / 2 < limit.y0]
        rest = [s for s in rest if limit is not None and (s.y0 + s.y1) / 2 >= limit.y0]
        left = [s for s in band if s.x0 < edge - _COLUMN_EDGE_PT]
        right = [s for s in band if s.x0 >= edge - _COLUMN_EDGE_PT]
        if left or right:
            regions += [r for side in (left, right) if side for r in columns_of(side, depth + 1)]
        if limit is not None:
            if regions and regions[-1] and regions[-1][-1] in across:
                regions[-1].append(limit)
            else:
                regions.append([limit])
    return regions


def _gutter(segments: Sequence[Piece]) -> float | None:
    """The left edge of the right column of running text, if there is one."""
    left_edge = min(s.x0 for s in segments)
    width = max(s.x1 for s in segments) - left_edge
    if statistics.median(s.x1 - s.x0 for s in segments) > 0.6 * width:
        return None
    edges = Counter(
        round(s.x0 / _COLUMN_EDGE_PT)
        for s in segments
        if 0.25 * width < s.x0 - left_edge < 0.8 * width
    )
    for step, count in edges.most_common(4):
        if count < max(4, len(segments) // 8):
            break
        edge = min(s.x0 for s in segments if round(s.x0 / _COLUMN_EDGE_PT) == step)
        if _is_gutter(segments, edge):
            return edge
    return None


def _is_gutter(segments: Sequence[Piece], edge: float) -> bool:
    left = [s for s in segments if s.x1 <= edge]
    right = [s for s in segments if s.x0 >= edge - _COLUMN_EDGE_PT]
    n_across = len(segments) - len(left) - len(right)
    if n_across > 0.35 * len(segments):
        return False
    return _is_running_text(left) and _is_running_text(right)


def _is_running_text(side: Sequence[Piece]) -> bool:
    """Lines that mostly fill their column, unlike the cells of a table or labels of a drawing."""
    if len(side) < 4:
        return False
    width = max(s.x1 for s in side) - min(s.x0 for s in side)
    full = sum(1 for s in side if s.x1 - s.x0 > 0.7 * width)
    mean = sum(display_width(s.text) for s in side) / len(side)
    return full >= 0.5 * len(side) and mean >= 22
