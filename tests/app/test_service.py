"""The service with real parts: what a document leaves behind goes with it."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from app.service import Service
from app.service_settings import ServiceSettings
from engine.assets import asset

pytestmark = pytest.mark.real

SMALL = ServiceSettings(
    language_model="smollm2-135m-instruct-q4_1", embedding_model="all-minilm-l6-v2", n_context=2048
)


def test_banked_passages_are_forgotten_with_their_document(workspace: Path) -> None:
    with Service(workspace, SMALL) as service:
        for _ in service.index([asset("sample")], cancel=threading.Event()):
            pass
        for _ in service.warm(cancel=threading.Event()):
            pass
        assert service.memory_use().bank_entries > 4
        keys = tuple((source.root, source.path) for source in service.listed().sources)
        assert service.remove(keys).sources == ()
        assert service.memory_use().bank_entries <= 1, "only the instructions are kept"
