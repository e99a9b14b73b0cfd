"""The fixed instructions put before the model: files, so that the prompt's prefix is stable."""

from __future__ import annotations

import hashlib
from functools import cache

from engine.assets import asset


@cache
def system_text(name: str) -> str:
    """The instructions in ``assets/prompts/<name>.md``."""
    return asset("prompts", f"{name}.md").read_text(encoding="utf-8").strip()


@cache
def instructions_digest() -> str:
    """SHA-256 over all instructions: with it the journal tells which of them an answer had."""
    digest = hashlib.sha256()
    for path in sorted(asset("prompts").glob("*.md")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()
