"""What the window and the engine say about the log tables of a document, as in app.protocol."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class FindTables:
    """The log tables of a document: one TablesFound."""

    job: int
    document_id: str


@dataclass(frozen=True, slots=True)
class TablesFound:
    """The names of a document's log tables, in order; none if it has none or is gone."""

    document_id: str
    tables: tuple[str, ...]


RowRequest: TypeAlias = FindTables
"""Rows themselves are read by app.protocol.ReadRows."""
