"""CSV and TSV logs to typed tables, row by row: a log larger than memory is read all the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice
from pathlib import Path

from engine.domain import DocumentHead, DocumentKind, ReadMark, ReadPart, ReadProblem
from engine.errors import FileDamaged, FileEmpty
from ingest.column_types import TypeChoice, choose_type
from ingest.csv_header import Header, header_of
from ingest.csv_records import csv_records
from ingest.csv_tables import Stream, dropped, has_comments, one_table, rows_of_table
from ingest.dialects import Dialect, dialect_of
from ingest.encodings import SAMPLE_BYTES, encoding_of
from ingest.log_lines import LogLines
from ingest.typed_rows import Record, chosen_parts, form_of, table_name

FORM = "table"
_SAMPLE_ROWS = 20_000


@dataclass(frozen=True, slots=True)
class _Manner:
    """How a file is written."""

    path: Path
    encoding: str
    dialect: Dialect


@dataclass(frozen=True, slots=True)
class _Plan:
    """How a table is understood. ``rows`` are all of its rows, ``heads`` what is not to be one."""

    header: Header
    heads: set[tuple[str, ...]]
    choices: Sequence[TypeChoice]
    has_comments: bool
    rows: Iterator[Record]


def read_log_table(path: Path) -> Iterator[ReadPart]:
    """Head, tables, rows in batches, problems with lines. Errors: FileEmpty, FileDamaged."""
    manner = _manner(path)
    yield DocumentHead(DocumentKind.LOG_TABLE, path.stem, 0)
    problems: list[ReadProblem] = []
    with LogLines(path, manner.encoding, problems) as lines:
        stream = Stream(csv_records(lines, manner.dialect, problems))
        yield from _tables(manner, stream, problems, n_before=0)


def read_log_table_from(path: Path, mark: ReadMark) -> Iterator[ReadPart] | None:
    """Table, and rows from ``mark`` on; None if they would be understood in another way now."""
    manner = _manner(path)
    with LogLines(path, manner.encoding, []) as lines:
        plan = _plan(manner, Stream(csv_records(lines, manner.dialect, [])), [])
    return _rows_from(manner, plan, mark) if _form(manner, plan) == mark.form else None


def _rows_from(manner: _Manner, plan: _Plan, mark: ReadMark) -> Iterator[ReadPart]:
    problems: list[ReadProblem] = []
    start, number = mark.offset, mark.line - 1
    with LogLines(manner.path, manner.encoding, problems, start=start, number=number) as lines:
        stream = Stream(csv_records(lines, manner.dialect, problems))
        rows = rows_of_table(
            one_table(stream, plan.heads, has_rows=True),
            plan.header,
            problems,
            joint=manner.dialect.delimiter,
            has_comments=plan.has_comments,
        )
        yield from _parts(manner, replace(plan, rows=rows), problems, first=mark.row)
        yield from _tables(manner, stream, problems, n_before=1)


def _tables(
    manner: _Manner, stream: Stream, problems: list[ReadProblem], *, n_before: int
) -> Iterator[ReadPart]:
    n_tables = n_before
    while (began := stream.peek()) is not None or not n_tables:
        plan = _plan(manner, stream, problems)
        for record in plan.header.preamble:
            yield dropped("", record, manner.dialect.delimiter)
        if n_tables and began is not None:
            line = plan.header.rows[0].line if plan.header.rows else began.line
            yield ReadProblem("several-tables", ", ".join(plan.header.titles), line=line)
        yield from _parts(manner, plan, problems)
        n_tables += 1


def _parts(
    manner: _Manner, plan: _Plan, problems: list[ReadProblem], *, first: int = 1
) -> Iterator[ReadPart]:
    yield from chosen_parts(
        table_name(manner.path.stem),
        plan.header.titles,
        plan.choices,
        plan.rows,
        problems,
        joint=manner.dialect.delimiter,
        form=_form(manner, plan),
        first=first,
    )


def _manner(path: Path) -> _Manner:
    with path.open("rb") as file:
        sample = file.read(SAMPLE_BYTES)
    encoding = encoding_of(sample)
    if encoding is None:
        raise FileDamaged(path=path, detail="not a text")
    text = sample.decode(encoding, "replace")
    return _Manner(path, encoding, dialect_of(text, path.suffix.lower()))


def _plan(manner: _Manner, stream: Stream, problems: list[ReadProblem]) -> _Plan:
    heads: set[tuple[str, ...]] = set()
    records = one_table(stream, heads)
    sampled = list(islice(records, _SAMPLE_ROWS))
    if not sampled:
        raise FileEmpty(path=manner.path)
    comments = has_comments(sampled)
    header = header_of(sampled, has_comments=comments)
    rows = rows_of_table(
        chain(sampled[header.n_records :], records),
        header,
        problems,
        joint=manner.dialect.delimiter,
        has_comments=comments,
    )
    data = list(islice(rows, len(sampled)))
    return _Plan(header, heads, _choices(header, data), comments, chain(data, rows))


def _choices(header: Header, rows: Sequence[Record]) -> list[TypeChoice]:
    """The types, by the rows of the right length: in others cells may stand in a wrong column."""
    width = len(header.titles)
    regular = [row for row in rows if len(row.cells) == width or not any(row.cells[width:])]
    regular = [row for row in regular if len(row.cells) >= width]
    if len(regular) < 0.5 * len(rows):
        regular = list(rows)
    choices = []
    for i, note in enumerate(header.notes):
        choice = choose_type([row.cells[i] for row in regular if i < len(row.cells)])
        choices.append(replace(choice, reason=f"{choice.reason}; {note}") if note else choice)
    return choices


def _form(manner: _Manner, plan: _Plan) -> str:
    dialect = manner.dialect
    how = (FORM, manner.encoding, dialect.delimiter, dialect.quote, str(plan.has_comments))
    return form_of(how, plan.header.titles, plan.choices)
