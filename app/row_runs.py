"""Row numbers as runs of consecutive ones: (3, 17, 250, 251) is 3, 17 and 250 to 251. No Qt."""

from __future__ import annotations

from collections.abc import Iterable


def runs(rows: Iterable[int]) -> tuple[tuple[int, int], ...]:
    """First and last of each run, ascending. A row that is named twice counts once."""
    found: list[tuple[int, int]] = []
    for row in sorted(set(rows)):
        if found and row == found[-1][1] + 1:
            found[-1] = (found[-1][0], row)
        else:
            found.append((row, row))
    return tuple(found)


def rows_in_figures(rows: Iterable[int], *, max_runs: int = 4, dash: str = "–") -> tuple[str, int]:
    """The first runs as "3, 17, 250–251", and how many rows come behind them."""
    found = runs(rows)
    figures = (str(first) if first == last else f"{first}{dash}{last}" for first, last in found)
    n_left = sum(last - first + 1 for first, last in found[max_runs:])
    return ", ".join(list(figures)[:max_runs]), n_left
