"""Passages for a question: lexical and dense rankings, fused."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from engine.domain import DrawingRevision, Passage
from engine.ports import Embedder, PassageIndex
from engine.retrieval.fusion import fuse
from engine.revisions import names_revision, superseded
from engine.store.library import Library
from engine.text import language_of
from engine.words import identifiers, query_words, unfinished_word

_DEPTH = 50  # How deep each ranking is read before fusion.
_SUPERSEDED = 0.6  # Below everything of the newest revision that is as near; still found.
_SAME_LANGUAGE = 1.03  # Of two near-equal passages, the one in the question's language.


class Retriever:
    """Hybrid search over one library. The dense half is optional: it needs a model."""

    def __init__(
        self, library: Library, embedder: Embedder | None = None, index: PassageIndex | None = None
    ) -> None:
        self._library = library
        self._embedder = embedder
        self._index = index
        self._drawings: Sequence[DrawingRevision] = ()
        self._generation = -1

    def search(
        self,
        question: str,
        n: int,
        *,
        documents: Collection[str] = (),
        is_unfinished: bool = False,
    ) -> tuple[Passage, ...]:
        """Up to ``n`` passages, best first, with their ranks in each way of searching.

        ``documents`` are ids: if there are any, both ways search nothing but these documents. The
        last word of a question that ``is_unfinished`` is also found as the beginning of others.
        """
        lexical = self.lexical(question, documents=documents, is_unfinished=is_unfinished)
        dense = self.dense(question, documents=documents)
        # A part number that is there to the letter outranks what merely sounds alike.
        exact = self._match(identifiers(question), documents)
        fused = fuse([(1.0, lexical), (1.0, dense), (1.0, exact)])
        lexical_rank = {chunk_id: rank for rank, chunk_id in enumerate(lexical, start=1)}
        dense_rank = {chunk_id: rank for rank, chunk_id in enumerate(dense, start=1)}
        found = self._library.passages([chunk_id for chunk_id, _ in fused[: 3 * n]])
        newer = self._newer(question)
        language = language_of(question)
        passages = (
            replace(
                found[chunk_id],
                score=score,
                lexical_rank=lexical_rank.get(chunk_id),
                dense_rank=dense_rank.get(chunk_id),
                newer=newer.get(found[chunk_id].document_id),
            )
            for chunk_id, score in fused
            if chunk_id in found
        )

        def in_order(passage: Passage) -> float:
            is_same = language_of(passage.text) == language
            weight = _SAME_LANGUAGE if is_same else 1.0
            return -passage.score * weight * (_SUPERSEDED if passage.newer else 1.0)

        ranked = sorted(_without_repeats(passages), key=in_order)
        return tuple(ranked[:n])

    def _newer(self, question: str) -> Mapping[str, DrawingRevision]:
        """Newest revisions of older drawings, but of those that the question asks for by name."""
        generation = self._library.generation
        if generation != self._generation:
            self._drawings, self._generation = self._library.drawings(), generation
        drawings = self._drawings
        asked = {
            drawing.document_id
            for drawing in drawings
            if names_revision(question, drawing.title_block.revision)
        }
        found = superseded(drawings)
        return {older: newest for older, newest in found.items() if older not in asked}

    def lexical(
        self, question: str, *, documents: Collection[str] = (), is_unfinished: bool = False
    ) -> list[int]:
        """Chunk ids by BM25 over the question's words, best first; unfinished as in ``search``."""
        beginning = unfinished_word(question) if is_unfinished else ""
        return self._match(query_words(question), documents, beginning)

    def dense(self, question: str, *, documents: Collection[str] = ()) -> list[int]:
        """Chunk ids by cosine similarity to the question, best first; none without a model."""
        if self._embedder is None or self._index is None:
            return []
        among = self._library.chunk_ids_of(documents) if documents else None
        vector = self._embedder.embed_question(question)
        return [chunk_id for chunk_id, _ in self._index.search(vector, _DEPTH, among=among)]

    def _match(
        self, words: Sequence[str], documents: Collection[str], beginning: str = ""
    ) -> list[int]:
        terms = ['"' + word.replace('"', '""') + '"' for word in words]
        if beginning:
            terms.append('"' + beginning.replace('"', '""') + '" *')
        if not terms:
            return []
        found = self._library.search_words(" OR ".join(terms), _DEPTH, documents=documents)
        return [chunk_id for chunk_id, _ in found]


def _without_repeats(passages: Iterable[Passage]) -> Iterator[Passage]:
    seen: set[tuple[tuple[str, ...], str]] = set()
    for passage in passages:
        content = (passage.heading_path, passage.text)
        if content not in seen:
            seen.add(content)
            yield passage
