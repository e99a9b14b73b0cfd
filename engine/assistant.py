"""The one flow: a question in, events out, everything in the journal."""

from __future__ import annotations

import hashlib
import logging
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

from engine.answers import Answer, Timings, TokenCounts
from engine.errors import GenbaError, LibraryEmpty
from engine.events import (
    AnswerCancelled,
    AnswerEvent,
    AnswerFinished,
    CancelToken,
    EvidenceFound,
    QuestionAccepted,
)
from engine.liveness import this_process
from engine.ports import Embedder, LanguageModel, Prompt
from engine.reasoning.joining import read_joined
from engine.reasoning.outcome import Outcome, ReadingBounds
from engine.reasoning.packing import pack
from engine.reasoning.prompting import system_text
from engine.reasoning.reading import read_passages
from engine.reasoning.refusal import refusal_sentence
from engine.reasoning.wording import answer_text, noted_text
from engine.records import answer_record, finding_record, passage_record
from engine.retrieval.retriever import Retriever
from engine.store.journal import EntryKind, Journal
from engine.store.library import Library
from engine.text import language_of
from engine.turns import Turns, merged, note_in

log = logging.getLogger("engine.answer")


@dataclass(frozen=True, slots=True)
class AnswerBounds:
    """How much one answer may cost: passages and turns found, passages read, and the reading."""

    n_passages: int = 8
    n_turns: int = 2
    max_readings: int = 8
    reading: ReadingBounds = field(default_factory=ReadingBounds)


class Assistant:
    """Answers questions from one library with one model. One question at a time."""

    def __init__(
        self,
        *,
        library: Library,
        retriever: Retriever,
        model: LanguageModel,
        journal: Journal,
        embedder: Embedder | None = None,
        turns: Turns | None = None,
        bounds: AnswerBounds | None = None,
    ) -> None:
        """Put the parts together.

        ``embedder`` helps to trim passages whose words are not the question's; ``turns`` are the
        notes and answers of before.
        """
        self._library = library
        self._retriever = retriever
        self._model = model
        self._journal = journal
        self._embedder = embedder
        self._turns = turns
        self._bounds = bounds or AnswerBounds()

    def ask(self, question: str, *, cancel: CancelToken) -> Iterator[AnswerEvent]:
        """Answer ``question``. The last event is AnswerFinished or AnswerCancelled.

        Whatever happens, the journal ends the question with an answer, a cancellation or the
        failure that is raised; only a killed process leaves it open.
        """
        journal_id = self._journal.begin(
            {
                "question": question,
                "model": self._model.name,
                "library": self._library.identity,
                "generation": self._library.generation,
                "process": this_process(),
            }
        )
        is_over = False
        try:
            yield QuestionAccepted(journal_id)
            note = note_in(question)
            events = (
                self._note(question, note, journal_id)
                if note is not None
                else self._answer(question, journal_id, cancel)
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

    def _answer(self, question: str, journal_id: int, cancel: CancelToken) -> Iterator[AnswerEvent]:
        started = time.perf_counter()
        turns = self._turns.find(question, self._bounds.n_turns) if self._turns else ()
        passages = merged(self._retriever.search(question, self._bounds.n_passages), turns)
        retrieve_s = time.perf_counter() - started
        if not passages and not self._library.documents():
            raise LibraryEmpty
        yield EvidenceFound(passages, retrieve_s)
        readings = pack(
            passages,
            self._model,
            system=system_text("read"),
            question=question,
            max_readings=self._bounds.max_readings,
            max_answer_tokens=self._bounds.reading.max_answer_tokens,
        )
        self._journal.record(
            journal_id,
            EntryKind.EVIDENCE,
            {
                "passages": [passage_record(passage) for passage in passages],
                "read": [
                    {"number": reading.number, "prompt_sha256": _digest(reading.prompt)}
                    for reading in readings
                ],
            },
        )
        # A question about several parts that no passage has together is answered from pieces.
        is_joined = bool(readings) and not any(reading.has_all_names for reading in readings)
        read = read_joined if is_joined else read_passages
        outcome = yield from read(
            self._model,
            readings,
            question,
            bounds=self._bounds.reading,
            embedder=self._embedder,
            cancel=cancel,
        )
        self._journal.record(
            journal_id, EntryKind.FINDINGS, {"findings": [*map(finding_record, outcome.findings)]}
        )
        if outcome.is_cancelled:
            self._journal.record(journal_id, EntryKind.CANCELLED, {})
            yield AnswerCancelled(journal_id)
            return
        first_token_s = outcome.first_token_at and outcome.first_token_at - started
        timings = Timings(retrieve_s, first_token_s, time.perf_counter() - started)
        answer = self._finished(
            question, outcome, timings, journal_id, route="joined" if is_joined else "lookup"
        )
        self._journal.record(journal_id, EntryKind.ANSWER, answer_record(answer))
        log.info(
            "question %d: %d passages, %d prompt tokens, %d of them remembered, %.1f s, %s",
            journal_id,
            len(passages),
            outcome.tokens.prompt,
            outcome.tokens.reused,
            timings.total_s,
            "abstained" if answer.is_abstained else "answered",
        )
        yield AnswerFinished(answer)

    def _note(self, message: str, note: str, journal_id: int) -> Iterator[AnswerEvent]:
        """Remember what the person states; later questions find it."""
        self._journal.record(journal_id, EntryKind.NOTE, {"text": note})
        language = language_of(message)
        yield AnswerFinished(
            Answer(
                question=message,
                text=noted_text(language),
                is_abstained=False,
                language=language,
                route="note",
                citations=(),
                tool_calls=(),
                numbers=(),
                timings=Timings(0.0, None, 0.0),
                tokens=TokenCounts(),
                model=self._model.name,
                journal_id=journal_id,
            )
        )

    def _finished(
        self, question: str, outcome: Outcome, timings: Timings, journal_id: int, *, route: str
    ) -> Answer:
        language = language_of(question)
        choice = outcome.choice
        said = [choice.best, *choice.contradicting] if choice else []
        cited = [*said, *choice.agreeing] if choice else []
        return Answer(
            question=question,
            text=answer_text(choice, language) if choice else refusal_sentence(language),
            is_abstained=choice is None,
            language=language,
            route=route,
            citations=tuple(c for finding in cited for c in finding.grounding.citations),
            tool_calls=(),
            numbers=tuple(n for finding in said for n in finding.grounding.numbers),
            timings=timings,
            tokens=outcome.tokens,
            model=self._model.name,
            journal_id=journal_id,
        )


def _digest(prompt: Prompt) -> str:
    parts = "\x00".join((prompt.system, prompt.evidence, prompt.question))
    return hashlib.sha256(parts.encode()).hexdigest()
