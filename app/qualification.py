"""Qualifying tickets on a workspace's documents: what is asked, where it is kept, and resuming."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import psutil

from app.models import open_embedder
from app.qualification_lab import Lab, LabSettings
from engine.errors import LibraryEmpty, NothingMarked, QualificationChanged
from engine.events import CancelToken
from engine.models.store import ModelStore
from engine.qualify.cases import Ability, Plan
from engine.qualify.events import QualifyEvent
from engine.qualify.material import Material, material_of
from engine.qualify.planning import digest_of, plan_of
from engine.qualify.profile import Profile
from engine.qualify.runner import qualify
from engine.qualify.runs import FOLDER, RunAbout, RunFolder
from engine.qualify.suites.marked import MarkedPlan, marked_plan, own_world
from engine.qualify.tickets import ASSUMED_WATTS, Ticket, TicketFacts
from engine.qualify.verdict import DEFAULT_THRESHOLDS, Threshold
from engine.store.journal import Journal
from engine.store.library import Library
from engine.text import estimate_tokens

_MEASURED_WITH = ("genba", "llama-cpp-python", "sentence-transformers", "torch")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a qualification is to measure."""

    tickets: tuple[Ticket, ...]
    profile: Profile
    abilities: tuple[Ability, ...] = tuple(Ability)
    thresholds: Mapping[Ability, Threshold] = field(default_factory=lambda: DEFAULT_THRESHOLDS)
    watts: float = ASSUMED_WATTS
    drops: bool = True


def begin(workspace: Path, library: Library, wanted: Wanted, store: ModelStore) -> RunFolder:
    """A new run of the workspace, with what it is of on disk; nothing is asked yet.

    Raises:
        LibraryEmpty: there is no text to hide anything in.
        NothingMarked: marked answers alone are wanted, and none can be asked.
        ModelMissing, ModelUnknown, ModelDamaged: a ticket's model is not here.
    """
    material = material_of(library)
    if not any(found for _, found in material.paragraphs):
        raise LibraryEmpty
    marked = _marked(workspace, library, wanted)
    plan = plan_of(material, wanted.profile, wanted.abilities, marked.plan)
    abilities = tuple(
        ability
        for ability in wanted.abilities
        if ability is not Ability.MARKED or marked.plan.cases
    )
    if not abilities:
        raise NothingMarked(n_left_out=sum(marked.left_out.values()))
    texts = [text for _, found in material.paragraphs for text in found]
    started = datetime.now(UTC).astimezone()
    folder = _new_folder(workspace / FOLDER, f"{started:%Y%m%d-%H%M%S} {wanted.profile.name}")
    folder.begin(
        RunAbout(
            started=started.isoformat(timespec="seconds"),
            profile=wanted.profile,
            plan_digest=digest_of(plan),
            library=library.identity,
            n_documents=len(library.documents()),
            machine=machine(),
            tickets=wanted.tickets,
            facts={ticket.id: facts_of(ticket, store) for ticket in wanted.tickets},
            thresholds={name.value: found.least for name, found in wanted.thresholds.items()},
            abilities=tuple(ability.value for ability in abilities),
            watts=wanted.watts,
            drops=wanted.drops,
            n_chunks=len(texts),
            n_tokens=sum(map(estimate_tokens, texts)),
            left_out={why.value: n for why, n in marked.left_out.items()},
        ),
        plan.cases,
    )
    return folder


def go_on(
    folder: RunFolder, library: Library, store: ModelStore, *, cancel: CancelToken
) -> Iterator[QualifyEvent]:
    """Ask what a run has not asked yet. The last event is QualificationFinished.

    Raises:
        QualificationChanged: the library or the program is not what it was; a new run is needed.
        WorkspaceBusy: another program goes on with the run.
    """
    about = folder.about()
    material, plan = _plan_again(folder, about, library)
    with folder.held("genba qualify"):
        yield from _asked(folder, about, library, material, plan, store, cancel)


def _asked(
    folder: RunFolder,
    about: RunAbout,
    library: Library,
    material: Material,
    plan: Plan,
    store: ModelStore,
    cancel: CancelToken,
) -> Iterator[QualifyEvent]:
    lab = Lab(
        LabSettings(folder.path, about.watts, own=library),
        store,
        plan.worlds,
        material,
        {name: open_embedder(store, name) for name in {t.embedder for t in about.tickets} if name},
    )
    thresholds = {Ability(name): Threshold(least) for name, least in about.thresholds.items()}
    events = qualify(
        folder,
        plan,
        about.tickets,
        lab.bench,
        thresholds=thresholds,
        cancel=cancel,
        drops=about.drops,
    )
    try:
        yield from events
    finally:
        if not cancel.is_set():
            lab.clear()


def _plan_again(folder: RunFolder, about: RunAbout, library: Library) -> tuple[Material, Plan]:
    """The material and plan of a run, made again from the same library.

    But for marked answers, which are as they were when the run began: marks go on.

    Raises:
        QualificationChanged: they are not the same any more.
    """
    material = material_of(library)
    abilities = tuple(Ability(name) for name in about.abilities)
    world = own_world(library)
    kept = tuple(case for case in folder.cases() if case.ability is Ability.MARKED)
    if any(case.world != world.id for case in kept):
        raise QualificationChanged(started=about.started)
    marked = Plan({world.id: world}, kept) if kept else Plan()
    plan = plan_of(material, about.profile, abilities, marked)
    if digest_of(plan) != about.plan_digest:
        raise QualificationChanged(started=about.started)
    return material, plan


def _marked(workspace: Path, library: Library, wanted: Wanted) -> MarkedPlan:
    if Ability.MARKED not in wanted.abilities:
        return MarkedPlan()
    with closing(Journal(workspace)) as journal:
        return marked_plan(journal, library, wanted.profile)


def facts_of(ticket: Ticket, store: ModelStore) -> TicketFacts:
    """What a report says of a ticket's model."""
    entry, path = store.entry(ticket.model), store.path_of(ticket.model)
    return TicketFacts(entry.title, entry.sha256, path.stat().st_size, entry.licence)


def machine() -> str:
    """One line that says where something was measured."""
    gb = psutil.virtual_memory().total / 2**30
    versions = ", ".join(f"{name} {version(name)}" for name in _MEASURED_WITH)
    system = f"{platform.system()} {platform.release()} {platform.machine()}"
    return f"{system}, {os.cpu_count()} cores, {gb:.0f} GB, {versions}"


def _new_folder(parent: Path, name: str) -> RunFolder:
    """Names begin with the time, so that they sort by it."""
    n, folder = 1, RunFolder(parent / name)
    while folder.path.exists():
        n += 1
        folder = RunFolder(parent / f"{name} {n}")
    return folder
