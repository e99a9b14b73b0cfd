"""Replies of a run that can be cut off, one a line of JSON, and how many were right."""

from __future__ import annotations

import json
import math
import statistics
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from engine.ports import LanguageModel, Prompt, Stopped, TextPiece

RIGHT = ""
"""The fault of what is right."""

_Z = 1.959964  # 95 % of a normal distribution lie within so many deviations.


@dataclass(frozen=True, slots=True)
class Reply:
    """What a model wrote to one item. ``setting`` says which model and what instructions."""

    id: str
    setting: str
    text: str
    is_whole: bool
    seconds: float


class OtherSetting(Exception):
    """A file has replies of another model or to other instructions."""


def read_replies(path: Path, setting: str) -> dict[str, Reply]:
    """The replies of a file by id. Raises OtherSetting.

    A line that a kill cut off is taken out of the file, so that another can follow.
    """
    found: dict[str, Reply] = {}
    lines = path.read_bytes() if path.exists() else b""
    whole = lines[: lines.rfind(b"\n") + 1]
    for line in whole.splitlines():
        raw = json.loads(line)
        reply = Reply(**{name: raw[name] for name in Reply.__slots__})
        if reply.setting != setting:
            raise OtherSetting(f"{path} is of {reply.setting}, not of {setting}")
        found[reply.id] = reply
    if whole != lines:
        path.write_bytes(whole)
    return found


def to_line(reply: Reply, shown: Mapping[str, str]) -> str:
    """One line of JSON; what is ``shown`` is for people and not read back."""
    return json.dumps({**asdict(reply), **shown}, ensure_ascii=False) + "\n"


def ask(
    model: LanguageModel,
    prompt: Prompt,
    *,
    item: str,
    setting: str,
    max_tokens: int,
    grammar: str | None,
) -> Reply:
    """Have one item answered; ``item`` is its id."""
    start = time.monotonic()
    pieces: list[str] = []
    is_whole = False
    for event in model.generate(
        prompt, max_tokens=max_tokens, cancel=threading.Event(), grammar=grammar
    ):
        match event:
            case TextPiece(text):
                pieces.append(text)
            case Stopped(reason):
                is_whole = reason == "end"
    return Reply(item, setting, "".join(pieces).strip(), is_whole, time.monotonic() - start)


def wilson(n_right: int, n: int) -> tuple[float, float]:
    """The 95 % interval of a share, by Wilson's score."""
    if n == 0:
        return 0.0, 1.0
    share = n_right / n
    middle = share + _Z**2 / (2 * n)
    spread = _Z * math.sqrt(share * (1 - share) / n + _Z**2 / (4 * n**2))
    whole = 1 + _Z**2 / n
    return max(0.0, (middle - spread) / whole), min(1.0, (middle + spread) / whole)


SCORE_TITLES = ("n", "right", "% right", "95 % interval", "seconds an item", "9 of 10 under")


def score_cells(faults: Sequence[str], seconds: Sequence[float]) -> tuple[object, ...]:
    """What stands under ``SCORE_TITLES``; there is at least one item."""
    n, n_right = len(faults), faults.count(RIGHT)
    low, high = wilson(n_right, n)
    return (
        n,
        n_right,
        f"{100 * n_right / n:.1f}",
        f"{100 * low:.1f} to {100 * high:.1f}",
        f"{statistics.fmean(seconds):.2f}",
        f"{sorted(seconds)[int(0.9 * (n - 1))]:.2f}",
    )


def fault_rows(faults: Sequence[str]) -> Iterator[tuple[str, int]]:
    """How often each fault came, most frequent first."""
    return ((fault, n) for fault, n in Counter(faults).most_common() if fault != RIGHT)
