"""The library keeps what it is given, in one piece, and forgets what it is told to forget."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from engine.domain import (
    Chunk,
    DocumentHead,
    DocumentKind,
    Failure,
    Folder,
    LogRows,
    LogTable,
    Page,
    Place,
    Rect,
    Source,
    SourceState,
)
from engine.errors import Bug, WorkspaceDamaged, WorkspaceTooNew
from engine.store.library import Library
from engine.store.prepared import StoredPart
from tests.engine.conftest import AddText, log_parts, pdf_parts, source, text_chunk


def test_a_stored_chunk_comes_back_with_its_place_and_heading(library: Library) -> None:
    chunk = text_chunk("Tighten to 45 N·m.", page=1, heading=("3 Spindle", "3.1 Nut"))
    document = library.store_document(source("a.pdf", "sha256:1"), pdf_parts(chunk))
    (passage,) = library.passages([1]).values()
    assert passage.document == document.path == "a.pdf"
    assert passage.text == chunk.text
    assert passage.places == chunk.places
    assert passage.heading_path == ("3 Spindle", "3.1 Nut")


def test_a_reader_that_breaks_off_leaves_the_library_as_it_was(
    library: Library, add: AddText
) -> None:
    add("old.pdf", "Old text.")
    before = (library.generation, library.documents(), library.sources())

    def breaking() -> Iterator[StoredPart]:
        yield from pdf_parts(text_chunk("New text."))
        raise OSError("the stick was pulled out")

    with pytest.raises(OSError, match="stick"):
        library.store_document(source("old.pdf", "sha256:new"), breaking())
    assert (library.generation, library.documents(), library.sources()) == before
    assert library.search_words('"old"', 5)
    assert not library.search_words('"new"', 5)


def test_a_reader_without_a_head_is_a_bug_and_stores_nothing(library: Library) -> None:
    with pytest.raises(Bug):
        library.store_document(source("a.pdf", "sha256:1"), [Page(1, 1, 1, ())])
    assert library.documents() == ()


def test_new_content_at_a_path_replaces_the_old_document(library: Library) -> None:
    library.store_document(source("a.pdf", "sha256:1"), pdf_parts(text_chunk("first")))
    library.store_document(source("a.pdf", "sha256:2"), pdf_parts(text_chunk("second")))
    assert [d.id for d in library.documents()] == ["sha256:2"]
    assert not library.search_words('"first"', 5)
    assert library.check() == ()


def test_two_files_with_the_same_bytes_share_a_document_until_both_are_gone(
    library: Library,
) -> None:
    library.store_document(source("a.pdf", "sha256:1"), pdf_parts(text_chunk("shared")))
    library.record_source(source("copy/a.pdf", "sha256:1"))
    assert len(library.documents()) == 1
    library.remove_sources([("/docs", "a.pdf")])
    assert [d.path for d in library.documents()] == ["copy/a.pdf"]
    library.remove_sources([("/docs", "copy/a.pdf")])
    assert library.documents() == ()
    assert not library.search_words('"shared"', 5)


def test_a_moved_file_keeps_its_chunks(library: Library, add: AddText) -> None:
    document = add("a.pdf", "text")
    moved = source("b/a.pdf", document.id)
    library.move_source(("/docs", "a.pdf"), moved)
    assert [p.document for p in library.passages([1]).values()] == ["b/a.pdf"]


def test_chunk_ids_are_never_given_out_twice(library: Library, add: AddText) -> None:
    add("a.pdf", "one")
    library.remove_sources([("/docs", "a.pdf")])
    add("b.pdf", "two")
    assert set(library.passages([1, 2])) == {2}


def test_every_change_moves_the_generation(library: Library, add: AddText) -> None:
    seen = [library.generation]
    add("a.pdf", "one")
    seen.append(library.generation)
    library.record_source(source("b.pdf", library.documents()[0].id))
    seen.append(library.generation)
    library.remove_sources([("/docs", "a.pdf")])
    seen.append(library.generation)
    assert seen == sorted(set(seen))


def test_a_file_can_be_marked_to_be_read_again(library: Library, add: AddText) -> None:
    add("a.pdf", "one")
    read = replace(source("a.pdf", library.documents()[0].id), readers=2, read_ns=17 * 10**17)
    library.record_source(read)
    assert library.sources()[0].read_ns == 17 * 10**17
    assert library.has_document(read.content_hash, readers=2)
    library.mark_unread([("/docs", "a.pdf"), ("/docs", "not there.pdf")])

    assert not library.has_document(read.content_hash, readers=0)
    library.mark_unread([])  # Nothing to do.
    assert len(library.sources()) == 1


def test_a_failure_is_kept_with_its_facts(library: Library) -> None:
    failure = Failure("FileEncrypted", (("path", "秘密.pdf"),))
    library.record_source(
        Source("/docs", "秘密.pdf", 5, 7, SourceState.FAILED, "sha256:9", None, failure)
    )
    (kept,) = library.sources("/docs")
    assert kept.failure == failure
    assert kept.state is SourceState.FAILED


def test_log_rows_come_back_typed_and_in_order(library: Library) -> None:
    rows = [("A01", 44.5), ("A02", 46.0), ("A03", 45.25)]
    library.store_document(source("torque.csv", "sha256:1"), log_parts("torque", rows))
    assert library.log_rows("torque", 2, 3) == (("A02", 46.0), ("A03", 45.25))
    assert library.count_log_rows("torque") == 3
    assert [c.title for c in library.log_columns("torque")] == ["Part", "Torque [N·m]"]


def test_two_logs_of_one_name_get_two_tables_and_their_chunks_say_which(library: Library) -> None:
    for n, path in enumerate(("may/torque.csv", "june/torque.csv")):
        parts = log_parts("torque", [("A01", 40.0 + n)])
        library.store_document(source(path, f"sha256:{n}"), parts)
    spans = [p.rows.table for p in library.passages([1, 2]).values() if p.rows]
    assert sorted(spans) == ["torque", "torque_2"]
    assert {library.log_rows(name, 1, 1)[0][1] for name in spans} == {40.0, 41.0}


def test_the_tables_of_one_document_keep_their_rows_and_chunks_apart(library: Library) -> None:
    _, *lathe = log_parts("lathe", [("A01", 40.0), ("A02", 41.0)])
    _, *mill = log_parts("mill", [("B01", 7.0)])
    head = DocumentHead(DocumentKind.DRAWING, "two tables", 0)
    document = library.store_document(source("a.dxf", "sha256:1"), [head, *lathe, *mill])
    assert document.n_rows == 3
    assert {t.table.name: t.n_rows for t in library.log_tables()} == {"lathe": 2, "mill": 1}
    assert library.log_rows("mill", 1, 9) == (("B01", 7.0),)
    spans = [p.rows.table for p in library.passages([1, 2]).values() if p.rows]
    assert spans == ["lathe", "mill"]
    library.remove_sources([("/docs", "a.dxf")])
    assert library.log_tables() == ()


def test_a_place_keeps_the_confidence_of_its_recognition(library: Library) -> None:
    place = Place(0, 4, 1, Rect(1, 2, 3, 4), 0.73)
    parts = pdf_parts(Chunk("M6x1", places=(place,)), text_chunk("M8x1"))
    library.store_document(source("scan.pdf", "sha256:1"), parts)
    found = library.passages([1, 2])
    assert [found[n].places[0].confidence for n in (1, 2)] == [0.73, 1.0]


def test_a_removed_log_takes_its_table_along(library: Library, tmp_path: Path) -> None:
    library.store_document(source("t.csv", "sha256:1"), log_parts("t", [("A", 1.0)]))
    library.remove_sources([("/docs", "t.csv")])
    with sqlite3.connect(tmp_path / "workspace" / "tables.db") as tables:
        names = tables.execute("select name from sqlite_master where type = 'table'").fetchall()
    assert {name for (name,) in names if not name.startswith("_log_")} == set()


def test_a_table_whose_document_was_never_committed_is_swept_at_the_next_start(
    library: Library, tmp_path: Path
) -> None:
    # As a kill between the two commits leaves it.
    folder = tmp_path / "workspace"
    head, table, rows, _ = log_parts("orphan", [("A", 1.0)])
    assert isinstance(table, LogTable)
    assert isinstance(rows, LogRows)
    assert isinstance(head, DocumentHead)
    with library._tables.replacing("sha256:gone") as writer:
        writer.create(table)
        writer.append(rows.rows)
    library.close()
    reopened = Library.open(folder)
    reopened.close()
    with sqlite3.connect(folder / "tables.db") as tables:
        assert tables.execute("select count(*) from _log_table").fetchone() == (0,)


def test_vectors_belong_to_a_text_so_a_moved_page_is_not_embedded_again(
    library: Library,
) -> None:
    library.store_document(source("a.pdf", "sha256:1"), pdf_parts(text_chunk("same text")))
    ((text_hash, _),) = library.texts_to_embed("e", 10)
    library.store_vectors("e", [text_hash], np.ones((1, 4), np.float32))
    new_version = pdf_parts(text_chunk("same text", page=2), text_chunk("added text"))
    library.store_document(source("a.pdf", "sha256:2"), new_version)
    assert [text for _, text in library.texts_to_embed("e", 10)] == ["added text"]
    assert library.count_to_embed("e") == 1


def test_vectors_of_deleted_text_are_forgotten(library: Library, add: AddText) -> None:
    document = add("a.pdf", "secret")
    ((text_hash, _),) = library.texts_to_embed("e", 10)
    library.store_vectors("e", [text_hash], np.ones((1, 4), np.float32))
    library.remove_sources([(document.root, document.path)])
    library.forget_unused_vectors()
    add("a.pdf", "secret")
    assert library.count_to_embed("e") == 1


def test_a_newer_workspace_is_refused_and_left_alone(library: Library, tmp_path: Path) -> None:
    library.close()
    path = tmp_path / "workspace" / "library.db"
    with sqlite3.connect(path) as database:
        database.execute("update alembic_version set version_num = '9999'")
    with pytest.raises(WorkspaceTooNew) as caught:
        Library.open(path.parent)
    assert caught.value.facts["revision"] == "9999"


def test_a_file_that_is_no_database_is_reported_as_damaged(tmp_path: Path) -> None:
    (tmp_path / "library.db").write_bytes(b"not a database" * 1000)
    with pytest.raises(WorkspaceDamaged) as caught:
        Library.open(tmp_path)
    assert caught.value.facts["path"].endswith("library.db")


def test_a_workspace_with_a_japanese_name_works(tmp_path: Path) -> None:
    folder = tmp_path / "検査　太郎" / "図面"
    library = Library.open(folder)
    library.store_document(
        Source("/d", "図.pdf", 1, 1, SourceState.INDEXED, "sha256:1", "sha256:1"),
        [DocumentHead(DocumentKind.PDF, "図面", 1), text_chunk("公差は±0.05")],
    )
    assert library.search_words('"公差"', 3)
    library.close()


def test_a_folder_is_known_with_what_was_said_about_it(library: Library) -> None:
    library.folders.put(Folder("/資料"))
    library.folders.put(Folder("/b", include=("*.pdf",), exclude=("旧/", "*.bak")))
    library.folders.put(Folder("/資料", is_watched=False))
    assert library.folders.all() == (
        Folder("/b", include=("*.pdf",), exclude=("旧/", "*.bak")),
        Folder("/資料", is_watched=False),
    )
    library.folders.forget("/b")
    assert [folder.path for folder in library.folders.all()] == ["/資料"]


def test_the_migrations_make_the_schema_that_the_code_describes(library: Library) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    from engine.store import schema

    with library._reading() as connection:
        context = MigrationContext.configure(
            connection,
            opts={"include_name": lambda name, *_: not str(name).startswith("chunk_words")},
        )
        assert compare_metadata(context, schema.metadata) == []
