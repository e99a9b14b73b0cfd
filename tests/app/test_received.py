"""Files that come as data: what they are called, and that nothing is written over."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.received import MAX_NAME_BYTES, folder_of_today, keep_bytes, keep_copy, safe_name


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("manual.pdf", "manual.pdf"),
        ("検査　記録.pdf", "検査　記録.pdf"),
        ("..\\..\\windows\\win.ini", "win.ini"),
        ("/etc/passwd", "passwd"),
        ("../", "file"),
        ("", "file"),
        ("...", "file"),
        (".hidden.pdf", "hidden.pdf"),
        ("a:b|c?.pdf", "a_b_c_.pdf"),
        ("a\x00b\n.pdf", "ab.pdf"),
        ("CON.pdf", "_CON.pdf"),
        ("com1.x.pdf", "_com1.x.pdf"),
        ("console.pdf", "console.pdf"),
        ("invoice\u202efdp.exe", "invoicefdp.exe"),
        ("a.pdf. . ", "a.pdf"),
        ("バ.pdf", "バ.pdf"),  # Two code points from a Mac, one on the disk.
    ],
)
def test_a_name_is_made_safe(said: str, kept: str) -> None:
    assert safe_name(said) == kept


@given(st.text(max_size=400))
def test_any_name_is_one_part_of_a_path(said: str) -> None:
    kept = safe_name(said)

    assert kept == Path(kept).name
    assert kept not in {"", ".", ".."}
    assert len(kept.encode()) <= MAX_NAME_BYTES


def test_a_long_name_keeps_its_kind() -> None:
    kept = safe_name("検" * 200 + ".pdf")

    assert kept.endswith("検.pdf")
    assert len(kept.encode()) <= MAX_NAME_BYTES


def test_another_file_of_the_same_name_is_kept_beside(tmp_path: Path) -> None:
    first = keep_bytes(tmp_path / "new", "a.pdf", b"one")
    second = keep_bytes(tmp_path / "new", "a.pdf", b"two")

    assert (first.name, second.name) == ("a.pdf", "a (2).pdf")
    assert (first.read_bytes(), second.read_bytes()) == (b"one", b"two")


def test_the_same_data_is_kept_once(tmp_path: Path) -> None:
    keep_bytes(tmp_path, "a.pdf", b"one")
    keep_bytes(tmp_path, "a.pdf", b"two")

    assert keep_bytes(tmp_path, "a.pdf", b"two").name == "a (2).pdf"
    assert len(list(tmp_path.iterdir())) == 2


def test_a_copy_outlives_its_original(tmp_path: Path) -> None:
    (tmp_path / "mail").mkdir()
    original = tmp_path / "mail" / "a.pdf"
    original.write_bytes(b"one")
    kept = keep_copy(tmp_path / "received", original)
    again = keep_copy(tmp_path / "received", original)
    original.unlink()

    assert kept.read_bytes() == b"one"
    assert again == kept


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such bit")
def test_nothing_received_can_be_run(tmp_path: Path) -> None:
    original = tmp_path / "a.txt"
    original.write_bytes(b"#!/bin/sh")
    original.chmod(0o755)

    assert not keep_copy(tmp_path / "received", original).stat().st_mode & 0o111


def test_a_copy_that_fails_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(OSError, match=r"a\.pdf"):
        keep_copy(tmp_path / "received", tmp_path / "a.pdf")

    assert list((tmp_path / "received").iterdir()) == []


def test_each_day_has_its_folder(tmp_path: Path) -> None:
    assert folder_of_today(tmp_path).parent == tmp_path
    assert len(folder_of_today(tmp_path).name) == 10
