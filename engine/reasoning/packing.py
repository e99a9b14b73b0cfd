"""Evidence under a hard token bound: whole passages, never a silent overflow.

Each passage is read by itself, behind the same instructions. A small model that is given six
look-alike passages at once mixes them up or gives up (measured on the corpus: 5 passages in one
prompt behind plain rules 2 of 19 right, one at a time behind worked examples 12 of 19), and the
citation is known by construction.

Here documents become prompts, so here what they say to the program is left out (engine.addressed).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from engine.addressed import as_data, is_name_addressed, without_masked
from engine.domain import Passage
from engine.errors import QuestionTooLong
from engine.ports import LanguageModel, Prompt
from engine.reasoning.naming import about_what_is_named
from engine.reasoning.sanity import can_be_read_for

_NAMELESS = "document"  # Stands for a file whose name gives the program orders.


@dataclass(frozen=True, slots=True)
class Reading:
    """One passage, masked as data, and the prompt that has it read.

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
    read = [as_data(passage) for _, passage in passages]
    for rank, has_all in about_what_is_named(read, question):
        number, passage = passages[rank - 1][0], read[rank - 1]
        if not passage.text.strip() or not can_be_read_for(passage, question):
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
    """A passage as the model sees it: where it is from, its heading path, its text or ``text``.

    What is addressed to the program is left out of all of these.
    """
    data = as_data(passage if text is None else replace(passage, text=text))
    where = shown_name(passage)
    if passage.page is not None:
        where += f", page {passage.page}"
    if data.heading_path:
        where += ", " + " › ".join(data.heading_path)
    return f"Passage: ({where})\n{without_masked(data.text, is_log=data.rows is not None)}"


def shown_name(passage: Passage) -> str:
    """The document's name as the model sees it."""
    return _NAMELESS if is_name_addressed(passage.document) else passage.document
