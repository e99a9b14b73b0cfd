"""Speed and memory of a ticket, measured through the same calls that answer questions."""

from __future__ import annotations

import statistics
import time
from collections.abc import Sequence

import psutil

from engine.events import CancelToken
from engine.ports import Embedder, LanguageModel, Prefilled, Prompt, Stopped, TextPiece
from engine.qualify.asking import CaseCancelled
from engine.qualify.cases import CaseResult
from engine.qualify.tickets import SpeedRecord
from engine.reasoning.prompting import system_text
from engine.retrieval.embedding import BATCH_TEXTS

_DECODED = 24
_ROOM = 256  # Cells for the instructions, the question and what is written.
_DEPTHS = (256, 1024, 2048, 4096)
_GRAMMAR = r"root ::= [a-z0-9 ,.]*"  # Goes on to the limit: no end of text is in it.


def measure_speed(
    model: LanguageModel,
    texts: Sequence[str],
    answers: Sequence[CaseResult],
    *,
    embedder: Embedder | None,
    load_s: float,
    watts: float,
    cancel: CancelToken,
) -> SpeedRecord:
    """Tokens per second of reading and of writing at several depths of the KV cache.

    ``texts`` are read one behind the other until the cache is full; ``answers`` are those of the
    program, for the seconds of a whole answer. Raises CaseCancelled.
    """
    prefill, decode = [], []
    for depth in _DEPTHS:
        if depth + _ROOM > model.n_context:
            break
        rates = _rates_at(model, _text_of(model, texts, depth), cancel)
        prefill.append((depth, round(rates[0], 1)))
        decode.append((depth, round(rates[1], 1)))
    embedded_per_s = _embedding_rate(embedder, texts) if embedder else None
    use = model.memory_use
    seconds = [answer.seconds for answer in answers]
    firsts = [answer.first_s for answer in answers if answer.first_s is not None]
    answer_s = statistics.median(seconds) if seconds else None
    return SpeedRecord(
        prefill=tuple(prefill),
        decode=tuple(decode),
        load_s=round(load_s, 2),
        first_answer_s=round(statistics.median(firsts), 2) if firsts else None,
        answer_s=None if answer_s is None else round(answer_s, 2),
        resident_mb=round(psutil.Process().memory_info().rss / 2**20, 1),
        kv_bytes_per_token=use.n_bytes // use.n_cells if use.n_cells else 0,
        n_cells=use.n_cells,
        watts=watts,
        wh_per_answer=None if answer_s is None else round(watts * answer_s / 3600, 4),
        embedded_per_s=embedded_per_s,
    )


def _embedding_rate(embedder: Embedder, texts: Sequence[str]) -> float:
    """Texts a second, as many at a time as the indexing of a library takes."""
    batch = sorted(texts, key=len)[len(texts) // 2 :][:BATCH_TEXTS]
    embedder.embed_documents(batch[:1])
    started = time.perf_counter()
    embedder.embed_documents(batch)
    return round(len(batch) / max(time.perf_counter() - started, 1e-9), 2)


def _text_of(model: LanguageModel, texts: Sequence[str], depth: int) -> str:
    """About ``depth`` tokens of the texts, at most; they are gone round."""
    found, n = list[str](), model.prompt_tokens(Prompt(system_text("read"), "", "Go on:"))
    for i in range(depth):
        text = texts[i % len(texts)]
        n += model.count_tokens(text)
        if n > depth:
            break
        found.append(text)
    return " ".join(found)


def _rates_at(model: LanguageModel, text: str, cancel: CancelToken) -> tuple[float, float]:
    """(tokens read, tokens written) per second, for a prompt of which nothing is remembered."""
    # The first words differ each time, so that no earlier prompt is a beginning of this one.
    prompt = Prompt(f"{time.monotonic_ns()} {system_text('read')}", text, "Go on:")
    started = first = time.perf_counter()
    n_read = 0
    for event in model.generate(prompt, max_tokens=_DECODED, cancel=cancel, grammar=_GRAMMAR):
        now = time.perf_counter()
        match event:
            case Prefilled(done, _):
                n_read, first = done, now
            case TextPiece():
                pass
            case Stopped(reason, tokens):
                if reason == "cancelled":
                    raise CaseCancelled
                written = max(tokens.generated - 1, 1)
                return n_read / max(first - started, 1e-9), written / max(now - first, 1e-9)
    raise CaseCancelled
