"""What reading may cost, and what comes of it: shared by the ways of reading."""

from __future__ import annotations

from dataclasses import dataclass, field

from engine.answers import TokenCounts
from engine.reasoning.choice import Choice, Finding
from engine.reasoning.packing import Reading
from engine.reasoning.refusal import is_refusal


@dataclass(frozen=True, slots=True)
class ReadingBounds:
    """How much reading one question may cost, and when a finding is held back.

    ``sure_refusal``: a reader who is less sure than that (its probability of NOT FOUND) is believed
    only after the next passages were read too. ``min_support``: share of the answer's words and
    figures that its passage must hold.
    ``is_verified`` is false only to measure what the checks are worth.
    """

    side_by_side: int = 4
    trimmed_side_by_side: int = 3
    max_answer_tokens: int = 120
    trim_tokens: int = 60
    max_full: int = 2
    sure_refusal: float = 0.15
    min_support: float = 0.5
    is_verified: bool = True

    def accept(self, finding: Finding, question: str) -> bool:
        """Whether a finding may be answered with."""
        if self.is_verified:
            return finding.is_sound(question, min_support=self.min_support)
        return bool(finding.reader.text.strip()) and not is_refusal(finding.reader.text)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of reading. ``unread`` are readings of which only a part was read."""

    choice: Choice | None = None
    findings: tuple[Finding, ...] = ()
    unread: tuple[Reading, ...] = ()
    tokens: TokenCounts = field(default_factory=TokenCounts)
    first_token_at: float | None = None
    is_cancelled: bool = False


def added(one: TokenCounts, other: TokenCounts) -> TokenCounts:
    """The tokens of two generations together."""
    return TokenCounts(
        one.prompt + other.prompt, one.reused + other.reused, one.generated + other.generated
    )
