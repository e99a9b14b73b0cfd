"""The words put before the model. Fixed parts are files, so that the prompt's prefix is stable."""

from __future__ import annotations

from functools import cache

from engine.assets import asset
from engine.reasoning.refusal import NOT_FOUND

_LANGUAGE_NAME = {"en": "English", "ja": "Japanese (日本語)"}


@cache
def system_text(name: str) -> str:
    """The instructions in ``assets/prompts/<name>.md``."""
    return asset("prompts", f"{name}.md").read_text(encoding="utf-8").strip()


def question_text(question: str, language: str) -> str:
    """The question with the rules that a small model forgets when they stand far above."""
    return (
        f"Question: {question}\n"
        f"Answer in {_LANGUAGE_NAME[language]} in one short sentence, from the passages only. "
        f"If they do not state it, write only: {NOT_FOUND}"
    )
