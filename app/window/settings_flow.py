"""From the settings page to what it changes: the window, the engine, the workspace."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, QUrl, Signal, Slot
from PySide6.QtGui import QAction, QDesktopServices
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu, QMenuBar

from app.engine_protocol import JournalVerified, ModelsRead, VerifyJournal
from app.messages import describe
from app.protocol import JobFailed
from app.service_settings import KvCells, ServiceSettings
from app.window.appearance import (
    DEFAULT_PERCENT,
    Scheme,
    set_scheme,
    set_text_percent,
    text_percent,
)
from app.window.engine_link import EngineLink
from app.window.fetch_flow import FetchFlow
from app.window.language import Language, system_language
from app.window.model_flow import ModelFlow
from app.window.preferences import Preferences
from app.window.settings_groups import Values
from app.window.settings_page import SettingsPage, Shortcut

_SETTLE_MS = 900  # A number that is still being stepped through need not be loaded each time.
_ENGINE_KEYS = frozenset(
    "language_model embedding_model n_threads kv_limit_mb kv_cells bank_limit_mb".split()
)


class SettingsFlow(QObject):
    """Applies each setting at once, and remembers it."""

    spoken = Signal(object)  # Language
    warming_paused = Signal(bool)
    workspace_wanted = Signal(object)  # Path
    folders_wanted = Signal()

    def __init__(
        self,
        link: EngineLink,
        page: SettingsPage,
        preferences: Preferences,
        models: ModelFlow,
        fetches: FetchFlow,
        workspace: Path | None,
        owner: QObject | None = None,
    ) -> None:
        super().__init__(owner)
        self._link = link
        self._page = page
        self._preferences = preferences
        self._models = models
        self._fetches = fetches
        self._workspace = workspace
        self._engine: ServiceSettings | None = None  # Chosen, and about to be applied.
        self._verified: JournalVerified | JobFailed | None = None
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLE_MS)
        self._settle.timeout.connect(self.apply_now)
        rows = page.rows
        rows.changed.connect(self.change)
        rows.acted.connect(self.act)
        models.read.connect(self._show_models)
        models.settings_changed.connect(self.refresh)
        page.show_workspaces(workspace, preferences.workspaces)
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Show what holds."""
        preferences = self._preferences
        engine = self._engine or self._models.settings
        self._page.rows.show_values(
            Values(
                language=preferences.language if preferences.has_language else None,
                scheme=preferences.scheme,
                text_percent=text_percent(),
                engine=engine,
                is_warming_paused=preferences.is_warming_paused,
                is_restart_due=self._models.is_restart_due,
            )
        )
        self._show_verified()

    def show_shortcuts(self, bar: QMenuBar) -> None:
        """List what the menus have keys for, menu by menu."""
        menus = [entry.menu() for entry in bar.actions()]
        actions = [a for menu in menus if isinstance(menu, QMenu) for a in menu.actions()]
        self._page.show_shortcuts([_shortcut(a) for a in actions if not a.shortcut().isEmpty()])

    @Slot(str, object)
    def change(self, key: str, value: object) -> None:
        """A setting was chosen; None is its default."""
        match key:
            case "language":
                self._speak(value)
            case "scheme":
                scheme = Scheme.SYSTEM if value is None else Scheme(str(value))
                self._preferences.keep_scheme(scheme)
                set_scheme(_app(), scheme)
            case "text_percent":
                percent = value if isinstance(value, int) else DEFAULT_PERCENT
                self._preferences.keep_text_percent(percent)
                set_text_percent(_app(), percent)
            case "warming_paused":
                self.warming_paused.emit(value is False)
            case "open_workspace" if isinstance(value, Path):
                self.workspace_wanted.emit(value)
            case _ if key in _ENGINE_KEYS:
                self._change_engine(key, value)
        self.refresh()

    @Slot(str)
    def act(self, key: str) -> None:
        """A button was pressed."""
        acts: Mapping[str, object] = {
            "show_folder": self._show_folder,
            "choose_workspace": self._choose_workspace,
            "restart": self._models.start_anew,
            "add_model": self._choose_model,
            "clear_bank": self._models.clear_bank,
            "show_folders": self.folders_wanted.emit,
            "verify_journal": self.verify_journal,
        }
        act = acts[key]
        assert callable(act)
        act()

    @Slot()
    def verify_journal(self) -> None:
        """Have the journal checked, and show beside the button what came of it."""
        self._page.rows["journal"].show_note(self.tr("Checking…"))
        self._link.begin(VerifyJournal, on_event=self._take_verified, on_failed=self._take_verified)

    @Slot()
    def apply_now(self) -> None:
        """Have the engine go on with what was chosen."""
        engine, self._engine = self._engine, None
        if engine is not None:
            self._models.apply(engine)

    def _speak(self, value: object) -> None:
        if value is None:
            self.spoken.emit(system_language())
            self._preferences.forget_language()
        else:
            self.spoken.emit(Language(str(value)))

    def _change_engine(self, key: str, value: object) -> None:
        before, default = self._engine or self._models.settings, ServiceSettings()
        if key == "kv_limit_mb" and value == 0:
            value = None  # The step below the lowest bound: as free memory allows.
        if key == "kv_cells" and value is not None:
            value = KvCells(str(value))  # A list gives back plain text.
        if value is None or value == self._default_model(key):
            value = getattr(default, key)
        after = replace(before, **{key: value})  # type: ignore[arg-type]
        if after == before:
            return
        self._engine = after
        self._settle.start()

    def _default_model(self, key: str) -> str | None:
        kind = key.removesuffix("_model")
        models = self._models.known.models if self._models.known else ()
        return next((m.id for m in models if m.is_default and m.kind.value == kind), None)

    def _show_models(self, read: ModelsRead) -> None:
        self._page.rows.show_models(read)

    def _take_verified(self, verified: JournalVerified | JobFailed) -> None:
        self._verified = verified
        self._show_verified()

    def _show_verified(self) -> None:
        row = self._page.rows["journal"]
        match self._verified:
            case JournalVerified(n, head):
                words = self.tr("{n} entries, unbroken. Newest hash: {head}")
                row.show_note(
                    words.format(n=f"{n:,}", head=head[:16] + "…" if head else "–"), "good"
                )
            case JobFailed(failure=failure):
                row.show_note(describe(failure).text, "danger")

    @Slot()
    def _show_folder(self) -> None:
        if self._workspace is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._workspace)))

    @Slot()
    def _choose_workspace(self) -> None:
        """Not exec(): the window goes on while the dialog is open."""
        dialog = QFileDialog(self._page, self.tr("A workspace, or a folder for a new one"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(lambda name: self.workspace_wanted.emit(Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    @Slot()
    def _choose_model(self) -> None:
        dialog = QFileDialog(self._page, self.tr("A language model as a GGUF file"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([self.tr("Language models (*.gguf)")])
        dialog.fileSelected.connect(lambda name: self._fetches.add(Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()


def _shortcut(action: QAction) -> Shortcut:
    keys = "  ".join(one.toString() for one in action.shortcuts())
    text = action.text()
    name, _, _letter = text.replace("…", "").partition("(&")
    return Shortcut(name.replace("&", ""), keys)


def _app() -> QApplication:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    return app
