"""What there is to say about one file of the library, a line each."""

from __future__ import annotations

from datetime import UTC, datetime

from PySide6.QtCore import QCoreApplication, QLocale

from app.messages import describe
from app.problems import describe_problem
from app.window.library_relations import Relation
from app.window.library_row import Row, RowState
from app.window.library_words import kind_words, size_words
from engine.domain import Failure

N_PROBLEMS = 20  # A log can have one for each row; what there are more is counted.

translate = QCoreApplication.translate


def facts(row: Row) -> tuple[tuple[str, str], ...]:
    """(what it is, its value) pairs; what is not known is left out."""
    source, document, drawing = row.source, row.document, row.drawing
    found = [(translate("FileFacts", "Path"), row.full_path)]
    if document is not None:
        kind = " · ".join(filter(None, (kind_words(document.kind), _pages(row))))
        found.append((translate("FileFacts", "Kind"), kind))
    if drawing is not None:
        found.append((translate("FileFacts", "Number"), drawing.number))
        found.append((translate("FileFacts", "Revision"), _revision(row)))
    if source is not None:
        found.append((translate("FileFacts", "Size"), _bytes(source.size_bytes)))
        found.append((translate("FileFacts", "Date"), _time(source.mtime_ns)))
    if document is not None:
        found.append((translate("FileFacts", "Passages"), f"{document.n_chunks:,}"))
    if source is not None and source.read_ns is not None:
        found.append((translate("FileFacts", "Last read"), _time(source.read_ns)))
    return tuple((label, value) for label, value in found if value)


def troubles(row: Row) -> tuple[str, ...]:
    """What could not be read and what to do about it, or what to compare with the original."""
    if row.state is RowState.FAILED:
        message = describe(row.failure or Failure(""))
        return tuple(filter(None, (message.what, message.action)))
    problems = row.document.problems if row.document is not None else ()
    said = [describe_problem(problem) for problem in problems[:N_PROBLEMS]]
    if (n_more := len(problems) - N_PROBLEMS) > 0:
        said.append(translate("FileFacts", "… and {n} more").format(n=f"{n_more:,}"))
    return tuple(said)


def relation_words(relation: Relation) -> str:
    """Why other files are listed with this one."""
    return {
        Relation.COPIES: translate("FileFacts", "Same content"),
        Relation.REVISIONS: translate("FileFacts", "Same drawing number"),
        Relation.SIMILAR: translate("FileFacts", "Similar name"),
    }[relation]


def _pages(row: Row) -> str:
    document = row.document
    return size_words(document.n_pages, document.n_rows) if document is not None else ""


def _revision(row: Row) -> str:
    if row.drawing is None:
        return ""
    revision = row.drawing.revision or "–"
    if row.newer is None:
        return revision
    words = translate("FileFacts", "{revision} (newest is {newest})")
    # Not str.format: revisions are what drawings say.
    newest = row.newer.title_block.revision or "–"
    return words.replace("{revision}", revision).replace("{newest}", newest)


def _bytes(n: int) -> str:
    return QLocale().formattedDataSize(n, 1, QLocale.DataSizeFormat.DataSizeTraditionalFormat)


def _time(ns: int) -> str:
    """Nothing for times that no calendar has: files bring what their machines wrote into them."""
    try:
        when = datetime.fromtimestamp(ns / 1e9, UTC).astimezone()
    except (OverflowError, OSError, ValueError):
        return ""
    return when.strftime("%Y-%m-%d %H:%M")
