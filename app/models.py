"""From a model's id to the running thing: what the settings ask for, or the catalogue's default."""

from __future__ import annotations

import os

from app.service_settings import ServiceSettings
from engine.llm.kv_bank import KvBank
from engine.llm.kv_cache import KvType
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
        precision=entry.precision,
    )


def open_language_model(
    store: ModelStore, settings: ServiceSettings, bank: KvBank | None
) -> LlamaModel:
    """A loaded language model. Raises as ``open_embedder``, and KvBoundTooSmall."""
    model_id = settings.language_model or store.default_model(ModelKind.LANGUAGE)
    limit_mb = settings.kv_limit_mb
    return LlamaModel(
        store.path_of(model_id),
        name=store.name_of(model_id),
        n_context=settings.n_context,
        n_threads=settings.n_threads or os.cpu_count() or 1,
        kv_limit_bytes=None if limit_mb is None else limit_mb * 2**20,
        kv_type=KvType[settings.kv_cells.name],
        bank=bank,
    )
