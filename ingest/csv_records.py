"""The records of a CSV file, each with the line and the byte it begins at."""

from __future__ import annotations

import csv
from collections.abc import Iterator

from engine.domain import ReadProblem
from ingest.dialects import Dialect
from ingest.log_lines import LogLines
from ingest.typed_rows import MAX_COLUMNS, Record

_MAX_FIELD = 1_000_000


def csv_records(lines: LogLines, dialect: Dialect, problems: list[ReadProblem]) -> Iterator[Record]:
    """The records that hold anything. What cannot be read is noted in ``problems``."""
    csv.field_size_limit(_MAX_FIELD)
    reader = csv.reader(
        lines, delimiter=dialect.delimiter, quotechar=dialect.quote, skipinitialspace=True
    )
    is_after_blank = is_wide = False
    while True:
        number, start = lines.number + 1, lines.end
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            problems.append(ReadProblem("row-unreadable", str(error), line=lines.number))
            continue
        if len(cells) > MAX_COLUMNS:
            if not is_wide:
                detail = f"{MAX_COLUMNS} of {len(cells)} columns are read"
                problems.append(ReadProblem("columns-left-out", detail, line=number))
            is_wide, cells = True, cells[:MAX_COLUMNS]
        is_blank = not any(map(str.strip, cells))
        if not is_blank:
            yield Record(number, cells, start, is_after_blank)
        is_after_blank = is_blank
