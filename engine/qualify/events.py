"""What a qualification tells as it goes on. Plain values: they cross process borders."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from engine.qualify.cases import CaseResult


@dataclass(frozen=True, slots=True)
class WorldBegun:
    """A world is being made into a library: its files read and embedded."""

    world: str


@dataclass(frozen=True, slots=True)
class TicketBegun:
    """A ticket's model is being loaded for a round; rounds count from 1."""

    ticket: str
    round: int
    n_rounds: int


@dataclass(frozen=True, slots=True)
class CaseDone:
    """A case has its result, which is on disk. ``done`` of ``total`` over all tickets.

    ``seconds_left`` is None until there is something to go by.
    """

    ticket: str
    result: CaseResult
    done: int
    total: int
    seconds_left: float | None


@dataclass(frozen=True, slots=True)
class TicketDropped:
    """A ticket is stopped early: ``abilities`` cannot reach their thresholds any more."""

    ticket: str
    abilities: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SpeedMeasured:
    """A ticket's speed and memory are known and on disk."""

    ticket: str


@dataclass(frozen=True, slots=True)
class QualificationFinished:
    """The run is over, or was cancelled and can go on later; ``folder`` holds it."""

    folder: str
    is_cancelled: bool


QualifyEvent: TypeAlias = (
    WorldBegun | TicketBegun | CaseDone | TicketDropped | SpeedMeasured | QualificationFinished
)
