"""The catalogue of log tables, over a real library."""

from __future__ import annotations

from pathlib import Path

from engine.domain import DocumentHead, DocumentKind, LogRows, LogTable
from engine.store.library import Library
from engine.tools.sql.catalogue import LogCatalogue
from engine.tools.sql.linking import link
from tests.engine.conftest import log_parts, source
from tests.engine.tools.sql.conftest import TABLES


def test_every_table_of_a_document_is_there(tmp_path: Path) -> None:
    library = Library.open(tmp_path)
    head, *setups = log_parts("setups", [("A01", 40.0)])
    _, *tools = log_parts("tools", [("M6", 1.0)])
    library.store_document(source("plate.xlsx", "sha256:x"), [head, *setups, *tools])
    assert {profile.name for profile in LogCatalogue(library).tables()} == {"setups", "tools"}
    library.close()


def test_the_entities_of_a_drawing_are_asked_only_if_it_is_named(tmp_path: Path) -> None:
    library = Library.open(tmp_path)
    head = DocumentHead(DocumentKind.DRAWING, "plate", 1)
    table = LogTable("plate_entities", TABLES[0].columns, is_in_words=False)
    parts = [head, table, LogRows(1, [(None,) * len(table.columns)])]
    library.store_document(source("cad/1002_motor_mount_plate.dxf", "sha256:d"), parts)
    tables = LogCatalogue(library).tables()
    assert link("How many holes does the frame barrier have?", tables) == ()
    assert link("What is the smallest diameter of the motor shaft?", tables) == ()
    assert len(link("How many circles has the motor mount plate?", tables)) == 1
    assert len(link("How many circles are in the DXF?", tables)) == 1
    library.close()
