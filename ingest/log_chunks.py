"""Chunks of a log table: a profile of its columns, and its rows in words.

The profile lets a question find the table; the rows are found by their words. Sums and counts are
the SQL tool's business.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from engine.domain import Cell, Chunk, Column, ColumnType, LogRows, LogTable, ReadProblem, RowSpan
from engine.text import estimate_tokens

_DENSE_ROWS = 200
_WORD_ROWS = (
    50_000  # Beyond that the lexical index would hold little but digits; SQL finds the rows.
)
_MAX_NOTES = 100
_MAX_NOTE = 500
_MAX_DISTINCT = 12
_MAX_VALUE = 40


@dataclass(slots=True)
class _Profile:
    """What is known of one column after all rows."""

    n_present: int = 0
    low: int | float | str | None = None
    high: int | float | str | None = None
    distinct: list[str] | None = field(default_factory=list)


class LogChunker:
    """Takes the rows of one table in order and gives their chunks; the profile comes last."""

    def __init__(
        self, table: LogTable, notes: Sequence[str], *, max_tokens: int, state: str = ""
    ) -> None:
        before: dict[str, Any] = json.loads(state) if state else {}
        self._table = table
        self._notes: list[str] = before.get("notes", list(notes))
        self._max = max_tokens
        self._n_rows: int = before.get("n_rows", 0)
        self._profiles = [_Profile(*values) for values in before.get("profiles", [])]
        self._profiles = self._profiles or [_Profile() for _ in table.columns]
        self._early: list[Chunk] | None = [] if self._n_rows <= _DENSE_ROWS else None
        self._lines: list[str] = []
        self._tokens = 0
        self._first = self._n_rows + 1

    @property
    def state(self) -> str:
        """What is known after the rows so far, for a chunker that goes on from here later."""
        profiles = [dataclasses.astuple(profile) for profile in self._profiles]
        return json.dumps({"n_rows": self._n_rows, "notes": self._notes, "profiles": profiles})

    def pause(self) -> Iterator[Chunk]:
        """The rows so far, so that no chunk spans them and the next. A short table has none yet."""
        for chunk in self._flush(min(self._n_rows, _WORD_ROWS)):
            if self._early is None:
                yield Chunk(chunk.text, rows=chunk.rows, is_dense=False)
            else:
                self._early.append(chunk)

    def note(self, text: str) -> None:
        """Have something found with the table, up to a bound."""
        if len(self._notes) < _MAX_NOTES:
            self._notes.append(text[:_MAX_NOTE])

    def add(self, rows: LogRows) -> Iterator[Chunk]:
        """The chunks that these rows fill. The first rows wait until the table is known as long."""
        columns = zip(*rows.rows, strict=True)
        for profile, column, cells in zip(
            self._profiles, self._table.columns, columns, strict=True
        ):
            _note(profile, column.type, cells)
        n_after = self._n_rows + len(rows.rows)
        for row in rows.rows[: max(0, _WORD_ROWS - self._n_rows)]:
            self._n_rows += 1
            for chunk in self._add_row(row):
                if self._early is None:
                    yield Chunk(chunk.text, rows=chunk.rows, is_dense=False)
                else:
                    self._early.append(chunk)
            if self._n_rows > _DENSE_ROWS and self._early is not None:
                early, self._early = self._early, None
                yield from (Chunk(c.text, rows=c.rows, is_dense=False) for c in early)
        self._n_rows = n_after

    def finish(self) -> Iterator[Chunk | ReadProblem]:
        """The remaining rows, and the profile of the table."""
        is_dense = self._early is not None
        remaining = [*(self._early or []), *self._flush(min(self._n_rows, _WORD_ROWS))]
        yield from self._profile()
        yield from (Chunk(c.text, rows=c.rows, is_dense=is_dense) for c in remaining)
        if self._n_rows > _WORD_ROWS:
            detail = f"rows from {_WORD_ROWS + 1} on are found by SQL only"
            yield ReadProblem("rows-not-in-word-search", detail)

    def _add_row(self, row: tuple[Cell, ...]) -> Iterator[Chunk]:
        line = ", ".join(
            f"{column.title}: {_shown(cell)}"
            for column, cell in zip(self._table.columns, row, strict=True)
            if cell is not None
        )
        tokens = estimate_tokens(line)
        if self._lines and self._tokens + tokens > self._max:
            yield from self._flush(self._n_rows - 1)
        if tokens > self._max:
            yield from self._divided(line)
            self._first = self._n_rows + 1
            return
        self._lines.append(line)
        self._tokens += tokens

    def _flush(self, last: int) -> Iterator[Chunk]:
        if self._lines:
            rows = RowSpan(self._table.name, self._first, last)
            yield Chunk("\n".join(self._lines), rows=rows)
        self._lines, self._tokens, self._first = [], 0, last + 1

    def _divided(self, line: str) -> Iterator[Chunk]:
        """A row over the bound, between cells and, in a cell over the bound, between words."""
        rows = RowSpan(self._table.name, self._n_rows, self._n_rows)
        for text in _packed(line.split(", "), ", ", self._max):
            yield Chunk(text, rows=rows)

    def _profile(self) -> Iterator[Chunk]:
        table = self._table
        lines = [f"Log table {table.name}: {self._n_rows} rows, {len(table.columns)} columns"]
        lines += self._notes
        for column, profile in zip(table.columns, self._profiles, strict=True):
            lines.append(_described(column, profile, self._n_rows))
        rows = RowSpan(table.name, 1, max(1, self._n_rows))
        for text in _packed(lines, "\n", self._max):
            yield Chunk(text, rows=rows)


def _note(profile: _Profile, kind: ColumnType, cells: Sequence[Cell]) -> None:
    present = [cell for cell in cells if cell is not None]
    profile.n_present += len(present)
    if kind is ColumnType.TEXT:
        if profile.distinct is not None:
            texts = dict.fromkeys(str(cell)[:_MAX_VALUE] for cell in present)
            distinct = list(dict.fromkeys((*profile.distinct, *texts)))
            profile.distinct = distinct if len(distinct) <= _MAX_DISTINCT else None
        return
    # A value that did not fit its column was kept as text.
    is_date = kind is ColumnType.DATETIME
    fitting: list[Any] = [cell for cell in present if isinstance(cell, str) is is_date]
    if fitting:
        low, high = min(fitting), max(fitting)
        profile.low = low if profile.low is None else min(profile.low, low)
        profile.high = high if profile.high is None else max(profile.high, high)


def _described(column: Column, profile: _Profile, n_rows: int) -> str:
    title = column.title if column.title == column.name else f"{column.title} ({column.name})"
    text = f"{title}: {column.type.value}"
    if profile.low is not None and profile.high is not None:
        text += f", {_shown(profile.low)} to {_shown(profile.high)}"
    elif column.type is ColumnType.TEXT and profile.distinct:
        text += ", " + " / ".join(sorted(profile.distinct))
    if profile.n_present < n_rows:
        text += f", {n_rows - profile.n_present} empty"
    return text


def _shown(cell: Cell) -> str:
    return " ".join(str(cell).split())


def _packed(pieces: list[str], joint: str, max_tokens: int) -> Iterator[str]:
    """The pieces joined to texts within the bound; a piece over it is divided between words."""
    text, tokens = "", 0
    for piece in pieces:
        for part in _within(piece, max_tokens):
            n = estimate_tokens(part + joint)
            if text and tokens + n > max_tokens:
                yield text
                text, tokens = "", 0
            text += (joint if text else "") + part
            tokens += n
    if text:
        yield text


def _within(piece: str, max_tokens: int) -> Iterator[str]:
    limit = max(1, max_tokens - 2)
    while estimate_tokens(piece) > limit:
        cut = len(piece)
        while estimate_tokens(piece[:cut]) > limit:
            space = piece.rfind(" ", 0, cut)
            cut = space if space > 0 else max(1, cut // 2)
        yield piece[:cut]
        piece = piece[cut:].lstrip()
    if piece:
        yield piece
