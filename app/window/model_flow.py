"""Changing the engine's settings while it runs: the model, its memory, its bank, the process."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from app.engine_protocol import ApplySettings, ClearBank, ModelsRead, ReadModels, SettingsApplied
from app.messages import Message, describe
from app.protocol import EngineStage, EngineState, JobFailed
from app.service_settings import ServiceSettings
from app.window.answer_states import short_model
from app.window.engine_link import EngineLink
from app.window.message_bar import MessageBar, Severity
from app.window.preferences import Preferences
from engine.models.catalogue import ModelKind


class ModelFlow(QObject):
    """One change at a time; the last wish wins. What was applied is remembered."""

    read = Signal(object)  # ModelsRead
    wish_changed = Signal(str)  # The id of the model that is to be loaded, empty when it is over.
    settings_changed = Signal(object)  # ServiceSettings that are wanted from now on.
    embedder_changed = Signal()  # The engine was started anew with another and is ready.
    failed = Signal(object)  # JobFailed

    def __init__(
        self,
        link: EngineLink,
        preferences: Preferences,
        notices: MessageBar,
        owner: QObject | None = None,
    ) -> None:
        super().__init__(owner)
        self._link = link
        self._preferences = preferences
        self._notices = notices
        self._known: ModelsRead | None = None
        self._wish: ServiceSettings | None = None
        self._is_applying = self._is_reading = self._has_new_embedder = False
        self._embedder_in_use = preferences.engine.embedding_model
        link.state_changed.connect(self.follow_engine)

    @property
    def known(self) -> ModelsRead | None:
        """What was last read of the models on this machine."""
        return self._known

    @property
    def settings(self) -> ServiceSettings:
        """What is wanted."""
        return self._wish or self._preferences.engine

    @property
    def is_restart_due(self) -> bool:
        """Whether something chosen holds only once the engine is started anew."""
        return self.settings.embedding_model != self._embedder_in_use

    @Slot(object)
    def follow_engine(self, state: EngineState) -> None:
        """Ask again what there is when the engine has become another."""
        if state.stage is EngineStage.STARTING:
            self._embedder_in_use = self._preferences.engine.embedding_model
            self.settings_changed.emit(self.settings)
        elif state.stage in {EngineStage.OPEN, EngineStage.READY, EngineStage.WITHOUT_MODEL}:
            self.refresh()
        if state.stage is EngineStage.READY and self._has_new_embedder:
            self._has_new_embedder = False
            self.embedder_changed.emit()

    @Slot()
    def refresh(self) -> None:
        """Ask which models there are, once at a time."""
        if self._is_reading:
            return
        self._is_reading = True
        self._link.begin(
            ReadModels,
            on_event=self._show_read,
            on_done=self._end_reading,
            on_failed=self._fail_reading,
        )

    @Slot(str)
    def choose(self, model_id: str) -> None:
        """Answer with this model from now on."""
        known = self._known
        default = known and next(
            (m.id for m in known.models if m.kind is ModelKind.LANGUAGE and m.is_default), None
        )
        chosen = None if model_id == default else model_id
        is_settled = self._wish is None and self._link.state.stage is EngineStage.READY
        if is_settled and chosen == self._preferences.engine.language_model:
            return
        self.apply(replace(self.settings, language_model=chosen))

    @Slot(object)
    def apply(self, settings: ServiceSettings) -> None:
        """Go on with these settings; at once if the engine can, else when it is started anew."""
        self._wish = settings
        self.settings_changed.emit(settings)
        if not self._is_applying:
            self._send()

    def apply_again(self) -> None:
        """Load what is wanted already: a model has come."""
        self.apply(self.settings)

    @Slot()
    def start_anew(self) -> None:
        """Another engine process with what is wanted."""
        self._has_new_embedder = self.is_restart_due
        self._preferences.keep_engine(self.settings)
        self._link.start_anew(self.settings)

    @Slot()
    def clear_bank(self) -> None:
        """Delete what was read ahead."""
        self._link.begin(ClearBank, on_failed=self.failed.emit)

    def _send(self) -> None:
        wish = self._wish
        if wish is None:
            return
        self._is_applying = True
        self._notices.dismiss("model")
        self.wish_changed.emit(self._model_of(wish))
        self._link.begin(
            partial(ApplySettings, settings=wish),
            on_event=lambda applied: self._take(wish, applied),
            on_done=self._end,
            on_failed=lambda failed: self._fail(wish, failed),
        )

    def _model_of(self, settings: ServiceSettings) -> str:
        if settings.language_model:
            return settings.language_model
        models = self._known.models if self._known else ()
        return next((m.id for m in models if m.kind is ModelKind.LANGUAGE and m.is_default), "")

    def _take(self, wish: ServiceSettings, _applied: SettingsApplied) -> None:
        self._preferences.keep_engine(wish)
        if self._wish == wish:
            self._wish = None

    def _end(self) -> None:
        self._is_applying = False
        if self._wish is not None:  # Another wish came meanwhile.
            self._send()
            return
        self.wish_changed.emit("")
        self.settings_changed.emit(self.settings)
        self.refresh()

    def _fail(self, wish: ServiceSettings, failed: JobFailed) -> None:
        if self._wish == wish:
            self._wish = None
        self._end()
        if failed.failure.code == "EngineLost":
            return  # The state says so already.

        def words() -> Message:
            message = describe(failed.failure)
            model = short_model(self._link.state.model)
            if not model:
                return message
            goes_on = self.tr("Genba goes on with “{model}”.").replace("{model}", model)
            return Message(message.what, goes_on)

        self._notices.show_notice("model", Severity.WARNING, words)

    def _show_read(self, read: ModelsRead) -> None:
        self._known = read
        self.read.emit(read)

    def _end_reading(self) -> None:
        self._is_reading = False

    def _fail_reading(self, failed: JobFailed) -> None:
        self._is_reading = False
        self.failed.emit(failed)
