"""Readers side by side, on a real small model: exact, banked, bounded, cancellable."""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from engine.errors import KvBoundTooSmall, QuestionTooLong
from engine.events import CancelToken
from engine.llm.banked_states import BankedStates
from engine.llm.kv_bank import KvBank
from engine.llm.kv_budget import bytes_per_cell
from engine.llm.kv_cache import KvCache, KvType
from engine.llm.runtime import N_READERS, LlamaModel
from engine.llm.weights import Weights
from engine.ports import (
    FirstTokens,
    Prefilled,
    Prompt,
    ReadersStopped,
    ReaderText,
    Stopped,
    TextPiece,
)

pytestmark = pytest.mark.real

SYSTEM = "Copy the number from the text."
SHEETS = tuple(
    f"Text: machine L-{n}. The spindle lock nut is tightened to {40 + 7 * n} N·m in two passes. "
    f"Inspector number {n} wrote it down on a sheet of paper beside the machine."
    for n in range(1, 7)
)


def prompts(n: int = 3, question: str = "How many N·m?") -> list[Prompt]:
    return [Prompt(SYSTEM, text, question, f"sha256:{i}") for i, text in enumerate(SHEETS[:n])]


def read(
    model: LlamaModel, wanted: Sequence[Prompt], cancel: CancelToken | None = None
) -> ReadersStopped:
    events = list(model.read(wanted, max_tokens=10, cancel=cancel or threading.Event()))
    assert isinstance(events[-1], ReadersStopped)
    assert [type(e) for e in events].count(ReadersStopped) == 1
    return events[-1]


def write(model: LlamaModel, prompt: Prompt, *, grammar: str | None = None) -> str:
    events = model.generate(prompt, max_tokens=10, cancel=threading.Event(), grammar=grammar)
    return "".join(e.text for e in events if isinstance(e, TextPiece))


def test_each_reader_says_what_it_would_say_alone(banked_model: LlamaModel) -> None:
    said = read(banked_model, prompts())
    for prompt, reader in zip(prompts(), said.readers, strict=True):
        assert reader.text == write(banked_model, prompt)


def test_a_banked_passage_is_loaded_and_read_the_same(banked_model: LlamaModel) -> None:
    cold = read(banked_model, prompts())
    assert not any(reader.is_banked for reader in cold.readers)
    assert all(map(banked_model.is_banked, prompts()))
    warm = read(banked_model, prompts())
    assert all(reader.is_banked for reader in warm.readers)
    n_passages = sum(banked_model.count_tokens(sheet) for sheet in SHEETS[:3])
    assert warm.tokens.reused == cold.tokens.reused + n_passages
    assert warm.tokens.prompt == cold.tokens.prompt
    for one, other in zip(cold.readers, warm.readers, strict=True):
        # Packed on disk, so nearly and not exactly; a wrong state is off by far more.
        assert other.refusal == pytest.approx(one.refusal, abs=0.02)


def test_the_events_come_in_order_and_reach_the_whole_prompt(banked_model: LlamaModel) -> None:
    events = list(banked_model.read(prompts(), max_tokens=6, cancel=threading.Event()))
    first_text = next(i for i, e in enumerate(events) if isinstance(e, ReaderText))
    first_tokens = next(i for i, e in enumerate(events) if isinstance(e, FirstTokens))
    prefilled = [e for e in events if isinstance(e, Prefilled)]
    stopped = events[-1]
    assert isinstance(stopped, ReadersStopped)
    assert first_tokens < first_text
    assert prefilled[-1].done == prefilled[-1].total == stopped.tokens.prompt
    for i, reader in enumerate(stopped.readers):
        pieces = [e.text for e in events if isinstance(e, ReaderText) and e.reader == i]
        assert "".join(pieces) == reader.text


def test_a_bank_filled_ahead_serves_the_first_question(banked_model: LlamaModel) -> None:
    for prompt in prompts():
        assert banked_model.bank(replace(prompt, question=""), cancel=threading.Event())
    assert all(reader.is_banked for reader in read(banked_model, prompts()).readers)


def test_evidence_without_an_owner_is_never_kept(banked_model: LlamaModel, bank: KvBank) -> None:
    wanted = [replace(prompt, owner="") for prompt in prompts()]
    read(banked_model, wanted)
    assert not any(map(banked_model.is_banked, wanted))
    assert bank.n_entries == 1, "only the instructions"


def test_another_model_another_instruction_or_other_cells_is_a_miss(
    banked_model: LlamaModel, small_language_model: Path, bank: KvBank
) -> None:
    read(banked_model, prompts())
    (prompt,) = prompts(1)
    assert not banked_model.is_banked(replace(prompt, system="Other instructions."))
    assert not banked_model.is_banked(replace(prompt, evidence=prompt.evidence + "."))
    for name, kv_type in (("other@111111111111", KvType.F16), (banked_model.name, KvType.Q8_0)):
        other = LlamaModel(
            small_language_model,
            name=name,
            n_context=512,
            n_threads=2,
            kv_type=kv_type,
            bank=bank,
        )
        assert not other.is_banked(prompt)
        other.close()


