"""What came of a question or of a part of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from engine.answers import AnswerNumber, Citation, Route, TokenCounts, ToolCall
from engine.reasoning.choice import Finding
from engine.reasoning.outcome import added


@dataclass(frozen=True, slots=True)
class Solved:
    """An answer with what backs it, or none and why.

    ``text`` is empty without an answer; its citation marks are those of ``citations``. ``value`` is
    the one quantity that the answer is, as the calculator reads it; empty if it is none or several.
    ``reason`` says in the language of the question why there is no answer, where more can be said
    than that the documents do not say.
    """

    text: str = ""
    value: str = ""
    route: Route = Route.LOOKUP
    citations: tuple[Citation, ...] = ()
    numbers: tuple[AnswerNumber, ...] = ()
    calls: tuple[ToolCall, ...] = ()
    findings: tuple[Finding, ...] = ()
    tokens: TokenCounts = field(default_factory=TokenCounts)
    reason: str = ""
    is_cancelled: bool = False

    @property
    def is_answered(self) -> bool:
        """Whether there is an answer."""
        return bool(self.text) and not self.is_cancelled


def total_tokens(parts: Iterable[Solved]) -> TokenCounts:
    """The tokens of several parts together."""
    total = TokenCounts()
    for part in parts:
        total = added(total, part.tokens)
    return total


def unmarked(text: str, citations: Iterable[Citation]) -> str:
    """An answer's text without the marks of its citations."""
    marks: Mapping[str, None] = dict.fromkeys(f"[{citation.number}]" for citation in citations)
    for mark in marks:
        text = text.replace(mark, "")
    return text.strip()
