"""Tool calls as a person reads them: an expression with its result, a query with its rows. No Qt.

Shared by the window and the command line. Everything here is bounded: a result may have a thousand
rows, and a cell a hundred thousand letters.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from engine.answers import Answer, AnswerNumber, NumberStatus, ResultTable, ToolCall
from engine.domain import Cell

MAX_CELL = 48
MAX_CLAUSE = 600
_DIGITS = 12  # Enough for what was measured; 0.1 + 0.2 is 0.3 again.

_SOURCE = re.compile(r"(\w+) (\d{1,4})")
_PIECE = re.compile(
    r"""(?P<quoted>'(?:[^']|'')*'|"(?:[^"]|"")*"|`[^`]*`|\[[^\]]*\])"""
    r"|(?P<open>\()|(?P<close>\))"
    r"|\b(?P<clause>SELECT|(?<!DISTINCT )FROM|WHERE|GROUP\s+BY|HAVING|WINDOW|ORDER\s+BY|LIMIT"
    r"|UNION(?:\s+ALL)?|INTERSECT|EXCEPT"
    r"|(?:(?:NATURAL|LEFT|RIGHT|FULL|INNER|CROSS|OUTER)\s+)*JOIN)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class ShownTable:
    """The first rows of a result as texts; ``n_more`` rows come behind, or more if ``is_cut``.

    ``are_numbers`` says of each column whether it holds numbers, which stand to the right.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    are_numbers: tuple[bool, ...]
    n_more: int
    is_cut: bool


@dataclass(frozen=True, slots=True)
class Calculation:
    """What was calculated, and what it came to."""

    expression: str
    result: str


@dataclass(frozen=True, slots=True)
class Query:
    """A query cut at its clauses, with a single value as its result, or rows, or none."""

    clauses: tuple[str, ...]
    value: str
    table: ShownTable | None


Readable: TypeAlias = Calculation | Query


def kept_calls(answer: Answer) -> tuple[tuple[int, ToolCall], ...]:
    """The calls that gave something, each with its number in the answer, from 1."""
    return tuple((n, call) for n, call in enumerate(answer.tool_calls, start=1) if not call.error)


def dropped_calls(answer: Answer, tool: str) -> tuple[ToolCall, ...]:
    """The calls of a tool that were tried and not used."""
    return tuple(call for call in answer.tool_calls if call.error and call.tool == tool)


def call_behind(number: AnswerNumber, answer: Answer) -> int | None:
    """The number of the kept call that a computed number comes from."""
    match = _SOURCE.fullmatch(number.source)
    if number.status is not NumberStatus.COMPUTED or match is None:
        return None
    tool, n = match[1], int(match[2])
    return next((k for k, call in kept_calls(answer) if (k, call.tool) == (n, tool)), None)


def readable(call: ToolCall, *, max_rows: int) -> Readable:
    """A call for reading, with up to ``max_rows`` rows of its result."""
    if call.tool != "sql":
        return Calculation(argument(call), one_line(call.result, MAX_CLAUSE))
    clauses = tuple(_shortened(line, MAX_CLAUSE) for line in sql_clauses(argument(call)))
    table = call.table
    if table is None:
        return Query(clauses, one_line(call.result, MAX_CLAUSE), None)
    if len(table.rows) == 1 and len(table.columns) == 1:
        return Query(clauses, cell_text(table.rows[0][0], MAX_CLAUSE), None)
    return Query(clauses, "", _shown(table, max_rows) if table.rows else None)


def argument(call: ToolCall) -> str:
    """The expression or the query of a call, without the JSON around it."""
    try:
        values = json.loads(call.arguments)
    except ValueError:
        return call.arguments
    return ", ".join(map(str, values.values())) if isinstance(values, dict) else str(values)


def sql_clauses(sql: str) -> tuple[str, ...]:
    """A query with SELECT, FROM, WHERE, each join and so on beginning a line of its own.

    What stands in brackets or quotes is left as it is.
    """
    cuts, depth = [0], 0
    for piece in _PIECE.finditer(sql):
        if piece["open"]:
            depth += 1
        elif piece["close"]:
            depth = max(0, depth - 1)
        elif piece["clause"] and depth == 0:
            cuts.append(piece.start())
    lines = (sql[start:end].strip() for start, end in zip(cuts, [*cuts[1:], None], strict=True))
    return tuple(line for line in lines if line)


def cell_text(cell: Cell, limit: int = MAX_CELL) -> str:
    """A cell on one line: numbers without the noise of their last digits, texts not too long."""
    match cell:
        case None:
            return ""
        case float():
            return f"{cell:.{_DIGITS}g}"
        case _:
            return one_line(str(cell), limit)


def one_line(text: str, limit: int) -> str:
    """A text of strangers on one line, without control characters, cut at ``limit``."""
    cut = text[: 2 * limit]  # What is left out below is not looked at letter by letter.
    printable = "".join(letter if letter.isprintable() else " " for letter in cut)
    return _shortened(" ".join(printable.split()), limit)


def plain_call(call: ToolCall, *, max_rows: int) -> str:
    """A call as text for the clipboard; rows are separated by tabs, for a spreadsheet."""
    match readable(call, max_rows=max_rows):
        case Calculation(expression, result):
            return f"{expression} = {result}"
        case Query(_, value, table):
            return "\n".join([*sql_clauses(argument(call)), *_plain_result(value, table)])


def _plain_result(value: str, table: ShownTable | None) -> Iterator[str]:
    if table is None:
        if value:
            yield f"→ {value}"
        return
    for row in (table.columns, *table.rows):
        yield "\t".join(row)
    if table.n_more or table.is_cut:
        yield f"… (+{table.n_more})"


def _shown(table: ResultTable, max_rows: int) -> ShownTable:
    rows = table.rows[:max_rows]
    return ShownTable(
        columns=tuple(one_line(column, MAX_CELL) for column in table.columns),
        rows=tuple(tuple(cell_text(cell) for cell in row) for row in rows),
        are_numbers=tuple(_are_numbers(cells) for cells in zip(*rows, strict=True)),
        n_more=len(table.rows) - len(rows),
        is_cut=table.is_cut,
    )


def _are_numbers(cells: Sequence[Cell]) -> bool:
    present = [cell for cell in cells if cell is not None]
    return bool(present) and all(isinstance(cell, int | float) for cell in present)


def _shortened(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "…"
