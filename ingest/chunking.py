"""A reader's parts with chunks among them: what is retrieved, with the place of every line.

Chunks are bounded by the token estimate, so that another model never means chunking again. A
sentence or a table row is never divided unless it alone is over the bound.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from engine.domain import (
    Block,
    BlockKind,
    Chunk,
    DocumentHead,
    LogRows,
    LogTable,
    Page,
    Place,
    ReadMark,
    ReadPart,
    ReadProblem,
)
from ingest.chunk_units import Fragment, Unit, as_header, divided, n_cells, units_of
from ingest.log_chunks import LogChunker

ChunkedPart: TypeAlias = ReadPart | Chunk
"""A reader's parts with chunks among them."""

# Lines of a log that are no rows, or not all of it: their words lead to the table.
_IN_WORDS = frozenset({"totals-row", "comment-line", "row-shifted"})

MAX_TOKENS = 256
_TINY_TOKENS = 40  # A section this small says too little alone; it goes with the next.
_LABEL_WIDTH = 25  # Mean characters of a line on a drawing.


def chunk(
    parts: Iterable[ReadPart], *, max_tokens: int = MAX_TOKENS, resumed: str = ""
) -> Iterator[ChunkedPart]:
    """The parts as they come, with chunks as soon as they are full.

    ``resumed`` are the ``chunks`` of the mark that the first table goes on from; it is of no use
    where the reader begins anew, with a head.
    """
    packer = _Packer(max_tokens)
    log: LogChunker | None = None
    notes: list[str] = []
    for part in parts:
        if isinstance(part, LogTable) and log is not None:
            # Chunks of rows belong to the table announced last.
            yield from log.finish()
        if isinstance(part, ReadMark) and log is not None:
            yield from log.pause()
            part = replace(part, chunks=log.state)  # noqa: PLW2901
        yield part
        match part:
            case DocumentHead():
                resumed = ""
            case Page():
                yield from packer.add_page(part)
            case LogTable():
                log = None
                if part.is_in_words:
                    known = (*notes, *part.notes)
                    log = LogChunker(part, known, max_tokens=max_tokens, state=resumed)
                notes, resumed = [], ""
            case LogRows() if log is not None:
                yield from log.add(part)
            case ReadProblem(code="lines-before-header", detail=detail):
                notes.append(detail)
            case ReadProblem(code=code, detail=detail) if log is not None and code in _IN_WORDS:
                log.note(detail)
            case _:
                pass
    yield from packer.finish()
    if log is not None:
        yield from log.finish()


@dataclass(slots=True)
class _Open:
    """The chunk being filled."""

    fragments: list[Fragment] = field(default_factory=list)
    tokens: int = 0
    paths: Counter[tuple[str, ...]] = field(default_factory=Counter)
    trailing: list[Unit] = field(default_factory=list)
    has_content: bool = False


