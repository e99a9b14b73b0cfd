"""The tables that are printed over the records of a WikiTableQuestions run."""

from __future__ import annotations

import re
import statistics
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence

from tests.bench.questions import print_table
from tests.bench.wikitable_data import PEERS
from tests.bench.wikitable_records import Asked, Outcome, Try

_KINDS = ("number", "string", "date", "list")
_DOUBTS = (
    (r"^the question names .*,", "something named is not used"),
    (r"^it compares with", "compares with what is not named"),
    (r"calculate it$", "another kind of total"),
    (r"does not count$", "does not count"),
    (r"lowest or first|highest or last", "another direction"),
    (r"no time$", "gives no time"),
    (r"does not give it$", "another column"),
    (r"the query gives ", "another quantity"),
    (r"^the share", "a share of itself"),
    (r"gives nothing$", "gives nothing"),
    (r"guessed$", "is guessed"),
)


def print_report(records: Sequence[Asked]) -> None:
    """What was right, by way of choosing and by kind; the doubts; the queries; the peers."""
    _print_ways(records)
    _print_kinds(records)
    _print_silences(records)
    _print_doubts(records)
    _print_queries(records)
    print()
    print_table(("published", "size", "% right", "how"), PEERS)


def _print_ways(records: Sequence[Asked]) -> None:
    ways: dict[str, Callable[[Asked], Outcome]] = {
        "the program": lambda record: record.outcome(record.believed),
        "the program, first column only": _outcome_of_first_column,
        "loose: that, or else the surest": _loose,
        "the surest of all": lambda record: record.outcome(record.surest),
        "any of them (no way is better)": _best,
    }
    rows = [
        (name, *_shares([outcome(record) for record in records])) for name, outcome in ways.items()
    ]
    print()
    print_table(
        ("answer with", "n", "right", "wrong", "no answer", "% right", "% of answered"), rows
    )


def _print_kinds(records: Sequence[Asked]) -> None:
    rows = []
    for kind in (*_KINDS, "all"):
        own = [record for record in records if kind in (record.question.kind, "all")]
        if own:
            program = _shares([record.outcome(record.believed) for record in own])
            loose = _shares([_loose(record) for record in own])
            rows.append((kind, *program, loose[1], loose[4]))
    titles = ("kind", "n", "right", "wrong", "no answer", "% right", "% of answered")
    print()
    print_table((*titles, "loose right", "loose % right"), rows)


def _print_silences(records: Sequence[Asked]) -> None:
    """Why there was no answer, and what it kept back: a right query or only wrong ones."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for record in records:
        if record.believed is None:
            is_there = any(map(record.is_right, record.tries))
            counts[record.silence].update(("n", *(["there"] if is_there else []), _loose(record)))
    rows = [
        (why, c["n"], c["there"], c["right"], c["wrong"])
        for why, c in sorted(counts.items(), key=lambda item: -item[1]["n"])
    ]
    titles = (
        "why no answer",
        "n",
        "a right query was there",
        "the surest right",
        "the surest wrong",
    )
    print()
    print_table(titles, rows)


def _print_doubts(records: Sequence[Asked]) -> None:
    """Queries that ran, by what spoke against them; ``only`` where nothing else did."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for record in records:
        for one in (one for one in record.tries if one.rows is not None):
            kinds = {_kind_of(doubt) for doubt in one.doubts}
            right = "right" if record.is_right(one) else "wrong"
            is_only = [f"only {right}"] if len(kinds) <= 1 else []
            for kind in (*kinds, "(any doubt)") if kinds else ("(no doubt)",):
                counts[kind].update((right, *is_only))
    columns = ("right", "wrong", "only right", "only wrong")
    rows = [
        (kind, *(c[column] for column in columns))
        for kind, c in sorted(
            counts.items(), key=lambda item: (item[0][0] != "(", -item[1].total())
        )
    ]
    print()
    print_table(("doubt", *columns), rows)


def _print_queries(records: Sequence[Asked]) -> None:
    tries = [one for record in records for one in record.tries]
    n_failed = sum(one.rows is None for one in tries)
    n_empty = sum(one.rows is not None and not one.items for one in tries)
    seconds = sorted(record.seconds for record in records)
    problems = Counter(code for record in records for code in set(record.problems))
    print()
    print(
        f"{len(tries)} queries: {n_failed} did not run ({_percent(n_failed, len(tries))} %),"
        f" {n_empty} gave nothing ({_percent(n_empty, len(tries))} %)"
    )
    print(
        f"seconds a question: mean {statistics.fmean(seconds):.1f},"
        f" median {statistics.median(seconds):.1f},"
        f" 9 of 10 under {seconds[int(0.9 * (len(seconds) - 1))]:.1f}"
    )
    print(f"tables with a reader's problem: {dict(problems)}")


def _loose(record: Asked) -> Outcome:
    believed = record.believed
    return record.outcome(believed if believed and believed.items else record.surest)


def _best(record: Asked) -> Outcome:
    right = next(filter(record.is_right, record.tries), None)
    return record.outcome(right or record.surest)


def _outcome_of_first_column(record: Asked) -> Outcome:
    """As if only what the question asks for first counted: "who, and how often" gives both."""
    believed = record.believed
    if believed is None or not believed.items:
        return "no answer"
    first = Try(
        believed.sql, believed.sureness, 0.0, tuple((row[0],) for row in believed.rows or ()), ()
    )
    return record.outcome(first)


def _shares(outcomes: Sequence[Outcome]) -> tuple[int, int, int, int, str, str]:
    """How many, right, wrong, without an answer, and both accuracies."""
    counts = Counter(outcomes)
    n_right, n_wrong = counts["right"], counts["wrong"]
    return (
        len(outcomes),
        n_right,
        n_wrong,
        counts["no answer"],
        _percent(n_right, len(outcomes)),
        _percent(n_right, n_right + n_wrong),
    )


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}" if whole else "–"


def _kind_of(doubt: str) -> str:
    return next((kind for pattern, kind in _DOUBTS if re.search(pattern, doubt)), doubt)
