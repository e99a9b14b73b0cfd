"""The words for a file of the library: what it is, what is the matter with it, what to do."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from app.messages import describe, reason
from app.problems import describe_problem
from app.window.library_relations import Relation
from app.window.library_row import Row, RowState
from app.window.tool_tips import plain_tip
from engine.domain import DocumentKind, Failure

translate = QCoreApplication.translate


def detail(row: Row) -> str:
    """The second line of a row: kind and size, or what is the matter."""
    match row.state:
        case RowState.READING:
            return translate("Library", "Reading…")
        case RowState.FAILED:
            return reason(row.failure or Failure(""))
        case RowState.FRESH:
            return _join(translate("Library", "New"), size_words(row.n_pages, row.n_rows))
        case RowState.INDEXED:
            return _document_detail(row)


def advice(row: Row) -> str:
    """What to do about a file that could not be read; nothing for others."""
    if row.state is not RowState.FAILED:
        return ""
    return describe(row.failure or Failure("")).action


def badge(row: Row) -> str:
    """That there are others like it, in a word or two; nothing for most files."""
    if not row.related:
        return ""
    group = row.related[0]
    text = {
        Relation.COPIES: translate("Library", "{n} copies"),
        Relation.REVISIONS: translate("Library", "{n} revisions"),
        Relation.SIMILAR: translate("Library", "{n} similar"),
    }[group.relation]
    return text.format(n=len(group.keys))


def _document_detail(row: Row) -> str:
    document = row.document
    if document is None:
        return ""
    if row.drawing is not None and row.newer is not None:
        # Not str.format: revisions are what drawings say.
        words = translate("Library", "Rev. {revision}, newest {newest}")
        words = words.replace("{revision}", row.drawing.revision or "–")
        return words.replace("{newest}", row.newer.title_block.revision)
    text = _join(kind_words(document.kind), size_words(document.n_pages, document.n_rows))
    n_problems = len(document.problems)
    if n_problems:
        text = _join(text, translate("Library", "{n} to check").format(n=n_problems))
    return text


def kind_words(kind: DocumentKind) -> str:
    """What a document was read as."""
    return {
        DocumentKind.PDF: "PDF",
        DocumentKind.TEXT: translate("Library", "Text"),
        DocumentKind.MARKDOWN: translate("Library", "Text"),
        DocumentKind.LOG_TABLE: translate("Library", "Log table"),
        DocumentKind.DRAWING: translate("Library", "Drawing"),
        DocumentKind.WORD: "Word",
        DocumentKind.SPREADSHEET: translate("Library", "Spreadsheet"),
        DocumentKind.IMAGE: translate("Library", "Image"),
    }[kind]


def size_words(n_pages: int, n_rows: int) -> str:
    """Both for a drawing: its pages, and the rows of its table of entities."""
    pages = rows = ""
    if n_pages == 1:
        pages = translate("Library", "1 page")
    elif n_pages:
        pages = translate("Library", "{n} pages").format(n=n_pages)
    if n_rows == 1:
        rows = translate("Library", "1 row")
    elif n_rows:
        rows = translate("Library", "{n} rows").format(n=f"{n_rows:,}")
    return _join(pages, rows)


def _join(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def tool_tip(row: Row) -> str:
    """All that does not fit into two lines."""
    lines = [row.full_path]
    if row.state is RowState.FAILED:
        message = describe(row.failure or Failure(""))
        lines += [message.what, message.action]
    elif row.document is not None:
        lines += _drawing_lines(row)
        lines += [describe_problem(problem) for problem in row.document.problems[:5]]
    return plain_tip("\n".join(lines))


def _drawing_lines(row: Row) -> list[str]:
    lines = []
    if row.drawing is not None:
        # Not str.format: numbers and names are what strangers wrote.
        words = translate("Library", "Drawing {number}, revision {revision}")
        words = words.replace("{number}", row.drawing.number)
        lines.append(words.replace("{revision}", row.drawing.revision or "–"))
    if row.newer is not None:
        words = translate("Library", "Newest: revision {revision}, {document}")
        words = words.replace("{revision}", row.newer.title_block.revision)
        lines.append(words.replace("{document}", row.newer.document))
    return lines
