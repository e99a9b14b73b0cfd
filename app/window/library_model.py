"""The library as rows: what is stored, laid over by what the running indexing says."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
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
from engine.domain import (
    Document,
    DocumentKind,
    DrawingRevision,
    Failure,
    Source,
    SourceState,
    TitleBlock,
)
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


class Shown(StrEnum):
    """Which files are shown."""

    ALL = "all"
    FAILED = "failed"
    TO_CHECK = "to check"  # Read, but not everything in them.
    OLDER = "older"  # Drawings of which there is a newer revision.


@dataclass(frozen=True, slots=True)
class Row:
    """One file. ``key`` is (root, path); the root is empty until the library has listed it.

    ``drawing`` is which drawing it is, if it is one; ``newer`` is its newest revision, if it is an
    older one.
    """

    key: tuple[str, str]
    state: RowState
    document: Document | None = None
    failure: Failure | None = None
    n_pages: int = 0
    n_rows: int = 0
    drawing: TitleBlock | None = None
    newer: DrawingRevision | None = None

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
            return _document_detail(row)


def advice(row: Row) -> str:
    """What to do about a file that could not be read; nothing for others."""
    if row.state is not RowState.FAILED:
        return ""
    return describe(row.failure or Failure("")).action


def _document_detail(row: Row) -> str:
    document = row.document
    if document is None:
        return ""
    if row.drawing is not None and row.newer is not None:
        # Not str.format: revisions are what drawings say.
        words = translate("Library", "Older revision {revision}; newest is {newest}")
        words = words.replace("{revision}", row.drawing.revision or "–")
        return words.replace("{newest}", row.newer.title_block.revision)
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
        self._drawings: dict[str, TitleBlock] = {}
        self._newer: Mapping[str, DrawingRevision] = {}
        self._searched: list[str] | None = None  # By position: what the filter looks in.
        self.generation = 0
        """Another number whenever other rows may fit a filter."""

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
        self._drawings = {drawing.document_id: drawing.title_block for drawing in listed.drawings}
        self._newer = listed.newer
        self._note_change()
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

    def document_named(self, path: str) -> Document | None:
        """The document with this path in its root; None when it is gone."""
        found = (document for document in self._documents.values() if document.path == path)
        return next(found, None)

    def counts(self) -> Mapping[Shown, int]:
        """How many stored files there are of each state."""
        states = [self._stored_state(source) for source in self._sources]
        return {Shown.ALL: len(states)} | {
            shown: states.count(shown) for shown in Shown if shown is not Shown.ALL
        }

    def fitting(self, words: str, state: Shown) -> frozenset[int]:
        """The positions of the files that have every word in their names or numbers."""
        if self._searched is None:
            self._searched = [self._searched_text(n) for n in range(self.rowCount())]
        wanted = _folded(words).split()
        found = (n for n, text in enumerate(self._searched) if all(w in text for w in wanted))
        if state is Shown.ALL:
            return frozenset(found)
        return frozenset(n for n in found if self._state_of(n) is state)

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
        self._note_change()
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
            drawing=self._drawings.get(source.document_id or ""),
            newer=self._newer.get(source.document_id or ""),
        )

    def _note_change(self) -> None:
        self._searched = None
        self.generation += 1

    def _searched_text(self, position: int) -> str:
        """Without the root: its words would fit every file below it."""
        if position >= len(self._sources):
            return _folded(self._fresh[position - len(self._sources)].key[1])
        source = self._sources[position]
        drawing = self._drawings.get(source.document_id or "")
        if drawing is None:
            return _folded(source.path)
        revision = drawing.revision
        words = f"rev {revision} rev.{revision} 版{revision}" if revision else ""
        return _folded(f"{source.path} {drawing.number} {words}")

    def _state_of(self, position: int) -> Shown:
        if position >= len(self._sources) or position in self._news:
            row = self._row(position)
            return Shown.FAILED if row.state is RowState.FAILED else Shown.ALL
        return self._stored_state(self._sources[position])

    def _stored_state(self, source: Source) -> Shown:
        if source.state is SourceState.FAILED:
            return Shown.FAILED
        if source.document_id in self._newer:
            return Shown.OLDER
        document = self._documents.get(source.document_id or "")
        return Shown.TO_CHECK if document is not None and document.problems else Shown.ALL

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
            self._note_change()
            self.beginInsertRows(QModelIndex(), end, end)
            self._fresh.append(Row(("", path), state, None, failure, n_pages, n_rows))
            if self._positions is not None:
                self._positions[_plain(path)] = end
            self.endInsertRows()
            return
        row = replace(
            self._row(position), state=state, failure=failure, n_pages=n_pages, n_rows=n_rows
        )
        self.generation += 1
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


def _folded(text: str) -> str:
    plain = text if text.isascii() else unicodedata.normalize("NFKC", text)
    return plain.casefold()


def _plain(path: str) -> str:
    return path.replace("\\", "/")


def _tool_tip(row: Row) -> str:
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
