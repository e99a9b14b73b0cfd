"""What the window and the engine process say to each other about qualifications.

A part of ``app.protocol``, which says how requests and replies go.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from engine.domain import Failure
from engine.qualify.events import QualifyEvent

if TYPE_CHECKING:
    # The window's process starts sooner without them; they are loaded when such a value comes.
    from engine.qualify.profile import Profile
    from engine.qualify.summary import Summary
    from engine.qualify.svg import Look
    from engine.qualify.tickets import Ticket


@dataclass(frozen=True, slots=True)
class Qualify:
    """Begin a run that qualifies tickets on the library: QualifyEvent values."""

    job: int
    tickets: tuple[Ticket, ...]
    profile: Profile


@dataclass(frozen=True, slots=True)
class ResumeQualification:
    """Go on with a run where it was: QualifyEvent values."""

    job: int
    folder: str


@dataclass(frozen=True, slots=True)
class ReadQualification:
    """What can be qualified, and what the latest run came to so far: one QualificationRead.

    ``language`` ("en" or "ja") and ``look`` are those of its words and charts.
    """

    job: int
    language: str
    look: Look


@dataclass(frozen=True, slots=True)
class SaveReport:
    """Write the report on a run, as PDF if the name ends so and else as HTML: one ReportSaved."""

    job: int
    folder: str
    path: Path
    language: str


@dataclass(frozen=True, slots=True)
class EditPrices:
    """Have a file of the shop's prices, an example to edit if there is none: one PricesReady."""

    job: int
    language: str


QualificationRequest: TypeAlias = (
    Qualify | ResumeQualification | ReadQualification | SaveReport | EditPrices
)


@dataclass(frozen=True, slots=True)
class ModelChoice:
    """A language model on this machine."""

    id: str
    title: str
    n_bytes: int
    is_default: bool


class PricesStage(StrEnum):
    """What is known of the shop's prices, without which no cost is shown."""

    NONE = "none"
    EXAMPLES = "examples"  # Some are still those of the example file.
    OWN = "own"
    WRONG = "wrong"  # The file cannot be understood.


@dataclass(frozen=True, slots=True)
class RunRead:
    """What a run came to so far. ``is_over``: nothing is left to ask or to measure.

    ``names`` are those of the tickets by id, ``headline`` and ``sentences`` what is said of them,
    in the language that was asked for; ``notes`` by id say what else a ticket needs for a pass.
    ``charts`` are SVG, keyed as in ``engine.qualify.report.all_charts``. ``prices_failure`` says
    what is WRONG.
    """

    folder: str
    summary: Summary
    is_over: bool
    names: Mapping[str, str]
    headline: str
    sentences: tuple[str, ...]
    notes: Mapping[str, tuple[str, ...]]
    charts: Mapping[str, str]
    prices: PricesStage = PricesStage.NONE
    prices_failure: Failure | None = None


@dataclass(frozen=True, slots=True)
class QualificationRead:
    """What can be qualified: ``embedder`` is empty if search goes by words alone.

    ``run`` is the workspace's latest, None if there is none.
    """

    models: tuple[ModelChoice, ...]
    embedder: str
    run: RunRead | None


@dataclass(frozen=True, slots=True)
class ReportSaved:
    """The report lies there, whole."""

    path: Path


@dataclass(frozen=True, slots=True)
class PricesReady:
    """The file of prices lies there, for a person to edit."""

    path: Path


QualificationNews: TypeAlias = QualifyEvent | QualificationRead | ReportSaved | PricesReady
