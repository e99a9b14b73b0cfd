"""What the evidence panel can look at: a page with places on it, or rows of a log table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from engine.answers import Citation
from engine.domain import Document, DocumentKind, Passage, Rect

MAX_MARKS = 300  # More are not compared with each other.

MAX_ROWS = 500  # Marked of one passage.


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
    """A log table to look at, and the rows to mark.

    Without a ``table`` it is the first one of the document with that id.
    """

    document: str
    table: str
    rows: tuple[int, ...]
    document_id: str = ""


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
    marked = {page: _innermost(found) for page, found in rects.items()}
    return Sight(passage.document_id, passage.document, passage.page, marked, quote=passage.text)


def _innermost(rects: Sequence[Rect]) -> tuple[Rect, ...]:
    """Without those that lie around another: a frame around marked words marks everything in it."""
    found = tuple(dict.fromkeys(rects))
    if len(found) > MAX_MARKS:
        return found
    return tuple(
        one
        for one in found
        if not any(
            one is not other
            and one.x0 <= other.x0
            and one.y0 <= other.y0
            and other.x1 <= one.x1
            and other.y1 <= one.y1
            for other in found
        )
    )


def document_sight(document: Document) -> Sight | RowSight | None:
    """The first page of a document, or the beginning of a log."""
    if document.n_pages >= 1 and document.kind is not DocumentKind.LOG_TABLE:
        return Sight(document.id, document.path, 1, {}, document.n_pages)
    if document.n_rows:
        return RowSight(document.path, "", (), document.id)
    return None
