"""The one flow: a question in, events out, everything in the journal."""

from __future__ import annotations

import logging
import time
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace

from engine.answers import Answer, Timings
from engine.domain import Passage
from engine.errors import GenbaError, LibraryEmpty
from engine.events import (
    AnswerCancelled,
    AnswerEvent,
    AnswerFinished,
    AnswerGrew,
    CancelToken,
    EvidenceFound,
    QuestionAccepted,
    StepChanged,
)
from engine.liveness import this_process
from engine.ports import Embedder, LanguageModel
from engine.reasoning.log_answer import Logs
from engine.reasoning.prompting import instructions_digest
from engine.reasoning.refusal import refusal_text
from engine.reasoning.solved import Solved
from engine.reasoning.solving import Abilities, Bounds, Solver
from engine.recall import noted_answer
from engine.records import answer_record, finding_record, passage_record, step_record
from engine.retrieval.retriever import Retriever
from engine.store.journal import EntryKind, Journal
from engine.store.library import Library
from engine.text import language_of
from engine.turns import Turns, merged, note_in

log = logging.getLogger("engine.answer")


@dataclass(frozen=True, slots=True)
class AnswerBounds:
    """How much one answer may cost: passages and turns found for a search, and the solving."""

    n_passages: int = 8
    n_turns: int = 2
    solving: Bounds = field(default_factory=Bounds)


