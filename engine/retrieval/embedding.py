"""Giving every dense chunk its vector: in batches, each committed, so a kill costs one batch."""

from __future__ import annotations

import time
from collections.abc import Iterator

from engine.events import CancelToken, EmbeddingAdvanced
from engine.ports import Embedder
from engine.store.library import Library

BATCH_TEXTS = 16
_RATE_NEEDS = 3  # Batches before a time left is worth showing.


def embed_library(
    library: Library, embedder: Embedder, *, cancel: CancelToken
) -> Iterator[EmbeddingAdvanced]:
    """Embed what this embedder has no vector for; progress after each batch.

    Shortest texts first: a batch of equal lengths wastes no padding.
    """
    total = library.count_to_embed(embedder.id)
    started, done, n_batches = time.monotonic(), 0, 0
    if total:
        yield EmbeddingAdvanced(0, total)
    while not cancel.is_set():
        batch = library.texts_to_embed(embedder.id, BATCH_TEXTS)
        if not batch:
            return
        hashes, texts = zip(*batch, strict=True)
        library.store_vectors(embedder.id, hashes, embedder.embed_documents(texts))
        done, n_batches = done + len(batch), n_batches + 1
        seconds_left = None
        if n_batches >= _RATE_NEEDS:
            seconds_left = (time.monotonic() - started) / done * max(total - done, 0)
        yield EmbeddingAdvanced(done, max(total, done), seconds_left)
