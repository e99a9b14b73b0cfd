"""A small real model with a KV cache, and a bank in a temporary folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.llm.kv_bank import KvBank
from engine.llm.runtime import LlamaModel
from engine.llm.weights import Weights


@pytest.fixture(scope="session")
def weights(small_language_model: Path) -> Iterator[Weights]:
    weights = Weights(small_language_model, name="smol@000000000000")
    yield weights
    weights.close()


@pytest.fixture
def bank(tmp_path: Path) -> KvBank:
    return KvBank(tmp_path / "kvbank", limit_bytes=2**28)


@pytest.fixture
def banked_model(small_language_model: Path, bank: KvBank) -> Iterator[LlamaModel]:
    model = LlamaModel(
        small_language_model, name="smol@000000000000", n_context=2048, n_threads=2, bank=bank
    )
    yield model
    model.close()
