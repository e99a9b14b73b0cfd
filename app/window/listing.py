"""What the list of passages shows: which passages, for which words, and what they are."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from engine.answers import Citation
from engine.domain import Passage


class ListKind(StrEnum):
    """What passages in the list are."""

    TYPED = "typed"  # What is being typed brings them up; nothing has been asked.
    EVIDENCE = "evidence"
    NEAREST = "nearest"  # There is no answer, and these are not its evidence.


@dataclass(frozen=True, slots=True)
class Listing:
    """Passages, best first, with the words to mark in them and the citations of the answer."""

    kind: ListKind = ListKind.EVIDENCE
    question: str = ""
    passages: tuple[Passage, ...] = ()
    citations: tuple[Citation, ...] = ()
