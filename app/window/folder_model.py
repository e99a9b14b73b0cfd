"""The library's folders as rows: watched or not, what is left out, what is in it, what is amiss."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
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

from app.window.tool_tips import plain_tip
from engine.domain import Folder, Source

FOLDER_ROLE: Final = Qt.ItemDataRole.UserRole + 1

translate = QCoreApplication.translate
AnyIndex = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class FolderRow:
    """A folder of the library. ``away`` says why it cannot be reached, "" where it can.

    ``changed`` is when the newest of its files was written, None without files.
    """

    folder: Folder
    n_files: int = 0
    changed: datetime | None = None
    away: str = ""

    @property
    def name(self) -> str:
        """The folder's own name; of a whole drive its path."""
        return PurePath(self.folder.path).name or self.folder.path


def folder_rows(
    folders: Iterable[Folder], sources: Iterable[Source], away: Mapping[str, str]
) -> tuple[FolderRow, ...]:
    """A row for each folder, with what is known of its files."""
    counts: dict[str, int] = {}
    newest: dict[str, int] = {}
    for source in sources:
        counts[source.root] = counts.get(source.root, 0) + 1
        newest[source.root] = max(newest.get(source.root, 0), source.mtime_ns)
    return tuple(
        FolderRow(
            folder,
            n_files=counts.get(folder.path, 0),
            changed=_time(newest[folder.path]) if folder.path in newest else None,
            away=away.get(folder.path, ""),
        )
        for folder in folders
    )


def _time(mtime_ns: int) -> datetime | None:
    """None for times that no calendar has: files bring what their machines wrote into them."""
    try:
        return datetime.fromtimestamp(mtime_ns / 1e9, UTC)
    except (OverflowError, OSError, ValueError):
        return None


def state_words(row: FolderRow) -> str:
    """Watched or not, and how much is in it."""
    watched = (
        translate("Folders", "Watched")
        if row.folder.is_watched
        else translate("Folders", "Not watched")
    )
    if row.n_files == 1:
        files = translate("Folders", "1 file")
    else:
        files = translate("Folders", "{n} files").format(n=f"{row.n_files:,}")
    return f"{watched} · {files}"


def news_words(row: FolderRow) -> str:
    """What is the matter, or when something last changed."""
    if row.away:
        # Not str.format: the reason is the system's, and may have braces of its own.
        return translate("Folders", "Not reachable: {reason}").replace("{reason}", row.away)
    if row.changed is None:
        return translate("Folders", "No files yet")
    when = row.changed.astimezone().strftime("%Y-%m-%d %H:%M")
    return translate("Folders", "Last change {time}").format(time=when)


def pattern_words(folder: Folder) -> str:
    """What is left out of it, or nothing."""
    parts = []
    if folder.include:
        only = translate("Folders", "Only {patterns}")
        parts.append(only.replace("{patterns}", ", ".join(folder.include)))
    if folder.exclude:
        without = translate("Folders", "Without {patterns}")
        parts.append(without.replace("{patterns}", ", ".join(folder.exclude)))
    return " · ".join(parts)


class FolderModel(QAbstractListModel):
    """Folders by path; a handful, so every change is a new list."""

    def __init__(self, owner: QObject | None = None) -> None:
        super().__init__(owner)
        self._rows: tuple[FolderRow, ...] = ()

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """How many folders."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Texts for screen readers, the row for the delegate."""
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        row = self._rows[index.row()]
        said = (state_words(row), news_words(row), pattern_words(row.folder))
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return row.folder.path
            case Qt.ItemDataRole.AccessibleDescriptionRole:
                return ". ".join(filter(None, said))
            case Qt.ItemDataRole.ToolTipRole:
                return plain_tip("\n".join(filter(None, (row.folder.path, *said))))
            case _:
                return row if role == FOLDER_ROLE else None

    @property
    def rows(self) -> Sequence[FolderRow]:
        """What is shown."""
        return self._rows

    def set_rows(self, rows: Sequence[FolderRow]) -> None:
        """What there is now."""
        self.beginResetModel()
        self._rows = tuple(rows)
        self.endResetModel()
