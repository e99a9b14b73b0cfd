"""The one flow: a question in, events out, everything in the journal."""

from __future__ import annotations

import hashlib
import logging
import time
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, field, replace

from engine.domain import Answer, NumberStatus, Timings, TokenCounts
from engine.errors import Bug, GenbaError, LibraryEmpty
from engine.events import (
    AnswerCancelled,
    AnswerEvent,
    AnswerFinished,
    AnswerGrew,
    AnswerWithdrawn,
    CancelToken,
    EvidenceFound,
    PrefillAdvanced,
    QuestionAccepted,
)
from engine.liveness import this_process
from engine.ports import LanguageModel, Prefilled, Prompt, Stopped, TextPiece
from engine.reasoning.grounding import Grounding, ground
from engine.reasoning.packing import Reading, pack
from engine.reasoning.prompting import system_text
from engine.reasoning.refusal import is_refusal, may_become_refusal, refusal_sentence
from engine.reasoning.sanity import has_fitting_unit
from engine.records import answer_record, passage_record
from engine.retrieval.retriever import Retriever
from engine.store.journal import EntryKind, Journal
from engine.store.library import Library
from engine.text import language_of

log = logging.getLogger("engine.answer")


@dataclass(frozen=True, slots=True)
class AnswerBounds:
    """How much one answer may cost, and when it is held back.

    ``min_support``: share of the answer's words and figures that its citations must hold.
    """

    n_passages: int = 8
    max_readings: int = 4
    max_evidence_tokens: int = 1500
    max_answer_tokens: int = 120
    min_support: float = 0.5


@dataclass(frozen=True, slots=True)
class _Finding:
    """What came of reading: the model's last words, checked, and what it cost."""

    grounding: Grounding | None
    tokens: TokenCounts = field(default_factory=TokenCounts)
    first_token_s: float | None = None
    is_cancelled: bool = False


class Assistant:
    """Answers questions from one library with one model. One question at a time."""

    def __init__(
        self,
        *,
        library: Library,
        retriever: Retriever,
        model: LanguageModel,
        journal: Journal,
        bounds: AnswerBounds | None = None,
    ) -> None:
        self._library = library
        self._retriever = retriever
        self._model = model
        self._journal = journal
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
            for event in self._answer(question, journal_id, cancel):
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
        passages = self._retriever.search(question, self._bounds.n_passages)
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
            max_evidence_tokens=self._bounds.max_evidence_tokens,
            max_answer_tokens=self._bounds.max_answer_tokens,
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
        finding = yield from self._read(question, readings, started, cancel)
        if finding.is_cancelled:
            self._journal.record(journal_id, EntryKind.CANCELLED, {})
            yield AnswerCancelled(journal_id)
            return
        timings = Timings(retrieve_s, finding.first_token_s, time.perf_counter() - started)
        answer = self._finished(question, finding, timings, journal_id)
        self._journal.record(journal_id, EntryKind.ANSWER, answer_record(answer))
        log.info(
            "question %d: %d passages, %d prompt tokens, %.1f s, %s",
            journal_id,
            len(passages),
            finding.tokens.prompt,
            timings.total_s,
            "abstained" if answer.is_abstained else "answered",
        )
        yield AnswerFinished(answer)

    def _read(
        self, question: str, readings: Sequence[Reading], started: float, cancel: CancelToken
    ) -> Generator[AnswerEvent, None, _Finding]:
        """Read passage by passage until one gives an answer that its own text backs."""
        total = _Finding(None)
        for reading in readings:
            text, stopped, first_text_at = yield from self._generate(reading.prompt, cancel)
            first_token_s = total.first_token_s
            if first_token_s is None and first_text_at is not None:
                first_token_s = first_text_at - started
            total = _Finding(
                None,
                _sum(total.tokens, stopped.tokens),
                first_token_s,
                is_cancelled=stopped.reason == "cancelled",
            )
            if total.is_cancelled:
                return total
            grounding = ground(text, question, [(reading.number, reading.passage)])
            is_fit = not is_refusal(text) and has_fitting_unit(text, question)
            if is_fit and self._is_backed(grounding):
                return replace(total, grounding=grounding)
            yield AnswerWithdrawn()
        return total

    def _generate(
        self, prompt: Prompt, cancel: CancelToken
    ) -> Generator[AnswerEvent, None, tuple[str, Stopped, float | None]]:
        """Pass the model's text on as it grows, but not while it may become a refusal."""
        text, n_shown, first_text_at = "", 0, None
        events = self._model.generate(
            prompt, max_tokens=self._bounds.max_answer_tokens, cancel=cancel
        )
        for event in events:
            match event:
                case Prefilled(done, total):
                    yield PrefillAdvanced(done, total)
                case TextPiece(piece):
                    first_text_at = first_text_at or time.perf_counter()
                    text += piece
                    if not may_become_refusal(text) and not is_refusal(text):
                        yield AnswerGrew(text[n_shown:])
                        n_shown = len(text)
                case Stopped():
                    return text, event, first_text_at
        raise Bug(detail="the model ended without saying so")

    def _is_backed(self, grounding: Grounding) -> bool:
        is_each_number_found = all(n.status is NumberStatus.FOUND for n in grounding.numbers)
        return is_each_number_found and grounding.support >= self._bounds.min_support

    def _finished(
        self, question: str, finding: _Finding, timings: Timings, journal_id: int
    ) -> Answer:
        language = language_of(question)
        grounding = finding.grounding
        return Answer(
            question=question,
            text=grounding.text if grounding else refusal_sentence(language),
            is_abstained=grounding is None,
            language=language,
            route="lookup",
            citations=grounding.citations if grounding else (),
            tool_calls=(),
            numbers=grounding.numbers if grounding else (),
            timings=timings,
            tokens=finding.tokens,
            model=self._model.name,
            journal_id=journal_id,
        )


def _sum(one: TokenCounts, other: TokenCounts) -> TokenCounts:
    return TokenCounts(
        one.prompt + other.prompt, one.reused + other.reused, one.generated + other.generated
    )


def _digest(prompt: Prompt) -> str:
    parts = "\x00".join((prompt.system, prompt.evidence, prompt.question))
    return hashlib.sha256(parts.encode()).hexdigest()
