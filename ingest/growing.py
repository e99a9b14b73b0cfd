"""Files that only grow: what was appended to a log is read alone, as the whole would be."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from engine.domain import ReadMark, ReadPart
from ingest.chunking import ChunkedPart, chunk
from ingest.reading import read


def grown_parts(path: Path, mark: ReadMark) -> Iterator[ChunkedPart]:
    """The table, then its rows from ``mark`` on; or everything anew, with a head as first part.

    A log is read anew where its beginning is understood in another way now than at the mark: a
    short log that has grown may have got other types. Errors: as ``ingest.reading.read``.
    """
    yield from chunk(_grown(path, mark), resumed=mark.chunks)


def _grown(path: Path, mark: ReadMark) -> Iterator[ReadPart]:
    from ingest import json_lines, log_table, text_log  # noqa: PLC0415  (as in ingest.reading)

    readers = {
        log_table.FORM: log_table.read_log_table_from,
        json_lines.FORM: json_lines.read_json_lines_from,
        text_log.FORM: text_log.read_text_log_from,
    }
    parts = readers[json.loads(mark.form)[0]](path, mark)
    yield from read(path) if parts is None else parts
