"""Having passages read until one answers: a few at a time, best first, the cheapest way each.

A passage in the KV bank is loaded, so all of those are read at once, with the best passage even if
it is cold: it answers most questions, and is banked on the way. Only if that gives nothing, the
sentences that matter of the other cold passages tell which of them to read in full. The answer
that stays is always from a whole passage.
"""

from __future__ import annotations

import time
from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from engine.events import (
    AnswerEvent,
    AnswerGrew,
    AnswerWithdrawn,
    CancelToken,
    MemoryChanged,
    PrefillAdvanced,
)
from engine.ports import (
    Embedder,
    FirstTokens,
    LanguageModel,
    Prefilled,
    Prompt,
    Reader,
    ReadersStopped,
    ReaderText,
)
from engine.reasoning.choice import Finding, choose
from engine.reasoning.grounding import ground
from engine.reasoning.outcome import Outcome, ReadingBounds, added
from engine.reasoning.packing import Reading, passage_text
from engine.reasoning.refusal import is_refusal, may_become_refusal
from engine.reasoning.rivals import has_rival
from engine.reasoning.trimming import trimmed


@dataclass(frozen=True, slots=True)
class _Wave:
    """Readings that are read side by side; of some, by number, only a part."""

    readings: tuple[Reading, ...]
    parts: Mapping[int, Prompt] = field(default_factory=dict)

    @property
    def prompts(self) -> list[Prompt]:
        """What is put before each reader."""
        return [self.parts.get(reading.number, reading.prompt) for reading in self.readings]


def read_passages(
    model: LanguageModel,
    readings: Sequence[Reading],
    question: str,
    *,
    bounds: ReadingBounds,
    embedder: Embedder | None,
    cancel: CancelToken,
) -> Generator[AnswerEvent, None, Outcome]:
    """Read wave by wave until a wave answers. What is streamed may be withdrawn again."""
    outcome = Outcome()
    pending, n_read = list(readings), 0
    while pending and not outcome.is_cancelled and not _is_sure(outcome, bounds):
        is_first = not outcome.findings
        wave = (
            _first_wave(model, pending, bounds)
            if is_first
            else _next_wave(model, pending, question, bounds, embedder)
        )
        outcome = yield from _read_wave(model, wave, question, outcome, bounds, cancel)
        is_read = {reading.number for reading in wave.readings}
        n_read += len(is_read)
        # Beyond the first few only what costs next to nothing.
        rest = [reading for reading in pending if reading.number not in is_read]
        pending = [
            reading
            for i, reading in enumerate(rest, start=n_read)
            if i < bounds.side_by_side or model.is_banked(reading.prompt)
        ]
    rivals = _rivals(outcome, readings, question, bounds)
    if rivals:
        wave = _next_wave(model, rivals, question, bounds, embedder)
        outcome = yield from _read_wave(model, wave, question, outcome, bounds, cancel)
    n_full = 0
    while n_full < bounds.max_full and not outcome.is_cancelled:
        wanted = _next_in_full(outcome)[: bounds.max_full - n_full]
        if not wanted:
            break
        n_full += len(wanted)
        wave = _fitting(model, _Wave(wanted), bounds)
        outcome = yield from _read_wave(model, wave, question, outcome, bounds, cancel)
    return outcome


def _is_sure(outcome: Outcome, bounds: ReadingBounds) -> bool:
    """Whether there is an answer that need not be compared with what other passages say."""
    return outcome.choice is not None and outcome.choice.best.reader.refusal <= bounds.sure_refusal


def _rivals(
    outcome: Outcome, readings: Sequence[Reading], question: str, bounds: ReadingBounds
) -> list[Reading]:
    """The unread passages that say the same of the same machine with another value."""
    if outcome.choice is None or outcome.is_cancelled or not bounds.is_verified:
        return []
    best, is_read = outcome.choice.best, {finding.number for finding in outcome.findings}
    return [
        reading
        for reading in readings
        if reading.number not in is_read
        and reading.passage.document_id != best.passage.document_id
        and has_rival(reading.passage, question, line=best.quoted, answer=best.reader.text)
    ][: bounds.max_full]


def read_one(
    model: LanguageModel,
    reading: Reading,
    question: str,
    *,
    bounds: ReadingBounds,
    cancel: CancelToken,
) -> Generator[AnswerEvent, None, Outcome]:
    """Have one passage read by itself."""
    wave = _fitting(model, _Wave((reading,)), bounds)
    return (yield from _read_wave(model, wave, question, Outcome(), bounds, cancel))


def _next_in_full(outcome: Outcome) -> tuple[Reading, ...]:
    """What to go over in full: the chosen readings, or the likeliest while none is chosen.

    Parts of passages find the place well, but a value read from a part is not to be trusted.
    """
    if outcome.choice:
        numbers = {f.number for f in (outcome.choice.best, *outcome.choice.contradicting)}
        return tuple(reading for reading in outcome.unread if reading.number in numbers)
    likeliest = sorted(outcome.unread, key=lambda reading: _refusal(outcome, reading))
    return tuple(likeliest[:1])


def _first_wave(model: LanguageModel, pending: Sequence[Reading], bounds: ReadingBounds) -> _Wave:
    """The best passage, whole, and those of the next that cost next to nothing."""
    best, *others = pending[: bounds.side_by_side]
    banked = (reading for reading in others if model.is_banked(reading.prompt))
    return _fitting(model, _Wave((best, *banked)), bounds)


