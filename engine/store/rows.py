"""Between rows of library.db and the engine's values."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

from sqlalchemy import RowMapping

from engine.domain import (
    Chunk,
    Column,
    ColumnType,
    Document,
    DocumentKind,
    DrawingRevision,
    Failure,
    LogTable,
    Passage,
    Place,
    ReadProblem,
    Rect,
    RowSpan,
    Source,
    SourceState,
    StoredTable,
    TitleBlock,
)
from engine.store.prepared import json_text


def chunk_of(row: RowMapping) -> Chunk:
    """The chunk of a row of ``chunk``."""
    return Chunk(
        text=row["text"],
        heading_path=tuple(json.loads(row["heading_path"])),
        places=_places(row),
        rows=_row_span(row),
        is_dense=bool(row["is_dense"]),
    )


def passage_of(row: RowMapping) -> Passage:
    """The passage of a row of ``chunk`` joined with its first source, not yet scored."""
    return Passage(
        chunk_id=row["id"],
        document_id=row["document_id"],
        document=row["path"],
        text=row["text"],
        heading_path=tuple(json.loads(row["heading_path"])),
        places=_places(row),
        rows=_row_span(row),
        score=0.0,
    )


def drawing_of(row: RowMapping) -> DrawingRevision:
    """The drawing of a row of ``title_block`` joined with its first source."""
    block = TitleBlock(row["number"], row["revision"])
    return DrawingRevision(row["document_id"], row["path"], block)


def source_values(source: Source) -> dict[str, Any]:
    """A row of ``source``."""
    failure = None
    if source.failure:
        failure = json_text({"code": source.failure.code, "facts": source.failure.facts})
    return {
        "root": source.root,
        "path": source.path,
        "size_bytes": source.size_bytes,
        "mtime_ns": source.mtime_ns,
        "state": source.state.value,
        "content_hash": source.content_hash,
        "document_id": source.document_id,
        "failure": failure,
        "readers": source.readers,
        "read_ns": source.read_ns,
    }


def source_of(row: RowMapping) -> Source:
    """The source of a row of ``source``."""
    failure = None
    if row["failure"]:
        raw = json.loads(row["failure"])
        failure = Failure(raw["code"], tuple((str(k), str(v)) for k, v in raw["facts"]))
    return Source(
        root=row["root"],
        path=row["path"],
        size_bytes=row["size_bytes"],
        mtime_ns=row["mtime_ns"],
        state=SourceState(row["state"]),
        content_hash=row["content_hash"],
        document_id=row["document_id"],
        failure=failure,
        readers=row["readers"],
        read_ns=row["read_ns"],
    )


def document_of(row: RowMapping) -> Document:
    """The document of a row of ``document`` joined with its first source."""
    return Document(
        id=row["id"],
        root=row["root"] or "",
        path=row["path"] or "",
        kind=DocumentKind(row["kind"]),
        title=row["title"],
        n_pages=row["n_pages"],
        n_chunks=row["n_chunks"],
        n_rows=row["n_rows"],
        problems=tuple(ReadProblem(**raw) for raw in json.loads(row["problems"])),
    )


def problems_json(problems: list[ReadProblem]) -> str:
    """The column ``document.problems``."""
    return json_text([dataclasses.asdict(problem) for problem in problems])


def columns_json(columns: tuple[Column, ...]) -> str:
    """The column ``log_table.columns``."""
    return json_text([dataclasses.asdict(column) for column in columns])


def columns_of(raw: str) -> tuple[Column, ...]:
    """The columns of a row of ``log_table``."""
    return tuple(
        Column(c["name"], c["title"], ColumnType(c["type"]), c["reason"]) for c in json.loads(raw)
    )


def stored_table_of(row: RowMapping) -> StoredTable:
    """The table of a row of ``log_table`` joined with its first source."""
    return StoredTable(
        table=LogTable(row["name"], columns_of(row["columns"])),
        document_id=row["document_id"],
        document=row["path"],
        n_rows=row["n_rows"],
        kind=DocumentKind(row["kind"]),
    )


def _places(row: RowMapping) -> tuple[Place, ...]:
    return tuple(
        Place(start, end, page, Rect(x0, y0, x1, y1), *confidence)
        for start, end, page, x0, y0, x1, y1, *confidence in json.loads(row["places"])
    )


def _row_span(row: RowMapping) -> RowSpan | None:
    if row["row_table"] is None:
        return None
    return RowSpan(row["row_table"], row["row_first"], row["row_last"])
