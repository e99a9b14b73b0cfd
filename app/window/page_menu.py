"""What can be done with the page that is shown. Emits nothing itself: its flow connects it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget


class PageMenu(QMenu):
    """One menu for the button above the page and for the page itself."""

    def __init__(self, owner: QWidget) -> None:
        super().__init__(owner)
        self.copy_text = self._add(QKeySequence.StandardKey.Copy)
        self.copy_citation = self._add()
        self.copy_image = self._add()
        self.save_image = self._add()
        self.addSeparator()
        self.find_words = self._add(QKeySequence.StandardKey.Find)
        self.print_page = self._add()
        self.addSeparator()
        self.open_outside = self._add()
        self.show_in_folder = self._add()
        self._is_marked = False
        self.retranslate()

    def show_state(self, *, is_page: bool, is_marked: bool, is_selected: bool) -> None:
        """What there is to act on: a page (or only a document), a marked place, selected text."""
        self._is_marked = is_marked
        self.copy_text.setEnabled(is_page and is_selected)
        self.copy_citation.setEnabled(is_page)
        for action in (self.copy_image, self.save_image, self.find_words, self.print_page):
            action.setEnabled(is_page)
        self.retranslate()

    def _add(self, shown_key: QKeySequence.StandardKey | None = None) -> QAction:
        action = QAction(self)
        if shown_key is not None:
            # Only shown: the page itself hears the keys, where the focus is.
            action.setShortcut(QKeySequence(shown_key))
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            action.setShortcutVisibleInContextMenu(True)
        self.addAction(action)
        return action

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def retranslate(self) -> None:
        """All words again."""
        self.copy_text.setText(self.tr("&Copy text"))
        self.copy_citation.setText(self.tr("Copy c&itation"))
        if self._is_marked:
            self.copy_image.setText(self.tr("Copy i&mage of the marked place"))
            self.save_image.setText(self.tr("&Save image of the marked place…"))
        else:
            self.copy_image.setText(self.tr("Copy i&mage of the page"))
            self.save_image.setText(self.tr("&Save image of the page…"))
        self.find_words.setText(self.tr("&Find on this page"))
        self.print_page.setText(self.tr("&Print page…"))
        self.open_outside.setText(self.tr("&Open in the system viewer"))
        self.show_in_folder.setText(self.tr("Show in fo&lder"))
