"""Pages of a PDF that have no text of their own, read from their picture."""

from __future__ import annotations

import math

import numpy as np

from ingest.mupdf import pymupdf
from ingest.recognised_pieces import RecognisedPage, recognised_page
from ingest.recognition import Picture, Recogniser, recognise

_DPI = 300  # Letters 2.5 mm high are 30 pixels then; with fewer than 20 figures get mixed up.
_MAX_PIXELS = 40_000_000  # A0 at 150 dpi.


def read_page(page: pymupdf.Page, recogniser: Recogniser | None) -> RecognisedPage:
    """What is to be read on the page as it is shown, by the usual engine if none is given."""
    width, height = page.rect.width, page.rect.height
    dpi = min(_DPI, math.sqrt(_MAX_PIXELS / max(1.0, width * height)) * 72)
    picture = page.get_pixmap(matrix=pymupdf.Matrix(dpi / 72, dpi / 72), alpha=False)
    return recognised_page((recogniser or recognise)(_array(picture)), 72 / dpi, width, height)


def _array(pixmap: pymupdf.Pixmap) -> Picture:
    red_first = np.frombuffer(pixmap.samples, np.uint8)
    rows = red_first.reshape(pixmap.height, pixmap.stride)[:, : pixmap.width * pixmap.n]
    return np.ascontiguousarray(rows.reshape(pixmap.height, pixmap.width, 3)[:, :, ::-1])
