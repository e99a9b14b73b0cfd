"""One way to read any file: the reader is chosen by name and by content.

A reader is a function from a path to parts: a head, then pages or a table and its rows, with
problems in between. Blocks put after each other are the text: each ends with what stands between
it and the next, and with a line break at the end of a paragraph.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeAlias

from engine.domain import DocumentHead, ReadPart, ReadProblem
from engine.errors import (
    FileDamaged,
    FileEmpty,
    FileMislabelled,
    FileVanished,
    FormatUnsupported,
)
from ingest.formats import CONTENTS, READABLE, Format, content_of

Reader: TypeAlias = Callable[[Path], Iterator[ReadPart]]

_READERS = {
    Format.PDF: ("ingest.pdf", "read_pdf"),
    Format.MARKDOWN: ("ingest.text_document", "read_markdown"),
    Format.TABLE: ("ingest.log_table", "read_log_table"),
    Format.DXF: ("ingest.dxf", "read_dxf"),
    Format.WORD: ("ingest.word", "read_word"),
    Format.SPREADSHEET: ("ingest.spreadsheet", "read_spreadsheet"),
    Format.JSON_LINES: ("ingest.json_lines", "read_json_lines"),
    Format.QIF: ("ingest.qif", "read_qif"),
    Format.IMAGE: ("ingest.image", "read_image"),
}


def read(path: Path) -> Iterator[ReadPart]:
    """The parts of a file. Errors: the Files... of engine.errors, FormatUnsupported.

    A PDF, or a table or text under the name of another, is read as what it is, with a problem that
    says so: nothing is lost by it. Anything else that is not what its name says is refused.
    """
    try:
        sample = _sample(path)
        yield from _read_as(path, _format(path, sample))
    except OSError as error:
        raise FileVanished(path=path, detail=error.strerror or str(error)) from error


def format_of(path: Path) -> Format:
    """What a file is read as. Errors: as ``read``."""
    return _format(path, _sample(path))


def _sample(path: Path) -> bytes:
    with path.open("rb") as file:
        sample = file.read(65536)
    if not sample:
        raise FileEmpty(path=path)
    return sample


def _format(path: Path, sample: bytes) -> Format:
    suffix = path.suffix.lower()
    expected = READABLE.get(suffix)
    found = content_of(sample)
    if found == "pdf" and (expected is not None or suffix == ""):
        return Format.PDF
    if expected is None:
        raise FormatUnsupported(path=path, suffix=suffix)
    if found in CONTENTS[expected]:
        return expected
    if found == "text" and expected is Format.SPREADSHEET:
        return Format.TEXT  # Many a program exports a CSV file as .xls.
    if found == "unknown":
        is_text = "text" in CONTENTS[expected]
        detail = "not a text" if is_text else f"it does not begin as {suffix[1:]} files do"
        raise FileDamaged(path=path, detail=detail)
    raise FileMislabelled(path=path, expected=suffix.removeprefix("."), found=found)


def _read_as(path: Path, chosen: Format) -> Iterator[ReadPart]:
    if chosen is Format.TEXT:
        yield from _read_text_or_table(path)
        return
    # A child that reads a text needs no PDF reader, and one that reads a PDF no clevercsv.
    module, name = _READERS[chosen]
    reader: Reader = getattr(importlib.import_module(module), name)
    is_named_so = READABLE.get(path.suffix.lower()) is chosen
    yield from _noted(reader(path), path, is_named_so=is_named_so)


def _read_text_or_table(path: Path) -> Iterator[ReadPart]:
    from ingest.dialects import is_tabular  # noqa: PLC0415
    from ingest.encodings import encoding_of  # noqa: PLC0415
    from ingest.log_table import read_log_table  # noqa: PLC0415
    from ingest.text_document import read_text  # noqa: PLC0415
    from ingest.text_log import read_text_log, text_log_form  # noqa: PLC0415

    sample = _sample(path)
    encoding = encoding_of(sample)
    text = sample.decode(encoding, "replace") if encoding else ""
    if text_log_form(text) is not None:
        yield from read_text_log(path)
    elif is_tabular(text):
        yield from _noted(read_log_table(path), path, is_named_so=path.suffix.lower() == ".log")
    else:
        is_named_so = READABLE.get(path.suffix.lower()) is Format.TEXT
        yield from _noted(read_text(path), path, is_named_so=is_named_so)


def _noted(parts: Iterator[ReadPart], path: Path, *, is_named_so: bool) -> Iterator[ReadPart]:
    for part in parts:
        yield part
        if isinstance(part, DocumentHead) and not is_named_so:
            detail = f"{path.suffix or 'no suffix'}, read as {part.kind.value}"
            yield ReadProblem("mislabelled", detail)
