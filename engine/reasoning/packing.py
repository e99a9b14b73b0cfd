"""Evidence under a hard token bound: whole passages, best first, never a silent overflow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from engine.domain import Passage
from engine.errors import QuestionTooLong
from engine.ports import LanguageModel, Prompt


@dataclass(frozen=True, slots=True)
class PackedEvidence:
    """A prompt that fits, and the passages in it; passage number n is ``passages[n - 1]``."""

    prompt: Prompt
    passages: tuple[Passage, ...]
    n_tokens: int


def pack(
    passages: Sequence[Passage],
    model: LanguageModel,
    *,
    system: str,
    question: str,
    max_evidence_tokens: int,
    max_answer_tokens: int,
) -> PackedEvidence:
    """Take passages in order while they fit both bounds; those that do not fit are left out.

    The count is the model's own over the whole prompt, so what is packed is what is read.

    Raises:
        QuestionTooLong: the question alone leaves no room for an answer.
    """
    bare = model.prompt_tokens(Prompt(system, "", question))
    limit = model.n_context - max_answer_tokens
    if bare > limit:
        raise QuestionTooLong(tokens=bare, limit=limit)
    room = min(limit - bare, max_evidence_tokens)
    taken: list[Passage] = []
    texts: list[str] = []
    for passage in passages:
        text = passage_text(len(taken) + 1, passage)
        n_tokens = model.count_tokens(f"\n\n{text}")
        if n_tokens <= room:
            taken.append(passage)
            texts.append(text)
            room -= n_tokens
    prompt = Prompt(system, "\n\n".join(texts), question)
    n_prompt = model.prompt_tokens(prompt)
    while n_prompt > limit:  # joined text can tokenise to a few more tokens than its parts
        taken.pop()
        texts.pop()
        prompt = Prompt(system, "\n\n".join(texts), question)
        n_prompt = model.prompt_tokens(prompt)
    return PackedEvidence(prompt, tuple(taken), n_prompt - bare)


def passage_text(number: int, passage: Passage) -> str:
    """A passage as the model sees it: number, where it is from, heading path, text."""
    where = passage.document
    if passage.page is not None:
        where += f", page {passage.page}"
    if passage.heading_path:
        where += ", " + " › ".join(passage.heading_path)
    return f"[{number}] {where}\n{passage.text}"
