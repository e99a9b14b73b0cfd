"""CSV and TSV logs to typed tables, row by row: a log larger than memory is read all the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path

from engine.domain import DocumentHead, DocumentKind, ReadMark, ReadPart, ReadProblem
from engine.errors import FileDamaged, FileEmpty
from ingest.column_types import TypeChoice, choose_type
from ingest.csv_records import csv_records
from ingest.dialects import Dialect, dialect_of, header_index
from ingest.encodings import SAMPLE_BYTES, encoding_of
from ingest.log_lines import LogLines
from ingest.typed_rows import (
    Record,
    chosen_parts,
    count_columns,
    form_of,
    table_name,
    titles_of,
)

FORM = "table"
_SAMPLE_ROWS = 20_000


@dataclass(frozen=True, slots=True)
class _Plan:
    """How the records of a table are understood; ``data`` are the sampled ones below its header."""

    preamble: Sequence[Record]
    titles: Sequence[str]
    choices: Sequence[TypeChoice]
    data: Sequence[Record]


def read_log_table(path: Path) -> Iterator[ReadPart]:
    """Head, table, rows in batches, problems with lines. Errors: FileEmpty, FileDamaged."""
    encoding, dialect = _manner(path)
    yield DocumentHead(DocumentKind.LOG_TABLE, path.stem, 0)
    problems: list[ReadProblem] = []
    with LogLines(path, encoding, problems) as lines:
        records = csv_records(lines, dialect, problems)
        plan = _plan(path, records)
        for raw in plan.preamble:
            text = dialect.delimiter.join(raw.cells).strip(dialect.delimiter + " ")
            yield ReadProblem("lines-before-header", text, line=raw.line)
        yield from chosen_parts(
            table_name(path.stem),
            plan.titles,
            plan.choices,
            chain(plan.data, records),
            problems,
            joint=dialect.delimiter,
            form=_form(encoding, dialect, plan),
        )


def read_log_table_from(path: Path, mark: ReadMark) -> Iterator[ReadPart] | None:
    """Table, and rows from ``mark`` on; None if they would be understood in another way now."""
    encoding, dialect = _manner(path)
    with LogLines(path, encoding, []) as lines:
        plan = _plan(path, csv_records(lines, dialect, []))
    form = _form(encoding, dialect, plan)
    return _rows_from(path, encoding, dialect, plan, mark) if form == mark.form else None


def _rows_from(
    path: Path, encoding: str, dialect: Dialect, plan: _Plan, mark: ReadMark
) -> Iterator[ReadPart]:
    problems: list[ReadProblem] = []
    with LogLines(path, encoding, problems, start=mark.offset, number=mark.line - 1) as lines:
        yield from chosen_parts(
            table_name(path.stem),
            plan.titles,
            plan.choices,
            csv_records(lines, dialect, problems),
            problems,
            joint=dialect.delimiter,
            form=mark.form,
            first=mark.row,
        )


def _manner(path: Path) -> tuple[str, Dialect]:
    with path.open("rb") as file:
        sample = file.read(SAMPLE_BYTES)
    encoding = encoding_of(sample)
    if encoding is None:
        raise FileDamaged(path=path, detail="not a text")
    return encoding, dialect_of(sample.decode(encoding, "replace"), path.suffix.lower())


def _plan(path: Path, records: Iterator[Record]) -> _Plan:
    sampled = list(islice(records, _SAMPLE_ROWS))
    if not sampled:
        raise FileEmpty(path=path)
    header = header_index([raw.cells for raw in sampled])
    names = sampled[header].cells if header >= 0 else []
    data = sampled[header + 1 :]
    titles = titles_of(names, count_columns(names, [raw.cells for raw in data]))
    choices = [
        choose_type([raw.cells[i] for raw in data if i < len(raw.cells)])
        for i in range(len(titles))
    ]
    return _Plan(sampled[: max(0, header)], titles, choices, data)


def _form(encoding: str, dialect: Dialect, plan: _Plan) -> str:
    how = (FORM, encoding, dialect.delimiter, dialect.quote)
    return form_of(how, plan.titles, plan.choices)