class Assistant:
    """Answers questions from one library with one model. One question at a time."""

    def __init__(
        self,
        *,
        library: Library,
        retriever: Retriever,
        model: LanguageModel,
        journal: Journal,
        logs: Logs | None = None,
        embedder: Embedder | None = None,
        turns: Turns | None = None,
        bounds: AnswerBounds | None = None,
        abilities: Abilities | None = None,
    ) -> None:
        """Put the parts together.

        ``logs`` are kept from question to question, for what is known of the tables. ``embedder``
        helps to trim passages whose words are not the question's; ``turns`` are the notes and
        answers of before. ``abilities`` can be taken away to measure what they are worth.
        """
        self._library = library
        self._retriever = retriever
        self._model = model
        self._journal = journal
        self._logs = logs or Logs.of(library)
        self._embedder = embedder
        self._turns = turns
        self._bounds = bounds or AnswerBounds()
        self._abilities = abilities or Abilities()

    def ask(
        self, question: str, *, cancel: CancelToken, documents: Collection[str] = ()
    ) -> Iterator[AnswerEvent]:
        """Answer ``question``. The last event is AnswerFinished or AnswerCancelled.

        ``documents`` are ids: if there are any, the answer rests on nothing but these documents,
        neither on the logs of others nor on notes.

        Whatever happens, the journal ends the question with an answer, a cancellation or the
        failure that is raised; only a killed process leaves it open.
        """
        only = frozenset(documents)
        asked = {
            "question": question,
            "model": self._model.name,
            "instructions": instructions_digest(),
            "library": self._library.identity,
            "generation": self._library.generation,
            "process": this_process(),
        }
        journal_id = self._journal.begin(asked | ({"documents": sorted(only)} if only else {}))
        is_over = False
        try:
            yield QuestionAccepted(journal_id)
            note = note_in(question)
            events = (
                self._note(question, note, journal_id)
                if note is not None
                else self._answer(question, only, journal_id, cancel)
            )
            for event in events:
                is_over = isinstance(event, AnswerFinished | AnswerCancelled)
                yield event
        except GeneratorExit:
            if not is_over:
                self._journal.record(journal_id, EntryKind.CANCELLED, {})
            raise
        except GenbaError as error:
            body = {"code": error.code, "facts": error.facts}
            self._journal.record(journal_id, EntryKind.FAILED, body)
            raise
        except Exception as error:
            body = {"code": type(error).__name__, "facts": {}}
            self._journal.record(journal_id, EntryKind.FAILED, body)
            raise

    def _answer(
        self, question: str, only: frozenset[str], journal_id: int, cancel: CancelToken
    ) -> Iterator[AnswerEvent]:
        timing = _Timing()
        solver = Solver(
            search=lambda asked: self._search(asked, only),
            logs=replace(self._logs, documents=only),
            model=self._model,
            embedder=self._embedder,
            bounds=self._bounds.solving,
            abilities=self._abilities,
            cancel=cancel,
        )
        solving = solver.solve(question)
        n_recorded = 0
        while True:
            try:
                event = next(solving)
            except StopIteration as stop:
                solved: Solved = stop.value
                break
            timing.note(event)
            if isinstance(event, EvidenceFound):
                new = event.passages[n_recorded:]
                n_recorded = len(event.passages)
                body = {"passages": [passage_record(passage) for passage in new]}
                self._journal.record(journal_id, EntryKind.EVIDENCE, body)
            elif isinstance(event, StepChanged) and event.step.is_over:
                self._journal.record(journal_id, EntryKind.STEP, step_record(event.step))
            yield event
        self._journal.record(
            journal_id, EntryKind.FINDINGS, {"findings": [*map(finding_record, solved.findings)]}
        )
        if solved.is_cancelled:
            self._journal.record(journal_id, EntryKind.CANCELLED, {})
            yield AnswerCancelled(journal_id)
            return
        answer = self._finished(question, solved, solver, timing.all(), journal_id, only)
        self._journal.record(journal_id, EntryKind.ANSWER, answer_record(answer))
        log.info(
            "question %d: %s, %d steps, %d prompt tokens, %d of them remembered, %.1f s, %s",
            journal_id,
            answer.route,
            len(answer.steps),
            solved.tokens.prompt,
            solved.tokens.reused,
            answer.timings.total_s,
            "abstained" if answer.is_abstained else "answered",
        )
        yield AnswerFinished(answer)

    def _search(self, question: str, only: frozenset[str]) -> tuple[Passage, ...]:
        turns = self._turns if not only else None
        told = turns.find(question, self._bounds.n_turns) if turns else ()
        found = self._retriever.search(question, self._bounds.n_passages, documents=only)
        passages = merged(found, told)
        if not passages and not self._library.documents():
            raise LibraryEmpty
        return passages

    def _note(self, message: str, note: str, journal_id: int) -> Iterator[AnswerEvent]:
        """Remember what the person states; later questions find it."""
        self._journal.record(journal_id, EntryKind.NOTE, {"text": note})
        yield AnswerFinished(noted_answer(message, self._model.name, journal_id))

    def _finished(
        self,
        question: str,
        solved: Solved,
        solver: Solver,
        timings: Timings,
        journal_id: int,
        only: frozenset[str],
    ) -> Answer:
        language = language_of(question)
        known = {d.id: d.path for d in self._library.documents()} if only else {}
        return Answer(
            question=question,
            text=solved.text or refusal_text(solved.reason, language),
            is_abstained=not solved.is_answered,
            language=language,
            route=solved.route,
            citations=solved.citations,
            tool_calls=solved.calls,
            numbers=solved.numbers if solved.is_answered else (),
            timings=timings,
            tokens=solved.tokens,
            model=self._model.name,
            journal_id=journal_id,
            steps=solver.trail.steps,
            # One that is gone goes by its id: the answer is not from all documents.
            only_from=tuple(sorted(known.get(document_id, document_id) for document_id in only)),
        )


class _Timing:
    """Seconds from the question to the first evidence and the first text, as events go by."""

    def __init__(self) -> None:
        self._started = time.perf_counter()
        self._retrieve_s: float | None = None
        self._first_token_s: float | None = None

    def note(self, event: AnswerEvent) -> None:
        """An event went by."""
        seconds = time.perf_counter() - self._started
        if isinstance(event, EvidenceFound) and self._retrieve_s is None:
            self._retrieve_s = seconds
        elif isinstance(event, AnswerGrew) and self._first_token_s is None:
            self._first_token_s = seconds

    def all(self) -> Timings:
        """The timings of an answer that ends now."""
        total_s = time.perf_counter() - self._started
        return Timings(self._retrieve_s or 0.0, self._first_token_s, total_s)
