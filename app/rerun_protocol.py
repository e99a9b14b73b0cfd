"""What the window and the engine say about steps that a person edited, as in app.protocol.

Each is answered like a question, by AnswerEvent values; what is refused fails with its reason. To
ask the same from other documents is a question of its own: Ask with its ``documents``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from engine.answers import Answer, Step
from engine.domain import Passage


@dataclass(frozen=True, slots=True)
class RunEditedQuery:
    """The answer with the query of ``step`` replaced by ``sql``."""

    job: int
    answer: Answer
    step: Step
    sql: str


@dataclass(frozen=True, slots=True)
class RunEditedCalculation:
    """The answer with what ``step`` calculated replaced by ``expression``.

    ``passages`` are the answer's evidence in the order of their numbers, from 1.
    """

    job: int
    answer: Answer
    step: Step
    expression: str
    passages: tuple[Passage, ...]


RerunRequest: TypeAlias = RunEditedQuery | RunEditedCalculation
