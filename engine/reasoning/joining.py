"""Joining facts of several passages: what each says about the question, then one small prompt.

Readers cannot see each other's passages. So each is asked to copy what concerns the question, and
what they copied, a line each with its document, is the evidence of a second reading. The lines
stand before the answer: a small model draws the wrong conclusion from the right facts too often
for the conclusion to stand alone (11 of 24 comparisons of tests/bench/sheets.py).

The passages are read behind the same instructions as for an answer, so their banked states serve
here too. Of a passage that is not banked the sentences that matter stand for the copy.
"""

from __future__ import annotations

import time
from collections.abc import Generator, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from engine.answers import NumberStatus
from engine.domain import Passage
from engine.errors import Bug
from engine.events import (
    AnswerEvent,
    AnswerGrew,
    CancelToken,
    MemoryChanged,
    PrefillAdvanced,
)
from engine.ports import (
    Embedder,
    LanguageModel,
    Prefilled,
    Prompt,
    Reader,
    ReadersStopped,
    Stopped,
    TextPiece,
)
from engine.reasoning.choice import Choice, Finding
from engine.reasoning.grounding import ground
from engine.reasoning.outcome import Outcome, ReadingBounds, added
from engine.reasoning.packing import Reading, passage_text, question_text, shown_name
from engine.reasoning.prompting import system_text
from engine.reasoning.refusal import is_refusal, may_become_refusal
from engine.reasoning.trimming import trimmed
from engine.words import holds_identifier, identifiers

_PER_NAME = 2
_FACT_TOKENS = 30


def note_prompt(passage: Passage, question: str) -> Prompt:
    """Has a reader copy from its passage what helps with a question that it cannot answer alone."""
    asked = f"Question: Copy the line of the passage that helps to answer: {question}\nAnswer:"
    return Prompt(system_text("read"), passage_text(passage), asked, passage.document_id)


def join_prompt(notes: Sequence[tuple[Passage, str]], question: str) -> Prompt:
    """Has the question answered from what the readers copied, each with its passage."""
    lines = [
        f"Passage: ({shown_name(passage)}) {' '.join(note.split())}" for passage, note in notes
    ]
    return Prompt(system_text("read_many"), "\n".join(lines), question_text(question))


def read_joined(
    model: LanguageModel,
    readings: Sequence[Reading],
    question: str,
    *,
    bounds: ReadingBounds,
    embedder: Embedder | None,
    cancel: CancelToken,
) -> Generator[AnswerEvent, None, Outcome]:
    """Answer from pieces that stand in several passages. One answer, or none."""
    chosen = _by_name(readings, question)
    outcome, notes = yield from _take_notes(model, chosen, question, bounds, embedder, cancel)
    if outcome.is_cancelled or not notes:
        return outcome
    return (yield from _join(model, notes, question, outcome, bounds, cancel))


def _by_name(readings: Sequence[Reading], question: str) -> list[Reading]:
    """For each part that is named, the best passages about it."""
    chosen: dict[int, Reading] = {}
    for name in identifiers(question):
        about = [r for r in readings if holds_identifier(r.prompt.evidence, name)]
        chosen |= {reading.number: reading for reading in about[:_PER_NAME]}
    return sorted(chosen.values(), key=lambda reading: reading.rank)


