"""What the window remembers of a person, whatever the workspace: layout, looks, the engine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings
from PySide6.QtWidgets import QMainWindow, QSplitter

from app.service_settings import KvCells, ServiceSettings
from app.window.appearance import DEFAULT_PERCENT, PERCENTS, Scheme
from app.window.language import Language, system_language

MAX_RECENT = 8
KV_MB = (32, 65536)  # From little more than the instructions to what a large server has.
BANK_MB = (64, 1048576)
MAX_THREADS = 256


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
    def has_language(self) -> bool:
        """Whether a language was chosen; else it is the system's."""
        return str(self._settings.value("language", "")) in set(Language)

    def forget_language(self) -> None:
        """Follow the system from now on."""
        self._settings.remove("language")

    @property
    def scheme(self) -> Scheme:
        """Light, dark, or as the system is."""
        chosen = str(self._settings.value("scheme", ""))
        return Scheme(chosen) if chosen in set(Scheme) else Scheme.SYSTEM

    def keep_scheme(self, scheme: Scheme) -> None:
        """Remember the choice."""
        self._settings.setValue("scheme", scheme.value)

    @property
    def text_percent(self) -> int:
        """How large text is, in percent of the system's size."""
        percent = self._whole_number("text/percent", DEFAULT_PERCENT)
        return percent if percent in PERCENTS else DEFAULT_PERCENT

    def keep_text_percent(self, percent: int) -> None:
        """Remember the choice."""
        self._settings.setValue("text/percent", percent)

    @property
    def engine(self) -> ServiceSettings:
        """Which models to run and how; what is not sensible counts as not chosen."""
        default = ServiceSettings()
        cells = str(self._settings.value("engine/kv_cells", ""))
        kv_mb = self._whole_number("engine/kv_limit_mb", 0)
        bank_mb = self._whole_number("engine/bank_limit_mb", default.bank_limit_mb)
        n_threads = self._whole_number("engine/n_threads", 0)
        return replace(
            default,
            language_model=str(self._settings.value("engine/language_model", "")) or None,
            embedding_model=str(self._settings.value("engine/embedding_model", "")) or None,
            n_threads=n_threads if 0 < n_threads <= MAX_THREADS else 0,
            kv_limit_mb=kv_mb if KV_MB[0] <= kv_mb <= KV_MB[1] else None,
            kv_cells=KvCells(cells) if cells in set(KvCells) else default.kv_cells,
            bank_limit_mb=(
                bank_mb
                if bank_mb == 0 or BANK_MB[0] <= bank_mb <= BANK_MB[1]
                else default.bank_limit_mb
            ),
        )

    def keep_engine(self, engine: ServiceSettings) -> None:
        """Remember what differs from the default, so that a later default is followed."""
        default = ServiceSettings()
        for name in (
            "language_model",
            "embedding_model",
            "n_threads",
            "kv_limit_mb",
            "kv_cells",
            "bank_limit_mb",
        ):
            value = getattr(engine, name)
            if value == getattr(default, name):
                self._settings.remove(f"engine/{name}")
            else:
                self._settings.setValue(f"engine/{name}", str(value))

    @property
    def workspaces(self) -> tuple[Path, ...]:
        """The workspaces that were opened, the latest first; those that are gone are left out."""
        kept = self._settings.value("workspaces", [])
        names = kept if isinstance(kept, list) else [kept]  # A list of one comes back as a text.
        paths = [Path(str(name)) for name in names if name]
        return tuple(path for path in paths if (path / "library.db").exists())

    def keep_workspace(self, path: Path) -> None:
        """Remember that it was opened, as the latest."""
        others = [other for other in self.workspaces if other != path]
        names = [str(one) for one in (path, *others)][:MAX_RECENT]
        self._settings.setValue("workspaces", names)

    @property
    def is_guide_skipped(self) -> bool:
        """Whether the first steps were put aside."""
        return str(self._settings.value("guide/skipped", "")) == "true"

    def keep_guide_skipped(self, *, is_skipped: bool) -> None:
        """Remember it."""
        self._settings.setValue("guide/skipped", "true" if is_skipped else "false")

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

    def _whole_number(self, key: str, default: int) -> int:
        try:
            return int(str(self._settings.value(key, default)))
        except ValueError:
            return default

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
