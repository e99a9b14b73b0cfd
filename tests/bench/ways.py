"""Ways of having a question answered from several passages, for the benchmark programs.

Each way gives the text of the answer ("" when it abstains) and its times. The rivals of parallel
readers stand here and not in the product: full prefill, only the best passages, stitched states.
"""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from typing import cast

from engine.answers import TokenCounts
from engine.domain import Passage
from engine.llm.banked_states import BankedStates
from engine.llm.kv_cache import RestoreFailed
from engine.llm.runtime import LlamaModel
from engine.ports import Prefilled, Prompt, ReadersStopped, ReaderText, Stopped, TextPiece
from engine.reasoning.choice import Finding, choose
from engine.reasoning.grounding import ground
from engine.reasoning.joining import join_prompt, note_prompt, read_joined
from engine.reasoning.outcome import Outcome, ReadingBounds
from engine.reasoning.packing import pack, passage_text, question_text
from engine.reasoning.prompting import system_text
from engine.reasoning.reading import read_passages
from engine.reasoning.refusal import is_refusal
from engine.reasoning.trimming import trimmed
from engine.reasoning.wording import answer_text
from engine.text import language_of
from engine.words import identifiers, index_words, query_words

MAX_TOKENS = 90
TRIM_TOKENS = 60


@dataclass(frozen=True, slots=True)
class Told:
    """What a way said. ``first_s`` is None when nothing was written."""

    text: str
    first_s: float | None
    total_s: float
    n_prompt: int
    n_reused: int

    @property
    def is_abstained(self) -> bool:
        """Whether it said that the passages do not say."""
        return not self.text.strip() or is_refusal(self.text)


Way = Callable[[LlamaModel, Sequence[Passage], str], Told]


def as_passage(number: int, document: str, text: str) -> Passage:
    """A whole document as one passage."""
    return Passage(number, f"sha256:{document}", document, text, (), (), None, 1.0)


def ranked(passages: Sequence[Passage], question: str) -> list[Passage]:
    """Best first by the question's words and part numbers, rare ones counting more."""
    wanted = {*query_words(question), *identifiers(question)}
    held = [
        frozenset({*index_words(f"{p.document} {p.text}").split(), *identifiers(p.text)}) & wanted
        for p in passages
    ]
    n_with = {word: sum(word in words for words in held) for word in wanted}
    scores = [sum(1 / n_with[word] for word in words) for words in held]
    return [passages[i] for i in sorted(range(len(passages)), key=lambda i: -scores[i])]


def full(model: LlamaModel, passages: Sequence[Passage], question: str) -> Told:
    """All passages in one prompt behind cached instructions."""
    return _generate(model, "\n\n".join(map(passage_text, passages)), question)


def best(n: int) -> Way:
    """Only the ``n`` passages that rank first, by words."""

    def way(model: LlamaModel, passages: Sequence[Passage], question: str) -> Told:
        kept = ranked(passages, question)[:n]
        if n == 1:
            return _generate(model, passage_text(kept[0]), question, system="read")
        return full(model, kept, question)

    return way


def trimmed_full(model: LlamaModel, passages: Sequence[Passage], question: str) -> Told:
    """All passages in one prompt, each cut down to the sentences that matter."""
    texts = [passage_text(p, trimmed(p.text, question, max_tokens=TRIM_TOKENS)) for p in passages]
    return _generate(model, "\n\n".join(texts), question)


def readers(model: LlamaModel, passages: Sequence[Passage], question: str) -> Told:
    """Every passage by a reader of its own, all that fit side by side; the surest sound one."""
    started, first, prompts, findings = time.perf_counter(), None, [], []
    n_prompt = n_reused = 0
    for passage in passages:
        prompts.append(
            Prompt(
                system_text("read"),
                passage_text(passage),
                question_text(question),
                passage.document_id,
            )
        )
    at = 0
    while at < len(prompts):
        n = model.n_side_by_side(prompts[at:], max_tokens=MAX_TOKENS)
        for event in model.read(
            prompts[at : at + n], max_tokens=MAX_TOKENS, cancel=threading.Event()
        ):
            match event:
                case ReaderText():
                    first = first or time.perf_counter()
                case ReadersStopped(said, tokens):
                    n_prompt, n_reused = n_prompt + tokens.prompt, n_reused + tokens.reused
                    findings += [
                        Finding(i, i, p, r, ground(r.text, question, [(i, p)]))
                        for i, (p, r) in enumerate(
                            zip(passages[at : at + n], said, strict=True), start=at + 1
                        )
                    ]
        at += n
    sound = [f for f in findings if f.is_sound(question, min_support=0.5)]
    choice = choose(sound, question)
    text = answer_text(choice, language_of(question)) if choice else ""
    return _told(text, started, first, n_prompt, n_reused)


def product(model: LlamaModel, passages: Sequence[Passage], question: str) -> Told:
    """What the program does: part numbers first, waves of readers, trimmed where cold."""
    started = time.perf_counter()
    bounds = ReadingBounds(max_answer_tokens=MAX_TOKENS)
    readings = pack(
        list(enumerate(ranked(passages, question), start=1)),
        model,
        system=system_text("read"),
        question=question,
        max_readings=8,
        max_answer_tokens=MAX_TOKENS,
    )
    is_joined = bool(readings) and not any(reading.has_all_names for reading in readings)
    read = read_joined if is_joined else read_passages
    events = read(model, readings, question, bounds=bounds, embedder=None, cancel=threading.Event())
    outcome = _result(events)
    text = answer_text(outcome.choice, language_of(question)) if outcome.choice else ""
    tokens = outcome.tokens
    return _told(text, started, outcome.first_token_at, tokens.prompt, tokens.reused)


