"""The language model and its bank, loaded when first needed and exchanged while running."""

from __future__ import annotations

import contextlib
import shutil
import threading
from collections.abc import Callable
from pathlib import Path

from app.models import open_language_model
from app.service_settings import ServiceSettings
from engine.answers import MemoryUse
from engine.errors import GenbaError
from engine.llm.kv_bank import KvBank
from engine.llm.runtime import LlamaModel
from engine.models.catalogue import ModelKind
from engine.models.store import ModelStore
from engine.ports import Prompt
from engine.reasoning.prompting import system_text


class ModelInUse:
    """Owned by the thread that answers; ``forget_states`` may be called from any."""

    def __init__(
        self,
        workspace: Path,
        store: ModelStore,
        settings: ServiceSettings,
        owners: Callable[[], set[str]],
    ) -> None:
        """``owners`` gives the names under which the bank may keep something."""
        self._workspace = workspace
        self._store = store
        self._settings = settings
        self._owners = owners
        self._bank = self._open_bank()
        self._model: LlamaModel | None = None
        self._loading = threading.RLock()

    def close(self) -> None:
        """Free the model."""
        with self._loading:
            model, self._model = self._model, None
            if model is not None:
                model.close()

    @property
    def id(self) -> str:
        """The id of the model that is asked for."""
        return self._settings.language_model or self._store.default_model(ModelKind.LANGUAGE)

    @property
    def name(self) -> str:
        """The loaded model's name; empty while none is loaded."""
        return self._model.name if self._model else ""

    @property
    def memory_use(self) -> MemoryUse:
        """How full its memory and the bank are; all zero without a model."""
        return self._model.memory_use if self._model else MemoryUse()

    def model(self) -> LlamaModel:
        """The model, loaded at the first call. Errors: see app.models."""
        with self._loading:
            if self._model is None:
                model = open_language_model(self._store, self._settings, self._bank)
                _read_instructions(model)
                self._model = model
            return self._model

    def change(self, settings: ServiceSettings) -> None:
        """Load what these settings ask for; if that fails, what was in use comes back.

        The old model is let go first: two at once may be more than the machine holds. Nothing is
        loaded anew if nothing that matters here is different.

        Raises: as ``model``.
        """
        with self._loading:
            before = self._settings
            wanted = settings.language_model or self._store.default_model(ModelKind.LANGUAGE)
            self._store.path_of(wanted)  # What is not here need not cost the model that is.
            if self._model is not None and _of_the_model(settings) == _of_the_model(before):
                self._settings = settings
                return
            try:
                self._begin_with(settings)
            except BaseException:
                with contextlib.suppress(GenbaError):
                    self._begin_with(before)
                raise

    def clear_bank(self) -> None:
        """Delete what was read ahead."""
        if self._bank is not None:
            self._bank.clear()

    def forget_states(self) -> None:
        """Delete what the bank remembers of documents that are gone: it could reveal their text."""
        if self._bank is not None:
            self._bank.keep_only(self._owners())

    def _begin_with(self, settings: ServiceSettings) -> None:
        self.close()
        self._settings = settings
        self._bank = self._open_bank()
        self.model()

    def _open_bank(self) -> KvBank | None:
        folder = self._workspace / "kvbank"
        if self._settings.bank_limit_mb == 0:
            shutil.rmtree(folder, ignore_errors=True)
            return None
        bank = KvBank(folder, limit_bytes=self._settings.bank_limit_mb * 2**20)
        bank.keep_only(self._owners())
        return bank


def _of_the_model(settings: ServiceSettings) -> tuple[object, ...]:
    """What decides how the language model runs."""
    return (
        settings.language_model,
        settings.n_context,
        settings.n_threads,
        settings.kv_limit_mb,
        settings.kv_cells,
        settings.bank_limit_mb,
    )


def _read_instructions(model: LlamaModel) -> None:
    """Have the fixed instructions in the KV cache before the first question comes."""
    prompt = Prompt(system_text("read"), "Passage:", "Question:")
    for _ in model.generate(prompt, max_tokens=1, cancel=threading.Event()):
        pass
