"""An answer that abstains: the fixed refusal, and the reason where one can be given. No Qt."""

from __future__ import annotations

from engine.answers import Answer
from engine.reasoning.refusal import refusal_sentence


def refusal_and_reason(answer: Answer) -> tuple[str, str]:
    """The refusal, and the sentences behind it; the reason is empty if there is none."""
    text = answer.text.strip()
    refusal = refusal_sentence(answer.language)
    if not text.startswith(refusal):
        return text, ""
    return refusal, text.removeprefix(refusal).strip()
