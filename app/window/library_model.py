"""The library as rows: what is stored, laid over by what the running indexing says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from enum import StrEnum
from typing import Final

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from app.protocol import LibraryListed
from app.window.library_criteria import KINDS, Criteria, Kind, Revisions, Shown
from app.window.library_relations import Relations, folded
from app.window.library_row import Row, RowState, full_path
from app.window.library_words import badge, detail, tool_tip
from engine.domain import Document, DrawingRevision, Failure, Source, SourceState, TitleBlock
from engine.events import FileFailed, FileIndexed, FileStarted, IndexEvent

ROW_ROLE: Final = Qt.ItemDataRole.UserRole + 1

AnyIndex = QModelIndex | QPersistentModelIndex


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
        self._relations = Relations()
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
                return ". ".join(filter(None, (detail(row), badge(row))))
            case Qt.ItemDataRole.ToolTipRole:
                return tool_tip(row)
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
        self._relations = Relations(listed.sources, self._drawings)
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
        position = self._find(full_path(*key))
        return QModelIndex() if position is None else self.index(position)

    def document_named(self, path: str) -> Document | None:
        """The document with this path in its root; None when it is gone."""
        found = (document for document in self._documents.values() if document.path == path)
        return next(found, None)

    def counts(self) -> Mapping[StrEnum, int]:
        """How many stored files there are of each state, kind and revision."""
        n = len(self._sources)
        files = Counter(source.document_id for source in self._sources)
        kinds: Counter[StrEnum] = Counter()
        for document in self._documents.values():
            kinds[KINDS[document.kind]] += files[document.id]
        n_older = sum(files[document_id] for document_id in self._newer)
        others = {
            Shown.ALL: n,
            Shown.FAILED: sum(source.state is SourceState.FAILED for source in self._sources),
            Shown.TO_CHECK: sum(files[d.id] for d in self._documents.values() if d.problems),
            Shown.COPIED: sum(count for found, count in files.items() if found and count > 1),
            Kind.ALL: n,
            Revisions.ALL: n,
            Revisions.NEWEST: n - n_older,
            Revisions.OLDER: n_older,
        }
        return others | kinds

    def fitting(self, criteria: Criteria, today: date) -> frozenset[int]:
        """The positions of the files for which everything holds."""
        if self._searched is None:
            self._searched = [self._searched_text(n) for n in range(self.rowCount())]
        searched = self._searched
        found: Iterable[int] = range(len(searched))
        for word in folded(criteria.words).split():
            found = [n for n in found if word in searched[n]]
        if criteria.group is not None:
            found = [n for n in found if self._key(n) in criteria.group.keys]
        if criteria.state is not Shown.ALL:
            found = [n for n in found if self._is_shown(n, criteria.state)]
        if criteria.kind is not Kind.ALL:
            found = [n for n in found if self._kind(n) is criteria.kind]
        if criteria.revisions is not Revisions.ALL:
            is_older = criteria.revisions is Revisions.OLDER
            found = [n for n in found if (self._document_id(n) in self._newer) is is_older]
        if (bounds := criteria.bounds_ns(today)) is not None:
            first, after = bounds
            found = [
                n
                for n in found
                if n < len(self._sources) and first <= self._sources[n].mtime_ns < after
            ]
        return frozenset(found)

    def keys(self, positions: Iterable[int]) -> tuple[tuple[str, str], ...]:
        """(root, path) of the files at these positions."""
        return tuple(self._key(n) for n in positions)

    def n_documents(self, positions: Iterable[int]) -> int:
        """How many documents the files at these positions lead to."""
        return len(set(map(self._document_id, positions)) - {""})

    def keys_with_documents(self, positions: Iterable[int]) -> tuple[tuple[str, str], ...]:
        """(root, path) of the files at these positions that lead to a document."""
        return tuple(self._key(n) for n in positions if self._document_id(n))

    def position_from(self, letters: str, after: int, positions: Sequence[int]) -> int | None:
        """The place in ``positions``, from ``after`` on and round, of a name with these letters.

        None if there is no name that begins with them.
        """
        wanted = folded(letters)
        n = len(positions)
        for step in range(n):
            place = (after + step) % n
            if folded(self._key(positions[place])[1].rpartition("/")[2]).startswith(wanted):
                return place
        return None

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
            source=source,
            related=self._relations.of(position),
        )

    def _note_change(self) -> None:
        self._searched = None
        self.generation += 1

    def _searched_text(self, position: int) -> str:
        """Without the root: its words would fit every file below it."""
        if position >= len(self._sources):
            return folded(self._fresh[position - len(self._sources)].key[1])
        source = self._sources[position]
        drawing = self._drawings.get(source.document_id or "")
        if drawing is None:
            return folded(source.path)
        revision = drawing.revision
        words = f"rev {revision} rev.{revision} 版{revision}" if revision else ""
        return folded(f"{source.path} {drawing.number} {words}")

    def _key(self, position: int) -> tuple[str, str]:
        if position >= len(self._sources):
            return self._fresh[position - len(self._sources)].key
        source = self._sources[position]
        return source.root, source.path

    def _document_id(self, position: int) -> str:
        """Nothing for a file that leads to none, or is not listed yet."""
        return (self._sources[position].document_id or "") if position < len(self._sources) else ""

    def _kind(self, position: int) -> Kind | None:
        document = self._documents.get(self._document_id(position))
        return None if document is None else KINDS[document.kind]

    def _is_shown(self, position: int, shown: Shown) -> bool:
        if position >= len(self._sources) or position in self._news:
            return shown is Shown.FAILED and self._row(position).state is RowState.FAILED
        return self._is_in_state(self._sources[position], shown)

    def _is_in_state(self, source: Source, shown: Shown) -> bool:
        match shown:
            case Shown.ALL:
                return True
            case Shown.FAILED:
                return source.state is SourceState.FAILED
            case Shown.TO_CHECK:
                document = self._documents.get(source.document_id or "")
                is_read = source.state is not SourceState.FAILED
                return is_read and document is not None and bool(document.problems)
            case Shown.COPIED:
                return self._relations.n_copies(source.document_id) > 1

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
            self._positions |= {_plain(full_path(*key)): n for n, key in enumerate(keys)}
        return self._positions.get(_plain(path))


def _plain(path: str) -> str:
    return path.replace("\\", "/")
