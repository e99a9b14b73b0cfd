"""What the window and the engine process say to each other about the journal's questions.

A part of ``app.protocol``, which says how requests and replies go.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TypeAlias

from engine.answers import Judged
from engine.asked import HistoryPage, HistoryQuery, HistoryRow, Recalled
from engine.qualify.paged import PagedReport


@dataclass(frozen=True, slots=True)
class ListHistory:
    """Up to ``n`` questions asked before the question ``before``, newest first: a HistoryListed."""

    job: int
    query: HistoryQuery
    before: int | None = None
    n: int = 50


@dataclass(frozen=True, slots=True)
class RecallQuestion:
    """A question as it was: one QuestionRecalled, or nothing if the journal has none of that id."""

    job: int
    question: int


@dataclass(frozen=True, slots=True)
class JudgeAnswer:
    """Put a person's word on an answer into the journal: one AnswerJudged."""

    job: int
    question: int
    judged: Judged


@dataclass(frozen=True, slots=True)
class ExportAnswers:
    """Write answers with their evidence: one AnswersExported.

    The name of ``path`` ends in .pdf, .html or .csv and says which it will be; ``language`` ("en"
    or "ja") is that of the words around them.
    """

    job: int
    questions: tuple[int, ...]
    path: Path
    language: str


@dataclass(frozen=True, slots=True)
class PageAnswers:
    """Answers with their evidence for a printer: one AnswersPaged."""

    job: int
    questions: tuple[int, ...]
    language: str


HistoryRequest: TypeAlias = ListHistory | RecallQuestion | JudgeAnswer | ExportAnswers | PageAnswers


@dataclass(frozen=True, slots=True)
class HistoryListed:
    """A page of the list."""

    page: HistoryPage


class Absence(StrEnum):
    """Why a document cannot be shown as it was."""

    GONE = "gone"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class QuestionRecalled:
    """A question as it was; ``absent`` has the documents, by id, that are not as they were."""

    recalled: Recalled
    absent: Mapping[str, Absence]


@dataclass(frozen=True, slots=True)
class AnswerJudged:
    """The journal has it; ``row`` is how the question is listed now."""

    row: HistoryRow


@dataclass(frozen=True, slots=True)
class AnswersExported:
    """The file lies there, whole, with ``n`` answers."""

    path: Path
    n: int


@dataclass(frozen=True, slots=True)
class AnswersPaged:
    """What is to be laid out on pages."""

    report: PagedReport


HistoryNews: TypeAlias = (
    HistoryListed | QuestionRecalled | AnswerJudged | AnswersExported | AnswersPaged
)
