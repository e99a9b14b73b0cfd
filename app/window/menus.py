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
        self._file, self._edit, self._question, self._view, self._help = (
            bar.addMenu("") for _ in range(5)
        )
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
        self.quit.setShortcuts([QKeySequence("Ctrl+Q"), QKeySequence("Ctrl+W")])
        self.quit.setMenuRole(QAction.MenuRole.QuitRole)
        self._add_editing()
        self._add_question()
        self._add_view()
        self._add_languages()
        self.first_steps = self._add(self._help)
        self.keys = self._add(self._help, "F1")
        self.about = self._add(self._help)
        self.about.setMenuRole(QAction.MenuRole.AboutRole)
        self.retranslate()

    def _add_editing(self) -> None:
        self.undo = self._add(self._edit, Key.Undo)
        self.redo = self._add(self._edit, Key.Redo)
        self.redo.setShortcuts([QKeySequence("Ctrl+Y"), QKeySequence("Ctrl+Shift+Z")])
        self._edit.addSeparator()
        self.cut = self._add(self._edit, Key.Cut)
        self.copy = self._add(self._edit, Key.Copy)
        self.paste = self._add(self._edit, Key.Paste)
        self.select_all = self._add(self._edit, Key.SelectAll)
        self._edit.addSeparator()
        self.find = self._add(self._edit, Key.Find)

    @property
    def editing(self) -> QMenu:
        """The menu whose actions are about the widget in use."""
        return self._edit

    def _add_question(self) -> None:
        self.ask = self._add(self._question, "Ctrl+L")
        self.stop = self._add(self._question, "Esc")
        self._question.addSeparator()
        self.copy_answer = self._add(self._question, "Ctrl+Shift+C")
        self.mark_right = self._add(self._question, "Ctrl+Shift+R")
        self.mark_wrong = self._add(self._question, "Ctrl+Shift+W")
        self._question.addSeparator()
        self.export = self._add(self._question, "Ctrl+E")
        self.print = self._add(self._question, Key.Print)

    def _add_view(self) -> None:
        self.zoom_in = self._add(self._view, Key.ZoomIn)
        self.zoom_in.setShortcuts([QKeySequence("Ctrl++"), QKeySequence("Ctrl+=")])
        self.zoom_out = self._add(self._view, Key.ZoomOut)
        self.fit = self._add(self._view, "Ctrl+0")
        self._view.addSeparator()
        self.back = self._add(self._view, "Alt+Left")
        self.forward = self._add(self._view, "Alt+Right")
        self._view.addSeparator()
        self.full_screen = self._add(self._view, "F11")
        self.full_screen.setCheckable(True)
        self.library = self._add(self._view, "Ctrl+B")
        self.documents = self._add(self._view, "Ctrl+1")
        self.history = self._add(self._view)
        self.history.setShortcuts([QKeySequence("Ctrl+2"), QKeySequence("Ctrl+H")])
        self.library.setCheckable(True)
        self.library.setChecked(True)
        self._view.addSeparator()
        self.qualify = self._add(self._view, "Ctrl+Shift+M")
        self._view.addSeparator()

    def _add_languages(self) -> None:
        self._language = self._view.addMenu("")
        group = QActionGroup(self._window)
        self.languages: dict[Language, QAction] = {}
        for language, name in LANGUAGE_NAMES.items():
            action = self._language.addAction(name)
            action.setCheckable(True)
            group.addAction(action)
            self.languages[language] = action

    def _add(self, menu: QMenu, shortcut: Key | str | None = None) -> QAction:
        action = QAction(self._window)
        if shortcut is not None:
            action.setShortcut(QKeySequence(shortcut))
        menu.addAction(action)
        return action

    def retranslate(self) -> None:
        """All words again."""
        self._file.setTitle(translate("Menus", "&File"))
        self._edit.setTitle(translate("Menus", "&Edit"))
        self._question.setTitle(translate("Menus", "&Question"))
        self._view.setTitle(translate("Menus", "&View"))
        self._help.setTitle(translate("Menus", "&Help"))
        self._language.setTitle(translate("Menus", "Language"))
        self.open_files.setText(translate("Menus", "Add &files…"))
        self.open_folder.setText(translate("Menus", "Add a f&older…"))
        self.sample.setText(translate("Menus", "Try the &sample documents"))
        self.reindex.setText(translate("Menus", "&Re-index everything"))
        self.settings.setText(translate("Menus", "Se&ttings…"))
        self.quit.setText(translate("Menus", "&Quit"))
        self.undo.setText(translate("Menus", "&Undo"))
        self.redo.setText(translate("Menus", "&Redo"))
        self.cut.setText(translate("Menus", "Cu&t"))
        self.copy.setText(translate("Menus", "&Copy"))
        self.paste.setText(translate("Menus", "&Paste"))
        self.select_all.setText(translate("Menus", "Select &all"))
        self.find.setText(translate("Menus", "&Find"))
        self.ask.setText(translate("Menus", "&New question"))
        self.stop.setText(translate("Menus", "&Stop the answer"))
        self.copy_answer.setText(translate("Menus", "&Copy answer"))
        self.mark_right.setText(translate("Menus", "Mark the answer &right"))
        self.mark_wrong.setText(translate("Menus", "Mark the answer &wrong"))
        self.export.setText(translate("Menus", "&Export answer…"))
        self.print.setText(translate("Menus", "&Print answer…"))
        self.documents.setText(translate("Menus", "Show the &documents"))
        self.history.setText(translate("Menus", "Show the &history"))
        self.zoom_in.setText(translate("Menus", "Zoom &in"))
        self.zoom_out.setText(translate("Menus", "Zoom &out"))
        self.fit.setText(translate("Menus", "&Fit to width"))
        self.back.setText(translate("Menus", "&Back in the evidence"))
        self.forward.setText(translate("Menus", "For&ward in the evidence"))
        self.full_screen.setText(translate("Menus", "Full &screen"))
        self.library.setText(translate("Menus", "&Library"))
        self.qualify.setText(translate("Menus", "&Qualify models…"))
        self.keys.setText(translate("Menus", "&Keyboard shortcuts"))
        self.first_steps.setText(translate("Menus", "&First steps"))
        self.about.setText(translate("Menus", "&About Genba"))
