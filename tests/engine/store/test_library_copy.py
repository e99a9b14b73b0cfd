"""A copy of a library has all that it has, and what is added to the copy stays there."""

from __future__ import annotations

from pathlib import Path
from threading import Event

from engine.assets import asset
from engine.store.library import Library
from engine.store.library_copy import copy_library
from ingest.indexer import index


def test_a_copy_is_whole_and_changes_nothing_of_the_shops_own(tmp_path: Path) -> None:
    own = Library.open(tmp_path / "own")
    for _ in index(own, [asset("sample")], cancel=Event()):
        pass
    before = (own.generation, own.documents())
    (tmp_path / "copy").mkdir()
    copy_library(own, tmp_path / "copy")
    copy = Library.open(tmp_path / "copy")
    assert (copy.identity, copy.generation, copy.documents()) == (own.identity, *before)
    assert own.log_tables(), "the sample has logs"
    assert copy.log_tables() == own.log_tables()
    assert [copy.count_log_rows(one.table.name) for one in copy.log_tables()] == [
        own.count_log_rows(one.table.name) for one in own.log_tables()
    ]
    copy.remove_sources([(one.root, one.path) for one in copy.sources()])
    copy.close()
    assert (own.generation, own.documents()) == before
    own.close()
