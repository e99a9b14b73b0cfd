"""Files that come as data: kept under names that are safe, beside what is there, never over it.

What other programs call a file is a stranger's text: it must not lead out of the folder, hide the
file or its kind, or be a device of Windows.
"""

from __future__ import annotations

import filecmp
import re
import shutil
import unicodedata
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from itertools import count
from pathlib import Path
from typing import BinaryIO

MAX_BYTES = 512 * 2**20  # Of one file. A larger one is saved by its own program, and then added.
MAX_NAME_BYTES = 180  # File systems take 255 of UTF-8; a number and a folder go in front.

_BAD = re.compile(r'[<>:"|?*\x00-\x1f\x7f]')
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)


def safe_name(name: str, *, otherwise: str = "file") -> str:
    """A file name from what another program calls a file; its kind (suffix) is kept."""
    last = re.split(r"[\\/]", unicodedata.normalize("NFC", name))[-1]
    # Signs without width turn "fdp.exe" into what reads as "exe.pdf".
    visible = "".join(c for c in last if unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Co"})
    plain = _BAD.sub("_", visible).strip(" .") or otherwise
    stem, suffix = _parts(plain)
    if _DEVICES.fullmatch(stem.partition(".")[0].strip()):
        stem = f"_{stem}"
    room = MAX_NAME_BYTES - len(suffix.encode())
    return stem.encode()[:room].decode(errors="ignore").rstrip(" .") + suffix


def _parts(name: str) -> tuple[str, str]:
    suffix = Path(name).suffix
    return (name, "") if len(suffix) > 12 else (name.removesuffix(suffix), suffix)


def folder_of_today(received: Path) -> Path:
    """Where what comes today is kept."""
    return received / date.today().isoformat()


def keep_bytes(folder: Path, name: str, content: bytes) -> Path:
    """Keep data as a file and give its path; the same data under the same name is kept once.

    Raises OSError if it cannot be written.
    """

    def is_same(there: Path) -> bool:
        return there.stat().st_size == len(content) and there.read_bytes() == content

    return _keep(folder, name, is_same, lambda file: file.write(content))


def keep_copy(folder: Path, original: Path) -> Path:
    """Keep a copy of a file that will vanish; otherwise as ``keep_bytes``."""

    def write(file: BinaryIO) -> None:
        with original.open("rb") as source:
            shutil.copyfileobj(source, file)

    return _keep(
        folder, original.name, lambda there: filecmp.cmp(there, original, shallow=False), write
    )


def _keep(
    folder: Path,
    name: str,
    is_same: Callable[[Path], bool],
    write: Callable[[BinaryIO], object],
) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    stem, suffix = _parts(safe_name(name))
    for n in count(1):
        path = folder / (f"{stem}{suffix}" if n == 1 else f"{stem} ({n}){suffix}")
        try:
            file = path.open("xb")
        except FileExistsError:
            if path.is_file() and is_same(path):
                return path
            continue
        try:
            with file:
                write(file)
        except BaseException:
            with suppress(OSError):
                path.unlink()
            raise
        return path
    raise AssertionError("counting does not end")
