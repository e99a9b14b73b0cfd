"""The settings with their names and what each does, in groups; searched in both languages."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from app.messages import QT_TRANSLATE_NOOP

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class Words:
    """English sources; ``line`` says in one line what the setting does."""

    title: str
    line: str

    @property
    def shown(self) -> tuple[str, str]:
        """Title and line in the window's language."""
        return translate("Settings", self.title), translate("Settings", self.line)


GROUPS: Mapping[str, str] = {
    "general": QT_TRANSLATE_NOOP("Settings", "General"),
    "workspace": QT_TRANSLATE_NOOP("Settings", "Workspace"),
    "models": QT_TRANSLATE_NOOP("Settings", "Models"),
    "library": QT_TRANSLATE_NOOP("Settings", "Library"),
    "privacy": QT_TRANSLATE_NOOP("Settings", "Privacy"),
    "keyboard": QT_TRANSLATE_NOOP("Settings", "Keyboard"),
}

SETTINGS: Mapping[str, Words] = {
    "language": Words(
        QT_TRANSLATE_NOOP("Settings", "Language"),
        QT_TRANSLATE_NOOP("Settings", "What the window speaks. Answers follow the question."),
    ),
    "scheme": Words(
        QT_TRANSLATE_NOOP("Settings", "Light or dark"),
        QT_TRANSLATE_NOOP("Settings", "The colours of the window."),
    ),
    "text_percent": Words(
        QT_TRANSLATE_NOOP("Settings", "Text size"),
        QT_TRANSLATE_NOOP("Settings", "For the whole window, answers and lists included."),
    ),
    "workspace": Words(
        QT_TRANSLATE_NOOP("Settings", "Current workspace"),
        QT_TRANSLATE_NOOP("Settings", "The folder with the library, the journal and the vectors."),
    ),
    "open_workspace": Words(
        QT_TRANSLATE_NOOP("Settings", "Another workspace"),
        QT_TRANSLATE_NOOP(
            "Settings", "Opens in this window. An empty folder becomes a new workspace."
        ),
    ),
    "language_model": Words(
        QT_TRANSLATE_NOOP("Settings", "Language model"),
        QT_TRANSLATE_NOOP("Settings", "Writes the answers. Larger ones are better and slower."),
    ),
    "embedding_model": Words(
        QT_TRANSLATE_NOOP("Settings", "Search model"),
        QT_TRANSLATE_NOOP(
            "Settings", "Finds passages by meaning. Another one reads all documents again."
        ),
    ),
    "get_models": Words(
        QT_TRANSLATE_NOOP("Settings", "More models"),
        QT_TRANSLATE_NOOP("Settings", "From the network, a stick, or a file of your own."),
    ),
    "n_threads": Words(
        QT_TRANSLATE_NOOP("Settings", "Processor cores"),
        QT_TRANSLATE_NOOP("Settings", "How many the language model may use."),
    ),
    "kv_limit_mb": Words(
        QT_TRANSLATE_NOOP("Settings", "Short-term memory (KV cache)"),
        QT_TRANSLATE_NOOP("Settings", "The bound of what the model keeps in memory, in MB."),
    ),
    "kv_cells": Words(
        QT_TRANSLATE_NOOP("Settings", "Cells of the short-term memory"),
        QT_TRANSLATE_NOOP("Settings", "q8_0 takes half the room and reads a little slower."),
    ),
    "bank_limit_mb": Words(
        QT_TRANSLATE_NOOP("Settings", "Bank of passages read ahead"),
        QT_TRANSLATE_NOOP("Settings", "Its bound on the disk, in MB. Answers come sooner with it."),
    ),
    "clear_bank": Words(
        QT_TRANSLATE_NOOP("Settings", "Empty the bank"),
        QT_TRANSLATE_NOOP("Settings", "It is filled again from the documents while you pause."),
    ),
    "warming_paused": Words(
        QT_TRANSLATE_NOOP("Settings", "Reading ahead"),
        QT_TRANSLATE_NOOP("Settings", "Fills the bank while the computer is idle and on mains."),
    ),
    "folders": Words(
        QT_TRANSLATE_NOOP("Settings", "Watched folders"),
        QT_TRANSLATE_NOOP("Settings", "They are set up beside the documents they hold."),
    ),
    "kept": Words(
        QT_TRANSLATE_NOOP("Settings", "What is kept, and where"),
        QT_TRANSLATE_NOOP(
            "Settings",
            "Text, pages and vectors of your documents, the journal of every question and answer, "
            "and the bank lie in the workspace folder; window settings and models in your own "
            "user folders. Nothing leaves this computer.",
        ),
    ),
    "journal": Words(
        QT_TRANSLATE_NOOP("Settings", "Journal"),
        QT_TRANSLATE_NOOP("Settings", "Checks that no entry was changed since it was written."),
    ),
    "shortcuts": Words(
        QT_TRANSLATE_NOOP("Settings", "Shortcuts"),
        QT_TRANSLATE_NOOP("Settings", "Everything in the menus that has a key."),
    ),
}

IN_GROUP: Mapping[str, tuple[str, ...]] = {
    "general": ("language", "scheme", "text_percent"),
    "workspace": ("workspace", "open_workspace"),
    "models": (
        "language_model",
        "embedding_model",
        "get_models",
        "n_threads",
        "kv_limit_mb",
        "kv_cells",
        "bank_limit_mb",
        "clear_bank",
        "warming_paused",
    ),
    "library": ("folders",),
    "privacy": ("kept", "journal"),
    "keyboard": ("shortcuts",),
}


def found(query: str, group: str, key: str, more: Iterable[str] = ()) -> bool:
    """Whether every word of the query is in a setting, in the window's language or in English.

    ``more`` are words that stand in its control.
    """
    words = SETTINGS[key]
    title = GROUPS[group]
    texts = (*words.shown, words.title, words.line, title, translate("Settings", title), *more)
    everything = _plain(" ".join(texts))
    return all(word in everything for word in _plain(query).split())


def _plain(text: str) -> str:
    """Without case and width: full-width letters of a Japanese keyboard find half-width ones."""
    return unicodedata.normalize("NFKC", text).casefold()
