"""Mends what Qt writes into a PDF about its text, so that it can be searched, copied and read out.

Where a font draws several letters with one glyph, Qt names the first of them: the space becomes a
tab, and 文 the radical ⽂ that only looks like it. A search for 文書 would find nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtGui import QFont, QRawFont

from ingest.mupdf import pymupdf

_LETTER = re.compile(rb"(?<=[\[ ])<([0-9A-F]{4})>")


def mend(
    path: Path,
    *,
    letters: str,
    font: QFont,
    language: str,
    headings: Sequence[tuple[int, str, int]],
) -> None:
    """Rewrite a PDF that Qt wrote: right letters, the language, and an outline.

    ``letters`` are all that are in the document; ``headings`` are (level from 1, text, page from
    1) in order, no level more than one deeper than that before it. Raises OSError if the file
    cannot be written.
    """
    meant = _letters_by_glyph(letters, font)
    mended = path.with_name(f"{path.name}.mended")
    try:
        with pymupdf.open(path, filetype="pdf") as document:
            for xref in _letter_maps(document):
                stream = _mended(document.xref_stream(xref), meant)
                document.update_stream(xref, stream)
            document.set_language(language)
            document.set_toc([list(heading) for heading in headings])
            mended.write_bytes(document.tobytes(garbage=3, deflate=True))
        mended.replace(path)
    finally:
        mended.unlink(missing_ok=True)


def _letters_by_glyph(letters: str, font: QFont) -> dict[str, str]:
    """What a letter that shares its glyph with one of the document's must be read as."""
    raw = QRawFont.fromFont(font)
    by_glyph = {}
    for letter in sorted(set(letters)):
        glyphs = raw.glyphIndexesForString(letter)
        if len(glyphs) == 1 and glyphs[0]:
            by_glyph[glyphs[0]] = letter
    meant = {}
    for code in (0x09, *range(0xA0, 0x10000)):
        glyphs = [] if 0xD800 <= code < 0xE000 else raw.glyphIndexesForString(chr(code))
        if len(glyphs) == 1 and glyphs[0] in by_glyph and chr(code) not in letters:
            meant[chr(code)] = by_glyph[glyphs[0]]
    return meant


def _letter_maps(document: pymupdf.Document) -> set[int]:
    """The objects that say which letter a glyph is, one for each font."""
    found = set()
    for page in document:
        for font in page.get_fonts():
            kind, value = document.xref_get_key(font[0], "ToUnicode")
            if kind == "xref":
                found.add(int(value.split()[0]))
    return found


def _mended(stream: bytes, meant: Mapping[str, str]) -> bytes:
    """A ToUnicode map with letters replaced; only those after the range of glyphs are letters."""

    def mend_line(line: bytes) -> bytes:
        glyphs, bracket, letters = line.partition(b"[")
        return glyphs + bracket + _LETTER.sub(_replaced, b"[" + letters)[1:] if bracket else line

    def _replaced(match: re.Match[bytes]) -> bytes:
        letter = chr(int(match[1], 16))
        return b"<%04X>" % ord(meant.get(letter, letter))

    return b"\n".join(mend_line(line) for line in stream.split(b"\n"))