class _Packer:
    """Packs units under one heading together, up to the bound."""

    def __init__(self, max_tokens: int) -> None:
        self._max = max_tokens
        self._open = _Open()
        self._headings: list[tuple[int, str]] = []
        self._table_header: Unit | None = None
        self._n_rows = 0

    def add_page(self, page: Page) -> Iterator[Chunk]:
        is_labels = _has_only_labels(page.blocks)
        if is_labels and self._open.tokens >= _TINY_TOKENS:
            yield from self._flush()
        for unit in units_of(page):
            yield from self._add(unit)
        if is_labels and self._open.tokens >= _TINY_TOKENS:
            yield from self._flush()

    def finish(self) -> Iterator[Chunk]:
        yield from self._flush(keep_headings=False)

    def _add(self, unit: Unit) -> Iterator[Chunk]:
        if unit.kind is BlockKind.HEADING:
            yield from self._add_heading(unit)
            return
        if unit.kind is not BlockKind.TABLE_ROW:
            self._end_table()
            yield from self._put(unit)
            return
        self._n_rows += 1
        known = self._table_header
        header = as_header(unit, self._max) if self._n_rows <= 2 else None
        # A title above the table has fewer cells than the names of its columns below it.
        if header is None or (known is not None and n_cells(header) <= n_cells(known)):
            yield from self._put(unit)
            return
        self._table_header = None
        yield from self._put(unit)
        self._table_header = header

    def _end_table(self) -> None:
        self._n_rows, self._table_header = 0, None

    def _add_heading(self, unit: Unit) -> Iterator[Chunk]:
        self._end_table()
        is_full = self._open.tokens >= (_TINY_TOKENS if unit.level <= 2 else self._max // 2)
        if is_full and self._open.has_content:
            yield from self._flush()
        while self._headings and self._headings[-1][0] >= unit.level:
            self._headings.pop()
        self._headings.append((unit.level, " ".join(unit.text.split())))
        for piece in divided(unit, self._max) if unit.tokens > self._max else [unit]:
            yield from self._make_room(piece)
            self._append(piece)
            self._open.trailing.append(piece)

    def _put(self, unit: Unit) -> Iterator[Chunk]:
        room = self._max - self._open.tokens
        if unit.tokens <= room:
            self._append_content(unit)
            return
        if unit.kind is BlockKind.TABLE_ROW or (
            unit.tokens <= self._max and self._open.tokens >= self._max // 2
        ):
            yield from self._flush()
            self._repeat_header(unit)
        if self._open.tokens + unit.tokens <= self._max:
            self._append_content(unit)
            return
        for piece in divided(unit, self._max):
            yield from self._make_room(piece)
            self._append_content(piece)

    def _make_room(self, piece: Unit) -> Iterator[Chunk]:
        if self._open.tokens + piece.tokens > self._max:
            yield from self._flush()
        if self._open.tokens + piece.tokens > self._max:
            # Headings were carried over, and they alone leave no room for this piece.
            yield from self._flush(keep_headings=False)

    def _repeat_header(self, row: Unit) -> None:
        header = self._table_header
        if header is None or row.kind is not BlockKind.TABLE_ROW:
            return
        if self._open.tokens + header.tokens + row.tokens <= self._max:
            self._append(header)

    def _append_content(self, unit: Unit) -> None:
        self._append(unit)
        self._open.trailing.clear()
        self._open.has_content = True
        self._open.paths[tuple(text for _, text in self._headings)] += unit.tokens

    def _append(self, unit: Unit) -> None:
        self._open.fragments += unit.fragments
        self._open.tokens += unit.tokens

    def _flush(self, *, keep_headings: bool = True) -> Iterator[Chunk]:
        """Give out what is there. A heading at its end goes to the next chunk with its text."""
        filled, self._open = self._open, _Open()
        if keep_headings and filled.has_content:
            carried = filled.trailing
            n_carried = sum(len(unit.fragments) for unit in carried)
            if n_carried:
                del filled.fragments[-n_carried:]
            for unit in carried:
                self._append(unit)
            self._open.trailing = list(carried)
        if filled.fragments:
            yield _chunk_of(filled, tuple(text for _, text in self._headings))


def _chunk_of(filled: _Open, path: tuple[str, ...]) -> Chunk:
    text = "".join(fragment.text for fragment in filled.fragments)
    length = len(text.rstrip())
    places = []
    start = 0
    for fragment in filled.fragments:
        end = min(start + len(fragment.text.rstrip()), length)
        if end > start:
            place = Place(start, end, fragment.page, fragment.rect, fragment.confidence)
            places.append(place)
        start += len(fragment.text)
    best = filled.paths.most_common(1)
    return Chunk(text[:length], best[0][0] if best else path, tuple(places))


def _has_only_labels(blocks: Sequence[Block]) -> bool:
    """A drawing: short texts and no headings. Its words belong together, page by page."""
    if not blocks or any(block.kind is BlockKind.HEADING for block in blocks):
        return False
    if any(block.kind is BlockKind.TABLE_ROW for block in blocks[: len(blocks) // 2]):
        return False
    return sum(len(block.text) for block in blocks) / len(blocks) < _LABEL_WIDTH
