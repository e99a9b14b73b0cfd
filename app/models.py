"""From a model's id to the running thing: what the settings ask for, or the catalogue's default."""

from __future__ import annotations

import os

from engine.llm.runtime import LlamaModel
from engine.models.catalogue import ModelKind
from engine.models.store import ModelStore
from engine.retrieval.embedder import SentenceEmbedder


def open_embedder(store: ModelStore, model_id: str | None) -> SentenceEmbedder:
    """An embedder that loads at its first use. Raises ModelMissing, ModelUnknown, ModelDamaged."""
    model_id = model_id or store.default_model(ModelKind.EMBEDDING)
    entry = store.entry(model_id)
    return SentenceEmbedder(
        store.path_of(model_id),
        name=store.name_of(model_id),
        query_prompt=entry.query_prompt,
        document_prompt=entry.document_prompt,
    )


def open_language_model(
    store: ModelStore, model_id: str | None, *, n_context: int, n_threads: int
) -> LlamaModel:
    """A loaded language model; ``n_threads`` 0 means every core. Raises as ``open_embedder``."""
    model_id = model_id or store.default_model(ModelKind.LANGUAGE)
    return LlamaModel(
        store.path_of(model_id),
        name=store.name_of(model_id),
        n_context=n_context,
        n_threads=n_threads or os.cpu_count() or 1,
    )
