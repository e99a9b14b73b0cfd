"""Having queries over log tables written by the model: several readers, a vote, a second try.

The readers see the same tables in different orders, side by side in one batch, so that a second
and a third opinion cost little more than the first. Queries are compared by what they give, not by
how they are written (execution-based self-consistency, Shi et al. 2022, "Natural language to code
translation with execution"). A query that does not ask what the question asks gets no vote; if all
are like that, the model is told what is wrong, once.
"""

from __future__ import annotations

import json
import re
from collections.abc import Generator, Sequence
from dataclasses import dataclass, field, replace

from engine.answers import ResultTable, TokenCounts, ToolCall
from engine.domain import Cell
from engine.errors import QueryRefused, QueryTooCostly
from engine.events import AnswerEvent, CancelToken
from engine.ports import LanguageModel, Prompt, Reader
from engine.reasoning.asked_columns import asked_columns
from engine.reasoning.asking import ask_all
from engine.reasoning.outcome import added
from engine.reasoning.prompting import system_text
from engine.reasoning.query_doubts import NOT_GIVEN, PERCENTAGE, doubts, unused_values
from engine.text import normalise
from engine.tools.sql.absence import absences
from engine.tools.sql.guard import CheckedQuery, checked
from engine.tools.sql.linking import Link, NamedValue
from engine.tools.sql.meaning import as_meant
from engine.tools.sql.query_grammar import query_grammar
from engine.tools.sql.sandbox import LogSandbox, QueryResult
from engine.tools.sql.schema_text import schema_texts
from engine.tools.sql.verdicts import verdict_of

_MAX_NAMED = 8
_NOTHING, _GUESSED = "it gives nothing", "it is only guessed"


@dataclass(frozen=True, slots=True)
class QueryBounds:
    """What asking the logs may cost: opinions side by side in a round, rounds, tokens of a query.

    ``n_agreeing`` queries have to give the same. ``max_refusal``: mean probability of NOT FOUND
    above which the logs are not believed to hold what is asked. ``min_sureness``: mean logarithm
    of a token's probability below which a query is guessed. ``is_verified`` is false only to
    measure what the doubts are worth.
    """

    n_readers: int = 2
    n_rounds: int = 2
    n_agreeing: int = 2
    max_tokens: int = 140
    max_refusal: float = 0.5
    min_sureness: float = -0.4
    is_verified: bool = True


@dataclass(frozen=True, slots=True)
class Attempt:
    """One query as a reader wrote it, and what came of it."""

    sql: str
    sureness: float
    refusal: float
    query: CheckedQuery | None = None
    result: QueryResult | None = None
    doubts: tuple[str, ...] = ()

    @property
    def is_good(self) -> bool:
        """Whether it ran and nothing speaks against it."""
        return self.result is not None and not self.doubts

    @property
    def call(self) -> ToolCall:
        """The attempt for the journal and for people."""
        sql = self.query.sql if self.query else self.sql
        return query_call(sql, self.result, error="; ".join(self.doubts))


def query_call(sql: str, result: QueryResult | None, *, error: str = "") -> ToolCall:
    """A query with what it gave, or why it is not believed."""
    return ToolCall(
        tool="sql",
        arguments=json.dumps({"sql": sql}),
        result="" if result is None else _in_words(result),
        seconds=result.seconds if result else 0.0,
        table=ResultTable(result.columns, result.rows, result.is_truncated) if result else None,
        error=error,
    )


@dataclass(frozen=True, slots=True)
class Written:
    """All attempts in order, and the one to believe."""

    attempts: tuple[Attempt, ...] = ()
    chosen: Attempt | None = None
    tokens: TokenCounts = field(default_factory=TokenCounts)
    is_cancelled: bool = False


def write_query(
    question: str,
    links: Sequence[Link],
    *,
    is_joined: bool,
    model: LanguageModel,
    sandbox: LogSandbox,
    bounds: QueryBounds,
    cancel: CancelToken,
) -> Generator[AnswerEvent, None, Written]:
    """Ask until enough good queries give the same, at most ``n_rounds`` times.

    Raises:
        QueryCancelled: while a query ran.

    """
    written, shape, hint = Written(), _Shape(), ""
    for n in range(bounds.n_rounds):
        grammar = query_grammar(
            links,
            question,
            is_joined=is_joined,
            tests=shape.tests,
            first=shape.first,
        )
        asked = f"Question: {question}{_named(links)}{hint}\nSQL:"
        replies = yield from ask_all(
            _prompts(links, asked, n, bounds),
            model=model,
            grammar=grammar,
            max_tokens=bounds.max_tokens,
            cancel=cancel,
        )
        written = replace(
            written,
            tokens=added(written.tokens, replies.tokens),
            is_cancelled=replies.is_cancelled,
        )
        if written.is_cancelled:
            return written
        attempts = [
            _attempt(reader, question, links, sandbox, bounds, cancel) for reader in replies.readers
        ]
        is_refused = replies.refusal > bounds.max_refusal
        # Who would rather say NOT FOUND and has to write a query of some shape writes any.
        is_forced = is_refused and shape.is_bound
        written = _chosen(written, attempts, shape, bounds)
        if is_forced:
            return replace(written, chosen=None)
        shape = _mended(attempts, question, links)
        if written.chosen or is_refused or not (shape.is_bound or _is_undecided(attempts)):
            return written
        doubted = next((one for one in attempts if one.doubts), None)
        hint = f"\n(Not {doubted.sql} because {doubted.doubts[0]}.)" if doubted else ""
    return written


