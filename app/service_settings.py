"""Which models to run and how. Apart from the service, so that the window loads none of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class KvCells(StrEnum):
    """How a cell of the short-term memory is stored: q8_0 takes half the room and reads slower."""

    F16 = "f16"
    Q8_0 = "q8_0"


@dataclass(frozen=True, slots=True)
class ServiceSettings:
    """Which models to run and how. None means the catalogue's default."""

    language_model: str | None = None
    embedding_model: str | None = None
    n_context: int = 4096
    n_threads: int = 0  # 0: every core
    kv_limit_mb: int | None = None  # bound on the KV cache; None: a quarter of free memory
    kv_cells: KvCells = KvCells.F16
    bank_limit_mb: int = 2048  # bound on the KV bank on disk; 0: no bank
