"""One answer with its evidence, and which of its figures are wrong. Shared by the near misses."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random
from typing import TypeAlias

_WRONG = re.compile(r"«(.*?)»")


@dataclass(frozen=True, slots=True)
class Case:
    """An answer with its evidence. ``wrong`` are the spans of the figures that are not backed."""

    kind: str
    evidence: str
    answer: str
    wrong: tuple[tuple[int, int], ...]
    context: str = ""
    is_tool: bool = False

    @property
    def is_twin(self) -> bool:
        """Whether everything in the answer is right."""
        return not self.wrong


def case(
    kind: str, evidence: str, marked: str, *, context: str = "", is_tool: bool = False
) -> Case:
    """A case whose answer has its wrong figures in «guillemets»."""
    answer, wrong, shift = _WRONG.sub(r"\1", marked), [], 0
    for match in _WRONG.finditer(marked):
        start = match.start() - shift
        wrong.append((start, start + len(match[1])))
        shift += 2
    return Case(kind, evidence, answer, tuple(wrong), context, is_tool)


Pair: TypeAlias = tuple[Case, Case]
"""A near miss and its true twin."""

Maker: TypeAlias = Callable[[Random], Iterator[Pair]]
"""Makes pairs of one kind without end."""
