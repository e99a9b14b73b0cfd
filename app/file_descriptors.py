"""The files that a Windows program says it can give: a FILEGROUPDESCRIPTORW, read without Windows.

Mail programs and archive viewers drag files that lie nowhere on the disk. They offer a group
descriptor with the names, and the contents one by one under the same numbers. The layout is that of
shlobj_core.h (learn.microsoft.com/windows/win32/api/shlobj_core/ns-shlobj_core-filedescriptorw):
a 32-bit count, then one FILEDESCRIPTORW each, little endian and without padding:

    dwFlags 4, clsid 16, sizel 8, pointl 8, dwFileAttributes 4, three FILETIME 24,
    nFileSizeHigh 4, nFileSizeLow 4, cFileName 260 characters of UTF-16 = 592 bytes
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

MAX_FILES = 200  # More is a whole mailbox; it is dragged by mistake sooner than meant.

_COUNT = struct.Struct("<I")
_HEAD = struct.Struct("<I32xI24xII")
_NAME_BYTES = 260 * 2
_ENTRY_BYTES = _HEAD.size + _NAME_BYTES
_HAS_ATTRIBUTES = 0x04  # FD_ATTRIBUTES
_HAS_SIZE = 0x40  # FD_FILESIZE
_DIRECTORY = 0x10  # FILE_ATTRIBUTE_DIRECTORY


@dataclass(frozen=True, slots=True)
class DescribedFile:
    """A file on offer. ``index`` is the number of its contents, ``n_bytes`` None if not told.

    ``name`` is what the other program says: it may be a path, or a name that no disk takes.
    """

    index: int
    name: str
    n_bytes: int | None = None


def described_files(raw: bytes) -> tuple[DescribedFile, ...]:
    """The files of a group descriptor, without its folders.

    Raises ValueError if it is cut off, names no file, or names more than MAX_FILES.
    """
    if len(raw) < _COUNT.size:
        raise ValueError("the descriptor has no count")
    (count,) = _COUNT.unpack_from(raw)
    if not 0 < count <= MAX_FILES:
        raise ValueError(f"the descriptor names {count} files")
    if len(raw) < _COUNT.size + count * _ENTRY_BYTES:
        raise ValueError("the descriptor is cut off")
    entries = (_described(raw, n) for n in range(count))
    return tuple(entry for entry in entries if entry is not None)


def _described(raw: bytes, index: int) -> DescribedFile | None:
    start = _COUNT.size + index * _ENTRY_BYTES
    flags, attributes, high, low = _HEAD.unpack_from(raw, start)
    if flags & _HAS_ATTRIBUTES and attributes & _DIRECTORY:
        return None
    field = raw[start + _HEAD.size : start + _ENTRY_BYTES]
    name = field.decode("utf-16-le", errors="replace").partition("\0")[0]
    return DescribedFile(index, name, (high << 32) + low if flags & _HAS_SIZE else None)
