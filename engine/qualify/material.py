"""The text that cases are hidden in: the shop's own, by language, and fixed seeds."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from random import Random

from engine.store.library import Library
from engine.text import estimate_tokens, language_of

_MIN_TOKENS = 20  # A shorter paragraph is a heading or a label, which hides nothing.
_MAX_TOKENS = 256  # That of a chunk: longer ones would be divided.
_AT_ONCE = 500
_FIGURE = re.compile(r"[0-9]")


@dataclass(frozen=True, slots=True)
class Material:
    """Paragraphs of the user's library by language ("en", "ja"), in reading order."""

    paragraphs: tuple[tuple[str, tuple[str, ...]], ...]

    def texts(self, language: str) -> tuple[str, ...]:
        """The paragraphs in one language; empty if the library has none."""
        return dict(self.paragraphs).get(language, ())

    @property
    def digest(self) -> str:
        """SHA-256 over all paragraphs: the same library gives the same digest."""
        digest = hashlib.sha256()
        for language, texts in self.paragraphs:
            for text in (language, *texts):
                digest.update(text.encode("utf-8", "replace") + b"\0")
        return digest.hexdigest()

    def haystack(self, language: str, n_tokens: int, random: Random) -> tuple[str, ...]:
        """Paragraphs of about ``n_tokens`` (estimated) from a random place on, in order.

        The library's text is gone round as often as needed, from the second time on with other
        figures in it, as the sheets of like machines have. Without text in the language that of
        the other is taken: a shop may ask in Japanese about English papers only.
        """
        texts = self.texts(language) or next((t for _, t in self.paragraphs if t), ())
        if not texts:
            return ()
        start, taken, n = random.randrange(len(texts)), list[str](), 0
        while n < n_tokens:
            text = texts[(start + len(taken)) % len(texts)]
            if len(taken) >= len(texts):
                text = _FIGURE.sub(lambda _: str(random.randrange(10)), text)
            taken.append(text)
            n += estimate_tokens(text)
        return tuple(taken)


def material_of(library: Library) -> Material:
    """The paragraphs of a library that are long enough to hide something in."""
    by_language: dict[str, list[str]] = {"en": [], "ja": []}
    for text in _texts(library):
        if _MIN_TOKENS <= estimate_tokens(text) <= _MAX_TOKENS:
            by_language[language_of(text)].append(text)
    return Material(tuple((name, tuple(texts)) for name, texts in by_language.items()))


def material_from(texts: Sequence[str]) -> Material:
    """Material of given paragraphs, for tests and for a library that has none."""
    by_language: dict[str, list[str]] = {"en": [], "ja": []}
    for text in texts:
        by_language[language_of(text)].append(text)
    return Material(tuple((name, tuple(found)) for name, found in by_language.items()))


def _texts(library: Library) -> Iterable[str]:
    ids = [chunk for _, chunk in library.dense_chunk_ids()]
    for start in range(0, len(ids), _AT_ONCE):
        part = ids[start : start + _AT_ONCE]
        found = library.passages(part)
        yield from (found[chunk].text for chunk in part if chunk in found)