def joined(model: LlamaModel, passages: Sequence[Passage], question: str) -> Told:
    """Readers copy what concerns the question; a second prompt answers from the copies."""
    started = time.perf_counter()
    named = [p for p in passages if set(identifiers(question)) & set(identifiers(p.text))]
    wanted = named or ranked(passages, question)[:4]
    prompts = [note_prompt(passage, question) for passage in wanted]
    notes: list[str] = []
    while len(notes) < len(prompts):
        rest = prompts[len(notes) :]
        n = model.n_side_by_side(rest, max_tokens=MAX_TOKENS)
        for event in model.read(rest[:n], max_tokens=MAX_TOKENS, cancel=threading.Event()):
            if isinstance(event, ReadersStopped):
                notes += [reader.text for reader in event.readers]
    kept = [(p, note) for p, note in zip(wanted, notes, strict=True) if not is_refusal(note)]
    if not kept:
        return Told("", None, time.perf_counter() - started, 0, 0)
    prompt = join_prompt(kept, question)
    told = _generate(model, prompt.evidence, question)
    spent = time.perf_counter() - started
    first_s = spent - told.total_s + (told.first_s or 0.0)
    return Told(told.text, first_s, spent, told.n_prompt, told.n_reused)


def stitched(*, n_recomputed: int) -> Way:
    """Banked states moved behind each other; the best ``n_recomputed`` read last, over all."""

    def way(model: LlamaModel, passages: Sequence[Passage], question: str) -> Told:
        order = ranked(passages, question)[::-1]
        n_stitched = len(order) - n_recomputed
        texts = [passage_text(p) + "\n\n" for p in order]
        started = time.perf_counter()
        prompt = Prompt(system_text("read_many"), "", question_text(question))
        n_prompt, n_reused = _stitch(model, prompt, order, texts, n_stitched)
        # The rest is an ordinary generation that finds its beginning in the cache.
        whole = _StitchedPrompt(model, prompt, texts)
        return _generate_tokens(model, whole.tokens, started, n_prompt, n_reused)

    return way


class _StitchedPrompt:
    """The tokens of a stitched prompt, passage by passage as they were banked."""

    def __init__(self, model: LlamaModel, prompt: Prompt, texts: Sequence[str]) -> None:
        before, _, question = model._split(prompt)
        self.before = before
        self.parts = [model._weights.tokenise(text) for text in texts]
        self.tokens = [*before, *(t for part in self.parts for t in part), *question]


def _stitch(
    model: LlamaModel,
    prompt: Prompt,
    passages: Sequence[Passage],
    texts: Sequence[str],
    n_stitched: int,
) -> tuple[int, int]:
    cache, states, cancel = model._cache, model._states, threading.Event()
    whole = _StitchedPrompt(model, prompt, texts)
    for _ in model._pin(whole.before, 0, cancel):
        pass
    n_before = len(whole.before)
    wanted = list(zip(whole.parts, passages, strict=True))[:n_stitched]
    blobs = [_banked(model, states, whole.before, part, p) for part, p in wanted]
    cache.drop(1)
    cache.share(0, 1, n_before)
    try:
        for (part, _), blob in zip(wanted, blobs, strict=True):
            cache.attach(1, blob, part, saved_at=n_before)
    except RestoreFailed as error:
        raise SystemExit("a state could not be attached") from error
    return len(whole.tokens), len(cache.tokens(1))


def _banked(
    model: LlamaModel, states: BankedStates, before: list[int], part: list[int], passage: Passage
) -> bytes:
    owner = f"stitched {passage.document_id}"
    state = states.state_of(before, part, owner)
    if state is None:
        cache, cancel = model._cache, threading.Event()
        cache.share(0, 2, len(before))
        for _ in model._prefill(2, part, cancel):
            pass
        states.keep(2, len(before), len(before) + len(part), owner=owner)
        cache.drop(2)
        state = states.state_of(before, part, owner)
    assert state is not None
    return state


def _generate_tokens(
    model: LlamaModel, tokens: list[int], started: float, n_prompt: int, n_reused: int
) -> Told:
    cancel = threading.Event()
    last = None
    for logits, _ in model._prefill(1, tokens[len(model._cache.tokens(1)) :], cancel):
        last = logits
    assert last is not None
    first, text = time.perf_counter(), ""
    for event in model._write(last, TokenCounts(n_prompt, n_reused, 0), MAX_TOKENS, cancel, None):
        if isinstance(event, TextPiece):
            text += event.text
    model._cache.drop(1)
    return _told(text, started, first, n_prompt, n_reused)


def _generate(
    model: LlamaModel, evidence: str, question: str, *, system: str = "read_many"
) -> Told:
    prompt = Prompt(system_text(system), evidence, question_text(question))
    started, first, text = time.perf_counter(), None, ""
    tokens = None
    for event in model.generate(prompt, max_tokens=MAX_TOKENS, cancel=threading.Event()):
        match event:
            case TextPiece(piece):
                first = first or time.perf_counter()
                text += piece
            case Stopped(_, tokens):
                pass
            case Prefilled():
                pass
    assert tokens is not None
    return _told(text, started, first, tokens.prompt, tokens.reused)


def _told(text: str, started: float, first: float | None, n_prompt: int, n_reused: int) -> Told:
    now = time.perf_counter()
    # A model that goes on with a question of its own has answered before that.
    text = re.split(r"\n(?:Question|Passage):", text)[0]
    first_s = None if first is None else first - started
    return Told(text.strip(), first_s, now - started, n_prompt, n_reused)


def _result(events: Generator[object, None, Outcome]) -> Outcome:
    while True:
        try:
            next(events)
        except StopIteration as stop:
            return cast(Outcome, stop.value)
