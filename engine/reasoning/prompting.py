"""The fixed instructions put before the model: files, so that the prompt's prefix is stable."""

from __future__ import annotations

from functools import cache

from engine.assets import asset


@cache
def system_text(name: str) -> str:
    """The instructions in ``assets/prompts/<name>.md``."""
    return asset("prompts", f"{name}.md").read_text(encoding="utf-8").strip()
