"""What can be done with files of the library: in the menu of the list, by keys, on the card."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from app.window.library_row import Row


class FileActions(QObject):
    """Asks for things to be done with the rows that ``chosen`` gives. Copies paths itself."""

    opened = Signal(object)  # Row
    details_wanted = Signal()
    scope_wanted = Signal(object)  # tuple[Row, ...]
    related_wanted = Signal(object)  # Row
    outside_wanted = Signal(object)  # Row: open it in its own program
    folder_wanted = Signal(object)  # Row
    retried = Signal(object)  # tuple[Row, ...]
    removed = Signal(object)  # tuple[Row, ...]

    def __init__(self, chosen: Callable[[int | None], tuple[Row, ...]], owner: QWidget) -> None:
        """``chosen`` gives the chosen rows, only the first of them if it is given a number."""
        super().__init__(owner)
        self._chosen = chosen
        self.open = self._add(lambda rows: self.opened.emit(rows[0]))
        self.details = self._add(lambda _: self.details_wanted.emit(), "Alt+Return")
        self.scope = self._add(self.scope_wanted.emit)
        self.related = self._add(lambda rows: self.related_wanted.emit(rows[0]))
        self.outside = self._add(lambda rows: self.outside_wanted.emit(rows[0]))
        self.folder = self._add(lambda rows: self.folder_wanted.emit(rows[0]))
        self.copy = self._add(_copy_paths)
        self.retry = self._add(self.retried.emit)
        self.remove = self._add(self._remove, QKeySequence.StandardKey.Delete)
        self.groups: Sequence[Sequence[QAction]] = (
            (self.open, self.details, self.scope, self.related),
            (self.outside, self.folder, self.copy),
            (self.retry, self.remove),
        )
        # Enter is the list's own, and F2 is not offered: the name is the file's, not ours.
        self.shortcuts: Sequence[QAction] = (self.remove, self.details)
        self.of_one_file: Sequence[QAction] = (
            *(self.outside, self.folder, self.copy),
            *(self.scope, self.retry, self.remove),
        )
        self.retranslate()

    def _add(
        self,
        act: Callable[[tuple[Row, ...]], None],
        keys: QKeySequence.StandardKey | str | None = None,
    ) -> QAction:
        def run() -> None:
            if rows := self._chosen(None):
                act(rows)

        action = QAction(self)
        if keys is not None:
            action.setShortcut(QKeySequence(keys))
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        action.triggered.connect(run)
        return action

    def menu(self, owner: QWidget) -> QMenu:
        """The menu for what is chosen now."""
        self.follow()
        menu = QMenu(owner)
        for group in self.groups:
            menu.addActions(group)
            menu.addSeparator()
        return menu

    def follow(self) -> None:
        """What is possible with what is chosen now."""
        rows = self._chosen(2)  # There may be thousands.
        is_one = len(rows) == 1
        is_stored = any(row.key[0] for row in rows)
        for action in (self.open, self.outside, self.folder, self.details):
            action.setEnabled(is_one)
        self.related.setEnabled(is_one and bool(rows[0].related))
        self.scope.setEnabled(any(row.document is not None for row in rows))
        for action in (self.copy, self.retry):
            action.setEnabled(bool(rows))
        self.remove.setEnabled(is_stored)

    def _remove(self, rows: tuple[Row, ...]) -> None:
        """A file that is being read for the first time is not there yet."""
        if stored := tuple(row for row in rows if row.key[0]):
            self.removed.emit(stored)

    def retranslate(self) -> None:
        """All words again."""
        self.open.setText(self.tr("Open"))
        self.details.setText(self.tr("Details"))
        self.scope.setText(self.tr("Ask only here"))
        self.related.setText(self.tr("Show copies and revisions"))
        self.outside.setText(self.tr("Open in its own program"))
        self.folder.setText(self.tr("Show in folder"))
        self.copy.setText(self.tr("Copy path"))
        self.retry.setText(self.tr("Read again"))
        self.remove.setText(self.tr("Remove from the library"))


def _copy_paths(rows: tuple[Row, ...]) -> None:
    QGuiApplication.clipboard().setText("\n".join(row.full_path for row in rows))
