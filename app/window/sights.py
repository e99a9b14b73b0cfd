"""What the evidence panel can look at: a page with places on it, or rows of a log table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from app.row_runs import runs
from engine.answers import Citation
from engine.domain import Document, DocumentKind, Passage, Rect

N_ROWS_AROUND = 10  # Above and below one run of cited rows.
N_ROWS_BETWEEN = 2  # Above and below each of several, so that all of them stay in sight.
MAX_ROWS = 500


@dataclass(frozen=True, slots=True)
class Sight:
    """A page to look at, and what to mark on which page of the document."""

    document_id: str
    document: str
    page: int
    rects: Mapping[int, tuple[Rect, ...]] = field(default_factory=dict)
    n_pages: int = 0
    quote: str = ""  # For those who hear the page instead of seeing it.


@dataclass(frozen=True, slots=True)
class RowSight:
    """Rows of a log table to look at and mark."""

    document: str
    table: str
    rows: tuple[int, ...]


def citation_sight(citation: Citation) -> Sight | RowSight | None:
    """Where a citation points."""
    if citation.table is not None:
        return RowSight(citation.document, citation.table, citation.rows)
    if citation.page is not None:
        rects = {citation.page: citation.rects}
        return Sight(
            citation.document_id, citation.document, citation.page, rects, quote=citation.quote
        )
    return None


def passage_sight(passage: Passage) -> Sight | RowSight | None:
    """Where a passage stands; it may run over several pages."""
    if passage.rows is not None:
        rows = tuple(range(passage.rows.first, passage.rows.last + 1)[:MAX_ROWS])
        return RowSight(passage.document, passage.rows.table, rows)
    if passage.page is None:
        return None
    rects: dict[int, tuple[Rect, ...]] = {}
    for place in passage.places:
        rects[place.page] = (*rects.get(place.page, ()), place.rect)
    return Sight(passage.document_id, passage.document, passage.page, rects, quote=passage.text)


def document_sight(document: Document) -> Sight | None:
    """The first page of a document; a log table has none."""
    if document.kind is DocumentKind.LOG_TABLE or document.n_pages < 1:
        return None
    return Sight(document.id, document.path, 1, {}, document.n_pages)


def rows_around(rows: Iterable[int]) -> tuple[int, ...]:
    """The rows to read so that those to look at are seen among their neighbours."""
    found = runs(rows) or ((1, 1),)
    n = N_ROWS_AROUND if len(found) == 1 else N_ROWS_BETWEEN
    wanted = {row for first, last in found for row in range(max(1, first - n), last + n + 1)}
    return tuple(sorted(wanted)[:MAX_ROWS])
