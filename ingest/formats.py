"""File formats by name and by content: what is read, and what is known but not read."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from ingest.encodings import encoding_of

READERS = 2
"""The version of the readers. Raise it when they get more out of a file than before: what was read
by older ones is then read again, once."""


class Format(StrEnum):
    """What a file is read as."""

    PDF = "pdf"
    TEXT = "text"
    MARKDOWN = "markdown"
    TABLE = "table"
    DXF = "dxf"
    WORD = "word"
    SPREADSHEET = "spreadsheet"
    JSON_LINES = "json lines"
    QIF = "qif"
    IMAGE = "image"


_SUFFIXES = {
    Format.PDF: ".pdf",
    Format.TEXT: ".txt .text .log .nc .ngc .tap .gcode",
    Format.MARKDOWN: ".md .markdown",
    Format.TABLE: ".csv .tsv",
    Format.DXF: ".dxf",
    Format.WORD: ".docx .docm",
    Format.SPREADSHEET: ".xlsx .xlsm .xlsb .xls .ods",
    Format.JSON_LINES: ".jsonl .ndjson",
    Format.QIF: ".qif",
    Format.IMAGE: ".png .jpg .jpeg .tif .tiff .bmp",
}
READABLE = {suffix: kind for kind, suffixes in _SUFFIXES.items() for suffix in suffixes.split()}

CONTENTS: Mapping[Format, frozenset[str]] = {
    Format.PDF: frozenset({"pdf"}),
    Format.TEXT: frozenset({"text"}),
    Format.MARKDOWN: frozenset({"text"}),
    Format.TABLE: frozenset({"text"}),
    Format.DXF: frozenset({"text", "binary dxf"}),
    Format.WORD: frozenset({"zip"}),
    Format.SPREADSHEET: frozenset({"zip", "office"}),
    Format.JSON_LINES: frozenset({"text"}),
    Format.QIF: frozenset({"xml", "text"}),
    Format.IMAGE: frozenset({"png", "jpeg", "tiff", "bmp"}),
}
"""What the first bytes of a file of each format may say that it is."""

# Documents that a shop would expect to find: they get a row that says they were not read.
KNOWN = frozenset(
    ".doc"
    " .rtf .odt .ppt .pptx .odp .dwg .step .stp .igs .iges .xml .html .htm .mht .epub .djvu"
    " .xps .ps .eps .gif .webp .heic .svg .msg .eml .jtd .json .sqlite .parquet".split()
)

_SIGNATURES = (
    (b"PK\x03\x04", "zip"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"GIF8", "gif"),
    (b"BM", "bmp"),
    (b"AutoCAD Binary DXF", "binary dxf"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "office"),
    (b"{\\rtf", "rtf"),
    (b"AC10", "dwg"),
    (b"%!PS", "postscript"),
    (b"\x1f\x8b", "gzip"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"Rar!", "rar"),
    (b"MZ", "program"),
    (b"\x7fELF", "program"),
    (b"SQLite format 3", "sqlite"),
)
_SHORT = frozenset({"program", "bmp"})  # Two letters begin many a text.


def content_of(sample: bytes) -> str:
    """What the first bytes of a file say it is: ``text`` or ``unknown`` where they say nothing."""
    # Readers of PDF accept anything before the header, as mail programs put it there.
    if b"%PDF-" in sample[:1024]:
        return "pdf"
    for signature, name in _SIGNATURES:
        if sample.startswith(signature) and (name not in _SHORT or b"\x00" in sample[:512]):
            return name
    start = sample[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<!doctype html", b"<html")):
        return "html"
    if start.startswith(b"<?xml"):
        return "xml"
    return "unknown" if encoding_of(sample) is None else "text"
