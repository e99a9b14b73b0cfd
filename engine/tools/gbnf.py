"""Small pieces of GBNF, the grammar notation of llama.cpp."""

from __future__ import annotations

from collections.abc import Iterable


def literal(text: str) -> str:
    """A terminal that is exactly ``text``."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def one_of(alternatives: Iterable[str]) -> str:
    """Any of the alternatives, which are GBNF already."""
    return "(" + " | ".join(alternatives) + ")"
