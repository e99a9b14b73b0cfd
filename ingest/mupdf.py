"""PyMuPDF, imported lean and silent. Every module of ours takes it from here."""

from __future__ import annotations

import sys

# PyMuPDF 2 imports its layout model and with it numpy and onnxruntime: 1.2 s instead of 0.3 s for
# each reader child, for a function that we do not call.
for _name in ("pymupdf.layout", "pymupdf4llm"):
    sys.modules.setdefault(_name, None)  # type: ignore[arg-type]

import pymupdf  # noqa: E402

pymupdf.TOOLS.mupdf_display_errors(on=False)
pymupdf.TOOLS.mupdf_display_warnings(on=False)

PDF_FAULTS = (RuntimeError, ValueError, IndexError, pymupdf.mupdf.FzErrorBase)
"""What PyMuPDF raises on a broken file: its own errors are no RuntimeError."""

__all__ = ["PDF_FAULTS", "pymupdf"]
