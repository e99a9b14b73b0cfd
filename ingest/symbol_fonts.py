"""Drawing symbols that a CAD font keeps under plain letters: a diameter sign comes out as ``n``.

Maps: the glyph tables of Autodesk's AIGDT (the lower case of gdt.shx) and AMGDT fonts and of
SOLIDWORKS' SWGDT, which agree in these letters. Names: ASME Y14.5-2018, ISO 1101:2017.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import TypeAlias

from ingest.mupdf import PDF_FAULTS, pymupdf

SymbolMap: TypeAlias = Mapping[int, str]
"""For ``str.translate``: what a letter of a symbol font shows."""

_GDT: SymbolMap = str.maketrans(
    {
        "a": "∠",
        "b": "⟂",
        "c": "⏥",
        "d": "⌓",
        "e": "○",
        "f": "⫽",
        "g": "⌭",
        "h": "↗",
        "i": "⌯",
        "j": "⌖",
        "k": "⌒",
        "l": "Ⓛ",
        "m": "Ⓜ",
        "n": "⌀",
        "o": "□",
        "p": "Ⓟ",
        "q": "℄",
        "r": "◎",
        "s": "Ⓢ",
        "t": "⌰",
        "u": "⏤",
        "v": "⌴",
        "w": "⌵",
        "x": "↧",
        "y": "⌲",
        "z": "⌳",
    }
)
_FONTS = re.compile(r"(?i)(?:^|[^a-z])(?:AI|AM|SW)GDT|^GDT(?:[^a-z]|$)")
_SUBSET = re.compile(r"^[A-Z]{6}\+")  # PDF 32000-1:2008, 9.6.4: the tag of a font subset.
_UNNAMED = re.compile(r"(?i)(?:CIDFont\+)?[FTC]\d+(?:_\d+)?|unnamed.*|.{0,2}")


class SymbolFonts:
    """The symbol fonts of a document; each font file is looked into once."""

    def __init__(self, document: pymupdf.Document) -> None:
        self._document = document
        self._is_symbols: dict[int, bool] = {}

    def maps(self, index: int, names: Collection[str]) -> dict[str, SymbolMap]:
        """The fonts of a page (counted from 0) whose letters are symbols, of those named.

        A printer driver renames the fonts that it embeds (``CIDFont+F2``): those are asked for
        the name that the font file itself has.
        """
        if not any(_FONTS.search(name) or _UNNAMED.fullmatch(name) for name in names):
            return {}
        try:
            fonts = self._document.get_page_fonts(index)
        except PDF_FAULTS:
            return {}
        maps: dict[str, SymbolMap] = {}
        for xref, _, _, base, *_ in fonts:
            name = _SUBSET.sub("", base)
            if _FONTS.search(name) or (_UNNAMED.fullmatch(name) and self._is_symbol_file(xref)):
                maps[name] = _GDT
        return maps

    def _is_symbol_file(self, xref: int) -> bool:
        known = self._is_symbols.get(xref)
        if known is None:
            try:
                file = self._document.extract_font(xref)[3]
                known = bool(file) and bool(_FONTS.search(pymupdf.Font(fontbuffer=file).name))
            except PDF_FAULTS:
                known = False
            self._is_symbols[xref] = known
        return known