def test_a_damaged_entry_is_read_again_and_banked_anew(
    banked_model: LlamaModel, bank: KvBank, caplog: pytest.LogCaptureFixture
) -> None:
    cold = read(banked_model, prompts())
    for path in bank._folder.rglob("*.kv"):
        raw = bytearray(path.read_bytes())
        raw[len(raw) // 2] ^= 0xFF
        path.write_bytes(raw)
    with caplog.at_level(logging.CRITICAL):
        again = read(banked_model, prompts())
    assert [reader.text for reader in again.readers] == [reader.text for reader in cold.readers]
    assert not any(reader.is_banked for reader in again.readers)
    assert all(reader.is_banked for reader in read(banked_model, prompts()).readers)


def test_cancel_leaves_room_for_the_next_question(banked_model: LlamaModel) -> None:
    cancel = threading.Event()
    for event in banked_model.read(prompts(), max_tokens=10, cancel=cancel):
        if isinstance(event, ReaderText):
            cancel.set()
    assert isinstance(event, ReadersStopped)
    assert event.is_cancelled
    n_instructions = banked_model.memory_use.used_cells
    assert n_instructions < 60
    assert not read(banked_model, prompts()).is_cancelled
    assert banked_model.memory_use.used_cells == n_instructions


def test_a_reading_that_is_dropped_halfway_leaves_room_too(banked_model: LlamaModel) -> None:
    events = banked_model.read(prompts(), max_tokens=10, cancel=threading.Event())
    next(e for e in events if isinstance(e, ReaderText))
    events.close()  # type: ignore[attr-defined]
    assert banked_model.memory_use.used_cells < 60
    read(banked_model, prompts())


def test_as_many_read_side_by_side_as_the_bound_holds(
    small_language_model: Path, weights: Weights
) -> None:
    limit = 512 * bytes_per_cell(weights, KvType.F16)
    model = LlamaModel(
        small_language_model, name="smol", n_context=4096, n_threads=2, kv_limit_bytes=limit
    )
    assert model.memory_use.n_bytes <= limit
    wanted = prompts(6) * 2
    n = model.n_side_by_side(wanted, max_tokens=40)
    assert 1 < n < N_READERS
    read(model, wanted[:n])
    assert model.peak_cells <= model.n_context
    with pytest.raises(QuestionTooLong):
        list(model.read(wanted, max_tokens=40, cancel=threading.Event()))
    with pytest.raises(QuestionTooLong):
        model.n_side_by_side([Prompt("", "word " * 600, "?")], max_tokens=4)
    model.close()


def test_a_bound_that_holds_no_passage_is_refused(small_language_model: Path) -> None:
    with pytest.raises(KvBoundTooSmall) as caught:
        LlamaModel(
            small_language_model, name="smol", n_context=4096, n_threads=2, kv_limit_bytes=2**20
        )
    assert int(caught.value.facts["needed_mb"]) > 1


def test_a_grammar_lets_nothing_else_through(banked_model: LlamaModel) -> None:
    (prompt,) = prompts(1)
    assert write(banked_model, prompt, grammar='root ::= "torque" | "weight"') in (
        "torque",
        "weight",
    )
    assert write(banked_model, prompt, grammar='root ::= "合格" | "不合格"') in ("合格", "不合格")


class _ForgetfulCache(KvCache):
    """Saves something else than it was asked for."""

    def save(self, sequence: int, start: int, end: int) -> bytes:
        state = bytearray(super().save(sequence, start, end))
        state[len(state) // 4 :] = bytes(len(state) - len(state) // 4)
        return bytes(state)


def test_a_bank_that_reads_differently_is_switched_off_aloud(
    weights: Weights, bank: KvBank, caplog: pytest.LogCaptureFixture
) -> None:
    cache = _ForgetfulCache(weights, n_cells=512, n_sequences=4, n_threads=2)
    with caplog.at_level(logging.WARNING):
        states = BankedStates(bank, cache, weights, KvType.F16)
    assert states.off
    assert states.bank is None
    assert "bank is off" in caplog.text
    assert cache.used_cells == 0
    cache.close()


def test_a_model_without_sequences_reads_one_by_one(
    small_language_model: Path, bank: KvBank, caplog: pytest.LogCaptureFixture
) -> None:
    model = LlamaModel(small_language_model, name="smol", n_context=1024, n_threads=2, bank=bank)
    model._cache.capabilities = replace(model._cache.capabilities, can_share=False)
    assert model.n_side_by_side(prompts(), max_tokens=10) == 1
    said = read(model, prompts(1))
    events = list(model.generate(prompts(1)[0], max_tokens=10, cancel=threading.Event()))
    assert isinstance(events[-1], Stopped)
    text = "".join(e.text for e in events if isinstance(e, TextPiece))
    assert said.readers[0].text == text
    model.close()
