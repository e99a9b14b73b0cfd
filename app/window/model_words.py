"""Words for models: short names, sizes, verdicts."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from app.engine_protocol import ModelRead
from engine.models.store import ModelState

translate = QCoreApplication.translate


def short_title(title: str) -> str:
    """A catalogue title without what is said about the model behind its name."""
    return title.partition(" (")[0].partition(": ")[0].partition(", ")[0]


def size_words(n_bytes: int) -> str:
    """A size as people say it."""
    return f"{n_bytes / 1e9:.1f} GB" if n_bytes >= 1e9 else f"{n_bytes / 1e6:,.0f} MB"


def verdict_words(verdict: str) -> str:
    """What the latest qualification says of a model."""
    return {
        "passes": translate("Models", "✓ qualified"),
        "fails": translate("Models", "✗ failed the qualification"),
        "not enough cases yet": translate("Models", "qualified in part"),
    }.get(verdict, "")


def menu_line(model: ModelRead) -> str:
    """A model with its size, its verdict, and what is wrong with it."""
    parts = [short_title(model.title)]
    if model.n_bytes:
        parts.append(size_words(model.n_bytes))
    if model.state is ModelState.DAMAGED:
        parts.append(translate("Models", "damaged"))
    elif verdict := verdict_words(model.verdict):
        parts.append(verdict)
    return " · ".join(parts)
