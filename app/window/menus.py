"""The menus with their shortcuts. Emits nothing itself: the window connects the actions."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from app.window.language import LANGUAGE_NAMES, Language

translate = QCoreApplication.translate
Key = QKeySequence.StandardKey


class Menus:
    """Every action of the window by name."""

    def __init__(self, window: QMainWindow) -> None:
        bar = window.menuBar()
        bar.setNativeMenuBar(False)
        self._file, self._edit, self._view, self._help = (bar.addMenu("") for _ in range(4))
        self._window = window
        self.open_files = self._add(self._file, Key.Open)
        self.open_folder = self._add(self._file, "Ctrl+Shift+O")
        self.sample = self._add(self._file)
        self._file.addSeparator()
        self.reindex = self._add(self._file, Key.Refresh)
        self._file.addSeparator()
        self.settings = self._add(self._file, "Ctrl+,")
        self.settings.setMenuRole(QAction.MenuRole.PreferencesRole)
        self._file.addSeparator()
        self.quit = self._add(self._file, "Ctrl+Q")
        self.quit.setMenuRole(QAction.MenuRole.QuitRole)
        self.ask = self._add(self._edit, "Ctrl+L")
        self.stop = self._add(self._edit, "Esc")
        self._edit.addSeparator()
        self.copy_answer = self._add(self._edit, "Ctrl+Shift+C")
        self.zoom_in = self._add(self._view, Key.ZoomIn)
        self.zoom_in.setShortcuts([QKeySequence("Ctrl++"), QKeySequence("Ctrl+=")])
        self.zoom_out = self._add(self._view, Key.ZoomOut)
        self.fit = self._add(self._view, "Ctrl+0")
        self._view.addSeparator()
        self.library = self._add(self._view, "Ctrl+B")
        self.library.setCheckable(True)
        self.library.setChecked(True)
        self._view.addSeparator()
        self.qualify = self._add(self._view, "Ctrl+Shift+M")
        self._view.addSeparator()
        self._language = self._view.addMenu("")
        group = QActionGroup(window)
        self.languages: dict[Language, QAction] = {}
        for language, name in LANGUAGE_NAMES.items():
            action = self._language.addAction(name)
            action.setCheckable(True)
            group.addAction(action)
            self.languages[language] = action
        self.first_steps = self._add(self._help)
        self.about = self._add(self._help)
        self.about.setMenuRole(QAction.MenuRole.AboutRole)
        self.retranslate()

    def _add(self, menu: QMenu, shortcut: Key | str | None = None) -> QAction:
        action = QAction(self._window)
        if shortcut is not None:
            action.setShortcut(QKeySequence(shortcut))
        menu.addAction(action)
        return action

    def retranslate(self) -> None:
        """All words again."""
        self._file.setTitle(translate("Menus", "&File"))
        self._edit.setTitle(translate("Menus", "&Question"))
        self._view.setTitle(translate("Menus", "&View"))
        self._help.setTitle(translate("Menus", "&Help"))
        self._language.setTitle(translate("Menus", "Language"))
        self.open_files.setText(translate("Menus", "Add &files…"))
        self.open_folder.setText(translate("Menus", "Add a f&older…"))
        self.sample.setText(translate("Menus", "Try the &sample documents"))
        self.reindex.setText(translate("Menus", "&Re-index everything"))
        self.settings.setText(translate("Menus", "Se&ttings…"))
        self.quit.setText(translate("Menus", "&Quit"))
        self.ask.setText(translate("Menus", "&New question"))
        self.stop.setText(translate("Menus", "&Stop the answer"))
        self.copy_answer.setText(translate("Menus", "&Copy answer"))
        self.zoom_in.setText(translate("Menus", "Zoom &in"))
        self.zoom_out.setText(translate("Menus", "Zoom &out"))
        self.fit.setText(translate("Menus", "&Fit to width"))
        self.library.setText(translate("Menus", "&Library"))
        self.qualify.setText(translate("Menus", "&Qualify models…"))
        self.first_steps.setText(translate("Menus", "&First steps"))
        self.about.setText(translate("Menus", "&About Genba"))
