"""What the engine says of itself: its models, its health, its journal. Needs no model loaded."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

import psutil

from app.engine_protocol import (
    FetchModels,
    HealthRead,
    JournalVerified,
    ModelRead,
    ModelsRead,
)
from engine.errors import GenbaError
from engine.events import CancelToken
from engine.models.catalogue import ModelEntry, ModelKind
from engine.models.fetching import name_of
from engine.models.store import FetchEvent, ModelStore
from engine.qualify.runs import FOLDER, latest_run
from engine.qualify.summary import summarise
from engine.qualify.verdict import Verdict
from engine.store.journal import Journal

log = logging.getLogger("app.upkeep")


def read_models(
    store: ModelStore, workspace: Path, *, language_model: str, embedding_model: str
) -> ModelsRead:
    """Every known model with what this workspace's latest qualification says of it."""
    verdicts = _verdicts(workspace)
    return ModelsRead(
        models=tuple(
            ModelRead(
                id=entry.id,
                title=entry.title,
                kind=entry.kind,
                n_bytes=entry.bytes,
                state=state,
                is_default=entry.is_default,
                verdict=verdicts.get(entry.id, ""),
                source=_source(entry),
            )
            for entry, state in store.list()
        ),
        language_model=language_model,
        embedding_model=embedding_model,
    )


def fetch_models(
    store: ModelStore, wanted: FetchModels, *, cancel: CancelToken
) -> Iterator[FetchEvent]:
    """Get models one after the other. Raises: see ModelStore.fetch."""
    models = wanted.models or tuple(store.default_model(kind) for kind in ModelKind)
    for model in models:
        if cancel.is_set():
            return
        yield from store.fetch(model, cancel=cancel, from_folder=wanted.from_folder)


def add_model(store: ModelStore, path: Path) -> ModelEntry:
    """Copy a person's own model into the store under a name made of the file's.

    Raises: see ModelStore.add.
    """
    name = re.sub(r"[^\w+-]+", "-", path.stem if path.is_file() else path.name).strip("-.")
    return store.add(path, name.lower()[:100] or "model")


def read_health() -> HealthRead:
    """How this process is."""
    process = psutil.Process()
    return HealthRead(
        pid=process.pid,
        started_at=datetime.fromtimestamp(process.create_time(), UTC),
        memory_bytes=process.memory_info().rss,
        free_bytes=psutil.virtual_memory().available,
    )


def verify_journal(workspace: Path) -> JournalVerified:
    """Check the chain of hashes on a connection of its own. Raises JournalBroken."""
    journal = Journal(workspace)
    try:
        return JournalVerified(*journal.verify())
    finally:
        journal.close()


def _source(entry: ModelEntry) -> str:
    sources = [source for source in (entry.hub, entry.packages) if source is not None]
    return name_of(sources[0]) if sources and entry.sha256 else ""


def _verdicts(workspace: Path) -> Mapping[str, str]:
    """For each model the best verdict of its tickets in the latest run; none if there is no run."""
    run = latest_run(workspace / FOLDER)
    if run is None:
        return {}
    try:
        tickets = summarise(run.about(), run.cases(), run.record()).tickets
    except GenbaError as error:
        log.warning("the latest qualification cannot be read: %s", error.code)
        return {}
    found: dict[str, str] = {}
    order = (Verdict.FAILS, Verdict.OPEN, Verdict.PASSES)
    for verdict in order:
        for one in tickets:
            said = Verdict.FAILS if one.dropped else one.verdict.verdict
            if said is verdict:
                found[one.ticket.model] = verdict.value
    return found
