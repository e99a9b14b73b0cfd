"""The one flow: a question in, events out, everything in the journal."""

from __future__ import annotations

import hashlib
import logging
import time
from collections.abc import Generator, Iterator
from dataclasses import dataclass

from engine.domain import Answer, Passage, Timings, TokenCounts
from engine.errors import GenbaError, LibraryEmpty
from engine.events import (
    AnswerCancelled,
    AnswerEvent,
    AnswerFinished,
    AnswerGrew,
    CancelToken,
    EvidenceFound,
    PrefillAdvanced,
    QuestionAccepted,
)
from engine.liveness import this_process
from engine.ports import LanguageModel, Prefilled, Stopped, TextPiece
from engine.reasoning.grounding import ground
from engine.reasoning.packing import PackedEvidence, pack
from engine.reasoning.prompting import question_text, system_text
from engine.reasoning.refusal import is_refusal, refusal_sentence
from engine.records import answer_record, passage_record
from engine.retrieval.retriever import Retriever
from engine.store.journal import EntryKind, Journal
from engine.store.library import Library
from engine.text import language_of

log = logging.getLogger("engine.answer")


@dataclass(frozen=True, slots=True)
class AnswerBounds:
    """How much one answer may cost, and when it is held back."""

    n_passages: int = 6
    max_evidence_tokens: int = 1500
    max_answer_tokens: int = 160
    min_support: float = 0.5


@dataclass(frozen=True, slots=True)
class _Generated:
    text: str
    tokens: TokenCounts
    first_token_s: float | None
    is_cancelled: bool


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
        try:
            yield QuestionAccepted(journal_id)
            yield from self._answer(question, journal_id, cancel)
        except GeneratorExit:
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
        evidence = self._pack(question, passages)
        self._journal.record(
            journal_id,
            EntryKind.EVIDENCE,
            {
                "passages": [passage_record(passage) for passage in passages],
                "n_packed": len(evidence.passages),
                "prompt_sha256": _digest(evidence),
            },
        )
        generated = yield from self._generate(evidence, started, cancel)
        if generated.is_cancelled:
            self._journal.record(journal_id, EntryKind.CANCELLED, {"text": generated.text})
            yield AnswerCancelled(journal_id)
            return
        timings = Timings(retrieve_s, generated.first_token_s, time.perf_counter() - started)
        answer = self._check(question, evidence.passages, generated, timings, journal_id)
        self._journal.record(journal_id, EntryKind.ANSWER, answer_record(answer))
        log.info(
            "question %d: %d passages, %d prompt tokens, %.1f s, %s",
            journal_id,
            len(evidence.passages),
            generated.tokens.prompt,
            timings.total_s,
            "abstained" if answer.is_abstained else "answered",
        )
        yield AnswerFinished(answer)

    def _pack(self, question: str, passages: tuple[Passage, ...]) -> PackedEvidence:
        return pack(
            passages,
            self._model,
            system=system_text("answer"),
            question=question_text(question, language_of(question)),
            max_evidence_tokens=self._bounds.max_evidence_tokens,
            max_answer_tokens=self._bounds.max_answer_tokens,
        )

    def _generate(
        self, evidence: PackedEvidence, started: float, cancel: CancelToken
    ) -> Generator[AnswerEvent, None, _Generated]:
        pieces: list[str] = []
        first_token_s = None
        tokens = TokenCounts()
        is_cancelled = False
        if not evidence.passages:
            return _Generated("", tokens, None, is_cancelled)
        events = self._model.generate(
            evidence.prompt, max_tokens=self._bounds.max_answer_tokens, cancel=cancel
        )
        for event in events:
            match event:
                case Prefilled(done, total):
                    yield PrefillAdvanced(done, total)
                case TextPiece(text):
                    if first_token_s is None:
                        first_token_s = time.perf_counter() - started
                    pieces.append(text)
                    yield AnswerGrew(text)
                case Stopped(reason, tokens):
                    is_cancelled = reason == "cancelled"
        return _Generated("".join(pieces), tokens, first_token_s, is_cancelled)

    def _check(
        self,
        question: str,
        passages: tuple[Passage, ...],
        generated: _Generated,
        timings: Timings,
        journal_id: int,
    ) -> Answer:
        language = language_of(question)
        grounding = ground(generated.text, question, passages)
        is_abstained = (
            is_refusal(generated.text)
            or not grounding.citations
            or grounding.support < self._bounds.min_support
        )
        return Answer(
            question=question,
            text=refusal_sentence(language) if is_abstained else grounding.text,
            is_abstained=is_abstained,
            language=language,
            route="lookup",
            citations=() if is_abstained else grounding.citations,
            tool_calls=(),
            numbers=() if is_abstained else grounding.numbers,
            timings=timings,
            tokens=generated.tokens,
            model=self._model.name,
            journal_id=journal_id,
        )


def _digest(evidence: PackedEvidence) -> str:
    prompt = evidence.prompt
    parts = "\x00".join((prompt.system, prompt.evidence, prompt.question))
    return hashlib.sha256(parts.encode()).hexdigest()
