"""The library as rows: what is stored, laid over by what the running indexing says."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import PurePath
from typing import Final

from PySide6.QtCore import (
    QAbstractListModel,
    QCoreApplication,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from app.messages import describe, reason
from app.protocol import LibraryListed
from engine.domain import Document, DocumentKind, Failure, SourceState
from engine.events import FileFailed, FileIndexed, FileStarted, IndexEvent

ROW_ROLE: Final = Qt.ItemDataRole.UserRole + 1

translate = QCoreApplication.translate
AnyIndex = QModelIndex | QPersistentModelIndex


class RowState(StrEnum):
    """What a row is doing."""

    INDEXED = "indexed"
    READING = "reading"
    FRESH = "fresh"  # Read in this run; the library has not been listed since.
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Row:
    """One file. ``key`` is (root, path); the root is empty until the library has listed it."""

    key: tuple[str, str]
    state: RowState
    document: Document | None = None
    failure: Failure | None = None
    n_pages: int = 0
    n_rows: int = 0

    @property
    def name(self) -> str:
        """The file's own name."""
        return PurePath(self.key[1]).name or self.key[1]

    @property
    def full_path(self) -> str:
        """Where the file is on the disk."""
        return str(PurePath(*self.key)) if self.key[0] else self.key[1]


def detail(row: Row) -> str:
    """The second line of a row: kind and size, or what is the matter."""
    match row.state:
        case RowState.READING:
            return translate("Library", "Reading…")
        case RowState.FAILED:
            return reason(row.failure or Failure(""))
        case RowState.FRESH:
            return _join(translate("Library", "New"), _size(row.n_pages, row.n_rows))
        case RowState.INDEXED:
            return _document_detail(row.document)


def _document_detail(document: Document | None) -> str:
    if document is None:
        return ""
    text = _join(_kind(document.kind), _size(document.n_pages, document.n_rows))
    n_problems = len(document.problems)
    if n_problems:
        text = _join(text, translate("Library", "{n} not readable").format(n=n_problems))
    return text


def _kind(kind: DocumentKind) -> str:
    return {
        DocumentKind.PDF: "PDF",
        DocumentKind.TEXT: translate("Library", "Text"),
        DocumentKind.MARKDOWN: translate("Library", "Text"),
        DocumentKind.LOG_TABLE: translate("Library", "Log table"),
    }[kind]


def _size(n_pages: int, n_rows: int) -> str:
    if n_rows:
        if n_rows == 1:
            return translate("Library", "1 row")
        return translate("Library", "{n} rows").format(n=f"{n_rows:,}")
    if n_pages:
        if n_pages == 1:
            return translate("Library", "1 page")
        return translate("Library", "{n} pages").format(n=n_pages)
    return ""


def _join(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


class LibraryModel(QAbstractListModel):
    """Rows in the order the library lists them, new files at the end until then."""

    def __init__(self, owner: QObject | None = None) -> None:
        super().__init__(owner)
        self._rows: list[Row] = []
        self._positions: dict[str, int] = {}  # By path in the root, and by path on the disk.

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """How many files."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Texts for screen readers and the filter, the row for the delegate."""
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        row = self._rows[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return row.name
            case Qt.ItemDataRole.AccessibleDescriptionRole:
                return detail(row)
            case Qt.ItemDataRole.ToolTipRole:
                return _tool_tip(row)
            case _:
                return row if role == ROW_ROLE else None

    def set_library(self, listed: LibraryListed) -> None:
        """What is stored now. Rows still being read stay; rows that were fresh are stored."""
        documents = {document.id: document for document in listed.documents}
        stored = [
            Row(
                key=(source.root, source.path),
                state=RowState.FAILED if source.state is SourceState.FAILED else RowState.INDEXED,
                document=documents.get(source.document_id or ""),
                failure=source.failure,
            )
            for source in listed.sources
        ]
        reading = [row for row in self._rows if row.state is RowState.READING]
        self.beginResetModel()
        self._rows = stored
        self._number()
        for row in reading:
            position = self._find(row.key[1])
            if position is None:
                self._rows.append(row)
            else:
                self._rows[position] = replace(self._rows[position], state=RowState.READING)
        self._number()
        self.endResetModel()

    def show_progress(self, news: IndexEvent) -> None:
        """A file is being read, or is done, or failed."""
        match news:
            case FileStarted(path=path):
                self._put(path, RowState.READING)
            case FileIndexed(path=path, n_pages=n_pages, n_rows=n_rows):
                self._put(path, RowState.FRESH, n_pages=n_pages, n_rows=n_rows)
            case FileFailed(path=path, failure=failure):
                self._put(path, RowState.FAILED, failure=failure)
            case _:
                pass

    def settle(self) -> None:
        """The run is over, whatever happened to it: nothing is being read any more."""
        left = [row for row in self._rows if row.state is not RowState.READING or row.key[0]]
        if len(left) != len(self._rows):
            self.beginResetModel()
            self._rows = left
            self._number()
            self.endResetModel()

    def _put(
        self,
        path: str,
        state: RowState,
        *,
        failure: Failure | None = None,
        n_pages: int = 0,
        n_rows: int = 0,
    ) -> None:
        position = self._find(path)
        if position is None:
            end = len(self._rows)
            self.beginInsertRows(QModelIndex(), end, end)
            self._rows.append(Row(("", path), state, None, failure, n_pages, n_rows))
            self._positions[_plain(path)] = end
            self.endInsertRows()
            return
        self._rows[position] = replace(
            self._rows[position], state=state, failure=failure, n_pages=n_pages, n_rows=n_rows
        )
        self.dataChanged.emit(self.index(position), self.index(position))

    def _find(self, path: str) -> int | None:
        """The row of a path, given as the engine reports it: in its root, or on the disk."""
        return self._positions.get(_plain(path))

    def _number(self) -> None:
        self._positions = {_plain(row.key[1]): n for n, row in enumerate(self._rows)}
        self._positions |= {_plain(row.full_path): n for n, row in enumerate(self._rows)}


def _plain(path: str) -> str:
    return path.replace("\\", "/")


def _tool_tip(row: Row) -> str:
    lines = [row.full_path]
    if row.state is RowState.FAILED:
        message = describe(row.failure or Failure(""))
        lines += [message.what, message.action]
    elif row.document is not None:
        lines += [_problem(p.page, p.line, p.detail) for p in row.document.problems[:5]]
    # A zero-width space first: a name that begins like a tag must not be taken for HTML.
    return "\u200b" + "\n".join(lines)


def _problem(page: int | None, line: int | None, text: str) -> str:
    if page is not None:
        return translate("Places", "p. {page}").format(page=page) + f": {text}"
    return f"{line}: {text}" if line is not None else text
