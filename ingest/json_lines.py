"""JSON lines to a log table: one object a line, its keys the columns, nested keys with dots.

The file is read twice: its keys first, as any line may bring a new one, then its rows. Only a
sample of the rows is ever in memory.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any, TypeAlias

from engine.domain import DocumentHead, DocumentKind, ReadPart, ReadProblem
from engine.errors import FileDamaged
from ingest.encodings import SAMPLE_BYTES, encoding_of
from ingest.typed_rows import MAX_COLUMNS, Record, table_name, titles_of, typed_parts

_SAMPLE_ROWS = 20_000
_MAX_LINE = 10_000_000  # In characters.

_Object: TypeAlias = dict[str, str]
"""The keys of one line with the texts of their values; numbers as they are written."""


def read_json_lines(path: Path) -> Iterator[ReadPart]:
    """Head, table, rows in batches, problems with lines. Errors: FileDamaged."""
    with path.open("rb") as file:
        encoding = encoding_of(file.read(SAMPLE_BYTES))
    if encoding is None:
        raise FileDamaged(path=path, detail="not a text")
    keys: dict[str, None] = {}
    for _, found in _objects(path, encoding, []):
        keys.update(dict.fromkeys(found))
    if not keys:
        raise FileDamaged(path=path, detail="no line holds a JSON object")
    yield DocumentHead(DocumentKind.LOG_TABLE, path.stem, 0)
    columns = list(keys)[:MAX_COLUMNS]
    if len(keys) > MAX_COLUMNS:
        yield ReadProblem("columns-left-out", f"{MAX_COLUMNS} of {len(keys)} columns are read")
    problems: list[ReadProblem] = []
    records = (
        Record(line, [found.get(key, "") for key in columns])
        for line, found in _objects(path, encoding, problems)
    )
    sampled = list(islice(records, _SAMPLE_ROWS))
    titles = titles_of(columns, len(columns))
    yield from typed_parts(table_name(path.stem), titles, sampled, records, problems, joint=" ")


def _objects(
    path: Path, encoding: str, problems: list[ReadProblem]
) -> Iterator[tuple[int, _Object]]:
    """The object of each line that holds one, with the number of the line."""
    for number, line in _lines(path, encoding, problems):
        try:
            found = _DECODER.decode(line)
            if not isinstance(found, dict):
                raise ValueError("not an object")
            yield number, dict(_flat(found, ""))
        except (ValueError, RecursionError) as error:
            problems.append(ReadProblem("row-unreadable", f"{error}: {line[:80]}", line=number))


def _lines(path: Path, encoding: str, problems: list[ReadProblem]) -> Iterator[tuple[int, str]]:
    """Lines that are not blank. One without an end in sight is left out and reported."""
    number = 0
    with path.open(encoding=encoding, errors="replace") as file:
        while line := file.readline(_MAX_LINE):
            number += 1
            if len(line) == _MAX_LINE and not line.endswith("\n"):
                problems.append(ReadProblem("row-unreadable", "too long a line", line=number))
                while line and not line.endswith("\n"):
                    line = file.readline(_MAX_LINE)
                continue
            if "\ufffd" in line:
                problems.append(ReadProblem("undecodable", "", line=number))
            if line.strip():
                yield number, line.strip()


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        # Python would keep the last value and say nothing.
        raise ValueError("a key stands twice")
    return found


def _flat(found: dict[str, Any], before: str) -> Iterator[tuple[str, str]]:
    for key, value in found.items():
        name = before + key
        if isinstance(value, dict):
            yield from _flat(value, f"{name}.")
        elif isinstance(value, list):
            yield name, _written(value)
        elif isinstance(value, bool):
            yield name, "true" if value else "false"
        else:
            yield name, value or ""


class _Number(str):
    """A number as the file writes it, so that it keeps its digits."""

    __slots__ = ()


def _written(value: object) -> str:
    """A value inside a list, as the file has it."""
    if isinstance(value, list):
        return f"[{', '.join(map(_written, value))}]"
    if isinstance(value, dict):
        pairs = (f"{_written(key)}: {_written(item)}" for key, item in value.items())
        return f"{{{', '.join(pairs)}}}"
    return value if isinstance(value, _Number) else json.dumps(value, ensure_ascii=False)


_DECODER = json.JSONDecoder(
    parse_int=_Number,
    parse_float=_Number,
    parse_constant=_Number,
    object_pairs_hook=_without_repeats,
)
