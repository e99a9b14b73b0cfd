"""Windows file descriptors: names, sizes, and bytes that are none."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.file_descriptors import MAX_FILES, DescribedFile, described_files


def entry(name: str, *, size: int | None = None, attributes: int | None = None) -> bytes:
    """A FILEDESCRIPTORW written field by field, as shlobj_core.h has it."""
    flags = (0x40 if size is not None else 0) | (0x04 if attributes is not None else 0)
    fields = struct.pack("<I", flags) + bytes(16 + 8 + 8)
    fields += struct.pack("<I", attributes or 0) + bytes(3 * 8)
    fields += struct.pack("<II", (size or 0) >> 32, (size or 0) & 0xFFFFFFFF)
    return fields + name.encode("utf-16-le")[:518].ljust(520, b"\0")


def group(*entries: bytes) -> bytes:
    return struct.pack("<I", len(entries)) + b"".join(entries)


def test_names_and_sizes_are_read() -> None:
    raw = group(entry("検査記録.pdf", size=5_000_000_000), entry("log.csv"))

    assert described_files(raw) == (
        DescribedFile(0, "検査記録.pdf", 5_000_000_000),
        DescribedFile(1, "log.csv", None),
    )


def test_an_entry_is_592_bytes() -> None:
    assert len(entry("a.pdf")) == 592
    assert described_files(group(entry("a.pdf")) + b"\0\0")[0].name == "a.pdf"


def test_folders_are_left_out_and_do_not_shift_the_contents() -> None:
    raw = group(entry("parts", attributes=0x10), entry("parts\\a.pdf", attributes=0x20))

    assert described_files(raw) == (DescribedFile(1, "parts\\a.pdf"),)


def test_a_name_of_all_260_characters_needs_no_end() -> None:
    raw = struct.pack("<I", 1) + entry("")[:72] + ("x" * 260).encode("utf-16-le")

    assert described_files(raw)[0].name == "x" * 260


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\1\0",
        struct.pack("<I", 0),
        struct.pack("<I", 1),
        group(entry("a.pdf"))[:-1],
        struct.pack("<I", 2) + entry("a.pdf"),
        struct.pack("<I", 0xFFFFFFFF) + entry("a.pdf"),
        struct.pack("<I", MAX_FILES + 1) + entry("a.pdf") * (MAX_FILES + 1),
    ],
)
def test_what_is_no_descriptor_is_refused(raw: bytes) -> None:
    with pytest.raises(ValueError, match="descriptor"):
        described_files(raw)


@given(st.binary(max_size=1300))
def test_any_bytes_are_read_or_refused(raw: bytes) -> None:
    try:
        files = described_files(raw)
    except ValueError:
        return
    assert all(0 <= file.index < MAX_FILES for file in files)
