"""CSV and TSV logs to typed tables, row by row: a log larger than memory is read all the same."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from engine.domain import DocumentHead, DocumentKind, ReadPart, ReadProblem
from engine.errors import FileDamaged, FileEmpty
from ingest.dialects import Dialect, dialect_of, header_index
from ingest.encodings import SAMPLE_BYTES, encoding_of
from ingest.typed_rows import Record, count_columns, table_name, titles_of, typed_parts

_SAMPLE_ROWS = 20_000
_MAX_FIELD = 1_000_000


def read_log_table(path: Path) -> Iterator[ReadPart]:
    """Head, table, rows in batches, problems with lines. Errors: FileEmpty, FileDamaged."""
    with path.open("rb") as file:
        sample = file.read(SAMPLE_BYTES)
    encoding = encoding_of(sample)
    if encoding is None:
        raise FileDamaged(path=path, detail="not a text")
    dialect = dialect_of(sample.decode(encoding, "replace"), path.suffix.lower())
    yield DocumentHead(DocumentKind.LOG_TABLE, path.stem, 0)
    problems: list[ReadProblem] = []
    with path.open(encoding=encoding, errors="replace", newline="") as lines:
        records = _records(lines, dialect, problems)
        sampled = list(islice(records, _SAMPLE_ROWS))
        if not sampled:
            raise FileEmpty(path=path)
        yield from _table_parts(path, dialect, sampled, records, problems)


def _records(
    lines: Iterator[str], dialect: Dialect, problems: list[ReadProblem]
) -> Iterator[Record]:
    csv.field_size_limit(_MAX_FIELD)

    def checked() -> Iterator[str]:
        for number, line in enumerate(lines, start=1):
            if "\ufffd" in line:
                problems.append(ReadProblem("undecodable", "", line=number))
            yield line.replace("\x00", "") if "\x00" in line else line

    reader = csv.reader(
        checked(), delimiter=dialect.delimiter, quotechar=dialect.quote, skipinitialspace=True
    )
    before = 0
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            problems.append(ReadProblem("row-unreadable", str(error), line=reader.line_num))
            before = reader.line_num
            continue
        if any(cell.strip() for cell in cells):
            yield Record(before + 1, cells)
        before = reader.line_num


def _table_parts(
    path: Path,
    dialect: Dialect,
    sampled: list[Record],
    later: Iterator[Record],
    problems: list[ReadProblem],
) -> Iterator[ReadPart]:
    rows = [raw.cells for raw in sampled]
    header = header_index(rows)
    for raw in sampled[: max(0, header)]:
        text = dialect.delimiter.join(raw.cells).strip(dialect.delimiter + " ")
        yield ReadProblem("lines-before-header", text, line=raw.line)
    data = sampled[header + 1 :]
    n_columns = count_columns(rows[header] if header >= 0 else [], [raw.cells for raw in data])
    titles = titles_of(rows[header] if header >= 0 else [], n_columns)
    yield from typed_parts(
        table_name(path.stem), titles, data, later, problems, joint=dialect.delimiter
    )
