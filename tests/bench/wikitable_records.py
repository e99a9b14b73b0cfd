"""What became of one question, as a line of JSON, and the ways to choose one of its queries."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal, TypeAlias

from engine.domain import Cell
from engine.reasoning.query_writing import Attempt, QueryBounds, Written
from tests.bench.denotation import is_denoted, items_of
from tests.bench.wikitable_data import WikiQuestion

Outcome: TypeAlias = Literal["right", "wrong", "no answer"]


@dataclass(frozen=True, slots=True)
class Try:
    """A query and what it gave; ``rows`` is None if it did not run."""

    sql: str
    sureness: float
    refusal: float
    rows: tuple[tuple[Cell, ...], ...] | None
    doubts: tuple[str, ...]

    @property
    def items(self) -> tuple[str, ...]:
        """Every cell that holds something, as the evaluator reads it."""
        return tuple(str(cell) for row in self.rows or () for cell in row if cell is not None)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with every query for it; ``chosen`` is the place of the one that was believed.

    ``silence`` says why none was. ``problems`` are the reader's about the table.
    """

    question: WikiQuestion
    tries: tuple[Try, ...]
    chosen: int | None
    silence: str
    seconds: float
    problems: tuple[str, ...] = ()

    @property
    def believed(self) -> Try | None:
        """What the product answers with."""
        return None if self.chosen is None else self.tries[self.chosen]

    @property
    def surest(self) -> Try | None:
        """The surest query that gave something, whatever speaks against it."""
        given = [one for one in self.tries if one.items]
        return max(given, key=lambda one: one.sureness, default=None)

    def is_right(self, one: Try) -> bool:
        """Whether a query gave what was asked for."""
        return self.are_right(one.items)

    def are_right(self, items: Sequence[str]) -> bool:
        """Whether items are the answer."""
        return is_denoted(items_of(self.question.answers, self.question.canonical), items_of(items))

    def outcome(self, one: Try | None) -> Outcome:
        """What came of answering with a query. Having found nothing is no answer."""
        if one is None or not one.items:
            return "no answer"
        return "right" if self.is_right(one) else "wrong"


def asked(
    question: WikiQuestion,
    written: Written,
    bounds: QueryBounds,
    *,
    seconds: float,
    problems: tuple[str, ...],
) -> Asked:
    """The record of a question that was asked."""
    chosen = next((i for i, a in enumerate(written.attempts) if a is written.chosen), None)
    return Asked(
        question,
        tuple(map(_try, written.attempts)),
        chosen,
        "" if written.chosen else _silence(written.attempts, bounds),
        seconds,
        problems,
    )


def to_line(record: Asked) -> str:
    """One line of JSON; ``result`` and ``right`` are for people and not read back."""
    believed = record.believed
    shown = {
        "sql": believed and believed.sql,
        "result": believed and believed.items,
        "right": record.outcome(believed),
        "loose": record.outcome(believed or record.surest),
    }
    return json.dumps({**asdict(record), **shown}, ensure_ascii=False) + "\n"


def read_records(path: Path) -> Iterator[Asked]:
    """The records of a file; a line that a kill cut off is left out."""
    if not path.exists():
        return
    for line in path.read_text(encoding="utf-8").splitlines(keepends=True):
        if line.endswith("\n"):
            yield _record(json.loads(line))


def _record(raw: dict[str, Any]) -> Asked:
    question = raw["question"]
    return Asked(
        question=WikiQuestion(
            **question
            | {"answers": tuple(question["answers"]), "canonical": tuple(question["canonical"])}
        ),
        tries=tuple(
            Try(
                sql=one["sql"],
                sureness=one["sureness"],
                refusal=one["refusal"],
                rows=None if one["rows"] is None else tuple(map(tuple, one["rows"])),
                doubts=tuple(one["doubts"]),
            )
            for one in raw["tries"]
        ),
        chosen=raw["chosen"],
        silence=raw["silence"],
        seconds=raw["seconds"],
        problems=tuple(raw["problems"]),
    )


def _try(attempt: Attempt) -> Try:
    return Try(
        attempt.query.sql if attempt.query else attempt.sql,
        attempt.sureness,
        attempt.refusal,
        attempt.result.rows if attempt.result else None,
        attempt.doubts,
    )


def _silence(attempts: Sequence[Attempt], bounds: QueryBounds) -> str:
    first = attempts[: bounds.n_readers]
    if sum(one.refusal for one in first) > bounds.max_refusal * len(first):
        return "the model said NOT FOUND"
    if not any(one.result for one in attempts):
        return "no query ran"
    if not any(one.is_good for one in attempts):
        return "each was doubted"
    return "no two agreed"