@dataclass(frozen=True, slots=True)
class _Shape:
    """What a query has to be like after what was wrong with those before.

    ``tests``: groups of values of which one each has to be asked for. ``first``: columns of which
    one has to be given first.
    """

    tests: tuple[tuple[NamedValue, ...], ...] = ()
    first: frozenset[str] = frozenset()

    @property
    def is_bound(self) -> bool:
        """Whether there is anything that it has to be like."""
        return bool(self.tests or self.first)


def _mended(attempts: Sequence[Attempt], question: str, links: Sequence[Link]) -> _Shape:
    """The shape that rules out what was wrong, where a shape can."""
    queries = [attempt.query for attempt in attempts if attempt.query and attempt.doubts]
    tests = dict.fromkeys(group for query in queries for group in unused_values(query, links))
    seen = " ".join(doubt for attempt in attempts for doubt in attempt.doubts)
    wanted = next(iter(asked_columns(question, links)), frozenset[str]())
    return _Shape(
        tests=tuple(group for group in tests if not _is_counted(group, question)),
        first=wanted if NOT_GIVEN in seen else frozenset(),
    )


def _is_counted(group: Sequence[NamedValue], question: str) -> bool:
    """Whether the values are what a percentage is of: then the others have to be counted too."""
    is_verdict = any(verdict_of(value.value) is not None for value in group)
    return is_verdict and re.search(PERCENTAGE, normalise(question)) is not None


def _is_undecided(attempts: Sequence[Attempt]) -> bool:
    """Whether good queries gave different results: then a third opinion decides."""
    return sum(attempt.is_good for attempt in attempts) > 1


def _prompts(
    links: Sequence[Link], question: str, n_round: int, bounds: QueryBounds
) -> list[Prompt]:
    """The tables in orders that no round before had, behind each the same question."""
    profiles = [link.profile for link in links]
    # What the model remembers of one table may be kept with its document.
    owner = profiles[0].stored.document_id if len(profiles) == 1 else ""
    texts = schema_texts(profiles, bounds.n_readers, first=n_round * bounds.n_readers)
    return [Prompt(system_text("query"), text, question, owner) for text in texts]


def _named(links: Sequence[Link]) -> str:
    """The values that the question names, as the tables write them."""
    is_several = len(links) > 1
    named = [
        f"{link.profile.name}.{value.column}" if is_several else value.column
        for link in links
        for value in link.values
    ]
    values = [value for link in links for value in link.values]
    pairs = [f"{name} {value.test}" for name, value in zip(named, values, strict=True)]
    return "\nNamed: " + ", ".join(pairs[:_MAX_NAMED]) if pairs else ""


def _attempt(
    reader: Reader,
    question: str,
    links: Sequence[Link],
    sandbox: LogSandbox,
    bounds: QueryBounds,
    cancel: CancelToken,
) -> Attempt:
    profiles = [link.profile for link in links]
    sql = reader.text.strip()
    attempt = Attempt(sql, reader.mean_log_probability, reader.refusal)
    is_guessed = bounds.is_verified and attempt.sureness < bounds.min_sureness
    guessed = (_GUESSED,) if is_guessed else ()
    try:
        query = checked(as_meant(sql, profiles), [profile.stored.table for profile in profiles])
        seen = doubts(query, question, links) if bounds.is_verified else ()
        attempt = replace(attempt, query=query, doubts=(*seen, *guessed))
        result = sandbox.run(query, cancel=cancel)
        nothing = () if _gives_something(result) or absences(query, links) else (_NOTHING,)
        return replace(attempt, result=result, doubts=(*attempt.doubts, *nothing))
    except QueryRefused as error:
        return replace(attempt, doubts=(*attempt.doubts, error.facts["reason"]))
    except QueryTooCostly as error:
        return replace(
            attempt, doubts=(*attempt.doubts, f"it took more than {error.facts['limit']}")
        )


def _gives_something(result: QueryResult) -> bool:
    return any(cell is not None for row in result.rows for cell in row)


def _chosen(
    before: Written, attempts: Sequence[Attempt], shape: _Shape, bounds: QueryBounds
) -> Written:
    """With the attempt that most good ones agree with, if enough do; the surest of equals.

    Readers of a second round were told the same thing, so that they agree says little. Either the
    grammar ruled out what was wrong, or a query of the first round has to agree.
    """
    written = replace(before, attempts=(*before.attempts, *attempts))
    good = [attempt for attempt in written.attempts if attempt.is_good]
    votes = {id(one): sum(_is_same(one, other) for other in good) for one in good}
    chosen = max(good, key=lambda one: (votes[id(one)], one.sureness), default=None)
    if chosen is None or votes[id(chosen)] < bounds.n_agreeing:
        return written
    is_first_round = not before.attempts
    is_confirmed = any(one.is_good and _is_same(one, chosen) for one in before.attempts)
    is_believed = is_first_round or is_confirmed or shape.is_bound
    return replace(written, chosen=chosen if is_believed else None)


def _is_same(one: Attempt, other: Attempt) -> bool:
    return (
        one.result is not None
        and other.result is not None
        and (_content(one.result) == _content(other.result))
    )


def _content(result: QueryResult) -> frozenset[tuple[Cell, ...]]:
    return frozenset(tuple(_rounded(cell) for cell in row) for row in result.rows)


def _rounded(cell: Cell) -> Cell:
    return float(f"{cell:.9g}") if isinstance(cell, int | float) else cell


def _in_words(result: QueryResult) -> str:
    if len(result.rows) == 1:
        return ", ".join(map(str, result.rows[0]))
    return f"{len(result.rows)} rows"
