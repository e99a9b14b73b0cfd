"""Other kinds of models take the same paths; they run where their weights are."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from engine.errors import ModelMissing
from engine.llm.kv_bank import KvBank
from engine.llm.runtime import LlamaModel
from engine.models.store import ModelStore
from engine.ports import Prompt, ReadersStopped, ReaderText

pytestmark = pytest.mark.real

MODELS = ("gemma-3-270m-q4_k_m", "qwen2.5-coder-0.5b-instruct-q4_k_m")
SHEETS = (
    "Passage: The spindle lock nut of the L-7 takes 85 N·m.",
    "Passage: The belt of the L-7 is changed in autumn.",
)


@pytest.mark.parametrize("model_id", MODELS)
def test_a_sliding_window_and_a_larger_model_read_from_the_bank(
    model_id: str, tmp_path: Path
) -> None:
    try:
        path = ModelStore.default().path_of(model_id)
    except ModelMissing:
        pytest.skip(f"needs {model_id}, 250 to 500 MB: genba models fetch {model_id}")
    bank = KvBank(tmp_path, limit_bytes=2**28)
    model = LlamaModel(path, name=model_id, n_context=1024, n_threads=2, bank=bank)
    assert model.memory_use.bank_off == ""
    prompts = [
        Prompt("Answer from the passage or write NOT FOUND.", text, "Question: torque?\nAnswer:", t)
        for text, t in zip(SHEETS, "ab", strict=True)
    ]
    said = []
    for _ in range(2):
        events = list(model.read(prompts, max_tokens=8, cancel=threading.Event()))
        assert any(isinstance(event, ReaderText) for event in events)
        assert isinstance(events[-1], ReadersStopped)
        said.append(events[-1])
    assert [reader.is_banked for reader in said[1].readers] == [True, True]
    for one, other in zip(said[0].readers, said[1].readers, strict=True):
        assert other.refusal == pytest.approx(one.refusal, abs=0.05)
    long = Prompt("s", "word " * 600, "?", "c")
    assert model.bank(long, cancel=threading.Event()) is (model_id != MODELS[0])
    model.close()
