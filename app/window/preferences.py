"""What the window remembers of a person, whatever the workspace: size, splitters, language."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings
from PySide6.QtWidgets import QMainWindow, QSplitter

from app.window.language import Language, system_language


class Preferences:
    """Reads and writes a QSettings that is given; a bad value counts as absent."""

    def __init__(self, settings: QSettings) -> None:
        self._settings = settings

    @property
    def language(self) -> Language:
        """The chosen language, or the system's."""
        chosen = str(self._settings.value("language", ""))
        return Language(chosen) if chosen in set(Language) else system_language()

    def keep_language(self, language: Language) -> None:
        """Remember the choice."""
        self._settings.setValue("language", language.value)

    @property
    def is_warming_paused(self) -> bool:
        """Whether reading ahead was switched off."""
        return str(self._settings.value("warming/paused", "")) == "true"

    def keep_warming_paused(self, *, is_paused: bool) -> None:
        """Remember the switch."""
        self._settings.setValue("warming/paused", "true" if is_paused else "false")

    @property
    def are_folders_folded(self) -> bool:
        """Whether the list of folders is folded away."""
        return str(self._settings.value("folders/folded", "")) == "true"

    def keep_folders_folded(self, *, are_folded: bool) -> None:
        """Remember whether they are."""
        self._settings.setValue("folders/folded", "true" if are_folded else "false")

    @property
    def last_folder(self) -> Path | None:
        """Where files were chosen last, if it is still there."""
        kept = str(self._settings.value("files/folder", ""))
        return Path(kept) if kept and Path(kept).is_dir() else None

    def keep_last_folder(self, folder: Path) -> None:
        """Remember where files were chosen."""
        self._settings.setValue("files/folder", str(folder))

    @property
    def folder(self) -> Path:
        """Where the settings are, for what is kept beside them."""
        return Path(self._settings.fileName()).parent

    def restore(self, window: QMainWindow, splitters: Mapping[str, QSplitter]) -> bool:
        """Bring size and splitters back; false when there was nothing to bring back."""
        geometry = self._settings.value("geometry")
        for name, splitter in splitters.items():
            state = self._settings.value(f"splitter/{name}")
            if isinstance(state, QByteArray):
                splitter.restoreState(state)
        return isinstance(geometry, QByteArray) and window.restoreGeometry(geometry)

    def keep(self, window: QMainWindow, splitters: Mapping[str, QSplitter]) -> None:
        """Remember size and splitters."""
        self._settings.setValue("geometry", window.saveGeometry())
        for name, splitter in splitters.items():
            self._settings.setValue(f"splitter/{name}", splitter.saveState())
        self._settings.sync()


def user_settings() -> QSettings:
    """The settings of this person on this computer, as a file they can read."""
    return QSettings(QSettings.Format.IniFormat, QSettings.Scope.UserScope, "Genba", "Genba")
