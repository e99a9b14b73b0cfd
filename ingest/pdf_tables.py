"""Rows of a page that are rows of a table, told by how their cells line up with their neighbours.

A wrapped cell is put back together; nothing is ever moved from one column to another.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from ingest.pdf_lines import Piece, Row, display_width, joint

_ALIGNED_PT = 3.0
_MAX_DISTANCE_EM = 3.5


@dataclass(slots=True)
class TableRow:
    """Cells from left to right; each is its lines from top to bottom."""

    cells: list[list[Piece]] = field(default_factory=list)

    @property
    def bottom(self) -> float:
        """Where its lowest line ends."""
        return max(piece.y1 for cell in self.cells for piece in cell)

    def add(self, row: Row) -> None:
        """Put the lines of a continued row into the cells above them."""
        for piece in row:
            nearest = min(self.cells, key=lambda cell: abs(cell[0].x0 - piece.x0))
            nearest.append(piece)

    def text(self) -> str:
        """The cells divided by bars."""
        return " | ".join(_cell_text(cell) for cell in self.cells)


def table_rows(rows: Sequence[Row], *, is_sparse: bool) -> frozenset[int]:
    """Indices of the rows that stand in a table.

    On a sparse page (a drawing) labels share a baseline by chance, so three rows have to agree
    there; elsewhere two cells on one baseline are taken for a row unless they abut.
    """
    found_chains = chains(rows, is_strict=is_sparse)
    if is_sparse:
        return frozenset(i for chain in found_chains if len(chain) >= 3 for i in chain)
    found = {i for chain in found_chains if len(chain) >= 2 for i in chain}
    for i, row in enumerate(rows):
        if len(row) >= 2 and i not in found and not _is_loose_prose(row):
            found.add(i)
    return frozenset(found)


def chains(rows: Sequence[Row], *, is_strict: bool) -> list[list[int]]:
    """Indices of rows of two cells or more that go on one below the other, from the top."""
    found: list[list[int]] = []
    for i, row in enumerate(rows):
        if len(row) < 2:
            continue
        # On a drawing, rows of tables that stand side by side come in turns.
        for chain in reversed(found[-6:]):
            if _is_continued(rows[chain[-1]], row, is_strict=is_strict):
                chain.append(i)
                break
        else:
            found.append([i])
    return found


def _is_continued(above: Row, row: Row, *, is_strict: bool) -> bool:
    size = max(piece.size for piece in row)
    distance = min(p.y0 for p in row) - max(p.y1 for p in above)
    if not -size < distance < _MAX_DISTANCE_EM * size or size < 0.8 * max(p.size for p in above):
        return False
    n_aligned = sum(1 for piece in row if any(_is_aligned(piece, other) for other in above))
    if n_aligned >= 2 or is_strict:
        return n_aligned >= 2
    n_over = sum(1 for piece in row if sum(_overlaps(piece, other) for other in above) == 1)
    return n_over >= 2 and distance < 1.5 * size


def _is_aligned(a: Piece, b: Piece) -> bool:
    return (
        abs(a.x0 - b.x0) <= _ALIGNED_PT
        or abs(a.x1 - b.x1) <= _ALIGNED_PT
        or abs(a.x0 + a.x1 - b.x0 - b.x1) <= 2 * _ALIGNED_PT
    )


def _overlaps(a: Piece, b: Piece) -> bool:
    return min(a.x1, b.x1) - max(a.x0, b.x0) > 0


def _is_loose_prose(row: Row) -> bool:
    """A justified line with wide spaces, or a text with a formula in it."""
    gaps = [right.x0 - left.x1 for left, right in pairwise(row)]
    return max(gaps) < 2.0 * row[0].size and any(display_width(p.text) > 30 for p in row)


def continued_rows(rows: Sequence[Row], in_table: frozenset[int]) -> frozenset[int]:
    """Rows of a table that only go on with the cells of the row above.

    Lines of one cell are closer than rows, and a cell that wraps is broken in its sentence.
    """
    gaps = {
        i: min(p.y0 for p in rows[i]) - max(p.y1 for p in rows[i - 1])
        for i in sorted(in_table)
        if i - 1 in in_table
    }
    if not gaps:
        return frozenset()
    tight, loose = min(gaps.values()), max(gaps.values())
    found = set()
    for i, gap in gaps.items():
        size = rows[i][0].size
        is_tight = gap <= tight + 0.2 * size and loose >= tight + 0.4 * size
        if is_tight and _flows_on(rows[i - 1], rows[i]):
            found.add(i)
    return frozenset(found)


def _flows_on(above: Row, row: Row) -> bool:
    n_broken = 0
    for piece in row:
        over = [other for other in above if abs(other.x0 - piece.x0) <= _ALIGNED_PT]
        first = piece.text.lstrip()[:1]
        if not over or first.isdigit():
            return False
        is_ended = over[0].text.rstrip().endswith((".", "。", "．", ";", ":"))
        is_long = display_width(over[0].text) >= 12
        n_broken += is_long and not is_ended and (first.islower() or first > "\u3000")
    return n_broken >= 1 and 2 * n_broken >= len(row)


def attach_wrapped(row: Row, above: TableRow) -> bool:
    """Add a line to the cell of ``above`` that it continues; False if it continues none."""
    piece = row[0]
    if len(row) != 1 or piece.y0 - above.bottom > 0.5 * piece.size:
        return False
    column = _column_under(piece, above)
    if column is None or (column == 0 and not _is_open(above.cells[0][-1], piece)):
        return False
    above.cells[column].append(piece)
    return True


def attach_before(row: Row, below: TableRow) -> bool:
    """Add a line to the cell of ``below`` that it begins: a cell centred on its row wraps upwards.

    Only the extraction's own grouping tells this line from the end of the row above.
    """
    piece = row[0]
    if len(row) != 1:
        return False
    column = _column_under(piece, below)
    if column is None or below.cells[column][0].block != piece.block:
        return False
    if below.cells[column][0].y0 - piece.y1 > 0.5 * piece.size:
        return False
    if column == 0 and not (_is_list(piece.text) or _is_open(piece, below.cells[0][0])):
        return False
    below.cells[column].insert(0, piece)
    return True


def _column_under(piece: Piece, table_row: TableRow) -> int | None:
    over = [
        i for i, cell in enumerate(table_row.cells) if any(_overlaps(piece, line) for line in cell)
    ]
    if len(over) != 1:
        return None
    left = min(line.x0 for line in table_row.cells[over[0]])
    is_centred = any(
        abs(piece.x0 + piece.x1 - line.x0 - line.x1) <= 2 * _ALIGNED_PT
        for line in table_row.cells[over[0]]
    )
    return over[0] if piece.x0 >= left - _ALIGNED_PT or is_centred else None


def _is_open(line: Piece, following: Piece) -> bool:
    return line.block == following.block and (
        line.text.rstrip()[-1:] in ",、-/"
        or following.text.lstrip()[:1] in ",、/"
        or _is_one_token(line.text, following.text)
    )


def _is_one_token(line: str, following: str) -> bool:
    """A list such as C1,C2,C3 that was cut wherever the cell ended."""
    last = line.rsplit(maxsplit=1)[-1] if line.split() else ""
    return _is_list(last) and len(following.split()) == 1


def _is_list(text: str) -> bool:
    return len(text) >= 15 and "," in text and len(text.split()) == 1


def _cell_text(cell: Sequence[Piece]) -> str:
    text = ""
    for piece in cell:
        line = " ".join(piece.text.split())
        text += ("" if _is_one_token(text, line) else joint(text, line)) + line
    return text
