"""BFCL's questions about functions as they lie on disk, and others' figures.

The data (Berkeley Function-Calling Leaderboard, Apache-2.0) is not part of this repository: the
folder bfcl_eval/data of a clone of github.com/ShishirPatil/gorilla is what the programs take.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from tests.bench.function_calls import Function, Parameter, Wanted

FILES = {
    "simple": "BFCL_v4_simple_python.json",
    "multiple": "BFCL_v4_multiple.json",
    "irrelevance": "BFCL_v4_irrelevance.json",
}


@dataclass(frozen=True, slots=True)
class ToolQuestion:
    """A question, the functions at hand, and the one to call; "" if none of them helps."""

    id: str
    text: str
    functions: tuple[Function, ...]
    wanted_function: str
    wanted: Wanted

    @property
    def right_function(self) -> Function | None:
        """The function to call."""
        return next((f for f in self.functions if f.name == self.wanted_function), None)


def read_tool_questions(
    folder: Path, category: str, n: int | None, seed: int
) -> tuple[ToolQuestion, ...]:
    """``n`` of a category's questions, or all; a smaller ``n`` gives the first of the same."""
    file = FILES[category]
    answers = {
        raw["id"]: raw["ground_truth"][0] for raw in _lines(folder / "possible_answer" / file)
    }
    questions = [_question(raw, answers.get(raw["id"], {})) for raw in _lines(folder / file)]
    Random(seed).shuffle(questions)
    return tuple(questions[:n])


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    if path.exists():  # Where no function helps, there are no answers.
        yield from map(json.loads, path.read_text(encoding="utf-8").strip().split("\n"))


def _question(raw: dict[str, Any], answer: Mapping[str, Wanted]) -> ToolQuestion:
    ((message,),) = raw["question"]
    ((name, wanted),) = answer.items() or (("", {}),)
    functions = tuple(map(_function, raw["function"]))
    return ToolQuestion(raw["id"], message["content"], functions, name, wanted)


def _function(raw: dict[str, Any]) -> Function:
    return Function(raw["name"], raw["description"], _parameters(raw["parameters"]))


def _parameters(raw: dict[str, Any]) -> tuple[Parameter, ...]:
    required = raw.get("required", ())
    return tuple(
        _parameter(name, one, is_required=name in required)
        for name, one in raw.get("properties", {}).items()
    )


def _parameter(name: str, raw: dict[str, Any], *, is_required: bool) -> Parameter:
    items = raw.get("items")
    return Parameter(
        name=name,
        kind=raw["type"],
        description=raw.get("description", ""),
        is_required=is_required,
        default=json.dumps(raw["default"]) if "default" in raw else "",
        enum=tuple(map(str, raw.get("enum", ()))),
        items=_parameter("", items, is_required=True) if items else None,
        fields=_parameters(raw),
    )


PEERS: tuple[tuple[str, str, str, str, str], ...] = (
    ("Qwen2.5-0.5B-Instruct", "functions", "81.50", "78.00", "39.17"),
    ("Qwen2.5-1.5B-Instruct", "functions", "92.25", "87.00", "64.58"),
    ("Qwen2.5-1.5B-Instruct", "prompt", "89.00", "86.00", "65.42"),
    ("Llama-3.2-1B-Instruct", "functions", "75.00", "50.50", "35.83"),
    ("Hammer2.1-1.5b, made for this", "functions", "89.75", "92.00", "87.08"),
    ("xLAM-2-1b-fc-r, made for this", "functions", "83.50", "82.50", "64.58"),
    ("GPT-4o-mini-2024-07-18", "prompt", "93.75", "93.50", "87.92"),
)
"""Model, how it is asked, per cent right in simple (Python), multiple and irrelevance.

All from data_non_live.csv of the leaderboard itself (gh-pages of ShishirPatil/gorilla), the last
one in which each model stands: April 2025 for Qwen2.5, November 2025 for GPT-4o-mini, April 2026
for the others.
"""
