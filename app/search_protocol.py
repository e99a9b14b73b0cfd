"""Requests and replies of the search lane: passages while typing, and what helps after nothing."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from engine.answers import Advice
from engine.domain import Passage


class SearchWay(StrEnum):
    """How passages are looked for."""

    ALL = "all"  # By words and meaning; waits for the embedder, and goes without if there is none.
    WORDS = "words"  # By words alone, at once; of an unfinished question.
    IDLE = "idle"  # As ALL if the embedder is loaded and idle; otherwise nothing is found.


@dataclass(frozen=True, slots=True)
class Search:
    """Find passages only: one PassagesFound, or none if it was cancelled before its turn.

    In ``documents`` alone (ids), if there are any.
    WORDS works from EngineStage.OPEN on, also while models load and while a question is answered.
    """

    job: int
    question: str
    n: int = 10
    way: SearchWay = SearchWay.ALL
    documents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Advise:
    """What helps with a question that the documents do not answer: one AdviceFound."""

    job: int
    question: str
    passages: tuple[Passage, ...]


SearchRequest: TypeAlias = Search | Advise


@dataclass(frozen=True, slots=True)
class PassagesFound:
    """Best first."""

    passages: tuple[Passage, ...]
    seconds: float


@dataclass(frozen=True, slots=True)
class AdviceFound:
    """It may be empty."""

    advice: Advice


SearchNews: TypeAlias = PassagesFound | AdviceFound
