"""What the answer panel can be showing: a closed set, so that no two of them mix."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TypeAlias

from app.messages import Message
from engine.answers import Answer


@dataclass(frozen=True, slots=True)
class Idle:
    """No question yet."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A question without its finished answer; ``read_share`` is 0 to 1 of the prefill."""

    question: str
    n_passages: int | None
    read_share: float | None
    is_loading: bool = False
    is_writing: bool = False
    text: str = ""

    def writing(self) -> Waiting:
        """The first piece of the answer has come."""
        return replace(self, is_writing=True)

    def grown(self, text: str) -> Waiting:
        """With more of the answer."""
        return replace(self, text=self.text + text)


@dataclass(frozen=True, slots=True)
class Stopped:
    """The person stopped the answer after so much text."""

    question: str
    text: str


@dataclass(frozen=True, slots=True)
class Interrupted:
    """The engine was lost while it worked on the question."""

    question: str


@dataclass(frozen=True, slots=True)
class Failed:
    """The engine could not answer, and says why."""

    question: str
    message: Message


@dataclass(frozen=True, slots=True)
class Passages:
    """No model: the passages below are all there is."""

    question: str


@dataclass(frozen=True, slots=True)
class Finished:
    """The whole answer."""

    answer: Answer


Shown: TypeAlias = Idle | Waiting | Stopped | Interrupted | Failed | Passages | Finished


def short_model(name: str) -> str:
    """A model's id without the hash behind it, which the journal keeps."""
    return name.partition("@")[0]
