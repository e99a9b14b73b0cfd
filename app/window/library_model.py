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
from app.problems import describe_problem
from app.protocol import LibraryListed
from app.window.tool_tips import plain_tip
from engine.domain import Document, DocumentKind, Failure, Source, SourceState
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
        return _full(*self.key)


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
        text = _join(text, translate("Library", "{n} to check").format(n=n_problems))
    return text


def _kind(kind: DocumentKind) -> str:
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


def _size(n_pages: int, n_rows: int) -> str:
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


class LibraryModel(QAbstractListModel):
    """Files in the order the library lists them, new ones at the end until then.

    A row is made when it is looked at: ten thousand made at once would be felt.
    """

    def __init__(self, owner: QObject | None = None) -> None:
        super().__init__(owner)
        self._sources: tuple[Source, ...] = ()
        self._documents: dict[str, Document] = {}
        self._news: dict[int, Row] = {}  # By position: what this run says of a stored file.
        self._fresh: list[Row] = []  # Files the library has not listed yet.
        self._positions: dict[str, int] | None = None  # By path in the root, and on the disk.

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """How many files."""
        return 0 if parent.isValid() else len(self._sources) + len(self._fresh)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Texts for screen readers and the filter, the row for the delegate."""
        if not index.isValid() or index.row() >= self.rowCount():
            return None
        row = self._row(index.row())
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
        said = (*self._news.values(), *self._fresh)
        reading = [row for row in said if row.state is RowState.READING]
        self.beginResetModel()
        self._sources = listed.sources
        self._documents = {document.id: document for document in listed.documents}
        self._news, self._fresh, self._positions = {}, [], None
        for row in reading:
            position = self._find(row.key[1])
            if position is None:
                self._fresh.append(row)
                self._positions = None
            else:
                self._news[position] = replace(self._row(position), state=RowState.READING)
        self.endResetModel()

    def index_of(self, key: tuple[str, str]) -> QModelIndex:
        """Where the file with this (root, path) stands; invalid when it is gone."""
        position = self._find(_full(*key))
        return QModelIndex() if position is None else self.index(position)

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
        if all(row.state is not RowState.READING for row in (*self._news.values(), *self._fresh)):
            return
        self.beginResetModel()
        self._news = {n: r for n, r in self._news.items() if r.state is not RowState.READING}
        self._fresh = [row for row in self._fresh if row.state is not RowState.READING]
        self._positions = None
        self.endResetModel()

    def _row(self, position: int) -> Row:
        if position >= len(self._sources):
            return self._fresh[position - len(self._sources)]
        if position in self._news:
            return self._news[position]
        source = self._sources[position]
        return Row(
            key=(source.root, source.path),
            state=RowState.FAILED if source.state is SourceState.FAILED else RowState.INDEXED,
            document=self._documents.get(source.document_id or ""),
            failure=source.failure,
        )

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
            end = self.rowCount()
            self.beginInsertRows(QModelIndex(), end, end)
            self._fresh.append(Row(("", path), state, None, failure, n_pages, n_rows))
            if self._positions is not None:
                self._positions[_plain(path)] = end
            self.endInsertRows()
            return
        row = replace(
            self._row(position), state=state, failure=failure, n_pages=n_pages, n_rows=n_rows
        )
        if position < len(self._sources):
            self._news[position] = row
        else:
            self._fresh[position - len(self._sources)] = row
        self.dataChanged.emit(self.index(position), self.index(position))

    def _find(self, path: str) -> int | None:
        """The row of a path, given as the engine reports it: in its root, or on the disk."""
        if self._positions is None:
            keys = [(source.root, source.path) for source in self._sources]
            keys += [row.key for row in self._fresh]
            self._positions = {_plain(key[1]): n for n, key in enumerate(keys)}
            self._positions |= {_plain(_full(*key)): n for n, key in enumerate(keys)}
        return self._positions.get(_plain(path))


def _full(root: str, path: str) -> str:
    return f"{root.rstrip('/')}/{path}" if root else path


def _plain(path: str) -> str:
    return path.replace("\\", "/")


def _tool_tip(row: Row) -> str:
    lines = [row.full_path]
    if row.state is RowState.FAILED:
        message = describe(row.failure or Failure(""))
        lines += [message.what, message.action]
    elif row.document is not None:
        lines += [describe_problem(problem) for problem in row.document.problems[:5]]
    return plain_tip("\n".join(lines))
