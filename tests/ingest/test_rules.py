from __future__ import annotations

import unicodedata

import pytest

from ingest.rules import Rules


@pytest.mark.parametrize(
    "path",
    ["~$plan.docx", "a/~$plan.docx", "draft.tmp", ".DS_Store", "a/._photo.jpg", "Thumbs.db"],
)
def test_what_programs_leave_behind_is_always_left_out(path: str) -> None:
    assert Rules().leaves_out_file(path)
    assert Rules(include=["*"]).leaves_out_file(path)


@pytest.mark.parametrize("path", [".git", "a/.git", "$RECYCLE.BIN", "__MACOSX"])
def test_folders_of_the_system_are_always_left_out(path: str) -> None:
    assert Rules().leaves_out_folder(path)


def test_everything_else_stays_without_patterns() -> None:
    assert not Rules().leaves_out_file("検査/成績書.pdf")
    assert not Rules().leaves_out_folder("検査")


def test_an_excluded_pattern_takes_files_and_folders() -> None:
    rules = Rules(exclude=["*.bak", "old/"])
    assert rules.leaves_out_file("a/b.bak")
    assert rules.leaves_out_folder("a/old")
    assert not rules.leaves_out_file("a/b.pdf")


def test_only_included_files_stay_and_exclusion_comes_first() -> None:
    rules = Rules(include=["*.pdf"], exclude=["draft*"])
    assert not rules.leaves_out_file("a/plan.pdf")
    assert rules.leaves_out_file("a/plan.txt")
    assert rules.leaves_out_file("a/draft.pdf")
    assert not rules.leaves_out_folder("a")


def test_the_case_of_letters_and_the_form_of_kana_do_not_matter() -> None:
    rules = Rules(include=["*.pdf", "ガ*"])
    assert not rules.leaves_out_file("PLAN.PDF")
    assert not rules.leaves_out_file(unicodedata.normalize("NFD", "ガイド.txt"))


def test_a_pattern_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="!"):
        Rules(exclude=["!"])
