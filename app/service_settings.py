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
