"""Where in its document something stands, in a few words."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath

from PySide6.QtCore import QCoreApplication

from app.row_runs import rows_in_figures
from engine.answers import Citation
from engine.domain import Passage

translate = QCoreApplication.translate


def rows_text(rows: Sequence[int]) -> str:
    """Rows of a log: row 5; rows 5–8; rows 3, 17, 250–251."""
    figures, n_left = rows_in_figures(rows, dash=_dash())
    match len(rows):
        case 0:
            return ""
        case 1:
            text = translate("Places", "row {rows}")
        case _ if n_left:
            text = translate("Places", "rows {rows} and {n} more")
        case _:
            text = translate("Places", "rows {rows}")
    return text.format(rows=figures, n=n_left)


def passage_place(passage: Passage) -> str:
    """Where a passage stands."""
    if passage.rows is not None:
        first, last = passage.rows.first, passage.rows.last
        if first == last:
            return rows_text((first,))
        # Not through every number: a passage can stand for all rows of a long log.
        return translate("Places", "rows {rows}").format(rows=f"{first}{_dash()}{last}")
    if passage.page is not None:
        return translate("Places", "p. {page}").format(page=passage.page)
    return ""


def citation_place(citation: Citation) -> str:
    """Which document, and where in it."""
    if citation.table is not None:
        place = rows_text(citation.rows)
    elif citation.page is not None:
        place = translate("Places", "p. {page}").format(page=citation.page)
    else:
        place = ""
    name = PurePath(citation.document).name or citation.document
    return translate("Places", ", ").join(filter(None, (name, place)))


def age_text(passage: Passage) -> str:
    """That a passage is of an older revision of a drawing, or nothing."""
    return translate("Places", "older revision") if passage.newer is not None else ""


def _dash() -> str:
    """Between the first and the last of several rows."""
    return translate("Places", "–")
