"""Whether a tolerance in an answer is the one that stands at its nominal.

A drawing has a nominal in one line and a general tolerance in another; a small model writes them
side by side, and each figure by itself is found in the evidence.
"""

from __future__ import annotations

import re

_TOLERANCED = re.compile(
    r"(?P<nominal>\d+(?:[.,]\d+)?)\s*[A-Za-zµ°]{0,3}\s*(?:±|\+\s?/?\s?-)\s*(?P<limit>\d+(?:[.,]\d+)?)"
)


def has_tolerance_of_another(answer: str, evidence: str) -> bool:
    """Whether the answer puts a tolerance to a nominal that no line of the evidence puts to it."""
    lines = [line.replace(",", ".") for line in evidence.splitlines()]
    return any(
        not any(_holds(line, match["nominal"]) and _holds(line, match["limit"]) for line in lines)
        for match in _TOLERANCED.finditer(answer)
    )


def _holds(line: str, figure: str) -> bool:
    wanted = re.escape(figure.replace(",", "."))
    return re.search(rf"(?<![\d.]){wanted}0*(?![\d]|\.\d)", line) is not None
