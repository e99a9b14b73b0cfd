"""What the window and the engine process say to each other about the engine itself and its models.

A part of ``app.protocol``, which says how requests and replies go.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TypeAlias

from app.service_settings import ServiceSettings
from engine.models.catalogue import ModelKind
from engine.models.store import FetchEvent, ModelState


@dataclass(frozen=True, slots=True)
class ApplySettings:
    """Go on with these settings, loading what they ask for: one SettingsApplied.

    Waits for the answer that is being written. If the model cannot be loaded the job fails and
    what was in use before is loaded again. The embedder stays until the engine is started anew.
    """

    job: int
    settings: ServiceSettings


@dataclass(frozen=True, slots=True)
class ReadModels:
    """Every known model with its state on this machine and its verdict: one ModelsRead."""

    job: int


@dataclass(frozen=True, slots=True)
class FetchModels:
    """Get models, from the network or from a folder or stick: FetchEvent values.

    No ids means the default models. What is here already is not fetched again.
    """

    job: int
    models: tuple[str, ...] = ()
    from_folder: Path | None = None


@dataclass(frozen=True, slots=True)
class AddModel:
    """Copy a model of the person's own into the store: one ModelsRead."""

    job: int
    path: Path


@dataclass(frozen=True, slots=True)
class ReadHealth:
    """How the engine process is: one HealthRead."""

    job: int


@dataclass(frozen=True, slots=True)
class VerifyJournal:
    """Check the journal's chain of hashes: one JournalVerified."""

    job: int


@dataclass(frozen=True, slots=True)
class ClearBank:
    """Delete what was read ahead; it is made again from the documents. No event."""

    job: int


EngineRequest: TypeAlias = (
    ApplySettings | ReadModels | FetchModels | AddModel | ReadHealth | VerifyJournal | ClearBank
)


@dataclass(frozen=True, slots=True)
class SettingsApplied:
    """These hold now; ``model`` is the loaded model's name."""

    settings: ServiceSettings
    model: str


@dataclass(frozen=True, slots=True)
class ModelRead:
    """A known model. ``verdict`` is the workspace's latest qualification's, empty without one.

    ``n_bytes`` is 0 for a model by hand that is not here; ``source`` says where a missing one is
    fetched from, empty if it has to be brought.
    """

    id: str
    title: str
    kind: ModelKind
    n_bytes: int
    state: ModelState
    is_default: bool
    verdict: str = ""
    source: str = ""

    @property
    def is_here(self) -> bool:
        """Whether it can be used."""
        return self.state is ModelState.HERE


@dataclass(frozen=True, slots=True)
class ModelsRead:
    """Every known model, and what is in use now (ids)."""

    models: tuple[ModelRead, ...]
    language_model: str
    embedding_model: str

    def entry(self, model_id: str) -> ModelRead | None:
        """What is known of a model."""
        return next((model for model in self.models if model.id == model_id), None)

    def here(self, kind: ModelKind) -> tuple[ModelRead, ...]:
        """The models of a kind that are on this machine."""
        return tuple(m for m in self.models if m.kind is kind and m.is_here)

    def missing_defaults(self) -> tuple[ModelRead, ...]:
        """What has to be fetched before questions can be answered out of the box."""
        return tuple(m for m in self.models if m.is_default and not m.is_here)


@dataclass(frozen=True, slots=True)
class HealthRead:
    """How the engine process is. ``memory_bytes`` is resident, without the children's."""

    pid: int
    started_at: datetime  # aware, UTC
    memory_bytes: int
    free_bytes: int


@dataclass(frozen=True, slots=True)
class JournalVerified:
    """The chain is unbroken. ``head`` is the newest entry's hash."""

    n_entries: int
    head: str


EngineNewsBody: TypeAlias = SettingsApplied | ModelsRead | FetchEvent | HealthRead | JournalVerified
