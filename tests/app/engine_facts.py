"""What an engine says of its models, for tests."""

from __future__ import annotations

from app.engine_protocol import ModelRead, ModelsRead
from engine.models.catalogue import ModelKind
from engine.models.store import ModelState

BIG, SMALL, EMBEDDER = "qwen-1.5b", "smollm2-135m", "embedder-300m"


def model(model_id: str, kind: ModelKind, *, is_default: bool, is_here: bool = True) -> ModelRead:
    state = ModelState.HERE if is_here else ModelState.MISSING
    return ModelRead(model_id, model_id, kind, 1_100_000_000, state, is_default, source="hub x")


def models_read(*, are_here: bool = True) -> ModelsRead:
    """Two language models and an embedder; the first of each kind is the default."""
    return ModelsRead(
        (
            model(BIG, ModelKind.LANGUAGE, is_default=True, is_here=are_here),
            model(SMALL, ModelKind.LANGUAGE, is_default=False, is_here=are_here),
            model(EMBEDDER, ModelKind.EMBEDDING, is_default=True, is_here=are_here),
            model("minilm", ModelKind.EMBEDDING, is_default=False, is_here=are_here),
        ),
        BIG,
        EMBEDDER,
    )
