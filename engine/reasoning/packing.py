"""Evidence under a hard token bound: whole passages, never a silent overflow.

Each passage is read by itself, behind the same instructions. A small model that is given six
look-alike passages at once mixes them up or gives up (measured on the corpus: 5 passages in one
prompt behind plain rules 2 of 19 right, one at a time behind worked examples 12 of 19), and the
citation is known by construction.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from engine.domain import Passage
from engine.errors import QuestionTooLong
from engine.ports import LanguageModel, Prompt
from engine.reasoning.sanity import can_be_read_for
from engine.words import holds_identifier, identifiers


@dataclass(frozen=True, slots=True)
class Reading:
    """One passage and the prompt that has it read.

    ``number`` is the passage's in the answer, ``rank`` its place in the search, from 1.
    ``has_all_names`` is false if the question names a part that neither passage nor file name has:
    then the passage can hold a piece of the answer, but not all of it.
    """

    number: int
    rank: int
    passage: Passage
    prompt: Prompt
    has_all_names: bool = True


def pack(
    passages: Sequence[tuple[int, Passage]],
    model: LanguageModel,
    *,
    system: str,
    question: str,
    max_readings: int,
    max_answer_tokens: int,
) -> tuple[Reading, ...]:
    """The readings of numbered passages, best first, that fit the model's context one by one.

    In rank order, but part numbers in the question decide first what is read, and rows of a log are
    left out when the question is about all of them.
    The count is the model's own over the whole prompt, so what is packed is what is read.

    Raises:
        QuestionTooLong: the question alone leaves no room for an answer.
    """
    asked = question_text(question)
    bare = model.prompt_tokens(Prompt(system, "", asked))
    limit = model.n_context - max_answer_tokens
    if bare > limit:
        raise QuestionTooLong(tokens=bare, limit=limit)
    readings: list[Reading] = []
    for rank, has_all in _about_what_is_named([p for _, p in passages], question):
        number, passage = passages[rank - 1]
        if not can_be_read_for(passage, question):
            continue
        prompt = Prompt(system, passage_text(passage), asked, passage.document_id)
        if model.prompt_tokens(prompt) <= limit:
            readings.append(Reading(number, rank, passage, prompt, has_all))
        if len(readings) == max_readings:
            break
    return tuple(readings)


def question_text(question: str) -> str:
    """The question as the model is asked it, behind the evidence."""
    return f"Question: {question}\nAnswer:"


def passage_text(passage: Passage, text: str | None = None) -> str:
    """A passage as the model sees it: where it is from, its heading path, its text or ``text``."""
    where = passage.document
    if passage.page is not None:
        where += f", page {passage.page}"
    if passage.heading_path:
        where += ", " + " › ".join(passage.heading_path)
    return f"Passage: ({where})\n{passage.text if text is None else text}"


def _about_what_is_named(passages: Sequence[Passage], question: str) -> list[tuple[int, bool]]:
    """(rank, whether the passage has every part the question names), the surest first.

    A look-alike about another part is worse than no answer. So if a document has all the names,
    only such documents are read; if none has, those that have some; and if a name is in none of
    the passages, nothing is.
    """
    asked = [name for name in identifiers(question) if name[0].isalpha()]
    missing = [frozenset(n for n in asked if not _names(passage, n)) for passage in passages]
    if missing and frozenset.intersection(*missing):
        return []
    fewest = min(map(len, missing), default=0)
    naming = {p.document_id for p, names in zip(passages, missing, strict=True) if not names}
    ranked = [
        (len(names), rank)
        for rank, (passage, names) in enumerate(zip(passages, missing, strict=True), start=1)
        if (passage.document_id in naming if naming else len(names) == fewest)
    ]
    return [(rank, bool(naming) or not n) for n, rank in sorted(ranked)]


def _names(passage: Passage, name: str) -> bool:
    file = PurePosixPath(passage.document).with_suffix("")
    text = f"{file} {' '.join(passage.heading_path)} {passage.text}"
    return holds_identifier(text, name)
