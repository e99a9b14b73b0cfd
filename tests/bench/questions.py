"""Questions with checked answers, and what counts as right. Shared by the benchmark programs.

A questions file holds one JSON object a line: id, question, answer (or NOT_ANSWERABLE), aliases,
must (parts that all have to be there), source_file, page, type.
"""

from __future__ import annotations

import json
import platform
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import psutil

from engine.qualify.grading import says_whole

NOT_ANSWERABLE = "NOT_ANSWERABLE"


@dataclass(frozen=True, slots=True)
class CheckedQuestion:
    """A question and its checked answer; ``page`` is None where the source has no pages."""

    id: str
    text: str
    kind: str
    answers: tuple[str, ...]
    must: tuple[str, ...]
    sources: tuple[str, ...]
    page: int | None

    def is_right(self, answer: str, *, is_abstained: bool) -> bool:
        """Whether an answer says what was checked; abstaining is right if there is no answer."""
        if self.answers[0] == NOT_ANSWERABLE:
            return is_abstained
        if is_abstained:
            return False
        if self.must:
            return all(_folded(part) in _folded(answer) for part in self.must)
        return any(_says(answer, wanted) for wanted in self.answers)

    def is_source(self, document: str, page: int | None) -> bool:
        """Whether a place is the one where the answer stands."""
        return page == self.page and any(document.endswith(source) for source in self.sources)


def read_questions(path: Path) -> tuple[CheckedQuestion, ...]:
    """The questions of a file, in order."""
    with path.open(encoding="utf-8") as lines:
        return tuple(_question(json.loads(line)) for line in lines if line.strip())


def print_machine(*packages: str) -> None:
    """One line that says where a table was measured."""
    cores = psutil.cpu_count()
    gb = psutil.virtual_memory().total / 2**30
    versions = ", ".join(f"{name} {version(name)}" for name in packages)
    print(f"{platform.system()} {platform.machine()}, {cores} cores, {gb:.0f} GB, {versions}")


def print_table(titles: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Rows under their titles in columns."""
    cells = [[str(value) for value in row] for row in (titles, *rows)]
    widths = [max(len(row[i]) for row in cells) for i in range(len(titles))]
    for row in cells:
        print("  ".join(value.ljust(width) for value, width in zip(row, widths, strict=True)))


def _question(raw: dict[str, Any]) -> CheckedQuestion:
    sources = raw["source_file"]
    return CheckedQuestion(
        id=raw["id"],
        text=raw["question"],
        kind=raw["type"],
        answers=(raw["answer"], *raw.get("aliases", ())),
        must=tuple(raw.get("must", ())),
        sources=tuple(sources) if isinstance(sources, list) else (sources,),
        page=raw.get("page"),
    )


def _says(answer: str, wanted: str) -> bool:
    if re.fullmatch(r"\d+(\.\d+)?", wanted):
        return says_whole(answer, wanted)
    if re.fullmatch(r"[A-Za-z]", wanted):
        # A bare letter counts only as a word of its own.
        pattern = rf"(?<![\w.]){wanted}(?![\w.]*\d)(?!\w)"
        return bool(re.search(pattern, unicodedata.normalize("NFKC", answer)))
    return _folded(wanted) in _folded(answer)


def _folded(text: str) -> str:
    return re.sub(r"[\s,　、_]+", "", unicodedata.normalize("NFKC", text).casefold())
