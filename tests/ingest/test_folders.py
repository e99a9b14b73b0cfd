"""Folders of a library: what is said about them is kept, and decides what is read."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from engine.domain import Folder
from engine.events import IndexFinished, IndexReport
from engine.store.library import Library
from ingest.chunking import chunk
from ingest.folders import keep_out, let_in, set_up_folders
from ingest.indexer import index
from ingest.reading import read

Run = Callable[..., IndexReport]


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    shop = tmp_path / "shop"
    (shop / "old").mkdir(parents=True)
    for name in ("plan.txt", "plan.bak.txt", "old/plan.md", "~$plan.docx", "._plan.txt"):
        (shop / name).write_text(f"About {name}.\n", encoding="utf-8")
    return shop


@pytest.fixture
def run(library: Library) -> Run:
    def once(*paths: Path) -> IndexReport:
        events = index(
            library, paths, cancel=threading.Event(), reader=lambda path: chunk(read(path))
        )
        return next(event.report for event in events if isinstance(event, IndexFinished))

    return once


def names(library: Library) -> list[str]:
    return [source.path for source in library.sources()]


def test_what_is_always_left_out_is_told(run: Run, library: Library, shop: Path) -> None:
    assert run(shop).n_left_out == 2
    assert names(library) == ["old/plan.md", "plan.bak.txt", "plan.txt"]


def test_patterns_are_kept_with_the_folder(run: Run, library: Library, shop: Path) -> None:
    set_up_folders(library, [shop], exclude=["*.bak.*"], include=["*.txt"])
    run(shop)
    assert names(library) == ["plan.txt"]
    (shop / "new.bak.txt").write_text("New.\n", encoding="utf-8")
    run()
    assert names(library) == ["plan.txt"]


def test_a_file_that_becomes_excluded_leaves_like_a_deleted_one(
    run: Run, library: Library, shop: Path
) -> None:
    run(shop)
    set_up_folders(library, [shop], exclude=["old/"])
    assert run().n_deleted == 1
    assert names(library) == ["plan.bak.txt", "plan.txt"]


def test_patterns_are_taken_back_by_empty_ones(run: Run, library: Library, shop: Path) -> None:
    set_up_folders(library, [shop], include=["*.md"])
    run(shop)
    set_up_folders(library, [shop], include=[""])
    assert run().n_indexed == 2


def test_what_is_not_said_stays_as_it_was(library: Library, shop: Path) -> None:
    set_up_folders(library, [shop], exclude=["*.bak"])
    set_up_folders(library, [shop], is_watched=False)
    assert library.folders.all() == (Folder(str(shop), exclude=("*.bak",), is_watched=False),)


def test_a_folder_inside_a_known_one_belongs_to_it(run: Run, library: Library, shop: Path) -> None:
    run(shop)
    set_up_folders(library, [shop / "old"], exclude=["*.md"])
    assert library.folders.all() == (Folder(str(shop), exclude=("*.md",)),)


def test_a_pattern_that_is_none_changes_nothing(library: Library, shop: Path) -> None:
    with pytest.raises(ValueError, match="!"):
        set_up_folders(library, [shop], exclude=["*.bak", "!"])
    assert library.folders.all() == ()


def test_an_empty_folder_is_looked_at_again(run: Run, library: Library, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    run(empty)
    (empty / "first.txt").write_text("First.\n", encoding="utf-8")
    assert run().n_indexed == 1


def test_a_folder_over_known_ones_takes_them_in(run: Run, library: Library, shop: Path) -> None:
    run(shop / "old")
    run(shop)
    assert library.folders.all() == (Folder(str(shop)),)
    assert library.roots() == (str(shop),)


def test_a_known_folder_that_is_gone_is_told_by_its_name(
    run: Run, library: Library, shop: Path
) -> None:
    run(shop)
    shop.rename(shop.with_name("elsewhere"))
    report = run(shop)
    assert [(path, failure.code) for path, failure in report.failures] == [
        (str(shop), "FileVanished")
    ]
    assert len(library.documents()) == 3


AWKWARD = "a [1] *?!#.txt"


@pytest.mark.parametrize("name", ["plan.txt", "old/plan.md", "図面.txt", AWKWARD])
def test_a_file_that_is_taken_out_stays_out_until_it_is_wanted(
    run: Run, library: Library, shop: Path, name: str
) -> None:
    if os.name == "nt" and name == AWKWARD:
        pytest.skip("no such names there")
    (shop / name).write_text("Here.\n", encoding="utf-8")
    run(shop)
    before = names(library)
    keep_out(library, [(str(shop), name)])
    library.remove_sources([(str(shop), name)])
    run()
    assert names(library) == [other for other in before if other != name]
    let_in(library, [shop / name])
    run(shop / name)
    assert names(library) == before
    assert library.folders.all() == (Folder(str(shop)),)


def test_a_folder_of_which_everything_is_taken_out_goes(
    run: Run, library: Library, shop: Path
) -> None:
    run(shop)
    keep_out(library, [(source.root, source.path) for source in library.sources()])
    assert library.folders.all() == ()


def test_a_folder_that_is_away_is_set_up_all_the_same(library: Library, tmp_path: Path) -> None:
    away = tmp_path / "nas"
    set_up_folders(library, [away], exclude=["old/"])
    set_up_folders(library, [away], is_watched=False)
    assert library.folders.all() == (Folder(str(away), (), ("old/",), is_watched=False),)


def test_a_file_is_no_folder(library: Library, shop: Path) -> None:
    set_up_folders(library, [shop / "plan.txt"], is_watched=False)
    assert library.folders.all() == ()
