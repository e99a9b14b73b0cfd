"""A sentence-transformers model on the CPU as an ``Embedder``."""

from __future__ import annotations

import os
import threading
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from engine.errors import ModelUnusable
from engine.ports import Precision, Vectors

_BATCH_TEXTS = 16
# A gated unit's products have outliers that 8 bits cannot hold: with these layers quantised too,
# EmbeddingGemma's vectors had a cosine of 0.90 to the exact ones in place of 0.98.
_KEPT_EXACT = "down_proj"


class SentenceEmbedder:
    """A model folder run with torch. Safe to use from several threads, one at a time.

    The weights are loaded at first use: torch takes seconds, and a library where nothing changed
    needs none of it. ``query_prompt`` and ``document_prompt`` name prompts of the model's own
    configuration.
    """

    def __init__(
        self,
        folder: Path,
        *,
        name: str,
        query_prompt: str | None = None,
        document_prompt: str | None = None,
        precision: Precision = Precision.FP32,
    ) -> None:
        self._folder = folder
        self._name = name
        self._query_prompt = query_prompt
        self._document_prompt = document_prompt
        self._precision = precision
        self._model: Any = None
        self._lock = threading.Lock()

    @property
    def id(self) -> str:
        """What the vectors depend on: model, weights' hash, prompts, precision. Loads nothing."""
        name = f"{self._name}/{self._query_prompt}/{self._document_prompt}"
        return name if self._precision is Precision.FP32 else f"{name}/{self._precision.value}"

    @property
    def n_dimensions(self) -> int:
        """Length of a vector."""
        with self._lock:
            return int(self._loaded().get_embedding_dimension())

    def load(self) -> None:
        """Load the weights now, so that the first question does not wait for them.

        Raises:
            ModelUnusable: the folder does not hold a model that sentence-transformers can load.
        """
        with self._lock:
            self._loaded()

    @property
    def is_idle(self) -> bool:
        """Whether a question would be embedded at once: loaded, and nothing else being embedded."""
        return self._model is not None and not self._lock.locked()

    def embed_documents(self, texts: Sequence[str]) -> Vectors:
        """Vectors of chunk texts, shape (len(texts), n_dimensions), in order."""
        return self._encode(list(texts), self._document_prompt)

    def embed_question(self, text: str) -> Vectors:
        """The vector of one question, shape (1, n_dimensions)."""
        return self._encode([text], self._query_prompt)

    def _encode(self, texts: list[str], prompt: str | None) -> Vectors:
        with self._lock:
            vectors = self._loaded().encode(
                texts,
                prompt_name=prompt,
                batch_size=_BATCH_TEXTS,
                normalize_embeddings=True,
                convert_to_numpy=True,
                show_progress_bar=False,
            )
        return np.asarray(vectors, dtype=np.float32)

    def _loaded(self) -> Any:  # noqa: ANN401  (sentence-transformers is untyped)
        if self._model is None:
            os.environ.setdefault("HF_HUB_OFFLINE", "1")
            os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
            from sentence_transformers import SentenceTransformer  # noqa: PLC0415
            from transformers.utils import logging as noise  # noqa: PLC0415

            noise.disable_progress_bar()

            try:
                self._model = SentenceTransformer(
                    str(self._folder), device="cpu", local_files_only=True
                )
            except (OSError, ValueError, KeyError, RuntimeError) as error:
                raise ModelUnusable(model=self._name, detail=str(error)) from error
            self._model = _in_precision(self._model.eval(), self._precision)
        return self._model


def _in_precision(model: Any, precision: Precision) -> Any:  # noqa: ANN401  (untyped)
    import torch  # noqa: PLC0415

    if precision is Precision.BF16:
        return model.to(torch.bfloat16)
    if precision is Precision.INT8:
        from torch.ao import quantization  # noqa: PLC0415

        layers = {
            name: quantization.per_channel_dynamic_qconfig
            for name, layer in model.named_modules()
            if isinstance(layer, torch.nn.Linear) and not name.endswith(_KEPT_EXACT)
        }
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # That it will move to another package one day.
            quantization.quantize_dynamic(model, layers, dtype=torch.qint8, inplace=True)
    return model
