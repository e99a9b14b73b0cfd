"""Which models to run and how. Apart from the service, so that the window loads none of it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ServiceSettings:
    """Which models to run and how. None means the catalogue's default."""

    language_model: str | None = None
    embedding_model: str | None = None
    n_context: int = 4096
    n_threads: int = 0  # 0: every core
    kv_limit_mb: int | None = None  # bound on the KV cache; None: a quarter of free memory
    kv_type: str = "f16"  # or "q8_0": half the memory, 1.5 to 2.3 times slower to read
    bank_limit_mb: int = 2048  # bound on the KV bank on disk; 0: no bank
