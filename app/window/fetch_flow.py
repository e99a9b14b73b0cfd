"""Fetching models: one fetch at a time, shown by every panel that shows fetching."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from app.engine_protocol import AddModel, FetchModels, ModelsRead
from app.protocol import Blame, EngineStage, EngineState, JobFailed
from app.window.engine_link import EngineLink
from app.window.fetch_panel import FetchPanel
from app.window.model_flow import ModelFlow
from engine.domain import Failure
from engine.models.store import FetchEvent, FetchFinished


class FetchFlow(QObject):
    """Loads what has come if there was no model before."""

    arrived = Signal()  # There was no model, and now there is one.
    failed = Signal(object)  # JobFailed that is a mistake of ours.

    def __init__(
        self,
        link: EngineLink,
        models: ModelFlow,
        panels: Sequence[FetchPanel],
        owner: QObject | None = None,
    ) -> None:
        super().__init__(owner)
        self._link = link
        self._models = models
        self._panels = tuple(panels)
        self._job: int | None = None
        self._is_cancelled = self._has_come = self._is_loading = False
        link.state_changed.connect(self.follow_engine)
        models.read.connect(self._show_models)
        for panel in panels:
            panel.fetch_wanted.connect(self.fetch)
            panel.pack_wanted.connect(self.take_pack)
            panel.cancelled.connect(self.cancel)

    @property
    def is_running(self) -> bool:
        """Whether models are being fetched."""
        return self._job is not None

    @Slot(object)
    def fetch(self, models: tuple[str, ...]) -> None:
        """Get models from the network; none means the defaults."""
        self._begin(models, None)

    @Slot(object)
    def take_pack(self, folder: Path) -> None:
        """Get the default models from a folder or stick."""
        self._begin((), folder)

    def add(self, path: Path) -> None:
        """Copy a model of the person's own into the store."""
        self._link.begin(
            partial(AddModel, path=path),
            on_event=self._show_added,
            on_failed=self.failed.emit,
        )

    @Slot()
    def cancel(self) -> None:
        """Stop; what was fetched is kept."""
        if self._job is not None:
            self._is_cancelled = True
            self._link.cancel(self._job)

    @Slot(object)
    def follow_engine(self, state: EngineState) -> None:
        """Say when the model that came is loaded."""
        if self._is_loading and state.stage is EngineStage.READY:
            self._is_loading = False
            self.arrived.emit()

    def _begin(self, models: tuple[str, ...], folder: Path | None) -> None:
        if self.is_running:
            return
        self._is_cancelled = self._has_come = False
        for panel in self._panels:
            panel.begin()
        self._job = self._link.begin(
            partial(FetchModels, models=models, from_folder=folder),
            on_event=self._show_progress,
            on_done=self._end,
            on_failed=self._fail,
        )

    def _show_progress(self, news: FetchEvent) -> None:
        if isinstance(news, FetchFinished):
            self._has_come = True
        for panel in self._panels:
            panel.show_progress(news)

    def _end(self, failure: Failure | None = None) -> None:
        self._job = None
        for panel in self._panels:
            panel.end(failure, is_cancelled=self._is_cancelled)
        self._models.refresh()
        if self._has_come and self._link.state.stage is EngineStage.WITHOUT_MODEL:
            self._is_loading = True
            self._models.apply_again()

    def _fail(self, failed: JobFailed) -> None:
        self._end(failed.failure)
        if failed.blame is Blame.BUG:
            self.failed.emit(failed)

    def _show_models(self, read: ModelsRead) -> None:
        for panel in self._panels:
            panel.show_models(read)

    def _show_added(self, _read: ModelsRead) -> None:
        self._models.refresh()
