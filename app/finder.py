"""Inside the engine process: what the search lane does, none of which waits for a model.

A person who is typing must see passages at once, also while models load and while a question is
answered. So words are searched by a retriever of their own, and the embedder is only used when it
would answer at once.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Sequence

from app.search_protocol import PassagesFound, Search, SearchWay
from engine.answers import Advice
from engine.domain import Passage
from engine.events import CancelToken
from engine.reasoning.rephrasing import advise
from engine.retrieval.retriever import Retriever
from engine.store.library import Library
from engine.text import normalise
from engine.words import index_words

_MAX_LOOKED_AT = 200
_BETWEEN_PARTS = r"[\W_]{0,2}"


class Finder:
    """Passages while typing, and advice. One thread at a time."""

    def __init__(self, library: Library, *, idle_retriever: Callable[[], Retriever | None]) -> None:
        """``idle_retriever`` gives one by meaning, too, if its embedder is idle; else None."""
        self._library = library
        self._idle_retriever = idle_retriever
        self._words = Retriever(library)

    def warm_up(self) -> None:
        """Search once for nobody: the first search compiles its queries, which takes 40 ms."""
        self._words.search("a-1", 1)

    def search(self, wanted: Search, *, cancel: CancelToken) -> Iterator[PassagesFound]:
        """One PassagesFound; none if a later keystroke has cancelled it, or nothing is idle."""
        if cancel.is_set():
            return
        started = time.perf_counter()
        is_unfinished = wanted.way is SearchWay.WORDS
        retriever = self._words if is_unfinished else self._idle_retriever()
        if retriever is not None:
            found = retriever.search(
                wanted.question,
                wanted.n,
                documents=wanted.documents,
                is_unfinished=is_unfinished,
            )
            yield PassagesFound(found, time.perf_counter() - started)

    def advise(self, question: str, passages: Sequence[Passage]) -> Advice:
        """What helps with a question that the documents do not answer."""
        return advise(question, passages, is_named=self.is_named)

    def is_named(self, identifier: str) -> bool:
        """Whether any document has a part number, in whatever way it is separated.

        True as well if there are too many passages to look at.
        """
        words = index_words(identifier).split()
        parts = [word for word in words if word.isalpha() or word.isdecimal()] or words
        expression = " AND ".join(f'"{part}"' for part in parts)
        joined = "".join(parts)
        # "NIST MTC 001" is enough: that no document has a number must not be said in error.
        within = _BETWEEN_PARTS.join(map(re.escape, parts))
        pattern = re.compile(rf"(?<![a-z0-9]){within}(?![a-z0-9])")
        found = self._library.search_words(f'"{joined}" OR ({expression})', _MAX_LOOKED_AT)
        if len(found) == _MAX_LOOKED_AT:
            return True
        passages = self._library.passages([chunk_id for chunk_id, _ in found])
        return any(pattern.search(normalise(p.whole_text)) for p in passages.values())
