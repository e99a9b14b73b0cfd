"""JSON lines to a log table: one object a line, its keys the columns, nested keys with dots.

The file is read twice: its keys first, as any line may bring a new one, then its rows. Only a
sample of the rows is ever in memory.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO, TypeAlias

from engine.domain import DocumentHead, DocumentKind, ReadMark, ReadPart, ReadProblem
from engine.errors import FileDamaged
from ingest.column_types import TypeChoice, choose_type
from ingest.encodings import SAMPLE_BYTES, encoding_of
from ingest.log_lines import has_line_feeds
from ingest.typed_rows import MAX_COLUMNS, Record, chosen_parts, form_of, table_name, titles_of

FORM = "json lines"
_SAMPLE_ROWS = 20_000
_MAX_LINE = 10_000_000  # In bytes, or in characters where a line is no run of bytes.

_Object: TypeAlias = dict[str, str]
"""The keys of one line with the texts of their values; numbers as they are written."""


@dataclass(frozen=True, slots=True)
class _Line:
    """A line with its number and, where bytes and lines can be matched, its first byte."""

    number: int
    start: int | None
    text: str


def read_json_lines(path: Path) -> Iterator[ReadPart]:
    """Head, table, rows in batches, problems with lines. Errors: FileDamaged."""
    encoding = _encoding(path)
    keys: dict[str, None] = {}
    for _, found in _objects(path, encoding, []):
        keys.update(dict.fromkeys(found))
    if not keys:
        raise FileDamaged(path=path, detail="no line holds a JSON object")
    yield DocumentHead(DocumentKind.LOG_TABLE, path.stem, 0)
    columns = list(keys)[:MAX_COLUMNS]
    if len(keys) > MAX_COLUMNS:
        yield ReadProblem("columns-left-out", f"{MAX_COLUMNS} of {len(keys)} columns are read")
    yield from _parts(path, encoding, columns, _choices(path, encoding, columns))


def read_json_lines_from(path: Path, mark: ReadMark) -> Iterator[ReadPart] | None:
    """Table, and rows from ``mark`` on; None if they would be understood in another way now."""
    encoding = _encoding(path)
    columns: list[str] = json.loads(json.loads(mark.form)[2])
    known = frozenset(columns)
    if any(not known.issuperset(found) for _, found in _objects(path, encoding, [], mark)):
        return None
    choices = _choices(path, encoding, columns)
    if _form(encoding, columns, choices) != mark.form:
        return None
    return _parts(path, encoding, columns, choices, mark)


def _parts(
    path: Path,
    encoding: str,
    columns: Sequence[str],
    choices: Sequence[TypeChoice],
    mark: ReadMark | None = None,
) -> Iterator[ReadPart]:
    problems: list[ReadProblem] = []
    yield from chosen_parts(
        table_name(path.stem),
        titles_of(columns, len(columns)),
        choices,
        _records(path, encoding, columns, problems, mark),
        problems,
        joint=" ",
        form=_form(encoding, columns, choices),
        first=mark.row if mark else 1,
    )


def _records(
    path: Path,
    encoding: str,
    columns: Sequence[str],
    problems: list[ReadProblem],
    mark: ReadMark | None = None,
) -> Iterator[Record]:
    for line, found in _objects(path, encoding, problems, mark):
        yield Record(line.number, [found.get(key, "") for key in columns], line.start)


def _choices(path: Path, encoding: str, columns: Sequence[str]) -> list[TypeChoice]:
    sampled = list(islice(_records(path, encoding, columns, []), _SAMPLE_ROWS))
    return [choose_type([record.cells[i] for record in sampled]) for i in range(len(columns))]


def _form(encoding: str, columns: Sequence[str], choices: Sequence[TypeChoice]) -> str:
    how = (FORM, encoding, json.dumps(columns))
    return form_of(how, titles_of(columns, len(columns)), choices)


def _encoding(path: Path) -> str:
    with path.open("rb") as file:
        encoding = encoding_of(file.read(SAMPLE_BYTES))
    if encoding is None:
        raise FileDamaged(path=path, detail="not a text")
    return encoding


def _objects(
    path: Path, encoding: str, problems: list[ReadProblem], mark: ReadMark | None = None
) -> Iterator[tuple[_Line, _Object]]:
    """The object of each line that holds one, of all lines or of those from ``mark`` on."""
    for line in _lines(path, encoding, problems, mark):
        try:
            found = _DECODER.decode(line.text)
            if not isinstance(found, dict):
                raise ValueError("not an object")
            yield line, dict(_flat(found, ""))
        except (ValueError, RecursionError) as error:
            detail = f"{error}: {line.text[:80]}"
            problems.append(ReadProblem("row-unreadable", detail, line=line.number))


def _lines(
    path: Path, encoding: str, problems: list[ReadProblem], mark: ReadMark | None
) -> Iterator[_Line]:
    """Lines that are not blank. One without an end in sight is left out and reported."""
    number = mark.line - 1 if mark else 0
    is_wide = encoding.startswith("utf-16") or not has_line_feeds(path)
    with (
        path.open("rb") as raw,
        io.TextIOWrapper(raw, encoding=encoding, errors="replace") as wide,
    ):
        raw.seek(mark.offset if mark else 0)
        while True:
            start = None if is_wide else raw.tell()
            line = wide.readline(_MAX_LINE) if is_wide else _decoded(raw, encoding)
            if not line:
                return
            number += 1
            length = len(line) if start is None else raw.tell() - start
            if length >= _MAX_LINE and not line.endswith("\n"):
                problems.append(ReadProblem("row-unreadable", "too long a line", line=number))
                while line and not line.endswith("\n"):
                    line = wide.readline(_MAX_LINE) if is_wide else _decoded(raw, encoding)
                continue
            if "\ufffd" in line:
                problems.append(ReadProblem("undecodable", "", line=number))
            if line.strip():
                yield _Line(number, start, line.strip())


def _decoded(file: BinaryIO, encoding: str) -> str:
    return file.readline(_MAX_LINE).decode(encoding, "replace")


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
