"""GSM8K and SVAMP as they lie on disk, and others' figures.

The data (both MIT) is not part of this repository: test.jsonl of github.com/openai/
grade-school-math and SVAMP.json of github.com/arkilpatel/SVAMP, in the folders gsm8k and svamp,
are what the programs take.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from random import Random

SETS = ("gsm8k", "svamp")


@dataclass(frozen=True, slots=True)
class WordProblem:
    """A problem whose answer is a number. ``kind`` is SVAMP's operation, empty for GSM8K."""

    id: str
    kind: str
    text: str
    answer: Decimal


def read_word_problems(
    folder: Path, name: str, n: int | None, seed: int
) -> tuple[WordProblem, ...]:
    """``n`` of a set's problems, or all; a smaller ``n`` gives the first of the same."""
    read = {"gsm8k": _gsm8k, "svamp": _svamp}[name]
    problems = list(read(folder))
    Random(seed).shuffle(problems)
    return tuple(problems[:n])


def _gsm8k(folder: Path) -> Iterator[WordProblem]:
    lines = (folder / "gsm8k" / "test.jsonl").read_text(encoding="utf-8").strip().split("\n")
    for number, line in enumerate(lines):
        raw = json.loads(line)
        answer = raw["answer"].rpartition("####")[2].strip().replace(",", "")
        yield WordProblem(f"gsm8k-{number}", "", raw["question"], Decimal(answer))


def _svamp(folder: Path) -> Iterator[WordProblem]:
    for raw in json.loads((folder / "svamp" / "SVAMP.json").read_text(encoding="utf-8")):
        body = raw["Body"].strip()
        stop = "" if body.endswith((".", "?", "!", ",")) else "."
        text = f"{body}{stop} {raw['Question'].strip()}"
        kind = raw["Type"].replace("Divison", "Division")
        yield WordProblem(raw["ID"], kind, text, Decimal(str(raw["Answer"])))


PEERS: dict[str, tuple[tuple[str, str, str], ...]] = {
    "gsm8k": (
        ("Qwen2.5-Coder-1.5B, base", "65.8", "few-shot; its technical report"),
        ("Qwen2.5-1.5B-Instruct", "73.2", "Qwen's own; 70.0 and 42.8 in studies by others"),
        ("Llama-3.2-1B-Instruct", "44.4", "8-shot; its model card"),
        ("SmolLM2-1.7B-Instruct", "48.2", "5-shot; its model card"),
        ("DeepSeek-Coder-1.3B, base", "14.6", "writes Python; its README"),
        ("Rho-Math-1B-Interpreter", "59.4", "writes Python, made for this; its README"),
    ),
    "svamp": (
        ("DeepSeek-Coder-1.3B, base", "36.7", "writes Python; its README"),
        ("Rho-Math-1B-Interpreter", "60.7", "writes Python, made for this; its README"),
    ),
}
"""System, per cent right, how: of all problems of each set."""
