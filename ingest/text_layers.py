"""Whether the text that a page of a PDF holds is the text that it shows."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ingest.mupdf import PDF_FAULTS, pymupdf
from ingest.pdf_lines import Piece

_UNKNOWN = re.compile(r"[\ufffd\ue000-\uf8ff]")
_MOST_UNKNOWN = 0.2  # Of the characters. Bullets and arrows from symbol fonts are far fewer.
_STAMP = 150  # Characters: a line that a copier or an archive put onto a scan, not its text.
_PICTURE = 0.6  # Of the page: that much is a scan rather than an illustration.


class TextLayers:
    """Judges the pages of one document."""

    def __init__(self, document: pymupdf.Document) -> None:
        self._document = document
        self._is_mapped: dict[int, bool] = {}

    def is_unreadable(self, page: pymupdf.Page, pieces: Iterable[Piece]) -> bool:
        """Whether too many of the page's characters are drawn without saying what they are.

        ``pieces`` is the page's text with such characters as the numbers that they have in their
        font, which may look like any text.
        """
        text = "".join(piece.text for piece in pieces)
        if len(_UNKNOWN.findall(text)) > _MOST_UNKNOWN * len(text):
            return True
        if all(self._has_mapping(font) for font in page.get_fonts()):
            return False
        plain = "".join(page.get_text("text", flags=pymupdf.TEXT_MEDIABOX_CLIP).split())
        return len(_UNKNOWN.findall(plain)) > _MOST_UNKNOWN * len(plain)

    def _has_mapping(self, font: tuple[int | str, ...]) -> bool:
        """Whether the font says what characters its glyphs are, or has an encoding that does."""
        xref, extension, kind, encoding = int(font[0]), font[1], font[2], str(font[5])
        if extension == "n/a" or (encoding and not encoding.startswith("Identity")):
            return True
        if xref not in self._is_mapped:
            try:
                mapping, _ = self._document.xref_get_key(xref, "ToUnicode")
            except PDF_FAULTS:
                mapping = "null"
            self._is_mapped[xref] = mapping != "null"
        return self._is_mapped[xref] and kind != "Type3"


def is_stamped_scan(page: pymupdf.Page, pieces: Iterable[Piece]) -> bool:
    """Whether the page is a picture with no more of its own text than a stamp.

    Text that is not drawn is what a scanner recognised, and no stamp.
    """
    if sum(len(piece.text) for piece in pieces) > _STAMP:
        return False
    drawn = page.get_bboxlog()
    if any(kind == "ignore-text" for kind, _ in drawn):
        return False
    area = abs(page.rect) or 1.0
    return any(
        kind == "fill-image" and abs(pymupdf.Rect(rect) & page.rect) > _PICTURE * area
        for kind, rect in drawn
    )
