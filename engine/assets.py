"""Where the files that ship with the program lie: beside the code, or inside a frozen build."""

from __future__ import annotations

import sys
from pathlib import Path


def asset(*parts: str) -> Path:
    """The path of a file or folder under ``assets``."""
    bundle = getattr(sys, "_MEIPASS", None)
    root = Path(bundle) if bundle else Path(__file__).parents[1]
    return root.joinpath("assets", *parts)
