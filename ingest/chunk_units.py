"""Paragraphs, headings and table rows as units to pack, each with the place of its lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from engine.domain import Block, BlockKind, Page, Rect
from engine.text import estimate_tokens, sentences

_BEGINS_WITH_NUMBER = re.compile(r"[-+±(]?\d")
_CLAUSE_END = re.compile(r"(?<=[,;、，；:：)）])\s*|\s+")


@dataclass(frozen=True, slots=True)
class Fragment:
    """Text of one line with its place. Ends with what stands between it and the next."""

    text: str
    page: int
    rect: Rect
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Unit:
    """What is kept together: a paragraph, a heading or a table row."""

    fragments: tuple[Fragment, ...]
    kind: BlockKind
    level: int
    tokens: int

    @property
    def text(self) -> str:
        """The lines put together."""
        return "".join(fragment.text for fragment in self.fragments)


def units_of(page: Page) -> Iterator[Unit]:
    """The units of a page in order."""
    lines: list[Block] = []
    for block in page.blocks:
        if lines and (block.kind is not lines[-1].kind or block.level != lines[-1].level):
            yield _unit(lines, page.number)
            lines = []
        lines.append(block)
        if block.text.endswith("\n"):
            yield _unit(lines, page.number)
            lines = []
    if lines:
        yield _unit(lines, page.number)


def _unit(lines: Sequence[Block], page: int) -> Unit:
    fragments = [Fragment(line.text, page, line.rect, line.confidence) for line in lines]
    if not fragments[-1].text.endswith("\n"):
        last = fragments[-1]
        fragments[-1] = replace(last, text=last.text + "\n")
    return _counted(fragments, lines[0].kind, lines[0].level)


def _counted(fragments: Sequence[Fragment], kind: BlockKind, level: int) -> Unit:
    tokens = sum(estimate_tokens(fragment.text) for fragment in fragments)
    return Unit(tuple(fragments), kind, level, tokens)


def as_header(unit: Unit, max_tokens: int) -> Unit | None:
    """The unit if it names the columns of the table that it begins."""
    cells = [cell.strip() for cell in unit.text.split("|")]
    if len(cells) < 2 or unit.tokens > max_tokens // 3:
        return None
    has_values = any(_BEGINS_WITH_NUMBER.match(cell) for cell in cells)
    n_with_digits = sum(1 for cell in cells if any(c.isdigit() for c in cell))
    return None if has_values or n_with_digits > 1 else unit


def n_cells(unit: Unit) -> int:
    """How many cells a table row has."""
    return unit.text.count(" | ") + 1


def divided(unit: Unit, max_tokens: int) -> list[Unit]:
    """The unit's sentences, or the clauses and words of one that is over the bound."""
    text = unit.text
    if unit.kind is BlockKind.TABLE_ROW:
        spans = [(0, len(text))]
    else:
        # Spaces between sentences stay with the one before.
        starts = [start for start, _ in sentences(text)]
        starts = [0, *starts[1:]]
        spans = list(zip(starts, [*starts[1:], len(text)], strict=True))
    pieces = []
    for start, end in spans:
        for low, high in _bounded(text, start, end, max_tokens):
            fragments = list(_cut(unit.fragments, low, high))
            if fragments:
                pieces.append(_counted(fragments, unit.kind, unit.level))
    return pieces


def _bounded(text: str, start: int, end: int, max_tokens: int) -> Iterator[tuple[int, int]]:
    """Spans within the bound, divided after clauses or words, or anywhere if there are none."""
    # Cutting at a line may part a word and count it twice: stay a little under the bound.
    limit = max(1, int(max_tokens * 0.9))
    if estimate_tokens(text[start:end]) <= limit:
        yield start, end
        return
    cuts = [start, *(m.end() for m in _CLAUSE_END.finditer(text, start, end)), end]
    low = previous = start
    tokens = 0
    for cut in cuts[1:]:
        piece = estimate_tokens(text[previous:cut])
        if tokens + piece > limit and previous > low:
            yield low, previous
            low, tokens = previous, 0
        while piece > limit:
            middle = low + _characters_within(text, low, cut, limit)
            yield low, middle
            low = previous = middle
            piece = estimate_tokens(text[low:cut])
            tokens = 0
        tokens += piece
        previous = cut
    if low < end:
        yield low, end


def _characters_within(text: str, start: int, end: int, max_tokens: int) -> int:
    """How many characters fit the bound: at least one."""
    few, many = 1, end - start
    while few < many:
        middle = (few + many + 1) // 2
        if estimate_tokens(text[start : start + middle]) <= max_tokens:
            few = middle
        else:
            many = middle - 1
    return few


def _cut(fragments: Sequence[Fragment], low: int, high: int) -> Iterator[Fragment]:
    """The parts of the fragments between two characters of their common text."""
    start = 0
    for fragment in fragments:
        text = fragment.text[max(0, low - start) : max(0, high - start)]
        if text:
            yield replace(fragment, text=text)
        start += len(fragment.text)
