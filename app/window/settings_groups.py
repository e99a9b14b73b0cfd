"""The rows of the settings page with their controls, and showing what holds now."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QEvent, Signal, Slot
from PySide6.QtWidgets import QWidget

from app.engine_protocol import ModelsRead
from app.service_settings import KvCells, ServiceSettings
from app.window.appearance import DEFAULT_PERCENT, PERCENTS, Scheme
from app.window.fetch_panel import FetchPanel
from app.window.language import LANGUAGE_NAMES, Language
from app.window.model_words import menu_line
from app.window.preferences import BANK_MB, KV_MB
from app.window.setting_row import SettingRow, fill_choice
from app.window.settings_words import SETTINGS
from app.window.shortcut_list import ShortcutList
from app.window.tool_tips import plain_tip
from engine.models.catalogue import ModelKind


@dataclass(frozen=True, slots=True)
class Values:
    """Everything the page shows. ``language`` is None where it follows the system."""

    language: Language | None
    scheme: Scheme
    text_percent: int
    engine: ServiceSettings
    is_warming_paused: bool
    is_restart_due: bool = False


class Rows(QWidget):
    """Owner of the rows; the page lays them out. Never shown itself."""

    changed = Signal(str, object)
    acted = Signal(str)

    def __init__(self, owner: QWidget) -> None:
        super().__init__(owner)
        self.hide()
        self._values: Values | None = None
        self._models: ModelsRead | None = None
        self._others: tuple[Path, ...] = ()
        self._rows = {key: SettingRow(key, owner) for key in SETTINGS}
        self.fetching = FetchPanel(owner, can_choose=True)
        self.shortcuts = ShortcutList(owner)
        for row in self._rows.values():
            row.changed.connect(self.changed)
            row.acted.connect(self.acted)
        self._fill()
        self.retranslate()

    def __getitem__(self, key: str) -> SettingRow:
        """The row of a setting."""
        return self._rows[key]

    def __iter__(self) -> Iterator[SettingRow]:
        """Every row."""
        return iter(self._rows.values())

    def more_words(self, key: str) -> tuple[str, ...]:
        """Words beside the name to find a setting by."""
        if key == "shortcuts":
            return self.shortcuts.words()
        return self._rows[key].words()

    def _fill(self) -> None:
        rows = self._rows
        self.language = rows["language"].add_choice()
        self.scheme = rows["scheme"].add_choice()
        self.text_percent = rows["text_percent"].add_choice()
        rows["workspace"].add_buttons("show_folder")
        self.workspaces = rows["open_workspace"].add_choice()
        self.workspaces.activated.disconnect()
        self.workspaces.activated.connect(self._choose_workspace)
        rows["open_workspace"].add_buttons("choose_workspace")
        self.language_model = rows["language_model"].add_choice()
        self.embedding_model = rows["embedding_model"].add_choice()
        rows["embedding_model"].add_buttons("restart")
        rows["get_models"].add_widget(self.fetching)
        self.fetching.setMinimumWidth(400)
        rows["get_models"].add_buttons("add_model")
        self.n_threads = rows["n_threads"].add_number(1, os.cpu_count() or 1, step=1)
        self.kv_limit = rows["kv_limit_mb"].add_number(*KV_MB, step=32)
        self.kv_cells = rows["kv_cells"].add_choice()
        self.bank_limit = rows["bank_limit_mb"].add_number(*BANK_MB, step=256)
        rows["clear_bank"].add_buttons("clear_bank")
        self.reading_ahead = rows["warming_paused"].add_check()
        rows["folders"].add_buttons("show_folders")
        rows["kept"].add_buttons("show_folder")
        rows["journal"].add_buttons("verify_journal")
        rows["shortcuts"].add_widget(self.shortcuts)

    def show_values(self, values: Values) -> None:
        """What holds now."""
        self._values = values
        self._show()

    def show_models(self, models: ModelsRead) -> None:
        """What can be chosen."""
        self._models = models
        self._show()

    def show_workspaces(self, current: Path | None, others: Sequence[Path]) -> None:
        """The one that is open, and those opened before."""
        self._others = tuple(path for path in others if path != current)
        self._rows["workspace"].show_note(str(current or ""))
        self.workspaces.setVisible(bool(self._others))
        self.retranslate()

    @Slot(int)
    def _choose_workspace(self, n: int) -> None:
        path = self.workspaces.itemData(n)
        if path:
            self.changed.emit("open_workspace", Path(path))

    def _show(self) -> None:
        values, default = self._values, ServiceSettings()
        if values is None:
            return
        engine = values.engine
        self._show_looks(values)
        self._show_models(engine)
        self.n_threads.show_value(engine.n_threads)
        self.kv_limit.show_value(engine.kv_limit_mb or 0)
        cells = [
            (KvCells.F16, self.tr("f16: exact")),
            (KvCells.Q8_0, self.tr("q8_0: half the room")),
        ]
        fill_choice(self.kv_cells, cells, engine.kv_cells)
        self.bank_limit.show_value(engine.bank_limit_mb)
        self.reading_ahead.setChecked(not values.is_warming_paused)
        self._rows["clear_bank"].buttons["clear_bank"].setEnabled(engine.bank_limit_mb > 0)
        restart = self._rows["embedding_model"].buttons["restart"]
        restart.setVisible(values.is_restart_due)
        self._rows["embedding_model"].show_note(
            self.tr("Takes effect when the engine restarts.") if values.is_restart_due else "",
            "warning",
        )
        defaults: Mapping[str, bool] = {
            "language": values.language is None,
            "scheme": values.scheme is Scheme.SYSTEM,
            "text_percent": values.text_percent == DEFAULT_PERCENT,
            "warming_paused": not values.is_warming_paused,
            **{
                key: getattr(engine, key) == getattr(default, key)
                for key in (
                    "language_model",
                    "embedding_model",
                    "n_threads",
                    "kv_limit_mb",
                    "kv_cells",
                    "bank_limit_mb",
                )
            },
        }
        for key, is_default in defaults.items():
            self._rows[key].show_default(is_default=is_default)

    def _show_looks(self, values: Values) -> None:
        languages: list[tuple[object, str]] = [(None, self.tr("As the system"))]
        languages += list(LANGUAGE_NAMES.items())
        fill_choice(self.language, languages, values.language)
        schemes = [
            (Scheme.SYSTEM, self.tr("As the system")),
            (Scheme.LIGHT, self.tr("Light")),
            (Scheme.DARK, self.tr("Dark")),
        ]
        fill_choice(self.scheme, schemes, values.scheme)
        sizes = [(percent, f"{percent} %") for percent in PERCENTS]
        fill_choice(self.text_percent, sizes, values.text_percent)

    def _show_models(self, engine: ServiceSettings) -> None:
        models = self._models
        for box, kind, chosen in (
            (self.language_model, ModelKind.LANGUAGE, engine.language_model),
            (self.embedding_model, ModelKind.EMBEDDING, engine.embedding_model),
        ):
            here = models.here(kind) if models else ()
            default = next((m for m in here if m.is_default), None)
            options: list[tuple[object, str]] = [(m.id, menu_line(m)) for m in here]
            fill_choice(box, options, chosen or (default.id if default else None))
            box.setEnabled(bool(here))
            box.setToolTip(plain_tip(box.currentText()))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def retranslate(self) -> None:
        """All words again."""
        words = {
            "show_folder": self.tr("Show in folder"),
            "choose_workspace": self.tr("Choose a folder…"),
            "restart": self.tr("Restart now"),
            "add_model": self.tr("Add a model file…"),
            "clear_bank": self.tr("Empty the bank"),
            "show_folders": self.tr("Go to the folders"),
            "verify_journal": self.tr("Check the journal"),
        }
        for row in self:
            for key, button in row.buttons.items():
                button.setText(words[key])
        self.n_threads.setSpecialValueText(self.tr("All"))
        self.kv_limit.setSpecialValueText(self.tr("A quarter of free memory"))
        self.bank_limit.setSpecialValueText(self.tr("No bank"))
        self.kv_limit.setSuffix(" MB")
        self.bank_limit.setSuffix(" MB")
        self.reading_ahead.setText(self.tr("Read ahead"))
        recent: list[tuple[object, str]] = [("", self.tr("Opened before…"))]
        recent += [(str(path), str(path)) for path in self._others]
        fill_choice(self.workspaces, recent, "")
        self._show()
