"""Questions of the past as values: as the journal lists them, and one with all there is of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from engine.answers import Answer, Judged
from engine.domain import Failure, Passage


class Ending(StrEnum):
    """How a question ended."""

    ANSWERED = "answered"
    ABSTAINED = "abstained"
    NOTE = "note"
    STOPPED = "stopped"
    FAILED = "failed"
    INTERRUPTED = "interrupted"
    OPEN = "open"  # It is being answered.


class Kept(StrEnum):
    """Which questions are listed."""

    ALL = "all"
    RIGHT = "right"
    WRONG = "wrong"
    UNANSWERED = "unanswered"


@dataclass(frozen=True, slots=True)
class HistoryQuery:
    """What is listed: with all the ``words``, asked from ``since`` and before ``until``."""

    words: str = ""
    kept: Kept = Kept.ALL
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """A question in the list; ``answer`` are the first words of it, empty where there is none."""

    id: int
    at: datetime
    question: str
    ending: Ending
    answer: str = ""
    judged: Judged | None = None


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """Some questions, newest first; ``is_last``: there are no older ones."""

    rows: tuple[HistoryRow, ...]
    is_last: bool


@dataclass(frozen=True, slots=True)
class Recalled:
    """A question as the journal has it.

    ``answer`` is there for ANSWERED, ABSTAINED and NOTE, ``failure`` for FAILED.
    ``hash`` is that of the entry it ended with, or of the question itself.
    """

    id: int
    at: datetime
    question: str
    model: str
    ending: Ending
    passages: tuple[Passage, ...] = ()
    answer: Answer | None = None
    failure: Failure | None = None
    judged: Judged | None = None
    hash: str = ""
