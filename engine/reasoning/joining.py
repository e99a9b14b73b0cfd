"""Joining facts of several passages: what each says about the question, then one small prompt.

Readers cannot see each other's passages. So each is asked to copy what concerns the question, and
what they copied, a line each with its document, is the evidence of a second reading. The passages
are read behind the same instructions as for an answer, so their banked states serve here too.
"""

from __future__ import annotations

from collections.abc import Sequence

from engine.domain import Passage
from engine.ports import Prompt
from engine.reasoning.packing import passage_text, question_text
from engine.reasoning.prompting import system_text


def note_prompt(passage: Passage, question: str) -> Prompt:
    """Has a reader copy from its passage what helps with a question that it cannot answer alone."""
    asked = f"Question: Copy the line of the passage that helps to answer: {question}\nAnswer:"
    return Prompt(system_text("read"), passage_text(passage), asked, passage.document_id)


def join_prompt(notes: Sequence[tuple[Passage, str]], question: str) -> Prompt:
    """Has the question answered from what the readers copied, each with its passage."""
    lines = [f"Passage: ({passage.document}) {' '.join(note.split())}" for passage, note in notes]
    return Prompt(system_text("read_many"), "\n".join(lines), question_text(question))