def _next_wave(
    model: LanguageModel,
    pending: Sequence[Reading],
    question: str,
    bounds: ReadingBounds,
    embedder: Embedder | None,
) -> _Wave:
    """As many of the next readings as fit side by side, each in its cheapest form."""
    chosen: list[Reading] = []
    parts: dict[int, Prompt] = {}
    for reading in pending[: bounds.side_by_side]:
        if len(parts) == bounds.trimmed_side_by_side:
            break
        chosen.append(reading)
        if not model.is_banked(reading.prompt):
            text = trimmed(
                reading.passage.text, question, max_tokens=bounds.trim_tokens, embedder=embedder
            )
            if text != reading.passage.text:
                # Half a passage is nobody's to keep: without an owner it is not banked.
                evidence = passage_text(reading.passage, text)
                parts[reading.number] = replace(reading.prompt, evidence=evidence, owner="")
    return _fitting(model, _Wave(tuple(chosen), parts), bounds)


def _fitting(model: LanguageModel, wave: _Wave, bounds: ReadingBounds) -> _Wave:
    """As much of the wave as the model's memory holds."""
    n = model.n_side_by_side(wave.prompts, max_tokens=bounds.max_answer_tokens)
    return replace(wave, readings=wave.readings[:n])


def _read_wave(
    model: LanguageModel,
    wave: _Wave,
    question: str,
    before: Outcome,
    bounds: ReadingBounds,
    cancel: CancelToken,
) -> Generator[AnswerEvent, None, Outcome]:
    stream = _Stream(is_shown=before.choice is None)
    stopped = None
    for event in model.read(wave.prompts, max_tokens=bounds.max_answer_tokens, cancel=cancel):
        match event:
            case Prefilled(done, total):
                yield PrefillAdvanced(done, total)
            case FirstTokens(refusals):
                stream.rank(refusals)
                yield MemoryChanged(model.memory_use)
            case ReaderText(reader, text):
                yield from stream.grow(reader, text)
            case ReadersStopped():
                stopped = event
    assert stopped is not None
    outcome = _with_wave(before, wave, stopped, question, bounds, stream.first_text_at)
    was_shown = stream.has_shown or before.choice is not None
    if was_shown and _is_other(before, outcome) and not outcome.is_cancelled:
        yield AnswerWithdrawn()
        if outcome.choice is not None:
            yield AnswerGrew(outcome.choice.best.reader.text)
    return outcome


def _is_other(before: Outcome, outcome: Outcome) -> bool:
    """Whether what was shown is not the answer any more."""
    if outcome.choice is None or before.choice is None:
        return outcome.choice is None
    return outcome.choice.best.reader.text != before.choice.best.reader.text


def _with_wave(
    before: Outcome,
    wave: _Wave,
    stopped: ReadersStopped,
    question: str,
    bounds: ReadingBounds,
    first_text_at: float | None,
) -> Outcome:
    findings = tuple(
        _finding(reading, reader, question)
        for reading, reader in zip(wave.readings, stopped.readers, strict=False)
    )
    numbers = {reading.number for reading in wave.readings}
    parts = {reading.number for reading in before.unread}
    whole_before = [f for f in before.findings if f.number not in parts | numbers]
    sound = [finding for finding in (*whole_before, *findings) if bounds.accept(finding, question)]
    return Outcome(
        choice=None if stopped.is_cancelled else choose(sound, question),
        findings=(*(f for f in before.findings if f.number not in numbers), *findings),
        unread=(
            *(reading for reading in before.unread if reading.number not in numbers),
            *(reading for reading in wave.readings if reading.number in wave.parts),
        ),
        tokens=added(before.tokens, stopped.tokens),
        first_token_at=before.first_token_at or first_text_at,
        is_cancelled=stopped.is_cancelled,
    )


def _finding(reading: Reading, reader: Reader, question: str) -> Finding:
    grounding = ground(reader.text, question, [(reading.number, reading.passage)])
    return Finding(reading.number, reading.rank, reading.passage, reader, grounding)


def _refusal(outcome: Outcome, reading: Reading) -> float:
    """How sure the reader of a part was that it does not say."""
    return min(f.reader.refusal for f in outcome.findings if f.number == reading.number)


class _Stream:
    """Shows the text of one reader: the surest that is not refusing.

    Nothing is shown while an earlier answer stands, which this wave only confirms.
    """

    def __init__(self, *, is_shown: bool) -> None:
        self.first_text_at: float | None = None
        self._is_shown = is_shown
        self._ranked: list[int] = []
        self._texts: dict[int, str] = {}
        self._shown: int | None = None

    @property
    def has_shown(self) -> bool:
        """Whether anything was streamed."""
        return self._shown is not None

    def rank(self, refusals: Sequence[float]) -> None:
        """The surest reader first."""
        self._ranked = sorted(range(len(refusals)), key=lambda i: refusals[i])

    def grow(self, reader: int, text: str) -> Iterator[AnswerGrew]:
        """More of one reader's text; its words are shown if it is the one to show."""
        self.first_text_at = self.first_text_at or time.perf_counter()
        self._texts[reader] = self._texts.get(reader, "") + text
        if not self._is_shown:
            return
        if self._shown is None:
            self._shown = self._pick()
            if self._shown is not None:
                yield AnswerGrew(self._texts[self._shown])
        elif reader == self._shown:
            yield AnswerGrew(text)

    def _pick(self) -> int | None:
        for reader in self._ranked:
            text = self._texts.get(reader, "")
            if is_refusal(text):
                continue
            # What may still become a refusal is waited for.
            return None if may_become_refusal(text) else reader
        return None