def _take_notes(
    model: LanguageModel,
    readings: Sequence[Reading],
    question: str,
    bounds: ReadingBounds,
    embedder: Embedder | None,
    cancel: CancelToken,
) -> Generator[AnswerEvent, None, tuple[Outcome, list[tuple[Reading, str]]]]:
    notes = {
        reading.number: trimmed(
            reading.passage.text, question, max_tokens=bounds.trim_tokens, embedder=embedder
        )
        for reading in readings
        if not model.is_banked(reading.prompt)
    }
    outcome = Outcome(unread=tuple(reading for reading in readings if reading.number in notes))
    banked = [reading for reading in readings if reading.number not in notes]
    while banked and not outcome.is_cancelled:
        prompts = [note_prompt(reading.passage, question) for reading in banked]
        n = model.n_side_by_side(prompts, max_tokens=bounds.max_answer_tokens)
        for event in model.read(prompts[:n], max_tokens=bounds.max_answer_tokens, cancel=cancel):
            match event:
                case Prefilled(done, total):
                    yield PrefillAdvanced(done, total)
                case ReadersStopped(readers, tokens, is_cancelled):
                    outcome = replace(
                        outcome, tokens=added(outcome.tokens, tokens), is_cancelled=is_cancelled
                    )
                    copies = zip(banked[:n], readers, strict=False)
                    notes |= {
                        reading.number: reader.text
                        for reading, reader in copies
                        if _is_copy(reader, reading, question)
                    }
        banked = banked[n:]
    return outcome, [
        (reading, notes[reading.number]) for reading in readings if reading.number in notes
    ]


def _join(
    model: LanguageModel,
    notes: Sequence[tuple[Reading, str]],
    question: str,
    before: Outcome,
    bounds: ReadingBounds,
    cancel: CancelToken,
) -> Generator[AnswerEvent, None, Outcome]:
    prompt = join_prompt([(reading.passage, note) for reading, note in notes], question)
    text, n_shown, first_text_at = "", 0, None
    for event in model.generate(prompt, max_tokens=bounds.max_answer_tokens, cancel=cancel):
        match event:
            case Prefilled(done, total):
                yield PrefillAdvanced(done, total)
            case TextPiece(piece):
                if first_text_at is None:
                    first_text_at = time.perf_counter()
                    yield MemoryChanged(model.memory_use)
                text += piece
                if not may_become_refusal(text) and not is_refusal(text):
                    yield AnswerGrew(text[n_shown:])
                    n_shown = len(text)
            case Stopped(reason, tokens):
                outcome = replace(
                    before,
                    tokens=added(before.tokens, tokens),
                    first_token_at=first_text_at,
                    is_cancelled=reason == "cancelled",
                )
                finding = _finding(text, notes, question)
                # What was cut off may end in half a number.
                if reason != "end" or not _is_backed(finding, bounds):
                    return outcome
                return replace(outcome, choice=Choice(finding), findings=(finding,))
    raise Bug(detail="the model ended without saying so")


def _is_copy(reader: Reader, reading: Reading, question: str) -> bool:
    """Whether a reader copied something, and nothing that its passage does not have."""
    if is_refusal(reader.text) or not reader.is_whole:
        return False
    grounding = ground(reader.text, question, [(reading.number, reading.passage)])
    return all(number.status is NumberStatus.FOUND for number in grounding.numbers)


def _finding(text: str, notes: Sequence[tuple[Reading, str]], question: str) -> Finding:
    passages = [(reading.number, reading.passage) for reading, _ in notes]
    first = notes[0][0]
    reader = Reader(text, refusal=0.0, mean_log_probability=0.0, is_banked=False)
    grounding = ground(text, question, passages)
    facts = [_fact(reading, note, question) for reading, note in notes]
    cited = (ground(note, question, [(r.number, r.passage)]).citations[:1] for r, note in notes)
    grounding = replace(
        grounding,
        text="\n".join([*facts, grounding.text]),
        citations=tuple(dict.fromkeys(c for group in cited for c in group)),
    )
    return Finding(first.number, first.rank, first.passage, reader, grounding)


def _fact(reading: Reading, note: str, question: str) -> str:
    text = " ".join(trimmed(note, question, max_tokens=_FACT_TOKENS).split())
    return f"{PurePosixPath(reading.passage.document).stem}: {text} [{reading.number}]"


def _is_backed(finding: Finding, bounds: ReadingBounds) -> bool:
    """Words must be backed; a number that is not is a calculation, and flagged as unverified."""
    text, grounding = finding.reader.text, finding.grounding
    if is_refusal(text) or not text.strip():
        return False
    has_calculated = any(n.status is NumberStatus.UNVERIFIED for n in grounding.numbers)
    return has_calculated or grounding.support >= bounds.min_support
