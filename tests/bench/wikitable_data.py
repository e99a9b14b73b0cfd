"""WikiTableQuestions as it lies on disk: the unseen questions, their tables, and others' figures.

The data (Pasupat and Liang 2015, CC BY-SA 4.0) is not part of this repository: a clone of
github.com/ppasupat/WikiTableQuestions is what the programs take.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

_UNSEEN = "tagged/data/pristine-unseen-tables.tagged"


@dataclass(frozen=True, slots=True)
class WikiQuestion:
    """A question about one table. ``canonical`` is what an annotator took each answer to mean."""

    id: str
    text: str
    table: str
    answers: tuple[str, ...]
    canonical: tuple[str, ...]
    kind: str


def read_questions(folder: Path, n: int, seed: int) -> tuple[WikiQuestion, ...]:
    """``n`` of the questions about tables that no training question is about.

    A smaller ``n`` gives the first of the same questions, so that a run can be continued.
    """
    questions = list(_questions(folder / _UNSEEN))
    Random(seed).shuffle(questions)
    return tuple(questions[:n])


def write_table(folder: Path, table: str, path: Path) -> None:
    """Write a table of the data as the CSV file that a spreadsheet program would write."""
    lines = (folder / table).with_suffix(".tsv").read_text(encoding="utf-8").split("\n")
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(_cells(line, "\t") for line in lines if line)


def _questions(path: Path) -> Iterator[WikiQuestion]:
    titles, *lines = path.read_text(encoding="utf-8").rstrip("\n").split("\n")
    for line in lines:
        record = dict(zip(titles.split("\t"), line.split("\t"), strict=True))
        answers = _cells(record["targetValue"], "|")
        yield WikiQuestion(
            id=record["id"],
            text=record["utterance"],
            table=record["context"],
            answers=answers,
            canonical=_cells(record["targetCanon"], "|"),
            kind="list" if len(answers) > 1 else record["targetCanonType"],
        )


def _cells(line: str, delimiter: str) -> tuple[str, ...]:
    r"""The cells of a line; in a cell ``\n`` is a line break, ``\p`` a pipe, ``\\`` a backslash."""
    return tuple(
        cell.replace(r"\n", "\n").replace(r"\p", "|").replace(r"\\", "\\")
        for cell in line.split(delimiter)
    )


PEERS: tuple[tuple[str, str, str, str], ...] = (
    ("TAPAS-Large", "340M", "48.8", "fine-tuned; as listed on paperswithcode"),
    ("TAPEX-Large", "400M", "57.2", "fine-tuned; its README (the paper: 57.5)"),
    ("OmniTab-Large", "400M", "63.3", "fine-tuned; its README"),
    ("OmniTab-Large, 16 / 128 / 1024 examples", "400M", "23.3 / 41.2 / 52.6", "its README"),
    ("TableLlama", "7B", "31.6", "fine-tuned; the survey Awesome-TableReasoning-LLM"),
    ("Qwen3-1.7B, thinking", "1.7B", "57.8", "table in the prompt; second hand, arXiv 2606.32029"),
    ("Qwen2.5-7B-Instruct", "7B", "43.3", "prompted; second hand, arXiv 2606.32029"),
    ("Qwen2.5-7B-Instruct", "7B", "54.8", "prompted, judged leniently; second hand, 2505.23621"),
    ("Binder, code-davinci-002", "?", "64.6", "SQL with calls of the model; the same survey"),
    ("GPT-4o-mini", "?", "54.3", "prompted; second hand"),
)
"""System, size, per cent right, and how: only figures that were seen printed.

They are of the same questions, all 4,344 or as many as the source does not say. They always answer;
not all of them use this evaluator.
"""
