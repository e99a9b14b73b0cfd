"""Puts together what looks after the engine and the person's settings, for the main window."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from app.window.engine_link import EngineLink
from app.window.fetch_flow import FetchFlow
from app.window.guide_flow import GuideFlow
from app.window.health_flow import HealthFlow
from app.window.model_flow import ModelFlow
from app.window.preferences import Preferences
from app.window.settings_flow import SettingsFlow

if TYPE_CHECKING:
    from app.window.main_window import MainWindow


class EngineCare(QObject):
    """Models, settings, health and the first steps, connected with the window's panels."""

    def __init__(
        self,
        window: MainWindow,
        link: EngineLink,
        preferences: Preferences,
        workspace: Path | None,
    ) -> None:
        super().__init__(window)
        self._window = window
        page, guide = window.settings, window.empty.guide
        self.models = ModelFlow(link, preferences, window.notices, self)
        self.fetches = FetchFlow(link, self.models, (guide.fetching, page.rows.fetching), self)
        self.settings = SettingsFlow(
            link, page, preferences, self.models, self.fetches, workspace, self
        )
        self.health = HealthFlow(link, window.status, self)
        self.guide = GuideFlow(
            window.empty, window.stock, self.models, window.question, preferences, self
        )
        self._connect()

    def _connect(self) -> None:
        window, status, models = self._window, self._window.status, self.models
        status.models.chosen.connect(models.choose)
        status.models.opened.connect(models.refresh)
        status.models.more_wanted.connect(self.show_models)
        status.models.qualify_wanted.connect(window.show_qualification)
        models.read.connect(status.models.show_models)
        models.wish_changed.connect(status.show_wish)
        window.questions.running_changed.connect(status.set_answering)
        window.question.examples.asked.connect(window.questions.ask)
        self.health.restart_wanted.connect(models.start_anew)
        window.news.models_wanted.connect(self.show_models)
        self.fetches.arrived.connect(self._embed)
        models.embedder_changed.connect(self._embed)
        self.settings.spoken.connect(window.speak)
        self.settings.warming_paused.connect(status.memory.set_paused)
        self.settings.workspace_wanted.connect(window.workspace_wanted)
        self.settings.folders_wanted.connect(self.show_folders)
        for left in (window.settings.left, self.guide.left):
            left.connect(window.focus_question)
            left.connect(window.stock.refresh)  # The library may be empty.
        for failing in (models, self.fetches):
            failing.failed.connect(window.news.show_failure)

    @Slot()
    def show_settings(self) -> None:
        """Go to the page of settings, ready to search."""
        self.settings.refresh()
        self.settings.show_shortcuts(self._window.menuBar())
        self._window.show_page(self._window.settings)
        self._window.settings.search.setFocus()

    @Slot()
    def show_models(self) -> None:
        """Go to the settings of models."""
        self.show_settings()
        self._window.settings.show_group("models")
        self._window.settings.places["models"].setFocus()

    @Slot()
    def show_first_steps(self) -> None:
        """Go to the first steps, also when there are documents."""
        self.guide.open()
        self._window.show_page(self._window.empty)
        self._window.empty.first.setFocus()

    @Slot()
    def show_folders(self) -> None:
        """Go to the folders of the library."""
        self._window.focus_question()
        self._window.menus.library.setChecked(True)
        toggle = self._window.library.folders.toggle
        toggle.setChecked(True)
        toggle.setFocus()

    @Slot()
    def _embed(self) -> None:
        """A model has come: what was indexed without it is searched by meaning from now on."""
        if self._window.library.model.rowCount() > 0:
            self._window.reindex()
