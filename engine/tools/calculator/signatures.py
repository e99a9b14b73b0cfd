"""The functions by name, with how many arguments each takes."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

ANY: Final = 10_000
"""As many arguments as an expression has room for."""

SIGNATURES: Final[Mapping[str, tuple[int, int]]] = MappingProxyType(
    {
        "abs": (1, 1),
        "sqrt": (1, 1),
        "round": (2, 2),
        "sin": (1, 1),
        "cos": (1, 1),
        "tan": (1, 1),
        "diff": (2, 2),
        "percent": (2, 2),
        "min": (1, ANY),
        "max": (1, ANY),
        "sum": (1, ANY),
        "count": (1, ANY),
        "mean": (1, ANY),
        "median": (1, ANY),
        "range": (1, ANY),
        "stdev": (2, ANY),
        "pstdev": (1, ANY),
        "cp": (4, ANY),
        "cpk": (4, ANY),
        "cp_of": (3, 3),
        "cpk_of": (4, 4),
        "lower": (1, 1),
        "upper": (1, 1),
        "mid": (1, 1),
        "width": (1, 1),
        "limits": (1, 1),
        "within": (2, 2),
        "fit": (1, 1),
        "clearance_min": (1, 1),
        "clearance_max": (1, 1),
    }
)

OTHER_NAMES: Final = MappingProxyType({"avg": "mean", "average": "mean"})
