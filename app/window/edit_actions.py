"""Undo, cut, copy, paste, select all and find: each does what it means where the person is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeAlias, runtime_checkable

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QLabel,
    QLineEdit,
    QMainWindow,
    QPlainTextEdit,
    QTextEdit,
)

from app.window.menus import Menus
from app.window.message_bar import MessageBar

_Text: TypeAlias = QLineEdit | QPlainTextEdit | QTextEdit


@runtime_checkable
class Copying(Protocol):
    """A widget of ours that has something to copy."""

    def copy(self) -> None:
        """Put it on the clipboard."""
        ...


class EditActions(QObject):
    """Acts on the widget that has the focus. Texts take most of the keys before they get here."""

    pasted = Signal()  # Where there is no text to paste into.
    find_wanted = Signal()  # Where there is nothing to search in.

    def __init__(self, menus: Menus, notices: MessageBar, window: QMainWindow) -> None:
        super().__init__(window)
        self._menus = menus
        self._notices = notices
        self._window = window
        for action, act in self._acts().items():
            action.triggered.connect(act)
        menus.find.triggered.connect(self.find)
        menus.editing.aboutToShow.connect(self._show_possible)
        menus.editing.aboutToHide.connect(self._allow_all)

    def _acts(self) -> dict[QAction, Callable[[], None]]:
        menus = self._menus
        return {
            menus.undo: self.undo,
            menus.redo: self.redo,
            menus.cut: self.cut,
            menus.copy: self.copy,
            menus.paste: self.paste,
            menus.select_all: self.select_all,
        }

    @Slot()
    def undo(self) -> None:
        """What was typed last; else what was removed last, as long as its message stands."""
        text = _text_in_use()
        if text is not None and _can_undo(text):
            text.undo()
        else:
            self._notices.undo()

    @Slot()
    def redo(self) -> None:
        """What was undone last."""
        if (text := _text_in_use()) is not None:
            text.redo()

    @Slot()
    def cut(self) -> None:
        """What is selected in a text."""
        if (text := _text_in_use()) is not None:
            text.cut()

    @Slot()
    def copy(self) -> None:
        """What is selected: letters, or the rows of a list with tabs between their cells."""
        match QApplication.focusWidget():
            case QLineEdit() | QPlainTextEdit() | QTextEdit() as text:
                text.copy()
            case QLabel() as label:
                QGuiApplication.clipboard().setText(label.selectedText())
            case Copying() as widget:
                widget.copy()
            case QAbstractItemView() as view if rows := _selected_text(view):
                QGuiApplication.clipboard().setText(rows)
            case _:
                pass

    @Slot()
    def paste(self) -> None:
        """What is on the clipboard."""
        text = _text_in_use()
        if text is None or text.isReadOnly():
            self.pasted.emit()
        else:
            text.paste()

    @Slot()
    def select_all(self) -> None:
        """Everything in the text or the list."""
        match QApplication.focusWidget():
            case QLineEdit() | QPlainTextEdit() | QTextEdit() | QAbstractItemView() as widget:
                widget.selectAll()
            case _:
                pass

    @Slot()
    def find(self) -> None:
        """Go to the nearest field that searches: one with a button that clears it."""
        near = QApplication.focusWidget()
        while near is not None:
            for field in near.findChildren(QLineEdit):
                # In a folded column a field is visible to Qt, and nothing of it is seen.
                is_seen = not field.visibleRegion().isEmpty()
                if is_seen and field.isClearButtonEnabled():
                    field.setFocus(Qt.FocusReason.ShortcutFocusReason)
                    field.selectAll()
                    return
            near = near.parentWidget()
        self.find_wanted.emit()

    @Slot()
    def _show_possible(self) -> None:
        """In the open menu what can be done now. Keys are never switched off: focus moves on."""
        text, menus = _text_in_use(), self._menus
        widget = QApplication.focusWidget()
        is_written = text is not None and not text.isReadOnly()
        menus.undo.setEnabled((text is not None and _can_undo(text)) or self._notices.can_undo)
        menus.redo.setEnabled(text is not None and _can_redo(text))
        menus.cut.setEnabled(is_written and text is not None and _has_selection(text))
        menus.copy.setEnabled(
            _has_selection(text)
            if text is not None
            else isinstance(widget, QAbstractItemView | QLabel | Copying)
        )
        menus.select_all.setEnabled(text is not None or isinstance(widget, QAbstractItemView))

    @Slot()
    def _allow_all(self) -> None:
        for action in self._acts():
            action.setEnabled(True)


def _text_in_use() -> _Text | None:
    widget = QApplication.focusWidget()
    return widget if isinstance(widget, QLineEdit | QPlainTextEdit | QTextEdit) else None


def _can_undo(text: _Text) -> bool:
    if isinstance(text, QLineEdit):
        return text.isUndoAvailable()
    return not text.isReadOnly() and text.document().isUndoAvailable()


def _can_redo(text: _Text) -> bool:
    if isinstance(text, QLineEdit):
        return text.isRedoAvailable()
    return not text.isReadOnly() and text.document().isRedoAvailable()


def _has_selection(text: _Text) -> bool:
    return (
        text.hasSelectedText() if isinstance(text, QLineEdit) else text.textCursor().hasSelection()
    )


def _selected_text(view: QAbstractItemView) -> str:
    """The chosen cells, rows on lines, as a spreadsheet takes them."""
    rows: dict[int, list[str]] = {}
    for index in sorted(view.selectedIndexes(), key=lambda i: (i.row(), i.column())):
        shown = index.data(Qt.ItemDataRole.DisplayRole)
        rows.setdefault(index.row(), []).append("" if shown is None else str(shown))
    return "\n".join("\t".join(cells) for cells in rows.values())
