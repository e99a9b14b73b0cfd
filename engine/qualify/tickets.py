"""A ticket: a model with all that decides how it answers and what it costs."""

from __future__ import annotations

from dataclasses import dataclass

ASSUMED_WATTS = 25.0
"""An example to replace: what a laptop's processor draws at full load, above its rest."""


@dataclass(frozen=True, slots=True)
class Ticket:
    """Model x quantisation (in the model's file) x KV type x bank x embedder.

    ``kv_type`` is "f16", "q8_0" or "q4_0"; ``embedder`` an id of the catalogue, empty for search
    by words alone. ``kv_limit_mb`` bounds the KV cache of all conditions but PROMPT, which needs
    room for the whole text. ``template`` is the path of a chat template (Jinja) to use instead of
    the model's own.
    """

    model: str
    kv_type: str = "f16"
    has_bank: bool = True
    embedder: str = ""
    kv_limit_mb: int = 64
    template: str = ""

    @property
    def id(self) -> str:
        """What results are kept under: everything that can change an answer."""
        parts = [self.model, self.kv_type, f"{self.kv_limit_mb}MB"]
        parts.append("bank" if self.has_bank else "no bank")
        parts.append(self.embedder or "words only")
        if self.template:
            parts.append(f"template {self.template}")
        return " · ".join(parts)


@dataclass(frozen=True, slots=True)
class TicketFacts:
    """What a report says of a ticket: the weights' sha256 and bytes, layers left out of a name."""

    title: str
    sha256: str
    n_bytes: int
    licence: str


@dataclass(frozen=True, slots=True)
class SpeedRecord:
    """Speed and memory of a ticket on one machine.

    ``prefill`` and ``decode``: (tokens already in the cache, tokens per second). ``first_answer_s``
    and ``answer_s``: median seconds to the first text and to the whole answer in the PROGRAM
    condition. ``resident_mb`` is the process's memory with model, embedder and search loaded.
    ``kv_bytes_per_token`` is that of the live cache. ``embedded_per_s`` are chunks of the library
    a second, None without an embedder. Energy is an estimate: ``watts`` (assumed) x seconds.
    """

    prefill: tuple[tuple[int, float], ...]
    decode: tuple[tuple[int, float], ...]
    load_s: float
    first_answer_s: float | None
    answer_s: float | None
    resident_mb: float
    kv_bytes_per_token: int
    n_cells: int
    watts: float
    wh_per_answer: float | None
    embedded_per_s: float | None = None
