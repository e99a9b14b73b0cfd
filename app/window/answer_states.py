"""What the answer panel can be showing: a closed set, so that no two of them mix."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TypeAlias

from app.messages import Message, describe
from app.step_words import followed
from engine.answers import Advice, Answer, Step
from engine.asked import Ending, Recalled


@dataclass(frozen=True, slots=True)
class Idle:
    """No question yet."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A question without its finished answer; ``read_share`` is 0 to 1 of what is read now.

    ``steps`` have begun and are not over; when none is left, the last one, which is over.
    """

    question: str
    has_evidence: bool = False
    read_share: float | None = None
    steps: tuple[Step, ...] = ()
    is_loading: bool = False
    is_writing: bool = False
    text: str = ""

    def found(self) -> Waiting:
        """There is evidence, perhaps not all of it."""
        return replace(self, has_evidence=True)

    def read(self, share: float) -> Waiting:
        """So much of the evidence has been read."""
        return replace(self, read_share=share, is_writing=False)

    def stepped(self, step: Step) -> Waiting:
        """A step has begun, or is over."""
        steps = followed(self.steps, step)
        if step.is_over:
            # When none is under way the last one stays as it was told of.
            return replace(self, steps=steps, read_share=self.read_share if step in steps else None)
        return replace(self, steps=steps, read_share=None, is_writing=False)

    def grown(self, text: str) -> Waiting:
        """With more of the answer."""
        return replace(self, is_writing=True, text=self.text + text)

    def withdrawn(self) -> Waiting:
        """Without what was written so far; something else is being read."""
        return replace(self, is_writing=False, read_share=0.0, text="")


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
    """The whole answer, and what helps if it abstains."""

    answer: Answer
    advice: Advice = field(default_factory=Advice)


Shown: TypeAlias = Idle | Waiting | Stopped | Interrupted | Failed | Passages | Finished


def short_model(name: str) -> str:
    """A model's id without the hash behind it, which the journal keeps."""
    return name.partition("@")[0]


def ended_as(recalled: Recalled) -> Shown:
    """What was on show when a question of before had ended."""
    if recalled.answer is not None:
        return Finished(recalled.answer)
    if recalled.failure is not None:
        return Failed(recalled.question, describe(recalled.failure))
    if recalled.ending is Ending.STOPPED:
        return Stopped(recalled.question, "")
    return Interrupted(recalled.question)
