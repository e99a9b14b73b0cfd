"""Putting one case to a ticket, under its condition, and marking what comes back."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

from engine.answers import Answer
from engine.assistant import Assistant
from engine.domain import Passage
from engine.errors import Bug, GenbaError, LibraryEmpty
from engine.events import AnswerFinished, AnswerGrew, CancelToken
from engine.ports import Embedder, LanguageModel, Prompt, Stopped, TextPiece
from engine.qualify.cases import Case, CaseResult, Condition, Mark, World
from engine.qualify.grading import mark
from engine.reasoning.log_answer import Logs
from engine.reasoning.packing import passage_text, question_text
from engine.reasoning.prompting import system_text
from engine.reasoning.refusal import is_refusal
from engine.retrieval.retriever import Retriever
from engine.store.journal import Journal
from engine.store.library import Library

MAX_ANSWER_TOKENS = 60
_N_RETRIEVED = 3
_CHOICES = "ABCD"


class CaseCancelled(Exception):
    """The case was cut off by its person and has no result."""


@dataclass(frozen=True, slots=True)
class OpenWorld:
    """A world as the program has it: its library, and what searches it."""

    library: Library
    retriever: Retriever
    logs: Logs
    journal: Journal
    embedder: Embedder | None


def ask_program(
    case: Case, *, world: OpenWorld, model: LanguageModel, cancel: CancelToken
) -> CaseResult:
    """The program as it is. Raises CaseCancelled."""
    assistant = Assistant(
        library=world.library,
        retriever=world.retriever,
        model=model,
        journal=world.journal,
        logs=world.logs,
        embedder=world.embedder,
    )
    started, first_s = time.perf_counter(), None
    try:
        for event in assistant.ask(case.question, cancel=cancel):
            match event:
                case AnswerGrew() if first_s is None:
                    first_s = time.perf_counter() - started
                case AnswerFinished(answer):
                    return _result_of(case, answer, first_s)
    except LibraryEmpty as error:
        raise Bug(detail=f"world {case.world} is empty") from error
    except GenbaError as error:
        return _failed(case, error, started)
    raise CaseCancelled


def ask_model(
    case: Case, prompt: Prompt, *, model: LanguageModel, cancel: CancelToken
) -> CaseResult:
    """The model alone, with one prompt. Raises CaseCancelled."""
    is_choice = case.condition is Condition.CHOICE
    grammar = "root ::= " + " | ".join(f'" {letter}"' for letter in _CHOICES)
    started, first_s, text = time.perf_counter(), None, ""
    stopped = None
    try:
        for event in model.generate(
            prompt,
            max_tokens=2 if is_choice else MAX_ANSWER_TOKENS,
            cancel=cancel,
            grammar=grammar if is_choice else None,
        ):
            match event:
                case TextPiece(piece):
                    first_s = first_s or time.perf_counter() - started
                    text += piece
                case Stopped():
                    stopped = event
    except GenbaError as error:
        return _failed(case, error, started)
    if stopped is None or stopped.reason == "cancelled":
        raise CaseCancelled
    is_abstained = not is_choice and (not text.strip() or is_refusal(text))
    return CaseResult(
        case_id=case.id,
        mark=mark(case.expected, text, is_abstained=is_abstained),
        text=text.strip(),
        seconds=round(time.perf_counter() - started, 3),
        first_s=None if first_s is None else round(first_s, 3),
        prompt_tokens=stopped.tokens.prompt,
        reused=stopped.tokens.reused,
        generated=stopped.tokens.generated,
    )


def choice_prompt(case: Case) -> Prompt:
    """What the program asks a model that has to say what a question needs."""
    return Prompt(system_text("route"), "", f"Question: {case.question}\nKind:")


def whole_prompt(case: Case, world: World) -> Prompt:
    """All that the world says, then the question: the same beginning for all of its cases."""
    texts = [f"Passage: ({d.name})\n{d.text}" for d in world.documents]
    for table in world.tables:
        titles = ", ".join(title for title, _ in table.columns)
        rows = [", ".join("" if cell is None else str(cell) for cell in row) for row in table.rows]
        texts.append("\n".join((f"Passage: ({table.name})\n{titles}", *rows)))
    return Prompt(system_text("read_many"), "\n\n".join(texts), question_text(case.question))


def retrieved_prompt(case: Case, passages: Sequence[Passage], model: LanguageModel) -> Prompt:
    """The best passages that fit before the question, best first: the prompt preprocessed."""
    kept = list(passages[:_N_RETRIEVED])
    while True:
        evidence = "\n\n".join(map(passage_text, kept))
        prompt = Prompt(system_text("read_many"), evidence, question_text(case.question))
        has_room = model.prompt_tokens(prompt) + MAX_ANSWER_TOKENS <= model.n_context
        if has_room or len(kept) <= 1:
            return prompt
        kept.pop()


def _result_of(case: Case, answer: Answer, first_s: float | None) -> CaseResult:
    tools = tuple(call.tool for call in answer.tool_calls if not call.error)
    return CaseResult(
        case_id=case.id,
        mark=mark(case.expected, answer.text, is_abstained=answer.is_abstained, tools=tools),
        text=answer.text,
        seconds=round(answer.timings.total_s, 3),
        first_s=None if first_s is None else round(first_s, 3),
        prompt_tokens=answer.tokens.prompt,
        reused=answer.tokens.reused,
        generated=answer.tokens.generated,
        tools=tools,
    )


def _failed(case: Case, error: GenbaError, started: float) -> CaseResult:
    seconds = round(time.perf_counter() - started, 3)
    return CaseResult(case.id, Mark.FAILED, f"{error.code}: {error}", seconds)
