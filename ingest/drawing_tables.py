"""Tables on a sheet of a drawing: parts lists, hole tables, tables of revisions.

A title block is ruled like a table too, but its rows mix labels with values, or have small labels
over large values; a table has its names once, in the size of its rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.pdf_blocks import parted_row
from ingest.pdf_lines import Piece, Row, rows_of, with_markers_joined
from ingest.pdf_tables import chains
from ingest.title_words import is_label

_LETTERS = re.compile(r"[^\W\d_]{2}")
_MIN_ROWS = 3
_MIN_COLUMNS_OF_HEADER = 3
_SAME_SIZE = 1.25


def drawing_tables(level: Sequence[Piece]) -> list[list[Row]]:
    """The tables among the level segments of a sheet, each its rows from the top."""
    # The number of a note is no cell.
    rows = [part for row in rows_of(level) for part in parted_row(with_markers_joined(row))]
    return [
        [rows[i] for i in part]
        for chain in chains(rows, is_strict=True)
        for part in _without_title_block(rows, chain)
        if _is_table([rows[i] for i in part])
    ]


def _without_title_block(rows: Sequence[Row], chain: Sequence[int]) -> Iterator[list[int]]:
    """The chain divided at rows that mix labels with values."""
    part: list[int] = []
    for i in chain:
        labels = [is_label(piece.text) for piece in rows[i]]
        if any(labels) and not _is_header(rows[i]):
            yield part
            part = []
        else:
            part.append(i)
    yield part


def _is_table(rows: Sequence[Row]) -> bool:
    if not rows or not _are_of_one_size(rows):
        return False
    headers = [row for row in (rows[0], rows[-1]) if _is_header(row)]
    if headers and len(rows) >= 2 and len(headers[0]) >= _MIN_COLUMNS_OF_HEADER:
        return True
    cells = [piece for row in rows for piece in row]
    # Dimensions that stand in rank and file are numbers alone.
    return len(rows) >= _MIN_ROWS and 3 * sum(map(_has_word, cells)) >= len(cells)


def _is_header(row: Row) -> bool:
    """Whether every cell is a word and most name a column: at the foot of a parts list as well."""
    known = sum(is_label(piece.text) and piece.text.rstrip()[-1] not in ":：" for piece in row)
    # Half of them are labels where labels and values stand in turns.
    return known >= 0.7 * len(row) and all(_has_word(p) or len(p.text) <= 3 for p in row)


def _has_word(piece: Piece) -> bool:
    return _LETTERS.search(piece.text) is not None or not piece.text.isascii()


def _are_of_one_size(rows: Sequence[Row]) -> bool:
    sizes = [max(piece.size for piece in row) for row in rows]
    return max(sizes) <= _SAME_SIZE * min(sizes)
