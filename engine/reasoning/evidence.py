"""What an answer may rest on, numbered once for all of its steps."""

from __future__ import annotations

from collections.abc import Sequence

from engine.domain import Passage


class Evidence:
    """Passages in the order in which they were found, with the numbers they have in the answer."""

    def __init__(self) -> None:
        self._numbers: dict[object, int] = {}
        self._passages: list[Passage] = []

    @property
    def passages(self) -> tuple[Passage, ...]:
        """All of them; number 1 is the first."""
        return tuple(self._passages)

    def add(self, passages: Sequence[Passage]) -> list[tuple[int, Passage]]:
        """The passages with their numbers, in the order given. What is known keeps its number."""
        return [(self._number(passage), passage) for passage in passages]

    def _number(self, passage: Passage) -> int:
        key = (passage.document_id, passage.chunk_id, passage.rows, passage.text)
        if key not in self._numbers:
            self._passages.append(passage)
            self._numbers[key] = len(self._passages)
        return self._numbers[key]
