"""Asking in some documents alone: which, how that is said, and that it follows the library."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from engine.domain import Source

translate = QCoreApplication.translate

_NOTHING = ("no document",)  # No ids at all would mean the whole library.


@dataclass(frozen=True, slots=True)
class Scope:
    """Files by (root, path); none means the whole library.

    Files, not documents: a file that has changed is another document under the same name.
    ``documents`` are the ids that they lead to, each once.
    """

    keys: frozenset[tuple[str, str]] = frozenset()
    documents: tuple[str, ...] = ()
    name: str = ""

    @property
    def is_set(self) -> bool:
        """Whether it leaves anything out."""
        return bool(self.keys)

    @property
    def asked(self) -> tuple[str, ...]:
        """What a request says; files that are gone do not widen it."""
        return (self.documents or _NOTHING) if self.is_set else ()


def scope_of(keys: Iterable[tuple[str, str]], sources: Iterable[Source]) -> Scope:
    """The scope of these files, with what they lead to in the library as it is now."""
    wanted = frozenset(keys)
    found = {s.document_id: s.path for s in sources if (s.root, s.path) in wanted and s.document_id}
    names = tuple(found.values())
    name = names[0].rpartition("/")[2] if len(names) == 1 else ""
    return Scope(wanted, tuple(found), name)


def scope_words(scope: Scope) -> str:
    """On the chip of the ask box."""
    if scope.name:
        return translate("Scope", "In {file}").replace("{file}", scope.name)
    n = len(scope.documents)
    if n == 0:
        return translate("Scope", "In no document")
    return translate("Scope", "In {n} documents").format(n=f"{n:,}")


def asked_words(scope: Scope) -> str:
    """Above an answer; nothing if the whole library was asked."""
    if not scope.is_set:
        return ""
    if scope.name:
        words = translate("Scope", "Asked only in {file}")
        return words.replace("{file}", scope.name)
    words = translate("Scope", "Asked only in {n} documents")
    return words.format(n=f"{len(scope.documents):,}")
