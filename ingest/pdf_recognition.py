"""Pages of a PDF, or parts of them, read from their picture."""

from __future__ import annotations

import math

import numpy as np

from engine.domain import Rect
from ingest.mupdf import pymupdf
from ingest.recognised_pieces import RecognisedPage, recognised_page
from ingest.recognition import Picture, Recogniser, recognise

_DPI = 300  # Letters 2.5 mm high are 30 pixels then; with fewer than 20 figures get mixed up.
_MAX_PIXELS = 40_000_000  # A0 at 150 dpi.


def read_page(page: pymupdf.Page, recogniser: Recogniser | None) -> RecognisedPage:
    """What is to be read on the page as it is shown, by the usual engine if none is given."""
    width, height = page.rect.width, page.rect.height
    whole, _, _ = picture_of(page, Rect(0, 0, width, height))
    return recognised_page((recogniser or recognise)(whole), 72 / dpi_of(page), width, height)


def dpi_of(page: pymupdf.Page) -> float:
    """The resolution at which the page is read."""
    area = max(1.0, page.rect.width * page.rect.height)
    return min(_DPI, math.sqrt(_MAX_PIXELS / area) * 72)


def picture_of(page: pymupdf.Page, rect: Rect) -> tuple[Picture, int, int]:
    """A part of the page as shown, and its left and upper edge in pixels of the whole."""
    scale = dpi_of(page) / 72
    clip = pymupdf.Rect(rect.x0, rect.y0, rect.x1, rect.y1)
    pixmap = page.get_pixmap(matrix=pymupdf.Matrix(scale, scale), clip=clip, alpha=False)
    return _array(pixmap), pixmap.x, pixmap.y


def _array(pixmap: pymupdf.Pixmap) -> Picture:
    red_first = np.frombuffer(pixmap.samples, np.uint8)
    rows = red_first.reshape(pixmap.height, pixmap.stride)[:, : pixmap.width * pixmap.n]
    return np.ascontiguousarray(rows.reshape(pixmap.height, pixmap.width, 3)[:, :, ::-1])
